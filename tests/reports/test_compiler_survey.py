"""Closed questions become a chart and a table with the same figures, none of them small."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from consultations.models import AttributionRule, Event, EventKind
from reports.compiler import labels
from reports.compiler.compilation import compile_report
from reports.document import Bar, Chart, Document, Paragraph, Table
from submissions.intake.submit import Arrival, Point, Reply, submit
from submissions.models import Choice, Condition, MatrixRow, Question, QuestionKind, Questionnaire, Via
from submissions.review import workflow
from tests.factories import both, make_event, unique
from tests.reports.compiling import Streets, make_streets, under

pytestmark = pytest.mark.django_db

ASKED = "Which colour?"


def make_question(streets: Streets, kind: str, *choices: str, **fields: int) -> Question:
    event = make_event(streets.consultation, EventKind.SURVEY, attribution_rule=AttributionRule.BY_CONSENT)
    questionnaire = Questionnaire.objects.create(event=event)
    question = Question.objects.create(
        questionnaire=questionnaire, code="colour", kind=kind, topic=streets.topic, text=both(ASKED), **fields
    )
    for position, choice in enumerate(choices):
        Choice.objects.create(question=question, code=choice.lower(), text=both(choice), position=position)
    return question


def follow(question: Question, kind: str, *choices: str, **fields: Any) -> Question:
    """One more question of the same survey."""
    other = Question.objects.create(
        questionnaire=question.questionnaire,
        code=unique("q"),
        kind=kind,
        topic=question.topic,
        position=9,
        **fields,
    )
    for position, choice in enumerate(choices):
        Choice.objects.create(question=other, code=choice.lower(), text=both(choice), position=position)
    return other


def answered(question: Question, *replies: Reply, text: str = "") -> Arrival:
    points = (Point(text, question.topic),) if text else ()
    return Arrival(
        event=question.questionnaire.event, via=Via.WEB, language="en", points=points, replies=replies
    )


def answer(question: Question, counts: dict[str, int]) -> None:
    choices = {choice.text.en: choice for choice in question.choices.all()}
    for name, count in counts.items():
        for _ in range(count):
            submit(answered(question, Reply(question, choice=choices[name])), key=uuid4())


def figures(document: Document, asked: str = ASKED) -> tuple[Chart | None, Table | None]:
    blocks = under(document, asked)
    charts = [b for b in blocks if isinstance(b, Chart)]
    tables = [b for b in blocks if isinstance(b, Table)]
    return (charts or [None])[0], (tables or [None])[0]


def test_a_single_choice_has_a_finding_and_the_same_figures_twice() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    answer(question, {"Red": 12, "White": 25})
    chart, table = figures(streets.report())
    assert chart
    assert table
    assert chart.finding == "“White” was the most frequent answer"
    assert chart.bars == (Bar("Red", 0.4, "over 10"), Bar("White", 1.0, "25"))
    assert table.rows == (("Red", "over 10"), ("White", "25"))
    assert chart.description == "Bar chart. Red: over 10; White: 25."


def test_a_small_answer_and_what_would_tell_it_are_left_out() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White", "Blue")
    answer(question, {"Red": 4, "White": 30, "Blue": 20})
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "–"), ("White", "30"), ("Blue", "–"))


def test_with_few_respondents_no_figure_is_printed() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    answer(question, {"Red": 4, "White": 3})
    assert figures(streets.report()) == (None, None)


def test_of_a_multiple_choice_neither_few_nor_all_but_few_are_told() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.MULTIPLE_CHOICE, "Red", "White", "Blue")
    red, white, blue = question.choices.order_by("position")
    for number in range(30):
        chosen = [white, *([red] if number < 3 else []), *([blue] if number < 15 else [])]
        submit(answered(question, *(Reply(question, choice=each) for each in chosen)), key=uuid4())
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "–"), ("White", "–"), ("Blue", "15"))


def test_a_scale_shows_each_of_its_values() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SCALE, lowest=1, highest=3)
    for value, count in ((1, 10), (2, 21), (3, 10)):
        for _ in range(count):
            submit(answered(question, Reply(question, value=value)), key=uuid4())
    chart, table = figures(streets.report("en"))
    assert chart
    assert table
    assert chart.finding == "“2” was the most frequent answer"
    assert table.rows == (("1", "10"), ("2", "over 20"), ("3", "10"))


def test_of_a_ranking_first_places_are_counted() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.RANKING, "Red", "White")
    red, white = question.choices.order_by("position")
    for number in range(25):
        first, second = (red, white) if number < 10 else (white, red)
        ranked = (Reply(question, choice=first, value=1), Reply(question, choice=second, value=2))
        submit(answered(question, *ranked), key=uuid4())
    chart, table = figures(streets.report())
    assert chart
    assert table
    assert chart.finding == "“White” was ranked first most often"
    assert table.rows == (("Red", "10"), ("White", "15"))


def test_answers_of_what_was_withdrawn_are_not_counted() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    answer(question, {"Red": 12, "White": 14})
    white = question.choices.get(code="white")
    receipt = submit(answered(question, Reply(question, choice=white), text="And why."), key=uuid4())
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "over 10"), ("White", "15"))
    workflow.withdraw(receipt.submission)
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "over 10"), ("White", "over 10"))


def test_a_tie_has_both_answers_for_a_finding_or_the_question() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White", "Blue")
    answer(question, {"Red": 21, "White": 22, "Blue": 11})
    chart, _table = figures(streets.report())
    assert chart
    assert chart.finding == "“Red” and “White” were the most frequent answers"
    answer(question, {"Blue": 12})
    chart, _table = figures(streets.report())
    assert chart
    assert chart.finding == ASKED


def test_a_few_who_did_not_answer_are_not_told_by_those_who_did() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    answer(question, {"Red": 12, "White": 25})
    for _ in range(3):
        submit(answered(question, text="No colour at all."), key=uuid4())
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "–"), ("White", "25"))


def send(question: Question, count: int, *replies: Reply, text: str = "") -> None:
    for _ in range(count):
        submit(answered(question, *replies, text=text), key=uuid4())


@pytest.mark.parametrize("kind", [QuestionKind.SCALE_MATRIX, QuestionKind.CHOICE_MATRIX])
def test_a_matrix_is_one_table_and_leaves_out_line_by_line(kind: str) -> None:
    streets = make_streets()
    streets.said("One.")
    choices = ("Never", "Rarely", "Often") if kind == QuestionKind.CHOICE_MATRIX else ()
    question = make_question(streets, kind, *choices, lowest=1, highest=3)
    lit, swept = (
        MatrixRow.objects.create(question=question, code=code, text=both(code), position=place)
        for place, code in enumerate(["Lit", "Swept"])
    )

    def given(row: MatrixRow, step: int) -> Reply:
        if choices:
            return Reply(question, row=row, choice=question.choices.get(position=step - 1))
        return Reply(question, row=row, value=step)

    send(question, 12, given(lit, 1), given(swept, 1))
    send(question, 15, given(lit, 2), given(swept, 1))
    send(question, 20, given(lit, 3), given(swept, 2))
    send(question, 3, given(swept, 3), given(lit, 3))
    chart, table = figures(streets.report())
    assert (chart, table and table.columns) == (None, ("Line", *(choices or ("1", "2", "3"))))
    assert table
    assert table.rows == (("Lit", "over 10", "15", "over 20"), ("Swept", "over 25", "–", "–"))


def test_a_line_that_a_few_left_out_does_not_tell_them() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SCALE_MATRIX, lowest=1, highest=2)
    row = MatrixRow.objects.create(question=question, code="lit", text=both("Lit"))
    send(question, 12, Reply(question, row=row, value=1))
    send(question, 25, Reply(question, row=row, value=2))
    send(question, 3, text="Lights are no question.")
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Lit", "–", "25"),)


def test_dates_are_counted_by_month_and_a_rare_month_is_not_even_named() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.DATE)
    for day, count in (
        (date(2017, 4, 3), 11), (date(2017, 4, 28), 11), (date(2016, 12, 31), 16), (date(2015, 1, 1), 2),
        (date(2014, 2, 2), 9),
    ):  # fmt: skip
        send(question, count, Reply(question, day=day))
    chart, table = figures(streets.report())
    assert chart
    assert table
    assert table.rows == (
        ("December\N{NO-BREAK SPACE}2016", "over 15"),
        ("April\N{NO-BREAK SPACE}2017", "over 20"),
        ("Other months", "over 10"),
    )
    french = [block for block in under(streets.report("fr"), both(ASKED).fr) if isinstance(block, Table)]
    assert french[0].rows[1] == ("avril\N{NO-BREAK SPACE}2017", "plus de 20")
    send(question, 3, text="I do not remember.")
    _chart, table = figures(streets.report())
    assert table
    assert [row[1] for row in table.rows] == ["over 15", "over 20", "–"]


def test_few_other_months_take_a_common_one_with_them() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.DATE)
    for day, count in ((date(2017, 4, 3), 22), (date(2016, 12, 31), 16), (date(2015, 1, 1), 2)):
        send(question, count, Reply(question, day=day))
    _chart, table = figures(streets.report())
    assert table
    assert [row[1] for row in table.rows] == ["–", "over 20", "–"]


def test_how_to_be_told_is_counted_and_other_is_called_other() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.CONTACT, "Not", "Notice")
    answer(question, {"Not": 12, "Notice": 25})
    other = follow(question, QuestionKind.SINGLE_CHOICE, "Red", "Else", text=both("And which?"))
    Choice.objects.filter(question=other, code="else").update(is_other=True)
    red, other_choice = other.choices.order_by("position")
    send(question, 15, Reply(other, choice=red))
    send(question, 10, Reply(other, choice=other_choice))
    report = streets.report()
    _chart, table = figures(report)
    assert table
    assert table.rows == (("Not", "over 10"), ("Notice", "25"))
    _chart, table = figures(report, "And which?")
    assert table
    assert table.rows == (("Red", "15"), ("Other", "10"))


def test_silence_is_counted_among_those_who_were_asked() -> None:
    """35 in all, of whom 20 were not asked: the three who kept silent stand out only among the 15 others."""
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    red, white = question.choices.order_by("position")
    after = follow(question, QuestionKind.SINGLE_CHOICE, "Dark", "Light", text=both("Which red?"))
    Condition.objects.create(question=after, choice=red)
    dark, light = after.choices.order_by("position")
    send(question, 20, Reply(question, choice=white))
    send(question, 12, Reply(question, choice=red), Reply(after, choice=dark))
    send(question, 13, Reply(question, choice=red), Reply(after, choice=light))
    send(question, 3, Reply(question, choice=red))
    report = streets.report()
    _chart, table = figures(report, "Which red?")
    assert table
    assert table.rows == (("Dark", "–"), ("Light", "over 10"))
    note = next(block for block in under(report, "Which red?") if isinstance(block, Paragraph))
    assert note.text == "Asked only of those who answered “Red” to “Which colour?”."


def names_of_figures(streets: Streets) -> set[str]:
    figures = compile_report(streets.consultation.pk).manifest["figures"]
    return {name for name in figures if name.startswith("worked out")}


def test_words_codes_and_addresses_that_are_changed_leave_the_names_by_which_figures_are_compared() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.CHOICE_MATRIX, "Red", "White")
    MatrixRow.objects.create(question=question, code="wall", text=both("Wall"))
    [wall], [red, white] = question.rows.all(), question.choices.order_by("position")
    send(question, 15, Reply(question, row=wall, choice=red))
    send(question, 20, Reply(question, row=wall, choice=white))
    before = names_of_figures(streets)
    for place, row in enumerate((question, wall, red, white)):
        type(row).objects.filter(pk=row.pk).update(code=f"new-{place}", text=both("Alike"))
    Event.objects.filter(questionnaire=question.questionnaire).update(slug="new", title=both("New"))
    assert names_of_figures(streets) == before
    asked = f"worked out: {question.questionnaire_id}/{question.pk} / {wall.pk}"
    assert {f"{asked} / {red.pk}", f"{asked} / {white.pk}", f"{asked} / did not answer"} <= before


def test_a_question_does_not_add_up_to_what_was_left_out_of_the_one_it_hangs_on() -> None:
    """Red goes unprinted with the three of Blue; 15 and 15 who were asked after Red would give both away."""
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White", "Blue")
    red, white, blue = question.choices.order_by("position")
    after = follow(question, QuestionKind.SINGLE_CHOICE, "Dark", "Light", text=both("Which red?"))
    last = follow(question, QuestionKind.SCALE, text=both("How dark?"), highest=2, page=2)
    Condition.objects.create(question=after, choice=red)
    dark, light = after.choices.order_by("position")
    Condition.objects.create(question=last, choice=dark)
    send(question, 40, Reply(question, choice=white))
    send(question, 15, Reply(question, choice=red), Reply(after, choice=dark), Reply(last, value=1))
    send(question, 15, Reply(question, choice=red), Reply(after, choice=light))
    send(question, 3, Reply(question, choice=blue))
    report = streets.report()
    _chart, table = figures(report)
    assert table
    assert table.rows == (("Red", "–"), ("White", "40"), ("Blue", "–"))
    assert figures(report, "Which red?") == figures(report, "How dark?") == (None, None)
    send(question, 20, Reply(question, choice=blue))
    send(question, 12, Reply(question, choice=red), Reply(after, choice=dark), Reply(last, value=2))
    report = streets.report()
    assert figures(report, "Which red?") != (None, None)
    assert figures(report, "How dark?") != (None, None)


@pytest.mark.parametrize("few", [0, 1, 3])
def test_of_a_retired_choice_only_a_figure_is_printed_so_that_few_and_none_look_alike(few: int) -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White", "Blue", "Green", "Black")
    answer(question, {"Red": 15, "White": 25, "Blue": few, "Green": 3 - few, "Black": 30})
    question.choices.filter(code__in=("blue", "black")).update(is_retired=True)
    chart, table = figures(streets.report())
    assert chart
    assert table
    assert table.rows == (("Red", "–"), ("White", "25"), ("Green", "–"), ("Black", "30"))
    assert [bar.label for bar in chart.bars] == ["Red", "White", "Green", "Black"]
    assert "Blue" not in str(streets.report())


@pytest.mark.parametrize("few", [0, 3])
def test_of_a_retired_choice_among_several_few_and_none_look_alike(few: int) -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.MULTIPLE_CHOICE, "Red", "Blue")
    red, blue = question.choices.order_by("position")
    send(question, few, Reply(question, choice=red), Reply(question, choice=blue))
    send(question, 15 - few, Reply(question, choice=red))
    send(question, 15, text="None of these.")
    Choice.objects.filter(pk=blue.pk).update(is_retired=True)
    _chart, table = figures(streets.report())
    assert table
    assert table.rows == (("Red", "15"),)


@pytest.mark.parametrize("few", [0, 3])
def test_a_retired_question_is_printed_with_its_figures_or_not_at_all(few: int) -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White")
    gone = follow(question, QuestionKind.SCALE, text=both("How dark?"), highest=2, is_retired=True)
    send(question, few, Reply(gone, value=1))
    answer(question, {"Red": 12, "White": 25})
    assert "How dark?" not in str(streets.report())
    Question.objects.filter(pk=question.pk).update(is_retired=True)
    report = streets.report()
    _chart, table = figures(report)
    assert table
    assert [row[0] for row in table.rows] == ["Red", "White"]
    send(question, 20, Reply(gone, value=1))
    send(question, 30, Reply(gone, value=2))
    assert figures(streets.report(), "How dark?") != (None, None)


def test_of_a_survey_of_which_all_is_retired_and_no_figure_printed_nothing_is_said() -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.SINGLE_CHOICE, "Red", "White", is_retired=True)
    answer(question, {"Red": 3})
    for language in ("en", "fr"):
        assert ASKED not in str(streets.report(language))
        assert str(labels.SURVEY.in_(language)) not in str(streets.report(language))


@pytest.mark.parametrize("few", [0, 3])
def test_of_a_retired_line_or_column_few_and_none_look_alike(few: int) -> None:
    streets = make_streets()
    streets.said("One.")
    question = make_question(streets, QuestionKind.CHOICE_MATRIX, "Never", "Rarely", "Often")
    lit, swept, wet = (
        MatrixRow.objects.create(question=question, code=code, text=both(code), position=place)
        for place, code in enumerate(["Lit", "Swept", "Wet"])
    )
    never, rarely, often = question.choices.order_by("position")
    send(question, few, Reply(question, row=lit, choice=often), Reply(question, row=swept, choice=never))
    send(question, 3 - few, Reply(question, row=lit, choice=never))
    send(question, 30, Reply(question, row=lit, choice=rarely), Reply(question, row=wet, choice=rarely))
    send(question, 17, Reply(question, row=lit, choice=never))
    Choice.objects.filter(pk=often.pk).update(is_retired=True)
    MatrixRow.objects.filter(pk__in=(swept.pk, wet.pk)).update(is_retired=True)
    _chart, table = figures(streets.report())
    assert table
    assert table.columns == ("Line", "Never", "Rarely")
    assert table.rows == (("Lit", "–", "30"), ("Wet", "–", "30"))
