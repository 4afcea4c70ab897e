"""No report gives a small count away: an attacker who shares no code with the product reads the finished files.

Each time something that hides a count is broken on purpose, the same attacker finds it.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations import disclosure
from reports.compiler import attendance, drafting, parts_figures, parts_survey, weigh
from reports.compiler.compilation import compile_snapshot
from reports.compiler.prose import PROSE
from reports.compiler.published_figures import smallest_move
from reports.compiler.snapshot import Snapshot
from reports.compiler.weigh import Said, Strength, sayable, strength
from reports.exporters import EXPORTERS
from submissions.models import QuestionKind
from tests.privacy.linear_attacker import Solved, solvable_cells, solvable_differences
from tests.privacy.random_snapshots import later, random_snapshot

K = 10


def files(snapshot: Snapshot) -> dict[str, bytes]:
    documents = compile_snapshot(snapshot).documents
    return {
        f"report.{language}.{format_}": EXPORTERS[format_].render(documents[language])
        for language, format_ in (("en", "json"), ("fr", "html"))
    }


def solved(seeds: range) -> list[Solved]:
    return [one for seed in seeds for one in solved_of(random_snapshot(random.Random(seed)))]


def solved_of(snapshot: Snapshot) -> list[Solved]:
    return solvable_cells(files(snapshot), K, own=True, **questionnaire(snapshot))


def questionnaire(snapshot: Snapshot) -> dict[str, Any]:
    """It is public: whoever reads the report knows what could be ticked several times, and who was asked what."""
    several, asked = set(), {}
    for each in snapshot.questions:
        survey = snapshot.event(each.key.partition("/")[0]).title
        for language in ("en", "fr"):
            text = each.text.in_(language)
            several |= {text} if each.kind == QuestionKind.MULTIPLE_CHOICE else set()
            asked[text] = (
                [f"{survey.in_(language)} / submissions"]
                if not each.asked_after
                else [
                    f"{earlier.in_(language)} / {answer.in_(language)}"
                    for earlier, answers in each.asked_after
                    for answer in answers
                ]
            )
    return {"multiple": several, "asked": asked}


def test_no_count_that_was_left_out_can_be_worked_out_even_by_one_of_those_counted() -> None:
    assert solved(range(30)) == []


def only_small_cells(counts: Any, floor: int, **_kwargs: Any) -> frozenset[tuple[int, int]]:
    table = disclosure.with_sums(counts)
    return frozenset(
        (row, column) for row, line in enumerate(table) for column, n in enumerate(line) if n < floor
    )


def only_small_places(counts: Any, floor: int) -> frozenset[int]:
    return frozenset(place for place, count in enumerate(counts) if count < floor)


def any_word(said: Said, floor: int, seen: int) -> tuple[Strength, ...]:
    return tuple(word for word in Strength if word.value is not None)


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "no other cell is left out of a table": (parts_figures, "hidden_in_table", only_small_cells),
    "no other answer is left out of a question": (parts_survey, "hidden_in_line", only_small_places),
    "no other outcome is left out": (parts_figures, "hidden_in_line", only_small_places),
    "every share has its word": (weigh, "sayable", any_word),
    "what was accepted is printed beside every word of it": (
        parts_figures,
        "hidden_cells",
        lambda drafting, counts: disclosure.hidden_in_table(counts, drafting.floor),
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_attacker_finds_what_a_broken_suppression_lets_out(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*MUTANTS[mutant])
    assert any(solved(range(seed, seed + 1)) for seed in range(30))


def test_the_attacker_finds_a_percentage_beside_a_count_that_was_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def with_share(drafting_: Any, line: parts_survey.Line) -> str:
        shown = drafting.LEFT_OUT if line.is_hidden else drafting_.count(line.count)
        everybody = max(crowd.submissions for crowd in drafting_.snapshot.crowds.values())
        return f"{shown} ({100 * line.count / max(everybody, 1):.0f}%)"

    monkeypatch.setattr(parts_survey, "figure", with_share)
    assert any(solved(range(seed, seed + 1)) for seed in range(30))


def test_the_attacker_finds_a_number_of_all_gatherings_beside_those_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = attendance.turnout

    def counted(drafting_: Any, events: Any) -> Any:
        return tuple(
            each if each.count else told_together(drafting_, each, events) for each in told(drafting_, events)
        )

    def told_together(drafting_: Any, each: Any, events: Any) -> Any:
        people = attendance.present(drafting_, events)
        number = sum(person.sector == each.who.value for person in people)
        return attendance.Turnout(each.who, drafting_.shown(number) or disclosure.Shown(10), ())

    monkeypatch.setattr(attendance, "turnout", counted)
    assert any(solved(range(seed, seed + 1)) for seed in range(60))


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 150), st.data())
def test_a_word_never_pins_how_few_contributions_are_meant(contributions: int, data: st.DataObject) -> None:
    """Whoever knows how much was said on a topic, and sees some of it, cannot tell a small count from a word."""
    alone = data.draw(st.integers(0, contributions - 1))
    seen = data.draw(st.integers(0, 4).filter(lambda seen: seen <= contributions - alone))
    said = Said(contributions, alone)
    supports = data.draw(st.integers(max(seen, 1), contributions - alone))
    word = strength(supports, said, K, seen)
    alike = [n for n in range(max(seen, 1), contributions + 1) if strength(n, said, K, seen) is word]
    everything = word is Strength.RAISED and not sayable(said, K, seen)
    assert supports >= K or alike[-1] - alike[0] >= K or everything


def test_the_words_are_true_of_their_shares() -> None:
    said = Said(120)
    words = [strength(supports, said, K) for supports in (61, 60, 41, 40, 21, 20, 1)]
    most, many, several, some = (word for word in Strength if word is not Strength.RAISED)
    assert words == [most, many, many, several, several, some, some]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_share_of_few_is_not_put_into_words(language: str) -> None:
    raised = PROSE[language].strength(strength(3, Said(30), K), weigh.Reach.UNSAID)
    assert raised.endswith(("Raised in contributions on this topic", "dans des contributions sur ce sujet"))


def moves(first: Snapshot, second: Snapshot) -> tuple[list[int], int]:
    """By how much at most the attacker can tell counts to have moved between two versions, where that is little, and
    what the gate of publication sees.
    """
    versions = [compile_snapshot(each) for each in (first, second)]
    before, after = ({"r.json": EXPORTERS["json"].render(each.documents["en"])} for each in versions)
    told = solvable_differences(before, after, K, **questionnaire(first))
    figures = [each.manifest["figures"] for each in versions]
    return [max(abs(one.lowest), abs(one.highest)) for one in told], smallest_move(*figures, K)


def test_what_moved_a_little_between_two_versions_is_seen_before_they_are_published() -> None:
    compared = 0
    for seed in range(30):
        chance = random.Random(seed)
        first = random_snapshot(chance)
        told, seen = moves(first, later(chance, first))
        if told:
            assert 0 < seen <= min(told), seed
            compared += 1
    assert compared
