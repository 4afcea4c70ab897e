"""What a reader of two versions works out from their figures: a count that few have changed holds the second back."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from consultations.models import Bilingual, EventKind, Sector
from reports.compiler.compilation import compile_snapshot
from reports.compiler.published_figures import Figures, smallest_move
from reports.compiler.snapshot import ChoiceFacts, Crowd, EventFacts, LineFacts, PersonFacts, QuestionFacts
from reports.compiler.sums import Sums
from submissions.models import QuestionKind
from submissions.review.ledger import Ledger, LedgerRow
from tests.privacy.random_snapshots import both, event, random_snapshot, words

K = 10
SINGLE, MULTIPLE = QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE
MATRIX = QuestionKind.CHOICE_MATRIX
PLAIN = LedgerRow(EventKind.SURVEY, received=1, accepted=1)
HALL = event(EventKind.CONFERENCE, 1)
SURVEY = event(EventKind.SURVEY, 2)
People = tuple[PersonFacts, ...]


def version(
    *asked: QuestionFacts,
    senders: int = 50,
    row: LedgerRow = PLAIN,
    campaigns: int = 0,
    people: People = (),
    hall: EventFacts = HALL,
    survey: EventFacts = SURVEY,
) -> Figures:
    """The figures of a report about a survey and a conference, by name."""
    chance = random.Random(0)
    made_up = random_snapshot(chance, K)
    said = words(chance, SURVEY, made_up.sections[0].topics, row.accepted, 1)[: row.accepted]
    snapshot = replace(
        made_up,
        events=(hall, survey),
        contributions={each.id: each for each in said},
        crowds={SURVEY.slug: Crowd(senders)},
        themes=(),
        people=people,
        questions=asked,
        ledger=Ledger((row,)),
        campaigns=campaigns,
    )
    figures: Figures = compile_snapshot(snapshot).manifest["figures"]
    return figures


def row(
    accepted: int = 50, aside: int = 60, merged: int = 50, withdrawn: int = 50, pending: int = 50
) -> LedgerRow:
    received = accepted + aside + merged + withdrawn + pending
    return LedgerRow(SURVEY.kind, received, accepted, aside, merged, withdrawn, pending)


def present(government: int, parliament: int) -> People:
    sectors = [Sector.GOVERNMENT] * government + [Sector.PARLIAMENT] * parliament
    return tuple(
        PersonFacts(f"Q{place}", "", "", sector, None, "en", False, False, False, frozenset({HALL.slug}), ())
        for place, sector in enumerate(sectors)
    )


def question(
    *counts: int, kind: str = SINGLE, of: int = 50, code: str = "colour", **facts: Any
) -> QuestionFacts:
    lines = (
        tuple(LineFacts(both(f"Line {place}"), counts, key=str(place)) for place in range(2))
        if kind == MATRIX
        else ()
    )
    return QuestionFacts(
        code=code,
        kind=kind,
        text=both(f"Which {code}?"),
        lowest_label=Bilingual(),
        highest_label=Bilingual(),
        respondents=of,
        answered=sum(counts),
        choices=tuple(
            ChoiceFacts(both(f"Answer {place}"), count, key=str(place)) for place, count in enumerate(counts)
        ),
        scale=(),
        lines=lines,
        key=f"7/{code}",
        **facts,
    )


@pytest.mark.parametrize("kind", [SINGLE, QuestionKind.RANKING, MATRIX])
def test_those_who_did_not_answer_are_the_rest_of_those_who_were_asked(kind: str) -> None:
    before = version(question(20, 20, kind=kind))
    assert smallest_move(before, version(question(30, 30, kind=kind, of=75), senders=75), K) == 5
    assert smallest_move(before, version(question(30, 30, kind=kind, of=80), senders=80), K) == 0
    assert smallest_move(before, version(question(30, 30, kind=kind, of=70), senders=70), K) == 0


def test_of_a_multiple_choice_those_who_did_not_choose_an_answer_are_counted_too() -> None:
    before = version(question(20, 10, kind=MULTIPLE))
    after = version(question(40, 20, kind=MULTIPLE, of=75), senders=75)
    assert smallest_move(before, after, K) == 5


def test_of_three_answers_all_but_one_are_counted_together() -> None:
    """The second answer lost ten and the third won fifteen: together five more."""
    before = version(question(20, 40, 20, of=80), senders=80)
    after = version(question(40, 30, 35, of=105), senders=105)
    assert smallest_move(before, after, K) == 5


def test_answers_that_are_left_out_are_counted_together() -> None:
    before = version(question(30, 20, 12, 3, of=65), senders=65)
    assert smallest_move(before, version(question(40, 40, 16, 4, of=100), senders=100), K) == 5
    assert smallest_move(before, version(question(40, 40, 21, 4, of=105), senders=105), K) == 0


def test_who_was_asked_only_after_an_answer_is_as_many_as_gave_it() -> None:
    first = question(40, 10)
    later = {
        "code": "shade",
        "asked_after": ((first.text, (first.choices[0].text,)),),
        "hangs_on": (("7/colour", 0),),
    }
    before = version(first, question(15, 10, of=40, **later))
    after = version(question(60, 20, of=80), question(25, 20, of=60, **later), senders=80)
    assert smallest_move(before, after, K) == 0
    after = version(question(65, 20, of=85), question(25, 20, of=65, **later), senders=85)
    assert smallest_move(before, after, K) == 5


def test_what_campaigns_leave_of_what_was_set_aside() -> None:
    before = version(row=row(aside=60), campaigns=40)
    assert smallest_move(before, version(row=row(aside=80), campaigns=55), K) == 5
    assert smallest_move(before, version(row=row(aside=80), campaigns=50), K) == 0


def test_parliament_is_counted_with_government_in_one_version_and_by_itself_in_the_other() -> None:
    before = version(people=present(31, 9))
    assert smallest_move(before, version(people=present(35, 10)), K) == 5
    assert smallest_move(before, version(people=present(40, 10)), K) == 0


def test_outcomes_are_counted_together_in_one_version_and_by_themselves_in_the_other() -> None:
    before = version(row=row(accepted=50, aside=70, merged=5, withdrawn=10))
    after = version(row=row(accepted=60, aside=60, merged=10, withdrawn=20))
    assert smallest_move(before, after, K) == 5


def test_a_count_that_is_printed_alike_is_seen_to_have_moved_by_the_sum_it_is_in() -> None:
    """ "Over 20" three times: together over 60 they are 21 or 22, together over 70 they are 23 or 24."""
    before = version(row=row(aside=21, merged=21, withdrawn=21))
    after = version(row=row(aside=24, merged=24, withdrawn=24))
    assert smallest_move(before, after, K) == 3


def test_a_count_that_was_left_out_could_have_been_anything_it_is_printed_as_now() -> None:
    before = version(question(3, 12, 35))
    after = version(question(25, 12, 35, of=72), senders=72)
    assert before["worked out: 7/colour / 1"] == (0, 15)
    assert smallest_move(before, after, K) == 0


def test_what_rounding_leaves_open_holds_nothing_back() -> None:
    """Everybody answered, both times: how few did not is known as little before as after."""
    before = version(question(31, 21, of=52), senders=52)
    after = version(question(63, 44, of=107), senders=107)
    assert before["worked out: 7/colour / did not answer"] == (0, 2)
    assert smallest_move(before, after, K) == 0


def reworded(asked: QuestionFacts, name: str) -> QuestionFacts:
    """The same question, and the same answers, in other words."""
    return replace(
        asked,
        code=f"{asked.code}-again",
        text=both(f"{name}?"),
        choices=tuple(replace(each, text=both(name)) for each in asked.choices),
        lines=tuple(replace(each, text=both(name)) for each in asked.lines),
    )


@pytest.mark.parametrize("kind", [SINGLE, MULTIPLE, QuestionKind.RANKING, MATRIX])
@pytest.mark.parametrize("name", ["Put otherwise", "did not answer", "not chosen"])
def test_words_that_were_changed_or_are_alike_change_no_comparison(kind: str, name: str) -> None:
    before, now = question(20, 25, 15, kind=kind, of=60), question(25, 35, 25, kind=kind, of=85)
    plain = version(before, senders=60), version(now, senders=85)
    assert smallest_move(*plain, K) == 5
    assert smallest_move(plain[0], version(reworded(now, name), senders=85), K) == 5
    assert smallest_move(version(reworded(before, name), senders=60), plain[1], K) == 5


def test_an_event_that_is_called_otherwise_and_has_another_address_is_compared_all_the_same() -> None:
    before = version(people=present(35, 0))
    moved = replace(HALL, slug="elsewhere", title=both("Another title"))
    people = tuple(replace(each, attended=frozenset({moved.slug})) for each in present(40, 0))
    assert smallest_move(before, version(people=people, hall=moved), K) == 5


def test_what_was_sent_to_a_survey_is_compared_by_its_event() -> None:
    before = version(senders=50)
    assert smallest_move(before, version(senders=55), K) == 5
    renamed = replace(SURVEY, title=both("Another title"))
    assert smallest_move(before, version(senders=55, survey=renamed), K) == 5


def test_ranges_are_narrowed_until_none_tells_more() -> None:
    sums = Sums()
    sums.know("all", 51, 54)
    sums.know("red", 31, 34)
    sums.know("white", 20, 20)
    sums.add_up("all", "red", "white", "silent")
    sums.add_rests()
    sums.narrow()
    assert sums.ranges == {
        "all": (51, 54),
        "red": (31, 34),
        "white": (20, 20),
        "silent": (0, 3),
        "all without red": (20, 23),
        "all without white": (31, 34),
        "all without silent": (51, 54),
    }


def test_what_contradicts_the_rest_is_passed_over() -> None:
    sums = Sums()
    sums.know("all", 10, 10)
    sums.know("part", 20, 20)
    sums.add_up("all", "part")
    sums.narrow()
    assert sums.ranges == {"all": (10, 10), "part": (20, 20)}
