"""The one way into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from consultations.models import Consultation
from consultations.unordered import unordered_id
from submissions.models import AuditEntry, Contribution, Submission, Via


def record(
    action: str,
    *,
    consultation: Consultation,
    actor: Any = None,
    submission: Submission | None = None,
    contribution: Contribution | None = None,
    day_alone: bool = False,
    **detail: Any,
) -> AuditEntry:
    """Writes one entry. Of what a participant did only the day is kept; of what staff did, the time too, unless it was
    done to a question: while people ask, that would be nearly the time of the question.
    """
    has_time = not (actor is None or day_alone or concerns_a_question(submission, detail))
    return AuditEntry.objects.create(
        id=None if has_time else unordered_id(),
        action=action,
        consultation=consultation,
        actor=actor,
        submission=submission,
        contribution=contribution,
        detail=detail,
        on=consultation.today(),
        at=timezone.now() if has_time else None,
    )


def concerns_a_question(submission: Submission | None, detail: Mapping[str, Any]) -> bool:
    """Something else that is merged into a question names it, too."""
    if submission is not None and submission.via == Via.QUESTION:
        return True
    into = detail.get("into")
    return into is not None and Contribution.objects.filter(pk=into, submission__via=Via.QUESTION).exists()


def record_step(row: Contribution, action: str, *, actor: Any = None, **detail: Any) -> AuditEntry:
    """What was done to a contribution; load its submission, event and consultation with it."""
    return record(
        action,
        consultation=row.submission.event.consultation,
        actor=actor,
        submission=row.submission,
        contribution=row,
        **detail,
    )
