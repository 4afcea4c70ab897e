"""A coordinator builds a survey in the admin; nobody else does, and answers fix what a question asks for."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from consultations.models import Event, EventKind, StaffRole
from submissions.intake.submit import Arrival, Reply, submit
from submissions.models import Choice, Question, Questionnaire, Via
from tests.factories import both, make_consultation, make_event, make_topic, make_user
from tests.submissions.test_survey import ask, survey

pytestmark = pytest.mark.django_db

ADD_QUESTIONNAIRE = reverse("admin:submissions_questionnaire_add")
ADD_QUESTION = reverse("admin:submissions_question_add")


def change(question: Question) -> str:
    return reverse("admin:submissions_question_change", args=[question.pk])


def log_in(client: Client, event: Event, role: str = StaffRole.COORDINATOR) -> None:
    client.force_login(make_user(role, event.consultation))


def question_form(questionnaire: Questionnaire, kind: str, choices: int = 0, **fields: Any) -> dict[str, Any]:
    form: dict[str, Any] = {
        "questionnaire": questionnaire.pk,
        "code": "new",
        "position": 0,
        "kind": kind,
        "topic": make_topic(questionnaire.event.consultation).pk,
        "text_en": "What first?",
        "text_fr": "Quoi d’abord?",
        "max_characters": 500,
        "lowest": 1,
        "highest": 5,
        "page": 1,
        "choices-TOTAL_FORMS": choices,
        "choices-INITIAL_FORMS": 0,
        "rows-TOTAL_FORMS": 0,
        "rows-INITIAL_FORMS": 0,
    }
    for number in range(choices):
        form |= {
            f"choices-{number}-code": f"c{number}",
            f"choices-{number}-position": number,
            f"choices-{number}-text_en": f"Choice {number}",
            f"choices-{number}-text_fr": f"Choix {number}",
        }
    return {**form, **fields}


def errors(response: Any) -> str:
    assert response.status_code == 200
    return str(response.context["errors"])


def test_a_coordinator_builds_a_survey(client: Client) -> None:
    event = make_event(kind=EventKind.SURVEY)
    log_in(client, event)
    client.post(
        ADD_QUESTIONNAIRE, {"event": event.pk, "introduction_en": "Hello.", "introduction_fr": "Bonjour."}
    )
    questionnaire = Questionnaire.objects.get()
    client.post(ADD_QUESTION, question_form(questionnaire, "ranking", choices=2))
    question = Question.objects.get()
    assert (question.kind, question.text.fr, question.choices.count()) == ("ranking", "Quoi d’abord?", 2)
    page = client.get(reverse("submissions:take_part", args=[event.consultation.slug, event.slug]))
    assert "What first?" in page.content.decode()


def test_only_surveys_without_a_questionnaire_are_offered(client: Client) -> None:
    consultation = make_consultation()
    free = make_event(consultation, kind=EventKind.SURVEY)
    make_event(consultation)
    Questionnaire.objects.create(event=make_event(consultation, kind=EventKind.SURVEY))
    make_event(kind=EventKind.SURVEY)
    log_in(client, free)
    form = client.get(ADD_QUESTIONNAIRE).context["adminform"].form
    assert list(form.fields["event"].queryset) == [free]


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "ranking"])
def test_a_choice_needs_two_choices(client: Client, kind: str) -> None:
    event = survey()
    log_in(client, event)
    response = client.post(ADD_QUESTION, question_form(event.questionnaire, kind, choices=1))
    assert "Give at least two choices." in errors(response)


def test_a_scale_has_no_choices(client: Client) -> None:
    event = survey()
    log_in(client, event)
    response = client.post(ADD_QUESTION, question_form(event.questionnaire, "scale", choices=2))
    assert "This kind of question has no choices." in errors(response)


def test_a_topic_of_another_consultation_is_refused(client: Client) -> None:
    event = survey()
    log_in(client, event)
    response = client.post(
        ADD_QUESTION, question_form(event.questionnaire, "long_text", topic=make_topic().pk)
    )
    assert "topic" in response.context["adminform"].form.errors
    assert not Question.objects.exists()


def test_an_answered_question_keeps_what_it_asks_for(client: Client) -> None:
    event = survey()
    scale = ask(event, "scale")
    submit(Arrival(event, Via.WEB, "en", (), (Reply(scale, value=5),)), key=uuid4())
    log_in(client, event)
    sent = question_form(event.questionnaire, "long_text", highest=3, code=scale.code, topic=scale.topic_id)
    assert client.post(change(scale), sent).status_code == 302
    scale.refresh_from_db()
    assert (scale.kind, scale.highest, str(scale.text)) == ("scale", 5, "What first?")


@pytest.fixture
def single(client: Client) -> Question:
    """Of three choices somebody chose the first."""
    event = survey()
    question = ask(event, "single_choice", choices=3)
    submit(
        Arrival(event, Via.WEB, "en", (), (Reply(question, choice=question.choices.first()),)), key=uuid4()
    )
    log_in(client, event)
    return question


def test_an_answered_choice_cannot_be_deleted(client: Client, single: Question) -> None:
    sent = question_form(single.questionnaire, "single_choice", code=single.code, topic=single.topic_id)
    for number, choice in enumerate(single.choices.all()):
        sent |= {
            f"choices-{number}-id": choice.pk,
            f"choices-{number}-question": single.pk,
            f"choices-{number}-code": choice.code,
            f"choices-{number}-position": number,
            f"choices-{number}-text_en": choice.text.en,
            f"choices-{number}-text_fr": choice.text.fr,
        }
    sent |= {"choices-TOTAL_FORMS": 3, "choices-INITIAL_FORMS": 3, "choices-0-DELETE": "on"}
    assert client.post(change(single), sent).status_code == 200
    assert Choice.objects.filter(question=single).count() == 3


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.RAPPORTEUR])
def test_others_of_the_consultation_do_not_build_surveys(client: Client, role: str) -> None:
    event = survey()
    question = ask(event, "scale")
    log_in(client, event, role)
    for address in (ADD_QUESTION, ADD_QUESTIONNAIRE, change(question)):
        assert client.get(address).status_code in (403, 404)


def test_a_coordinator_of_another_consultation_finds_nothing(client: Client) -> None:
    question = ask(survey(), "scale")
    log_in(client, survey())
    assert client.get(change(question)).status_code == 404
    assert client.post(ADD_QUESTION, question_form(question.questionnaire, "scale")).status_code == 200
    assert Question.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_however_many_questions(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = survey()
    for _row in range(rows):
        ask(event, "scale", lowest_label=both("Bad"))
    log_in(client, event)
    ContentType.objects.get_for_model(Questionnaire)  # known from then on, whichever test comes first
    with django_assert_num_queries(11):
        client.get(reverse("admin:submissions_question_changelist"))
    with django_assert_num_queries(9):
        client.get(reverse("admin:submissions_questionnaire_change", args=[event.questionnaire.pk]))


def test_a_survey_that_cannot_be_deleted_does_not_tell_what_was_chosen(
    client: Client, single: Question
) -> None:
    page = client.get(reverse("admin:submissions_questionnaire_delete", args=[single.questionnaire_id])).text
    assert "Answer" in page
    assert str(single.choices.first()) not in page
