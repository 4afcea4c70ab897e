"""Places at an event: taken, waited for, given back. The only writer of ``Registration.waiting_position``.

Whoever changes places holds the row of the event meanwhile, and a trigger counts once more. Nothing here has a
time; the order of the waiting list is a number that is forgotten as soon as there is a place.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from consultations import mail_queue
from consultations.models import Consultation, Event, Letter, Organization, Participant, Registration

TAKEN = Q(waiting_position=None) & (Q(attended=None) | Q(attended=True))


class NoPlaceLeft(Exception):
    """All places of the event are taken."""


def locked(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def free_places(event: Event) -> int | None:
    """How many places nobody has; ``None`` when there is no limit."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.registrations.filter(TAKEN).count())


def is_full(event: Event) -> bool:
    return free_places(event) == 0


@transaction.atomic
def register(
    event: Event,
    *,
    name: str,
    email: str,
    organization: Organization | None,
    sector: str,
    language: str,
    listed: bool,
    needs: str = "",
    invited: Participant | None = None,
    known_again: bool = True,
) -> Registration:
    """A place at ``event``, or in line for one, for the person with ``email``; asked twice, the same.

    Who came by the personal link that was sent to this address is ``invited``: what they enter is stored. Nobody
    else proves that an address is theirs. What is already stored for it therefore stays as it is, except that
    consent to be listed can be taken back, never given, by a repetition. Without an address nobody is known again,
    nor by one where ``known_again`` is false.
    """
    consultation = Consultation.objects.select_for_update(no_key=True).get(pk=event.consultation_id)
    entered = {"name": name, "organization": organization, "sector": sector, "language": language}
    participant = consultation.participants.filter(email__iexact=email).first() if email else invited
    if participant != invited and not known_again:
        participant = None
    if participant is None:
        participant = consultation.participants.create(email=email, listed=listed, **entered)
    elif participant == invited:
        Participant.objects.filter(pk=participant.pk).update(listed=listed, **entered)
    elif participant.listed and not listed:
        Participant.objects.filter(pk=participant.pk).update(listed=False)
    return enter(event, participant, needs=needs)


@transaction.atomic
def enter(event: Event, participant: Participant, *, needs: str = "") -> Registration:
    """A place for ``participant``, or the last one in line, and a letter that says which; asked twice, the same."""
    current = locked(event)
    registration = current.registrations.filter(participant=participant).first()
    if registration is None:
        registration = current.registrations.create(
            participant=participant, needs=needs, waiting_position=position_in_line(current)
        )
    waits = registration.waiting_position is not None
    mail_queue.about_registration(Letter.WAITING if waits else Letter.PLACE, registration)
    return registration


def position_in_line(event: Event) -> int | None:
    """Nothing when there is a free place that nobody waits for."""
    last = event.registrations.aggregate(last=Max("waiting_position"))["last"]
    if last is None and not is_full(event):
        return None
    return (last or 0) + 1


@transaction.atomic
def cancel(registration: Registration) -> None:
    """Forgets the registration; the place goes to whoever waits first."""
    event = locked(registration.event)
    Registration.objects.filter(pk=registration.pk).delete()
    fill(event)


@transaction.atomic
def fill(event: Event) -> int:
    """Gives free places to those who wait, in their order, and says how many moved up; none once it is over."""
    event = locked(event)
    if event.ends_at <= timezone.now():
        return 0
    moved = list(event.registrations.waiting()[: free_places(event)])
    for registration in moved:
        registration.waiting_position = None
        registration.save(update_fields=["waiting_position"])
        mail_queue.about_registration(Letter.MOVED_UP, registration)
    return len(moved)


def mark(registration: Registration, attended: bool | None) -> None:
    """Present, absent, or not yet said. Who waited and is let in has a place from then on.

    Raises ``NoPlaceLeft`` when that would be one person too many.
    """
    try:
        with transaction.atomic():
            current = Registration.objects.select_for_update().get(pk=registration.pk)
            current.attended = attended
            if attended:
                current.waiting_position = None
            elif current.waiting_position is not None:
                current.attended = None
            current.save(update_fields=["attended", "waiting_position"])
    except IntegrityError as error:
        if "no_more_places_than_there_are" in str(error):
            raise NoPlaceLeft from None
        raise
