"""Letters that wait in PostgreSQL until a worker sends them, each once. The only writer of ``Mail.state``.

A row is claimed by a compare-and-swap before anything is sent. What certainly did not arrive is tried again; what
may have arrived is not: a coordinator sees it and decides.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from consultations import letters, mail
from consultations.models import Letter, Mail, MailReason, MailState, Participant, Registration

LEASE = timedelta(minutes=10)
# How long is waited after each attempt that failed for now.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60, 360))


@dataclass(frozen=True)
class Outcome:
    state: MailState
    reason: str = ""
    due_at: datetime | None = None


def queue(rows: Iterable[Mail]) -> int:
    """Has the letters sent once the transaction is committed, and says how many are new.

    What was asked for before is not written twice. Without a mail server nothing waits for one.
    """
    wanted = list(rows)
    if not wanted or not mail.is_available():
        return 0
    known = Mail.objects.filter(participant__in=[row.participant_id for row in wanted])
    before = set(known.values_list("participant_id", "letter", "about"))
    new = [row for row in wanted if (row.participant_id, row.letter, row.about) not in before]
    Mail.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def about_registration(letter: Letter, registration: Registration) -> None:
    """Once a day at most: whoever registers somebody else's address again and again sends no more than that."""
    today = registration.event.consultation.today()
    row = Mail(
        consultation_id=registration.event.consultation_id,
        participant_id=registration.participant_id,
        letter=letter,
        about=f"{registration.pk} {today}",
        registration=registration,
        queued_on=today,
    )
    queue([row])


def due(now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(Q(due_at=None) | Q(due_at__lte=now), state=MailState.QUEUED)


def send_due(limit: int = 200) -> int:
    """Sends what is due, one after the other, and says how many went out; a mail server that is away ends it."""
    recover()
    sent = 0
    for _turn in range(limit):
        if not (mail.is_available() and due(timezone.now()).exists()):
            break
        connection = opened()
        if connection is None:
            break
        try:
            sent += send_next(connection)
        finally:
            connection.close()
    return sent


def opened() -> Any:
    """A connection of one letter's own: if it breaks later, it is known which one may have arrived."""
    connection = get_connection()
    try:
        connection.open()
    except mail.SENDING_FAILS:
        due(timezone.now()).update(reason=MailReason.AWAY)
        return None
    return connection


def send_next(connection: Any) -> bool:
    row = claim()
    return row is not None and finish(row, attempt(row, connection))


def claim() -> Mail | None:
    """One that is due and that no other worker takes; its attempt is counted before it is made."""
    now = timezone.now()
    with transaction.atomic():
        row = due(now).select_for_update(skip_locked=True).order_by("pk").first()
        if row is None:
            return None
        taken = Mail.objects.filter(pk=row.pk, state=MailState.QUEUED).update(
            state=MailState.SENDING, attempts=F("attempts") + 1, due_at=now + LEASE
        )
    return letters.loaded(Mail.objects.filter(pk=row.pk)).first() if taken else None


def attempt(row: Mail, connection: Any) -> Outcome:
    reason = letters.why_not(row, timezone.now())
    if reason:
        return Outcome(MailState.FAILED, reason)
    letter = letters.written(row)
    letter.connection = connection
    try:
        letter.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return outcome_of(error, row.attempts)
    return Outcome(MailState.SENT)


def outcome_of(error: Exception, attempts: int) -> Outcome:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        return Outcome(MailState.BOUNCED, MailReason.REFUSED) if min(codes) >= 500 else later(attempts)
    if isinstance(error, smtplib.SMTPResponseException):
        return later(attempts)
    if isinstance(error, ValueError):  # no mail server was asked: it is not an address
        return Outcome(MailState.BOUNCED, MailReason.REFUSED)
    return Outcome(MailState.FAILED, MailReason.UNSURE)


def later(attempts: int) -> Outcome:
    if attempts > len(PAUSES):
        return Outcome(MailState.FAILED, MailReason.GIVEN_UP)
    return Outcome(MailState.QUEUED, MailReason.TEMPORARY, timezone.now() + PAUSES[attempts - 1])


def finish(row: Mail, outcome: Outcome) -> bool:
    """Writes down what became of the attempt, unless somebody else decided meanwhile; whether it went out."""
    Mail.objects.filter(pk=row.pk, state=MailState.SENDING, attempts=row.attempts).update(
        state=outcome.state, reason=outcome.reason, due_at=outcome.due_at
    )
    if outcome.state == MailState.BOUNCED:
        Participant.objects.filter(pk=row.participant_id, email=row.participant.email).update(bounced=True)
    return outcome.state == MailState.SENT


def recover() -> None:
    """A worker that was stopped in the middle may have sent what it had."""
    stuck = Mail.objects.filter(state=MailState.SENDING, due_at__lte=timezone.now())
    stuck.update(state=MailState.FAILED, reason=MailReason.UNSURE, due_at=None)


def try_again(rows: QuerySet[Mail]) -> int:
    """Puts letters that were not sent back into the queue."""
    return rows.filter(state=MailState.FAILED).update(state=MailState.QUEUED, reason="", attempts=0)


def mark_bounced(rows: QuerySet[Mail]) -> int:
    """A coordinator saw it come back; its address is not written to until another one is entered."""
    came_back = rows.filter(state=MailState.SENT)
    Participant.objects.filter(pk__in=list(came_back.values_list("participant_id", flat=True))).update(
        bounced=True
    )
    return came_back.update(state=MailState.BOUNCED, reason=MailReason.RETURNED)
