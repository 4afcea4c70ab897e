"""How and when people can take part, as a page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consultations.dates import last_day
from consultations.models import WRITTEN, Consultation, Event


class State(StrEnum):
    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"


@dataclass(frozen=True)
class Way:
    """One event as a way to take part. ``last_day`` is the last on which input is taken."""

    event: Event
    state: State
    last_day: date

    @property
    def is_written(self) -> bool:
        return self.event.kind in WRITTEN

    @property
    def may_write(self) -> bool:
        return self.is_written and self.state == State.OPEN

    @property
    def may_ask(self) -> bool:
        """Whether its audience can send questions now."""
        return self.event.takes_questions and self.state == State.OPEN

    @property
    def may_register(self) -> bool:
        return not self.is_written and self.event.registration_is_open and self.state != State.CLOSED


@dataclass(frozen=True)
class Outlook:
    """Whether a consultation takes input: open until ``day``, upcoming from ``day`` or closed since ``day``."""

    state: State
    day: date


def state_of(event: Event, now: datetime) -> State:
    if now < event.starts_at:
        return State.UPCOMING
    # Notes of a meeting may be taken in later; nobody can attend it then.
    end = event.closes_at if event.kind in WRITTEN else event.ends_at
    return State.OPEN if now < end else State.CLOSED


def way(event: Event, now: datetime) -> Way:
    return Way(event, state_of(event, now), last_day(event.closes_at, event.consultation.zone))


def ways(events: Iterable[Event], now: datetime) -> list[Way]:
    """The ways that are still open or to come; what can be done at once stands first."""
    found = [way(event, now) for event in events]
    ahead = [way for way in found if way.state != State.CLOSED]
    # To ask is a matter of minutes; to write one of days.
    return sorted(ahead, key=lambda way: (not way.may_ask, not way.may_write, way.event.starts_at))


def outlook(consultation: Consultation, events: Iterable[Event], now: datetime) -> Outlook:
    written = [way(event, now) for event in events if event.kind in WRITTEN]
    open_until = [way.last_day for way in written if way.state == State.OPEN]
    if open_until:
        return Outlook(State.OPEN, max(open_until))
    if now < consultation.opens_at:
        return Outlook(State.UPCOMING, consultation.opens_on)
    if now < consultation.closes_at:
        return Outlook(State.OPEN, consultation.closes_on)
    return Outlook(State.CLOSED, consultation.closes_on)
