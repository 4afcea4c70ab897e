"""What a letter of the queue says, made from its row when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from consultations import tokens
from consultations.dates import last_day
from consultations.mail import Address, both, compose
from consultations.models import (
    Event,
    Invitation,
    InvitationState,
    Letter,
    Mail,
    MailReason,
    Participant,
    Registration,
)

# Nobody asked for these: their readers can be left alone, and their language was assumed.
MAILINGS = (Letter.INVITATION, Letter.REMINDER, Letter.PUBLICATION)


def loaded(rows: QuerySet[Mail]) -> QuerySet[Mail]:
    return rows.select_related(
        "consultation",
        "participant",
        "invitation__event__consultation",
        "registration__event__consultation",
    )


def event_of(row: Mail) -> Event | None:
    source = row.invitation or row.registration
    return source.event if source else None


def why_not(row: Mail, now: datetime) -> MailReason | None:
    """Why this letter must not be sent now; nothing when it may."""
    if row.participant.bounced or not row.participant.email:
        return MailReason.NO_ADDRESS
    if row.participant.left_alone and row.letter in MAILINGS:
        return MailReason.LEFT_ALONE
    return None if still_holds(row, now) else MailReason.OUT_OF_DATE


def still_holds(row: Mail, now: datetime) -> bool:
    event = event_of(row)
    if event is None:
        return row.letter == Letter.PUBLICATION
    if event.closes_at <= now:
        return False
    if row.invitation:
        return row.invitation.state(now) == InvitationState.OPEN
    waits = row.registration is not None and row.registration.waiting_position is not None
    return waits == (row.letter == Letter.WAITING)


def written(row: Mail) -> EmailMultiAlternatives:
    reader = row.participant
    is_mailing = row.letter in MAILINGS
    languages = both(reader.language) if is_mailing else (reader.language,)
    stop = stop_address(reader) if is_mailing else None
    return compose(reader.email, row.letter, languages, context(row), stop=stop)


def preview(reader: Participant, invitation: Invitation) -> EmailMultiAlternatives:
    """What the letter about an invitation that is not stored would say; a link of its own leads nowhere."""
    nowhere = Address("consultations:invitation", {"token": "-"})
    link = nowhere if invitation.has_link else page_of(invitation.event)
    shown = {"consultation": invitation.event.consultation, "participant": reader, "link": link}
    return compose("", Letter.INVITATION, both(reader.language), {**facts_of(invitation), **shown})


def context(row: Mail) -> dict[str, Any]:
    found: dict[str, Any] = {"consultation": row.consultation, "participant": row.participant}
    if row.invitation:
        return found | about_invitation(row.invitation)
    if row.registration:
        return found | about_registration(row.registration)
    return found | {"link": Address("reports:report", {"slug": row.consultation.slug})}


def about_invitation(invitation: Invitation) -> dict[str, Any]:
    link = (
        Address("consultations:invitation", {"token": tokens.token_again(invitation)})
        if invitation.has_link
        else page_of(invitation.event)
    )
    return {**facts_of(invitation), "link": link}


def facts_of(invitation: Invitation) -> dict[str, Any]:
    event = invitation.event
    day = last_day(invitation.expires_at, event.consultation.zone)
    return {"event": event, "invitation": invitation, "last_day": day}


def about_registration(registration: Registration) -> dict[str, Any]:
    token = tokens.token_for(tokens.OWN_REGISTRATION, registration.pk)
    return {
        "event": registration.event,
        "page": page_of(registration.event),
        "calendar": page_of(registration.event, "consultations:event_calendar"),
        "link": Address("consultations:own_registration", {"token": token}),
    }


def page_of(event: Event, view: str = "consultations:event") -> Address:
    return Address(view, {"slug": event.consultation.slug, "event_slug": event.slug})


def stop_address(reader: Participant) -> Address:
    return Address("consultations:no_more_mail", {"token": tokens.token_for(tokens.NO_MORE_MAIL, reader.pk)})
