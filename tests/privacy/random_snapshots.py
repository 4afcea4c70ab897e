"""Whole consultations made up by chance, as the values that a compile reads: any sizes, most of them awkward."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from consultations.models import ATTENDED, AttributionRule, Bilingual, EventKind, Sector
from reports.compiler.snapshot import (
    ChoiceFacts,
    ContributionFacts,
    Crowd,
    EventFacts,
    LineFacts,
    PersonFacts,
    QuestionFacts,
    SectionFacts,
    Snapshot,
    ThemeFacts,
    TopicFacts,
)
from submissions.models import MATRIX_KINDS, SCALE_KINDS, QuestionKind
from submissions.review.ledger import Ledger, LedgerRow

SIZES = (0, 1, 2, 3, 5, 7, 9, 10, 11, 12, 15, 20, 25, 30, 34, 47, 60)
SECTORS = (Sector.CIVIL_SOCIETY, Sector.GOVERNMENT, Sector.PARLIAMENT, Sector.ACADEMIA)
KINDS = tuple(EventKind)
MORE = (0, 0, 10, 15, 20, 25, 40, 3)
NUMBERS = (QuestionKind.SCALE, QuestionKind.SCALE_MATRIX, QuestionKind.DATE)
CLOSED = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.RANKING,
    QuestionKind.CHOICE_MATRIX,
    *NUMBERS,
)


def both(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (fr)")


def random_snapshot(chance: random.Random, k: int = 10) -> Snapshot:
    events = [
        event(kind, number) for number, kind in enumerate(chance.choices(KINDS, k=chance.randint(1, 5)))
    ]
    topics = tuple(TopicFacts(1, f"topic-{number}", both(f"Topic {number}")) for number in range(2))
    said = {
        each.id: each
        for event_ in events
        for each in words(chance, event_, topics, chance.choice(SIZES), len(events))
    }
    if not said:
        said = {each.id: each for each in words(chance, events[0], topics, 7, 1)}
    ledger = Ledger(
        tuple(ledger_row(chance, kind, events, said) for kind in KINDS if kind in kinds_of(events))
    )
    crowds = {event_.slug: crowd(chance, event_, said) for event_ in events if event_.kind not in ATTENDED}
    themes = tuple(theme for topic in topics for theme in themes_of(chance, topic, said))
    return Snapshot(
        slug="made-up",
        title=both("Streets"),
        purpose=both("Better streets"),
        notice=Bilingual(),
        opens_on=date(2030, 1, 1),
        closes_on=date(2030, 2, 1),
        report_date=date(2030, 3, 1),
        zone=ZoneInfo("UTC"),
        k=k,
        report_title=both("Streets"),
        report_subtitle=Bilingual(),
        chairs=(),
        chair_organizations=frozenset(),
        sections=tuple(
            SectionFacts(number, both(f"Part {number}"), both("What?"), topics if number == 1 else ())
            for number in (1, 2, 3)
        ),
        organizations={},
        groups=(),
        people=people(chance, events),
        events=tuple(events),
        crowds=crowds,
        contributions=said,
        themes=themes,
        questions=tuple(questions(chance, events, crowds)),
        resources=(),
        commitments=(),
        narratives={},
        ledger=ledger,
        campaigns=chance.randint(0, ledger.total.set_aside),
        contacts=frozenset(),
        ordering_key="key",
    )


def event(kind: EventKind, number: int) -> EventFacts:
    return EventFacts(
        slug=f"{kind}-{number}",
        kind=kind,
        title=both(f"Event {number}"),
        place=Bilingual(),
        starts_at=datetime(2030, 1, 10 + number, 9, tzinfo=UTC),
        ends_at=datetime(2030, 1, 10 + number, 17, tzinfo=UTC),
        rule=AttributionRule.CHATHAM_HOUSE,
        sessions=(),
        key=f"{kind}-{number}",
    )


def kinds_of(events: Sequence[EventFacts]) -> set[EventKind]:
    return {event_.kind for event_ in events}


def words(
    chance: random.Random, event_: EventFacts, topics: Sequence[TopicFacts], count: int, share: int
) -> list[ContributionFacts]:
    return [
        ContributionFacts(
            id=str(UUID(int=chance.getrandbits(128))),
            version=1,
            event=event_.slug,
            session="",
            topic=(1, chance.choice(topics).code),
            language=chance.choice(("en", "en", "en", "fr")),
            text=f"Point {chance.getrandbits(40)}.",
            redactions=(),
            paraphrase=both("In other words.") if chance.random() < 0.8 else Bilingual(),
            rule=AttributionRule.CHATHAM_HOUSE,
            attribution="not_attributed",
            sector=chance.choice(SECTORS),
            name="",
            organization=Bilingual(),
            addressees=frozenset(),
            cleared=(),
            is_decided=False,
        )
        for _ in range(count // share + (count > 0))
    ]


def ledger_row(
    chance: random.Random, kind: EventKind, events: Sequence[EventFacts], said: dict[str, ContributionFacts]
) -> LedgerRow:
    slugs = {event_.slug for event_ in events if event_.kind == kind}
    accepted = sum(each.event in slugs for each in said.values())
    rest = {name: chance.choice(SIZES) for name in ("set_aside", "merged", "withdrawn", "pending")}
    return LedgerRow(kind, received=accepted + sum(rest.values()), accepted=accepted, **rest)


def crowd(chance: random.Random, event_: EventFacts, said: dict[str, ContributionFacts]) -> Crowd:
    mine = [(each.sector, each.language) for each in said.values() if each.event == event_.slug]
    mine += [(chance.choice(SECTORS), "en") for _ in range(chance.choice(SIZES))]
    mine += [(chance.choice(SECTORS), "en") for _ in range(chance.choice((0, -len(mine) % 5)))]
    counts = {circle: mine.count(circle) for circle in mine}
    return Crowd(len(mine), tuple(sorted((*circle, count) for circle, count in counts.items())))


def people(chance: random.Random, events: Sequence[EventFacts]) -> tuple[PersonFacts, ...]:
    found = []
    held = [event_.slug for event_ in events if event_.kind in ATTENDED]
    for sector in SECTORS if held else ():
        for number in range(chance.choice(SIZES)):
            came = frozenset(slug for slug in held if chance.random() < 0.8)
            language = chance.choice(("en", "en", "fr"))
            name = f"Q{sector} Z{number}"
            found.append(PersonFacts(name, "", "", sector, None, language, False, False, False, came, ()))
    return tuple(found)


def themes_of(
    chance: random.Random, topic: TopicFacts, said: dict[str, ContributionFacts]
) -> list[ThemeFacts]:
    ids = [each.id for each in said.values() if each.topic == (topic.section, topic.code)]
    found = []
    for number in range(chance.randint(0, 3)):
        behind = chance.sample(ids, min(len(ids), chance.choice(SIZES)))
        if behind:
            quoted = frozenset(chance.sample(behind, min(len(behind), chance.randint(0, 3))))
            title = both(f"Finding {number}")
            found.append(
                ThemeFacts(
                    topic.section, topic.code, f"theme-{number}", title, title, frozenset(behind), quoted
                )
            )
    return found


def questions(
    chance: random.Random, events: Sequence[EventFacts], crowds: dict[str, Crowd]
) -> list[QuestionFacts]:
    return [
        each
        for event_ in events
        if event_.kind is EventKind.SURVEY
        for each in survey(chance, event_.slug, crowds[event_.slug].submissions)
    ]


def survey(chance: random.Random, slug: str, senders: int) -> list[QuestionFacts]:
    """The last question is at times asked only of those who gave an answer to the first."""
    found = [question(chance, f"{slug}-{number}", slug, senders) for number in range(chance.randint(1, 3))]
    first = found[0]
    if first.choices and not first.lines and first.kind != QuestionKind.RANKING and chance.random() < 0.5:
        place = chance.randrange(len(first.choices))
        answer = first.choices[place]
        later = question(chance, f"{slug}-later", slug, answer.answers)
        found.append(
            replace(later, asked_after=((first.text, (answer.text,)),), hangs_on=((first.key, place),))
        )
    return found


def question(chance: random.Random, code: str, survey_: str, respondents: int) -> QuestionFacts:
    kind = chance.choice(CLOSED)
    width = chance.randint(2, 5)
    none = QuestionFacts(
        code=code,
        kind=kind,
        text=both(f"Question {code}?"),
        lowest_label=Bilingual(),
        highest_label=Bilingual(),
        respondents=0,
        answered=0,
        choices=()
        if kind in NUMBERS
        else tuple(ChoiceFacts(both(f"Answer {n}"), 0, key=str(n)) for n in range(width)),
        scale=tuple((n, 0) for n in range(1, width + 1)) if kind in SCALE_KINDS else (),
        lines=tuple(LineFacts(both(f"Line {n}"), (0,) * width, key=str(n)) for n in range(2))
        if kind in MATRIX_KINDS
        else (),
        months=tuple((date(2030, n, 1), 0) for n in range(1, width + 1)) if kind == QuestionKind.DATE else (),
        key=f"{survey_}/{code}",
    )
    return answered(chance, none, respondents)


def answered(chance: random.Random, asked: QuestionFacts, more: int) -> QuestionFacts:
    """The same question, when so many more people have been asked it."""

    def given(counts: Sequence[int]) -> list[int]:
        return [
            old + new for old, new in zip(counts, answers(chance, asked.kind, more, len(counts)), strict=True)
        ]

    choices = given([each.answers for each in asked.choices])
    scale = given([count for _value, count in asked.scale])
    months = given([count for _month, count in asked.months])
    return replace(
        asked,
        respondents=asked.respondents + more,
        answered=asked.answered + more,
        choices=tuple(replace(each, answers=n) for each, n in zip(asked.choices, choices, strict=True)),
        scale=tuple((value, n) for (value, _count), n in zip(asked.scale, scale, strict=True)),
        lines=tuple(replace(each, answers=tuple(given(each.answers))) for each in asked.lines),
        months=tuple((month, n) for (month, _count), n in zip(asked.months, months, strict=True)),
    )


def answers(chance: random.Random, kind: str, people: int, width: int) -> list[int]:
    """Of some made-up questions all counts are multiples of five: they are printed exactly."""
    step = chance.choice((1, 5)) if people % 5 == 0 else 1
    if kind == QuestionKind.MULTIPLE_CHOICE:
        return [step * chance.randint(0, people // step) for _ in range(width)]
    silent = min(people, chance.choice((0, 0, 1, 4, 12)) if step == 1 else chance.choice((0, 5, 15)))
    weights = [chance.choice((0.02, 0.2, 1, 3)) for _ in range(width)]
    given = chance.choices(range(width), weights, k=(people - silent) // step) if width else []
    return [step * given.count(place) for place in range(width)]


def later(chance: random.Random, first: Snapshot) -> Snapshot:
    """The same consultation when more has come in: to its channels, its campaigns and its surveys."""
    rows = tuple(added(chance, row) for row in first.ledger.rows)
    aside = Ledger(rows).total.set_aside - first.ledger.total.set_aside
    more = {event_.slug: chance.choice(MORE) for event_ in first.events if event_.kind is EventKind.SURVEY}
    return replace(
        first,
        ledger=Ledger(rows),
        campaigns=first.campaigns + chance.choice((0, 5 * (aside // 10), aside)),
        crowds={
            slug: replace(crowd_, submissions=crowd_.submissions + more.get(slug, 0))
            for slug, crowd_ in first.crowds.items()
        },
        questions=asked_again(chance, first.questions, more),
    )


def added(chance: random.Random, row: LedgerRow) -> LedgerRow:
    more = {name: chance.choice(MORE) for name in ("set_aside", "pending")}
    counts = {name: getattr(row, name) + count for name, count in more.items()}
    return replace(row, received=row.received + sum(more.values()), **counts)


def asked_again(
    chance: random.Random, asked: Sequence[QuestionFacts], more: dict[str, int]
) -> tuple[QuestionFacts, ...]:
    found: dict[str, QuestionFacts] = {}
    for each in asked:
        people = more[each.key.partition("/")[0]]
        if each.hangs_on:
            ((key, place),) = each.hangs_on
            people = found[key].choices[place].answers - each.respondents
        found[each.key] = answered(chance, each, people)
    return tuple(found.values())
