"""What one synthetic consultation is made of, as values: who came, what was said where, under which rule, naming whom.

Beside the plan stands what the rule demands of it, worked out here and nowhere in the product.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tests.leaks.canaries import Canary

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = "chatham_house", "by_consent", "attributable"


class Standing(StrEnum):
    """What is promised to somebody."""

    SPEAKS = "speaks under a rule or a choice that protects"
    MENTIONED = "is named in somebody's words"
    QUIET = "was there"
    LISTED = "agreed to be listed as present"
    EXPERT = "presents on the record, and agreed to be listed"
    NAMED = "lets their name be printed"
    BODY_NAMED = "lets their organization alone be printed"


PROTECTED = frozenset({Standing.SPEAKS, Standing.MENTIONED, Standing.QUIET, Standing.BODY_NAMED})


@dataclass(frozen=True, eq=False)
class Body:
    """An organization of the programme, or one that somebody typed. ``public`` is what its people agreed to."""

    code: str
    name: dict[str, Canary]
    acronym: dict[str, Canary]
    public: bool
    takes_advice: bool = False
    kind: str = "civil_society"

    @property
    def canaries(self) -> list[Canary]:
        return [*self.name.values(), *self.acronym.values()]


@dataclass(frozen=True, eq=False)
class Person:
    name: Canary
    email: Canary
    standing: Standing
    sector: str
    language: str
    body: Body | None = None
    registers: bool = False  # on the public page, by themselves


@dataclass(frozen=True)
class Place:
    """An event, or a session of one; ``rule`` is its own (None: inherited), ``in_force`` the one that holds."""

    code: str
    kind: str
    rule: str | None
    in_force: str
    sessions: tuple[Place, ...] = ()
    presenter: Person | None = None
    needs_code: bool = False  # who writes has to know the code that is shown in the room
    takes_questions: bool = False  # of its audience


@dataclass(frozen=True)
class Point:
    """``mark`` is a word that only these words hold. ``covers`` are the spans that must not be printed."""

    mark: str
    text: str
    language: str
    topic: int
    mentions: tuple[Canary, ...] = ()
    advises: bool = False


@dataclass(frozen=True)
class Sending:
    """One thing sent, in the order of arrival. ``speaker`` is typed in wherever there is a field for it."""

    via: str  # web, api, csv, rapporteur, question
    event: str
    session: str
    in_force: str
    point: Point
    speaker: Person | None = None
    attribution: str = "not_attributed"
    sector: str = ""
    saved: bool = False  # as a draft first, and opened with its code in another browser
    asks_mail: bool = False  # has the code sent to their address
    takes_name_back: bool = False  # lets their name be printed first, and changes that with their receipt


@dataclass(frozen=True)
class Plan:
    index: int
    seed: int
    slug: str
    k: int
    rule: str
    people: tuple[Person, ...]
    bodies: tuple[Body, ...]
    events: tuple[Place, ...]
    sendings: tuple[Sending, ...]
    careless: bool  # a reviewer who accepts first and redacts when the gate has stopped the report
    by_admin: bool  # review by the pages of the admin
    twice: bool  # a second version is published
    invited: tuple[Person, ...] = ()  # by letter; those who register come
    drafts: tuple[Sending, ...] = ()  # saved and never sent

    @property
    def everybody(self) -> list[Person]:
        senders = [sending.speaker for sending in (*self.sendings, *self.drafts) if sending.speaker]
        return list(dict.fromkeys([*self.people, *self.invited, *senders]))

    @property
    def came(self) -> list[Person]:
        """To the conference."""
        return [*self.people, *(person for person in self.invited if person.registers)]


@dataclass
class Truth:
    """What is promised of each canary of a plan."""

    public: set[Canary] = field(default_factory=set)  # may be printed for everybody
    printed: set[Canary] = field(default_factory=set)  # must be printed in every public file
    worded: set[Canary] = field(
        default_factory=set
    )  # stand in somebody's words: reviewers see them to cover them
    rows: set[Canary] = field(default_factory=set)  # of people and bodies on the coordinators' lists
    unsent: set[Canary] = field(default_factory=set)  # saved in a draft: whoever opens it sees them again
    hidden: set[Canary] = field(default_factory=set)  # kept nowhere, or only on those lists

    @property
    def everything(self) -> set[Canary]:
        return self.public | self.worded | self.rows | self.hidden
