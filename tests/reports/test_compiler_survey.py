"""Closed questions become a chart and a table with the same figures, none of them small."""

from __future__ import annotations

from uuid import uuid4

import pytest

from consultations.models import AttributionRule, EventKind
from reports.document import Bar, Chart, Document, Table
from submissions.intake.submit import Arrival, Point, Reply, submit
from submissions.models import Choice, Question, QuestionKind, Questionnaire, Via
from submissions.review import workflow
from tests.factories import both, make_event
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


def figures(document: Document) -> tuple[Chart | None, Table | None]:
    blocks = under(document, ASKED)
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
