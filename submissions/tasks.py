"""Tasks take ids, make one call and return nothing. Every one of them may run twice."""

from celery import shared_task
from django.db import transaction

from submissions import outbox, traces
from submissions.intake import drafts
from submissions.models import Submission
from submissions.review import screening

SCREEN = "submissions.tasks.screen_submission"
BATCH = 100


@shared_task
def relay_outbox() -> None:
    while outbox.relay(BATCH) == BATCH:
        pass


@shared_task
def sweep() -> None:
    """Sees to it that nothing waits for good: a message that no hint announced, a screening that was lost."""
    # In no order: a full batch of those that fail each time must not keep the others from their turn.
    lost = Submission.objects.filter(screened=False).order_by("?").values_list("pk", flat=True)
    with transaction.atomic():
        for pk in lost[:BATCH]:
            outbox.enqueue(SCREEN, str(pk))
    while outbox.relay(BATCH) == BATCH:
        pass


@shared_task
def screen_submission(submission_id: str) -> None:
    submission = Submission.objects.select_related("event__consultation").get(pk=submission_id)
    screening.screen(submission)


@shared_task
def delete_expired_drafts() -> None:
    drafts.delete_expired()


@shared_task
def remove_traces() -> None:
    traces.remove()
