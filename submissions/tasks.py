"""Tasks take nothing, make one call and return nothing: what a participant did stands in PostgreSQL alone."""

from celery import shared_task
from django.db import transaction

from submissions import outbox, traces
from submissions.intake import drafts
from submissions.models import Submission
from submissions.review import screening

SCREEN = "submissions.tasks.screen_waiting"
BATCH = 100


@shared_task
def relay_outbox() -> None:
    while outbox.relay(BATCH) == BATCH:
        pass


@shared_task
def sweep() -> None:
    """Sees to it that nothing waits for good: a message that no hint announced, a screening that was lost."""
    if Submission.objects.filter(screened=False).exists():
        with transaction.atomic():
            outbox.enqueue(SCREEN)
    while outbox.relay(BATCH) == BATCH:
        pass


@shared_task
def screen_waiting() -> None:
    screening.screen_waiting(BATCH)


@shared_task
def delete_expired_drafts() -> None:
    drafts.delete_expired()


@shared_task
def remove_traces() -> None:
    traces.remove()
