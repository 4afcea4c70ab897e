"""The attacker finds what can be worked out, and cries wolf at nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.privacy.linear_attacker import Solved, solvable_cells, solvable_differences

LEDGER = ("Channel", "Received", "Accepted", "Otherwise")


def table(caption: str, columns: tuple[str, ...], *rows: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "table", "caption": caption, "columns": columns, "rows": rows}


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def report(*blocks: dict[str, Any]) -> dict[str, bytes]:
    return {
        "r.en.json": json.dumps({"parts": [{"label": "", "title": "Figures", "blocks": blocks}]}).encode()
    }


def ledger(*rows: tuple[str, ...]) -> dict[str, Any]:
    return table("Ledger", LEDGER, *rows)


WHOLE = (("Survey", "50", "30", "20"), ("Open call", "40", "25", "15"), ("All channels", "90", "55", "35"))
ONE_LEFT_OUT = (("Survey", "50", "45", "–"), *WHOLE[1:2], ("All channels", "90", "70", "20"))
RECTANGLE = (("Survey", "50", "–", "–"), ("Open call", "40", "–", "–"), ("All channels", "90", "55", "35"))


def test_with_nothing_left_out_there_is_nothing_to_find() -> None:
    assert solvable_cells(report(ledger(*WHOLE)), 10) == []


def test_a_single_count_left_out_is_the_difference_of_the_others() -> None:
    assert solvable_cells(report(ledger(*ONE_LEFT_OUT)), 10) == [
        Solved("r.en.json", "Survey / Otherwise", 5, 5)
    ]


def test_four_counts_at_the_corners_of_an_oblong_hide_each_other() -> None:
    assert solvable_cells(report(ledger(*RECTANGLE)), 10) == []


def test_who_is_among_them_knows_a_little_more() -> None:
    rows = (("Survey", "20", "–", "–"), ("Open call", "10", "–", "–"), ("All channels", "30", "20", "10"))
    assert solvable_cells(report(ledger(*rows)), 10) == []
    assert {one.lowest for one in solvable_cells(report(ledger(*rows)), 10, own=True)} == {1}


def test_a_table_of_outcomes_tells_what_another_table_hides() -> None:
    outcomes = table("Outcomes", ("Outcome", "N"), ("Accepted", "55"), ("Set aside", "–"), ("Merged", "30"))
    assert solvable_cells(report(ledger(*WHOLE), outcomes), 10) == [
        Solved("r.en.json", "all / Set aside", 5, 5)
    ]


def test_the_rest_of_what_campaigns_leave_of_what_was_set_aside() -> None:
    columns = ("Channel", "Received", "Accepted", "Set aside")
    tables = table("Ledger", columns, *WHOLE)
    text = "Contributions that repeat the text of a campaign are counted apart: 30. They are among those."
    assert solvable_cells(report(tables, paragraph(text)), 10) == [
        Solved("r.en.json", "set aside for another reason", 5, 5)
    ]


def survey(*rows: tuple[str, str], senders: str = "50", lengths: tuple[float, ...] = ()) -> dict[str, bytes]:
    bars = [
        {"label": label, "shown": shown, "share": lengths[place] if lengths else 0}
        for place, (label, shown) in enumerate(rows)
    ]
    return report(
        table("Who", ("Event", "Counted", "Number"), ("The survey", "Submissions", senders)),
        {"type": "chart", "finding": "Red", "description": "Bars.", "bars": bars},
        table("Which colour?", ("Answer", "How many"), *rows),
    )


def test_answers_and_those_who_gave_none_add_up_to_the_submissions() -> None:
    assert solvable_cells(survey(("Red", "45"), ("White", "–")), 10) == [
        Solved("r.en.json", "Which colour? / White", 0, 5)
    ]
    assert solvable_cells(survey(("Red", "35"), ("White", "–")), 10) == []


def test_of_a_multiple_choice_those_who_did_not_choose_it_count_too() -> None:
    found = solvable_cells(survey(("Red", "45"), ("White", "30")), 10)
    assert found == [Solved("r.en.json", "not: Which colour? / Red", 5, 5)]


def test_a_percentage_tells_the_count_beside_it() -> None:
    assert solvable_cells(survey(("Red", "30"), ("White", "– (8%)")), 10) == [
        Solved("r.en.json", "Which colour? / White", 4, 4)
    ]


def test_the_length_of_a_bar_tells_the_count_that_was_left_out() -> None:
    assert solvable_cells(survey(("Red", "30"), ("White", "–"), lengths=(1.0, 0.0)), 10) == []
    assert solvable_cells(survey(("Red", "30"), ("White", "–"), lengths=(1.0, 0.1)), 10) == [
        Solved("r.en.json", "Which colour? / White", 0, 8)
    ]


def test_everybody_at_two_meetings_but_those_at_the_one() -> None:
    rows = (("The hall", "Civil society", "30"), ("The park", "Government", "20"))
    who = table("Who", ("Event", "Counted", "Number"), *rows)
    text = "The public meetings brought together over 35 members of civil society and 20 government representatives."
    assert Solved("r.en.json", "The park / civil", 6, 9) in solvable_cells(report(who, paragraph(text)), 10)


def section(*blocks: dict[str, Any], accepted: str) -> dict[str, bytes]:
    topic = {"type": "heading", "level": 2, "text": "Crossings"}
    parts = [
        {"label": "Section 1", "title": "Back", "blocks": [topic, *blocks]},
        {"label": "", "title": "Figures", "blocks": [ledger(("All channels", "–", accepted, "–"))]},
    ]
    return {"r.en.json": json.dumps({"parts": parts}).encode()}


RARE = paragraph("Raised in some contributions on this topic")


def test_a_share_of_few_is_a_small_count() -> None:
    title = {"type": "heading", "level": 3, "text": "Paint"}
    told = [one for one in solvable_cells(section(title, RARE, accepted="30"), 10) if "Paint" in one.cell]
    assert [(one.lowest, one.highest) for one in told] == [(1, 5)]
    assert not [one for one in solvable_cells(section(title, RARE, accepted="90"), 10) if "Paint" in one.cell]


@pytest.mark.parametrize(("later", "found"), [("50", set()), ("60", set()), ("55", {5}), ("45", {-5})])
def test_two_versions_tell_what_changed_between_them(later: str, found: set[int]) -> None:
    older = survey(("Red", "30"), ("White", "10"), senders="50")
    newer = survey(("Red", "30"), ("White", "10"), senders=later)
    moved = {one.cell: one.lowest for one in solvable_differences(older, newer, 10)}
    assert set(moved.values()) == found
    assert ("moved: The survey / submissions" in moved) == bool(found)


def told(older: dict[str, bytes], newer: dict[str, bytes], **known: Any) -> set[str]:
    return {one.cell.removeprefix("moved: ") for one in solvable_differences(older, newer, 10, **known)}


def test_two_versions_tell_how_many_more_did_not_answer() -> None:
    older = survey(("Yes", "20"), ("No", "20"), senders="50")
    assert told(older, survey(("Yes", "30"), ("No", "30"), senders="75")) == {
        "Which colour? / did not answer"
    }
    assert told(older, survey(("Yes", "30"), ("No", "30"), senders="80")) == set()


def test_two_versions_tell_how_many_more_chose_any_answer_but_one() -> None:
    older = survey(("Red", "20"), ("White", "40"), ("Blue", "20"), senders="80")
    newer = survey(("Red", "40"), ("White", "30"), ("Blue", "35"), senders="105")
    assert told(older, newer) == {"The survey / submissions without Which colour? / Red"}


def test_two_versions_tell_how_many_more_gave_one_of_the_answers_that_are_left_out() -> None:
    older = survey(("Red", "30"), ("White", "20"), ("Blue", "–"), ("Green", "–"), senders="65")
    newer = survey(("Red", "40"), ("White", "40"), ("Blue", "–"), ("Green", "–"), senders="100")
    left_out = [f"Which colour? / {each}" for each in ("Blue", "Green", "did not answer")]
    assert told(older, newer) == {" + ".join(left_out)}


def test_two_versions_tell_how_many_more_left_a_choice_out() -> None:
    older = survey(("Red", "20"), ("White", "10"), senders="50")
    newer = survey(("Red", "40"), ("White", "20"), senders="75")
    assert told(older, newer, multiple=["Which colour?"]) == {"not: Which colour? / Red"}


def test_two_versions_tell_what_campaigns_left_of_what_was_set_aside() -> None:
    def figures(aside: str, received: str, campaigns: str) -> dict[str, bytes]:
        rows = ("Channel", "Received", "Accepted", "Set aside"), ("All channels", received, "30", aside)
        text = f"Contributions that repeat the text of a campaign are counted apart: {campaigns}. They are among."
        return report(table("Ledger", *rows), paragraph(text))

    assert told(figures("60", "90", "40"), figures("80", "110", "55")) == {"set aside for another reason"}


def test_what_two_ranges_have_in_common_tells_of_no_move() -> None:
    older = survey(("Yes", "over 30"), ("No", "over 20"), senders="over 50")
    assert told(older, survey(("Yes", "over 60"), ("No", "over 40"), senders="over 105")) == set()


def matrix(*rows: tuple[str, ...], senders: str = "50") -> dict[str, bytes]:
    return report(
        table("Who", ("Event", "Counted", "Number"), ("The survey", "Submissions", senders)),
        table("How was it?", ("Line", "Good", "Bad"), *rows),
    )


def test_each_line_of_a_matrix_adds_up_to_the_submissions() -> None:
    found = solvable_cells(matrix(("Paint", "45", "–"), ("Light", "30", "–")), 10)
    assert found == [Solved("r.en.json", "How was it? / Paint / Bad", 0, 5)]
    older, newer = matrix(("Paint", "20", "20")), matrix(("Paint", "30", "30"), senders="75")
    assert told(older, newer) == {"How was it? / Paint / did not answer"}


def test_who_knows_the_questionnaires_knows_who_was_asked() -> None:
    senders = ("The survey", "Submissions", "50"), ("The other", "Submissions", "90")
    figures = report(
        table("Who", ("Event", "Counted", "Number"), *senders),
        {"type": "chart", "finding": "Red", "description": "Bars.", "bars": [
            {"label": label, "shown": shown, "share": 0} for label, shown in (("Red", "45"), ("White", "–"))
        ]},
        table("Which colour?", ("Answer", "How many"), ("Red", "45"), ("White", "–")),
    )  # fmt: skip
    assert solvable_cells(figures, 10) == []
    asked = {"Which colour?": ["The survey / submissions"]}
    assert solvable_cells(figures, 10, asked=asked) == [Solved("r.en.json", "Which colour? / White", 0, 5)]
    asked = {"Which colour?": ["The survey / submissions", "The other / submissions"]}
    assert solvable_cells(figures, 10, asked=asked) == []
