"""Tasks take ids, make one call and return nothing. Every one of them may run twice."""

from celery import shared_task

from reports import generation


@shared_task
def compile_report(report_id: str) -> None:
    generation.generate(report_id)


@shared_task
def sweep() -> None:
    generation.sweep()
