"""What a drafted sentence is told: only what may be printed, in the sentence's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from consultations.disclosure import Shown
from consultations.models import AttributionRule, EventKind


@dataclass(frozen=True, slots=True)
class Body:
    """An organization with those of its branches that are meant."""

    name: str
    acronym: str = ""
    branches: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conference or public meeting. ``place`` is empty when it is not a place to go to."""

    first: date
    last: date
    place: str = ""
    kind: EventKind = EventKind.CONFERENCE

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Talk:
    """A webinar. ``subject`` stands inside a sentence."""

    day: date
    subject: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Channel:
    """Another way of taking part. ``title`` is empty when it says no more than the kind."""

    kind: EventKind
    title: str = ""


class Who(Enum):
    CIVIL_SOCIETY = "civil_society"
    GOVERNMENT = "government"
    # Few came from Parliament: they are counted with government, as a number of their own would tell too much.
    GOVERNMENT_AND_PARLIAMENT = "government_and_parliament"
    PARLIAMENT = "parliament"
    INTERNATIONAL_EXPERT = "international_expert"
    ACADEMIA = "academia"
    PRIVATE_SECTOR = "private_sector"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Turnout:
    """``count`` is None where people of this kind were enough, but no number may stand beside the others."""

    who: Who
    count: Shown | None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expert:
    name: str
    organization: Body | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: all events of a kind, or one of them by its title."""

    kind: EventKind
    count: int = 1
    title: str = ""


class Part(Enum):
    EXPERT_PRESENTATIONS = "expert_presentations"
    PRESENTATIONS = "presentations"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Exempt:
    """Sessions under a rule of their own. ``titles`` only when no common word says which."""

    place: Place
    part: Part
    rule: AttributionRule
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """The rules in force, as the attribution statement tells them."""

    never: tuple[Place, ...]
    by_consent: tuple[Place, ...]
    on_record: tuple[Place, ...]
    exempt: tuple[Exempt, ...]
    questions_excluded: bool
    departments_excluded: bool
    has_social: bool
    k: int
    printed_from: int
