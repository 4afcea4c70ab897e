"""Links for people without an account. A token is shown once, stored as a hash, and opened by a POST alone.

Mail scanners open links before people do: a GET changes nothing, and a link works until it expires or is
revoked.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Event, Invitation, InvitationPurpose

TOKEN_BYTES = 24  # 192 bits
SESSION_KEY = "invitation"


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def issue(
    event: Event, purpose: str, *, label: str = "", expires_at: datetime | None = None
) -> tuple[Invitation, str]:
    """A new invitation and its token, which is kept nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fields: dict[str, Any] = {"expires_at": expires_at} if expires_at else {}
    invitation = Invitation.objects.create(
        event=event, purpose=purpose, label=label, token_hash=hash_of(token), **fields
    )
    return invitation, token


def find(token: str) -> Invitation:
    """The invitation that is still good.

    Unknown, expired and revoked ones alike raise ``Invitation.DoesNotExist``.
    """
    return Invitation.objects.select_related("event__consultation").get(
        token_hash=hash_of(token), revoked=False, expires_at__gt=timezone.now()
    )


def accept(request: HttpRequest, invitation: Invitation) -> None:
    """Lets this browser session in, as long as the invitation lasts."""
    request.session[SESSION_KEY] = {
        "event": invitation.event_id,
        "purpose": invitation.purpose,
        "expires": invitation.expires_at.isoformat(),
        "invitation": invitation.pk,
    }


def invited(request: HttpRequest, event: Event, purpose: str) -> bool:
    """Whether this browser session has accepted an invitation to ``event`` that still holds."""
    held = request.session.get(SESSION_KEY)
    if not held or (held["event"], held["purpose"]) != (event.pk, purpose):
        return False
    return Invitation.objects.filter(
        pk=held["invitation"], revoked=False, expires_at__gt=timezone.now()
    ).exists()


def destination(invitation: Invitation) -> str:
    """Where an accepted invitation leads."""
    event = invitation.event
    page = (
        "submissions:rapporteur"
        if invitation.purpose == InvitationPurpose.RAPPORTEUR
        else "consultations:register"
    )
    return reverse(page, kwargs={"slug": event.consultation.slug, "event_slug": event.slug})
