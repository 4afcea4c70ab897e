"""Everything a report needs, as values. Nothing here has a database id but what manifests and findings need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consultations.models import AttributionRule, Bilingual, EventKind, SessionKind
from submissions.review.ledger import Ledger


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    code: str
    parent: str  # the code of the organization it stands under, or ""
    kind: str
    name: Bilingual
    acronym: Bilingual
    takes_advice: bool
    listed: bool
    is_illustrative: bool

    def full_name(self, language: str) -> str:
        """As in "Global Affairs Canada (GAC)"."""
        name, acronym = self.name.in_(language), self.acronym.in_(language)
        return f"{name} ({acronym})" if acronym else name


@dataclass(frozen=True, slots=True)
class GroupFacts:
    sector: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A participant. ``attended`` holds the slugs of events; ``presents`` the codes of (event, session)."""

    name: str
    email: str
    organization: str  # code, or ""
    sector: str
    group: GroupFacts | None
    language: str
    listed: bool
    is_illustrative: bool
    is_expert: bool
    attended: frozenset[str]
    presents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    code: str
    kind: SessionKind
    title: Bilingual
    rule: AttributionRule
    presented_by: str  # an organization's code, or ""


@dataclass(frozen=True, slots=True)
class EventFacts:
    slug: str
    kind: EventKind
    title: Bilingual
    place: Bilingual
    starts_at: datetime
    ends_at: datetime
    rule: AttributionRule
    sessions: tuple[SessionFacts, ...]
    key: str = ""  # the same in every version; its slug can be changed


@dataclass(frozen=True, slots=True)
class TopicFacts:
    section: int
    code: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class SectionFacts:
    number: int
    title: Bilingual
    question: Bilingual
    topics: tuple[TopicFacts, ...]


@dataclass(frozen=True, slots=True)
class RedactionFacts:
    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """An accepted contribution. ``topic`` is (section, code); ``event`` and ``session`` are slug and code."""

    id: str
    version: int
    event: str
    session: str
    topic: tuple[int, str]
    language: str
    text: str
    redactions: tuple[RedactionFacts, ...]
    paraphrase: Bilingual
    rule: str
    attribution: str
    sector: str
    name: str
    organization: Bilingual
    addressees: frozenset[str]
    cleared: tuple[str, ...]
    is_decided: bool  # a reviewer decided that protected words may be printed as they were said


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """``supports``: ids of accepted contributions; ``quoted``: those of them whose words are wanted."""

    section: int
    topic: str
    code: str
    title: Bilingual
    statement: Bilingual
    supports: frozenset[str]
    quoted: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.section}/{self.topic}/{self.code}"


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    text: Bilingual
    answers: int  # choices: how many chose it; rankings: how many ranked it first
    mean_rank: float | None = None
    is_retired: bool = False
    key: str = ""  # of this choice among all of its question


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a matrix: how many gave each step of its question's scale or each of its choices, in their order."""

    text: Bilingual
    answers: tuple[int, ...]
    is_retired: bool = False
    key: str = ""  # of this line among all of its question


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A closed question. ``scale`` maps each value of a scale to how many gave it.

    ``asked_after`` holds earlier questions with the answers after which alone it was asked; ``respondents`` are then
    those who gave one of them. ``months`` counts dates by the first day of their month.
    """

    code: str
    kind: str
    text: Bilingual
    lowest_label: Bilingual
    highest_label: Bilingual
    respondents: int  # those who were asked
    answered: int
    choices: tuple[ChoiceFacts, ...]
    scale: tuple[tuple[int, int], ...]
    lines: tuple[LineFacts, ...] = ()
    months: tuple[tuple[date, int], ...] = ()
    asked_after: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = ()
    # Of its questionnaire and of itself, "7/12": the same in every version; its code can be changed.
    key: str = ""
    is_retired: bool = False
    hangs_on: tuple[tuple[str, int], ...] = ()  # the key of an earlier question and the place of its choice


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    title: Bilingual
    publisher: Bilingual
    year: int | None
    url: str


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    organization: str
    advice: Bilingual
    response: str
    statement: Bilingual


@dataclass(frozen=True, slots=True)
class Crowd:
    """Submissions to one event: how many, and how many of each sector in each language of those that were heard."""

    submissions: int = 0
    circles: tuple[tuple[str, str, int], ...] = ()

    @property
    def heard(self) -> int:
        return sum(count for _sector, _language, count in self.circles)


@dataclass(frozen=True, slots=True)
class Snapshot:
    slug: str
    title: Bilingual
    purpose: Bilingual
    notice: Bilingual
    opens_on: date
    closes_on: date
    report_date: date
    zone: ZoneInfo
    k: int
    report_title: Bilingual
    report_subtitle: Bilingual
    chairs: tuple[Bilingual, ...]
    chair_organizations: frozenset[str]
    sections: tuple[SectionFacts, ...]
    organizations: dict[str, OrganizationFacts]
    groups: tuple[GroupFacts, ...]
    people: tuple[PersonFacts, ...]
    events: tuple[EventFacts, ...]
    crowds: dict[str, Crowd]
    contributions: dict[str, ContributionFacts]
    themes: tuple[ThemeFacts, ...]
    questions: tuple[QuestionFacts, ...]
    resources: tuple[ResourceFacts, ...]
    commitments: tuple[CommitmentFacts, ...]
    narratives: dict[tuple[str, str], str]
    ledger: Ledger
    campaigns: int  # contributions set aside as campaign text
    # Addresses, numbers and accounts in the words of people who did not agree to be named.
    contacts: frozenset[str]
    # It orders and names things; it is neither printed nor part of the manifest.
    ordering_key: str = field(repr=False)
    # Protected words that are not accepted and that no decision lets be printed, as (id, text). Only compared with what
    # is printed, and no part of the manifest.
    unaccepted: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    # Texts that may be repeated, whoever else sends them: of decided words that are not accepted, and of public versions.
    repeatable: tuple[str, ...] = field(default=(), repr=False)
    # By event, how many people of each language took part; filled in by the compile.
    spoken: dict[str, dict[str, int]] = field(default_factory=dict)
    # Paraphrases that repeat protected words, as (id, language); filled in by the compile.
    repeating: frozenset[tuple[str, str]] = frozenset()

    def event(self, slug: str) -> EventFacts:
        return next(event for event in self.events if event.slug == slug)

    def session(self, event: str, code: str) -> SessionFacts | None:
        return next((each for each in self.event(event).sessions if each.code == code), None)

    def of_topic(self, topic: TopicFacts) -> tuple[ContributionFacts, ...]:
        key = (topic.section, topic.code)
        return tuple(each for each in self.contributions.values() if each.topic == key)

    def themes_of(self, topic: TopicFacts) -> tuple[ThemeFacts, ...]:
        key = (topic.section, topic.code)
        return tuple(theme for theme in self.themes if (theme.section, theme.topic) == key)

    def branches_of(self, code: str) -> tuple[OrganizationFacts, ...]:
        return tuple(each for each in self.organizations.values() if each.parent == code)
