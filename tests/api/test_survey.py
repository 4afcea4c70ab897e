"""A survey answered by a program: each kind of question, and what is said of a wrong answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from consultations.models import Event, EventKind
from submissions.models import (
    Answer,
    Choice,
    Condition,
    Contribution,
    MatrixRow,
    Question,
    Questionnaire,
)
from tests.api.sending import WORDS, body, make_call, send
from tests.factories import both, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Event:
    event = make_call(kind=EventKind.SURVEY)
    topic = make_topic(event.consultation, section=3, code="lights")
    questionnaire = Questionnaire.objects.create(event=event)
    for position, kind in enumerate(["long_text", "single_choice", "multiple_choice", "scale", "ranking"]):
        question = Question.objects.create(
            questionnaire=questionnaire, code=kind, kind=kind, position=position, topic=topic,
            text=both(f"What of {kind}?"), is_required=kind == "scale", max_characters=40,
        )  # fmt: skip
        if "choice" in kind or kind == "ranking":
            for code in ("red", "green", "blue"):
                Choice.objects.create(question=question, code=code, text=both(code))
    return event


def reply(question: str, **fields: Any) -> dict[str, Any]:
    return {"question": question, **fields}


ALL_ANSWERS = [
    reply("long_text", text=WORDS),
    reply("single_choice", choices=["red"]),
    reply("multiple_choice", choices=["red", "blue"]),
    reply("scale", value=4),
    reply("ranking", choices=["blue", "red", "green"]),
]


def test_a_survey_is_answered_in_words_and_counts(survey: Event) -> None:
    answer = send({"language": "en", "answers": ALL_ANSWERS})
    assert answer.status_code == 201, answer.json()
    contribution = Contribution.objects.get()
    assert (contribution.text, contribution.topic.code) == (WORDS, "lights")
    counted = Answer.objects.values_list("question__code", "choice__code", "value")
    assert set(counted) == {
        ("single_choice", "red", None),
        ("multiple_choice", "red", None),
        ("multiple_choice", "blue", None),
        ("scale", None, 4),
        ("ranking", "blue", 1),
        ("ranking", "red", 2),
        ("ranking", "green", 3),
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (reply("nonsense", text="x"), "question"),
        (reply("long_text"), "text"),
        (reply("long_text", value=3), "text"),
        (reply("long_text", text="x" * 41), "text"),
        (reply("single_choice", choices=["red", "blue"]), "choices"),
        (reply("single_choice", choices=[]), "choices"),
        (reply("multiple_choice", choices=["pink"]), "choices"),
        (reply("multiple_choice", choices=["red", "red"]), "choices"),
        (reply("scale", value=6), "value"),
        (reply("scale", value=10**30), "value"),
        (reply("scale", value="much"), "value"),
        (reply("ranking", choices=["red", "blue"]), "choices"),
    ],
)
def test_what_is_wrong_in_an_answer_is_said_beside_it(survey: Event, wrong: Any, field: str) -> None:
    answer = send({"language": "en", "answers": [wrong]})
    assert answer.status_code == 400
    assert {place: set(errors) for place, errors in answer.json()["answers"].items()} == {"0": {field}}


def test_a_survey_asks_for_what_is_required_and_once(survey: Event) -> None:
    nothing = send({"language": "en", "answers": [reply("single_choice", choices=["red"])]})
    assert nothing.json() == {"answers": ["Answer this question: “What of scale?”"]}
    twice = send({"language": "en", "answers": [reply("scale", value=3), reply("scale", value=4)]})
    assert set(twice.json()) == {"answers"}
    points = send(body(answers=[reply("scale", value=3)]))
    assert set(points.json()) == {"points"}


def test_a_questionnaire_says_what_can_be_answered(survey: Event) -> None:
    found = APIClient().get("/api/v1/consultations/streets/events/call/questionnaire/").json()
    assert [(one["code"], one["kind"]) for one in found["questions"]] == [
        (kind, kind) for kind in ("long_text", "single_choice", "multiple_choice", "scale", "ranking")
    ]
    assert [choice["code"] for choice in found["questions"][1]["choices"]] == ["red", "green", "blue"]
    assert APIClient().get("/api/v1/consultations/streets/events/none/questionnaire/").status_code == 404


def test_the_questions_of_a_survey_are_not_told_before_it_opens(survey: Event) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Event.objects.filter(pk=survey.pk).update(starts_at=soon, ends_at=soon + timedelta(days=1))
    assert APIClient().get("/api/v1/consultations/streets/events/call/questionnaire/").status_code == 404
    answer = send({"language": "en", "answers": []})
    assert (answer.status_code, list(answer.json())) == (403, ["detail", "code"])
    assert answer.json()["code"] == "not_yet_open"


def test_a_question_that_lacks_its_choices_is_neither_shown_nor_asked_for(survey: Event) -> None:
    first = Question.objects.get(code="single_choice")
    Question.objects.create(
        questionnaire=first.questionnaire, code="unfinished", kind=first.kind, topic=first.topic,
        text=both("Which?"), is_required=True,
    )  # fmt: skip
    found = APIClient().get("/api/v1/consultations/streets/events/call/questionnaire/").json()
    assert "unfinished" not in [question["code"] for question in found["questions"]]
    assert send({"language": "en", "answers": ALL_ANSWERS}).status_code == 201


def more(survey: Event, kind: str, **fields: Any) -> Question:
    first = survey.questionnaire.questions.first()
    return Question.objects.create(
        questionnaire=survey.questionnaire, code=kind, kind=kind, position=9, topic=first.topic,
        text=both(f"What of {kind}?"), **fields,
    )  # fmt: skip


@pytest.fixture
def wide(survey: Event) -> Event:
    """With lines, a date, a way to be told, an "other", and a question that hangs on it."""
    survey.questionnaire.questions.update(is_required=False)
    for kind in ("scale_matrix", "choice_matrix"):
        question = more(survey, kind)
        for code in ("lit", "swept"):
            MatrixRow.objects.create(question=question, code=code, text=both(code))
    for question in (more(survey, "contact"), survey.questionnaire.questions.get(code="choice_matrix")):
        for code in ("never", "often"):
            Choice.objects.create(question=question, code=code, text=both(code))
    more(survey, "date")
    single = survey.questionnaire.questions.get(code="single_choice")
    other = Choice.objects.create(question=single, code="other", text=both("Other"), is_other=True)
    Condition.objects.create(question=more(survey, "short_text", page=2, is_required=True), choice=other)
    return survey


def test_every_further_kind_is_answered_in_its_field(wide: Event) -> None:
    answers = [
        reply("single_choice", choices=["other"], text="By canoe."),
        reply("short_text", text="Because."),
        reply("scale_matrix", lines=[{"line": "lit", "value": 2}]),
        reply("choice_matrix", lines=[{"line": "swept", "choice": "often"}]),
        reply("date", date="2017-04-09"),
        reply("contact", choices=["never"]),
    ]
    answer = send({"language": "en", "answers": answers})
    assert answer.status_code == 201, answer.json()
    assert set(Contribution.objects.values_list("text", "question__code")) == {
        ("By canoe.", "single_choice"), ("Because.", "short_text"),
    }  # fmt: skip
    counted = Answer.objects.values_list("question__code", "row__code", "choice__code", "value", "day")
    assert set(counted) == {
        ("single_choice", None, "other", None, None),
        ("scale_matrix", "lit", None, 2, None),
        ("choice_matrix", "swept", "often", None, None),
        ("date", None, None, None, date(2017, 4, 1)),  # neither name nor organization was sent
        ("contact", None, "never", None, None),
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (reply("scale_matrix", lines=[]), "lines"),
        (reply("scale_matrix", lines=[{"line": "dark", "value": 2}]), "lines"),
        (reply("scale_matrix", lines=[{"line": "lit", "value": 9}]), "lines"),
        (reply("scale_matrix", lines=[{"line": "lit", "value": 2}, {"line": "lit", "value": 2}]), "lines"),
        (reply("choice_matrix", lines=[{"line": "lit", "value": 2}]), "lines"),
        (reply("date", date="1066-10-14"), "date"),
        (reply("date", value=3), "date"),
        (reply("contact", choices=["never", "often"]), "choices"),
        (reply("single_choice", choices=["red"], text="By canoe."), "text"),
    ],
)
def test_what_does_not_fit_is_refused_in_its_field(wide: Event, wrong: dict[str, Any], field: str) -> None:
    answer = send({"language": "en", "answers": [wrong]})
    assert answer.status_code == 400
    assert field in answer.json()["answers"]["0"]


def test_what_is_required_hangs_on_what_was_answered(wide: Event) -> None:
    missing = send({"language": "en", "answers": [reply("single_choice", choices=["other"])]})
    assert missing.json() == {"answers": ["Answer this question: “What of short_text?”"]}
    hidden = [reply("single_choice", choices=["red"]), reply("short_text", text="Because.")]
    assert send({"language": "en", "answers": hidden}).json() == {
        "answers": ["After what was answered before, this question is not asked: “What of short_text?”"]
    }
    assert send({"language": "en", "answers": hidden[:1]}).status_code == 201


def test_the_questionnaire_says_pages_lines_and_conditions_in_the_same_queries(
    wide: Event, django_assert_num_queries: Any
) -> None:
    address = f"/api/v1/consultations/{wide.consultation.slug}/events/{wide.slug}/questionnaire/"
    with django_assert_num_queries(6):
        questions = {each["code"]: each for each in APIClient().get(address).json()["questions"]}
    assert [each["code"] for each in questions["scale_matrix"]["lines"]] == ["lit", "swept"]
    assert questions["short_text"]["page"] == 2
    assert questions["short_text"]["asked_only_after"] == [{"question": "single_choice", "choice": "other"}]
    assert questions["date"]["asked_only_after"] == []
    assert [each["is_other"] for each in questions["single_choice"]["choices"]].count(True) == 1
