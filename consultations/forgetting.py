"""What is deleted by itself once it has served."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from consultations.models import Mail, MailState, Registration

NEEDS_ARE_KEPT = timedelta(days=30)
LETTERS_ARE_KEPT = timedelta(days=365)


@transaction.atomic
def forget(now: datetime) -> None:
    """What people said they need to take part, and the old list of letters."""
    over = Registration.objects.filter(event__ends_at__lt=now - NEEDS_ARE_KEPT)
    over.exclude(needs="").update(needs="")
    done = (MailState.SENT, MailState.BOUNCED, MailState.FAILED)
    Mail.objects.filter(state__in=done, queued_on__lt=(now - LETTERS_ARE_KEPT).date()).delete()
