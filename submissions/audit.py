"""The one way into the audit trail."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from consultations.models import Consultation
from consultations.unordered import unordered_id
from submissions.models import AuditEntry, Contribution, Submission


def record(
    action: str,
    *,
    consultation: Consultation,
    actor: Any = None,
    submission: Submission | None = None,
    contribution: Contribution | None = None,
    **detail: Any,
) -> AuditEntry:
    """Writes one entry. Of what a participant did only the day is kept; of what staff did, the time too."""
    return AuditEntry.objects.create(
        id=unordered_id() if actor is None else None,
        action=action,
        consultation=consultation,
        actor=actor,
        submission=submission,
        contribution=contribution,
        detail=detail,
        on=consultation.today(),
        at=timezone.now() if actor is not None else None,
    )


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
