"""The programme as a page prints it: events, their sessions by day, and the speakers who may be named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from consultations.models import AttributionRule, Bilingual, Event, Organization, Presentation, Session
from consultations.programme import rule_of


@dataclass(frozen=True)
class Speaker:
    name: str
    organization: Organization | None
    subject: Bilingual
    is_illustrative: bool


@dataclass(frozen=True)
class Item:
    """A session. ``rule`` is set where it differs from the event's."""

    session: Session
    rule: AttributionRule | None
    speakers: tuple[Speaker, ...]

    @property
    def presented_by(self) -> Organization | None:
        """Named as a body that agreed to be listed, or not at all."""
        body = self.session.presented_by
        return body if body and body.listed else None


@dataclass(frozen=True)
class Entry:
    """An event with its rule in force and its sessions by local day."""

    event: Event
    rule: AttributionRule
    days: tuple[tuple[date, tuple[Item, ...]], ...]

    @property
    def exceptions(self) -> list[AttributionRule]:
        """The rules of sessions that differ from the event's."""
        return list(dict.fromkeys(item.rule for _day, items in self.days for item in items if item.rule))

    @property
    def speakers(self) -> list[Speaker]:
        """Everybody named on the programme of this event, once."""
        found = (speaker for _day, items in self.days for item in items for speaker in item.speakers)
        return list({speaker.name: speaker for speaker in found}.values())


def schedule(events: Iterable[Event]) -> list[Entry]:
    """For events with consultation, sessions, presentations and participants loaded; makes no query."""
    return [Entry(event, rule_of(event), by_day(event)) for event in events]


def by_day(event: Event) -> tuple[tuple[date, tuple[Item, ...]], ...]:
    zone = event.consultation.zone
    days = groupby(event.sessions.all(), key=lambda session: session.starts_at.astimezone(zone).date())
    return tuple((day, tuple(item(event, session) for session in sessions)) for day, sessions in days)


def item(event: Event, session: Session) -> Item:
    rule = rule_of(event, session)
    speakers = [
        speaker(presentation) for presentation in session.presentations.all() if may_name(presentation, rule)
    ]
    return Item(session, rule if rule != rule_of(event) else None, tuple(speakers))


def may_name(presentation: Presentation, rule: AttributionRule) -> bool:
    """The Chatham House Rule covers who speaks, so a programme that names a speaker under it would break it."""
    return presentation.participant.listed and rule != AttributionRule.CHATHAM_HOUSE


def speaker(presentation: Presentation) -> Speaker:
    participant = presentation.participant
    return Speaker(
        participant.name, participant.organization, presentation.subject, participant.is_illustrative
    )
