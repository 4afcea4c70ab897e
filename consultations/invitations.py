"""Links for people without an account. A token is stored as a hash, opened by a GET and used by a POST alone.

Mail scanners open links before people do: a GET changes nothing. The token is computed from a random value of its
row and the server's secret, so that a reminder can carry the same link although only the hash is stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultations import mail_queue
from consultations.models import (
    Event,
    Invitation,
    InvitationPurpose,
    Letter,
    Mail,
    Participant,
)
from consultations.models.invitation import InvitationQuerySet, two_weeks_from_now
from consultations.tokens import hash_of, token_from

SESSION_KEY = "invitation"


def issue(
    event: Event, purpose: str, *, label: str = "", expires_at: datetime | None = None, **fields: Any
) -> tuple[Invitation, str]:
    """A new invitation and its token, which is not stored."""
    nonce = secrets.token_hex()
    token = token_from(nonce)
    if expires_at:
        fields["expires_at"] = expires_at
    invitation = Invitation.objects.create(
        event=event, purpose=purpose, label=label, nonce=nonce, token_hash=hash_of(token), **fields
    )
    return invitation, token


def find(token: str) -> Invitation:
    """The invitation of this token, also one that has ended; others raise ``Invitation.DoesNotExist``."""
    return Invitation.objects.select_related("event__consultation", "participant").get(
        token_hash=hash_of(token)
    )


def is_good(invitation: Invitation) -> bool:
    """Whether the link still lets somebody in."""
    ended = invitation.revoked or invitation.expires_at <= timezone.now()
    return invitation.has_link and not ended and not invitation.is_used_up


def accept(request: HttpRequest, invitation: Invitation) -> bool:
    """Lets this browser session in, as long as the invitation lasts; whether it was good for that.

    A link to register is used by registering; a link to take notes by the first press in each browser.
    """
    is_counted = invitation.purpose == InvitationPurpose.RAPPORTEUR and not is_held(request, invitation)
    if is_counted and not use(invitation):
        return False
    request.session[SESSION_KEY] = {
        "event": invitation.event_id,
        "purpose": invitation.purpose,
        "invitation": invitation.pk,
        "link": invitation.token_hash[:16],
    }
    # The row of a browser session is kept until a moment counted from now: that would be when the link was used.
    request.session.set_expiry(midnight_in_two_weeks())
    return True


def midnight_in_two_weeks() -> datetime:
    return two_weeks_from_now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def is_held(request: HttpRequest, invitation: Invitation) -> bool:
    found = request.session.get(SESSION_KEY) or {}
    return (found.get("invitation"), found.get("link")) == (invitation.pk, invitation.token_hash[:16])


def is_held_for_notes(request: HttpRequest, invitation: Invitation) -> bool:
    """Used up, but by this browser: whoever takes notes comes back by the same link."""
    ended = invitation.revoked or invitation.expires_at <= timezone.now()
    return invitation.purpose == InvitationPurpose.RAPPORTEUR and not ended and is_held(request, invitation)


def invitation_held(request: HttpRequest, event: Event, purpose: str) -> Invitation | None:
    """The invitation to ``event`` that this browser session has accepted and that still holds."""
    found = request.session.get(SESSION_KEY)
    if not found or (found["event"], found["purpose"]) != (event.pk, purpose):
        return None
    rows = Invitation.objects.select_related("participant")
    now = timezone.now()
    # Who takes notes was counted when they came in; who registers is counted when they do.
    current = rows.current(now) if purpose == InvitationPurpose.RAPPORTEUR else rows.usable(now)
    return current.filter(pk=found["invitation"], token_hash__startswith=found["link"]).first()


def invited(request: HttpRequest, event: Event, purpose: str) -> bool:
    return invitation_held(request, event, purpose) is not None


def give_back(request: HttpRequest) -> None:
    """This browser session is let in nowhere any more; the link itself stays as it is."""
    request.session.pop(SESSION_KEY, None)


def use(invitation: Invitation) -> bool:
    """Counts one use, with its day alone; false when there is none left, also if two press at once."""
    now = timezone.now()
    today = invitation.event.consultation.today()
    return bool(
        Invitation.objects.usable(now)
        .filter(pk=invitation.pk)
        .update(uses=F("uses") + 1, used_on=today, declined=False)
    )


def decline(invitation: Invitation) -> None:
    """The person cannot come: they are not reminded. The link stays good, should they find that they can."""
    Invitation.objects.unanswered(timezone.now()).filter(pk=invitation.pk).update(declined=True)


def destination(invitation: Invitation) -> str:
    """Where an accepted invitation leads."""
    event = invitation.event
    page = (
        "submissions:rapporteur"
        if invitation.purpose == InvitationPurpose.RAPPORTEUR
        else "consultations:register"
    )
    return reverse(page, kwargs={"slug": event.consultation.slug, "event_slug": event.slug})


@transaction.atomic
def invite(event: Event, purpose: str, people: Iterable[Participant], **fields: Any) -> int:
    """Invites each of ``people`` by a letter of their own and says how many are new; who is invited stays so."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    before = set(event.invitations.filter(purpose=purpose).values_list("participant_id", flat=True))
    new = [
        issue(event, purpose, participant=person, **fields)[0]
        for person in {person.pk: person for person in people}.values()
        if person.pk not in before
    ]
    mail_queue.queue(letter_about(invitation, Letter.INVITATION) for invitation in new)
    return len(new)


@transaction.atomic
def renew(invitation: Invitation) -> str:
    """A new link in place of the old, which ends; written to the person if it is one person's. Returns its token."""
    invitation.nonce = secrets.token_hex()
    token = token_from(invitation.nonce)
    invitation.token_hash = hash_of(token)
    invitation.revoked = invitation.declined = False
    invitation.uses, invitation.used_on = 0, None
    invitation.expires_at = max(invitation.expires_at, two_weeks_from_now())
    invitation.save()
    if invitation.participant_id:
        mail_queue.queue([letter_about(invitation, Letter.INVITATION)])
    return token


def remind(invitations: InvitationQuerySet) -> int:
    """Reminds people of invitations that they have not answered, once a day at most; says how many."""
    now = timezone.now()
    unanswered = (
        invitations.unanswered(now)
        .exclude(participant=None)
        .select_related("event__consultation", "participant")
    )
    return mail_queue.queue(
        letter_about(invitation, Letter.REMINDER)
        for invitation in unanswered
        if invitation.event.closes_at > now
    )


def remind_by_itself(now: datetime) -> int:
    """For events whose day has come: those who were not reminded since. A day without a worker is made up for."""
    count = 0
    for event in Event.objects.select_related("consultation").exclude(remind_on=None):
        if event.remind_on and event.remind_on <= event.consultation.today() and event.closes_at > now:
            reminded = Mail.objects.filter(letter=Letter.REMINDER, queued_on__gte=event.remind_on)
            count += remind(event.invitations.exclude(pk__in=reminded.values("invitation")))
    return count


def letter_about(invitation: Invitation, letter: Letter) -> Mail:
    today = invitation.event.consultation.today()
    link = invitation.token_hash[:16]
    return Mail(
        consultation_id=invitation.event.consultation_id,
        participant=invitation.participant,
        letter=letter,
        about=link if letter == Letter.INVITATION else f"{link} {today}",
        invitation=invitation,
        queued_on=today,
    )
