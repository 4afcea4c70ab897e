"""A coordinator orders, copies, corrects and previews a survey; what would lose answers is refused with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import Bilingual, Event, StaffRole
from submissions.building.checklist import all_questions, remarks
from submissions.intake import drafts
from submissions.intake.submit import Arrival, Reply, submit
from submissions.models import (
    Answer,
    AuditEntry,
    Choice,
    Condition,
    MatrixRow,
    Question,
    QuestionPage,
    Via,
)
from tests.factories import both, make_topic, make_user
from tests.forms import fields_of
from tests.submissions.test_survey import ask, survey
from tests.submissions.test_survey_admin import ADD_QUESTION, change, errors, log_in, question_form

pytestmark = pytest.mark.django_db


def address(event: Event) -> str:
    return reverse("admin:submissions_questionnaire_build", args=[event.questionnaire.pk])


def do(client: Client, event: Event, step: str, question: Question | int) -> Any:
    number = question if isinstance(question, int) else question.pk
    return client.post(address(event), {"do": f"{step}-{number}"}, follow=True)


def order(event: Event) -> list[tuple[int, str]]:
    return list(event.questionnaire.questions.values_list("page", "code"))


def answered(question: Question, *replies: Reply) -> None:
    event = question.questionnaire.event
    submit(Arrival(event, Via.WEB, "en", (), replies), key=uuid4())


def as_sent(question: Question, **fields: Any) -> dict[str, Any]:
    """The form of ``question`` as the page shows it."""
    form = question_form(
        question.questionnaire, question.kind, code=question.code, topic=question.topic_id, page=question.page
    )
    for prefix, parts in (("choices", question.choices.all()), ("rows", question.rows.all())):
        form |= {f"{prefix}-TOTAL_FORMS": len(parts), f"{prefix}-INITIAL_FORMS": len(parts)}
        for number, part in enumerate(parts):
            form |= {
                f"{prefix}-{number}-id": part.pk,
                f"{prefix}-{number}-question": question.pk,
                f"{prefix}-{number}-code": part.code,
                f"{prefix}-{number}-position": number,
                f"{prefix}-{number}-text_en": part.text.en,
                f"{prefix}-{number}-text_fr": part.text.fr,
            }
    return {**form, **fields}


def test_questions_move_by_buttons_within_and_across_pages(client: Client) -> None:
    event = survey()
    log_in(client, event)
    one, two, three = (
        ask(event, "scale", code=code, page=page) for code, page in (("a", 1), ("b", 1), ("c", 3))
    )
    do(client, event, "down", one)
    assert order(event) == [(1, "b"), (1, "a"), (3, "c")]
    do(client, event, "down", one)
    assert order(event) == [(1, "b"), (3, "a"), (3, "c")]
    do(client, event, "up", three)
    do(client, event, "up", three)
    assert order(event) == [(1, "b"), (1, "c"), (3, "a")]
    do(client, event, "up", two)
    page = do(client, event, "down", one).content.decode()
    assert "It cannot be moved any further." in page
    assert order(event) == [(1, "b"), (1, "c"), (3, "a")]
    page = do(client, event, "up", two).content.decode()
    focused = BeautifulSoup(page, "html.parser").select("[autofocus]")
    assert [button["value"] for button in focused] == [f"up-{two.pk}"]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"question_moved"}


def test_a_question_does_not_move_before_what_it_hangs_on(client: Client) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=2), ask(event, "scale")
    Condition.objects.create(question=second, choice=first.choices.all()[0])
    before = order(event)
    for step, question in (("up", second), ("down", first)):
        page = do(client, event, step, question).content.decode()
        assert "Keep them in this order, or drop the condition." in page
        assert order(event) == before
    assert not AuditEntry.objects.exists()


def test_a_copy_stands_beside_its_original_with_all_but_answers(client: Client) -> None:
    event = survey()
    log_in(client, event)
    first = ask(event, "single_choice", choices=2, code="colour")
    second = ask(event, "choice_matrix", choices=2, code="lines", help=both("In your view."))
    MatrixRow.objects.create(question=second, code="lit", text=both("Lit"))
    Condition.objects.create(question=second, choice=first.choices.all()[0])
    ask(event, "scale", code="last")
    answered(first, Reply(first, choice=first.choices.all()[0]))
    do(client, event, "copy", second)
    do(client, event, "copy", second)
    assert [code for _page, code in order(event)] == ["colour", "lines", "lines-3", "lines-2", "last"]
    copy = Question.objects.get(code="lines-2")
    assert (copy.text, copy.help, copy.topic) == (second.text, second.help, second.topic)
    assert (copy.choices.count(), copy.rows.get().text) == (2, both("Lit"))
    assert list(copy.shown_if.all()) == [first.choices.all()[0]]
    assert Answer.objects.count() == 1


def test_a_page_that_is_not_there_is_not_copied(client: Client) -> None:
    event = survey()
    log_in(client, event)
    ask(event, "scale")
    assert do(client, event, "page", 7).status_code == 404
    assert not AuditEntry.objects.filter(action="page_copied").exists()


def test_a_copied_page_hangs_together_within_itself(client: Client) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=2, code="a"), ask(event, "scale", code="b")
    Condition.objects.create(question=second, choice=first.choices.all()[0])
    QuestionPage.objects.create(questionnaire=event.questionnaire, number=1, title=both("Streets"))
    do(client, event, "page", 1)
    assert order(event) == [(1, "a"), (1, "b"), (2, "a-2"), (2, "b-2")]
    assert Question.objects.get(code="b-2").shown_if.get().question.code == "a-2"
    assert list(event.questionnaire.pages.values_list("number", flat=True)) == [1, 2]


def test_a_retired_question_is_asked_no_more_and_can_come_back(client: Client) -> None:
    event = survey()
    log_in(client, event)
    question = ask(event, "scale")
    answered(question, Reply(question, value=3))
    do(client, event, "retire", question)
    public = client.get(reverse("submissions:take_part", args=[event.consultation.slug, event.slug]))
    assert "About scale?" not in public.content.decode()
    assert "Ask again" in client.get(address(event)).content.decode()
    do(client, event, "ask", question)
    assert not Question.objects.get().is_retired


def test_the_page_shows_both_languages_and_says_what_is_missing(client: Client) -> None:
    event = survey()
    log_in(client, event)
    scale = ask(event, "scale", text=Bilingual("How lit?", "Quel éclairage?"))
    ask(event, "ranking", choices=1, page=2)
    half = ask(event, "single_choice", choices=2)
    Choice.objects.filter(pk=half.choices.all()[0].pk).update(text=Bilingual("Red", ""))
    page = client.get(address(event)).content.decode()
    for text in (
        "How lit?", "Quel éclairage?", "“Red” is missing in French.", "Page 1 has no title.",
        "It is not asked before it has at least two choices.", "Say what the lowest and the highest value mean.",
    ):  # fmt: skip
        assert text in page
    assert f'href="{change(scale)}"' in page


def test_nothing_is_missing_of_a_finished_survey() -> None:
    event = survey()
    ask(event, "scale", lowest_label=both("Bad"), highest_label=both("Good"))
    ask(event, "contact", choices=2)
    assert remarks(event.questionnaire, all_questions(event.questionnaire)) == []
    first = ask(event, "single_choice", choices=2)
    last = ask(event, "long_text")
    Condition.objects.create(question=last, choice=first.choices.all()[0])
    Question.objects.filter(pk=first.pk).update(is_retired=True)
    (remark,) = remarks(event.questionnaire, all_questions(event.questionnaire))
    assert (remark.question, remark.stops) == (last, True)


def test_a_correction_of_an_answered_question_is_taken_and_noted(client: Client) -> None:
    event = survey()
    log_in(client, event)
    question = ask(event, "single_choice", choices=2)
    answered(question, Reply(question, choice=question.choices.all()[0]))
    sent = as_sent(question, text_en="Better words?", text_fr="De meilleurs mots?")
    assert client.post(change(question), {**sent, "choices-0-text_en": "Corrected"}).status_code == 302
    question.refresh_from_db()
    assert (question.text.en, question.choices.all()[0].text.en) == ("Better words?", "Corrected")
    assert Answer.objects.count() == 1
    entry = AuditEntry.objects.get(action="question_changed")
    assert (entry.detail["question"], entry.actor_id is not None) == (question.code, True)
    assert "Better words?" not in str(entry.detail)


def test_what_may_be_in_a_draft_is_not_deleted(client: Client) -> None:
    event = survey()
    log_in(client, event)
    question = ask(event, "single_choice", choices=3)
    opened = drafts.save(event, {f"q_{question.pk}": [str(question.choices.all()[0].pk)]})
    refused = client.post(change(question).replace("change", "delete"), {"post": "yes"}, follow=True)
    assert "or is in a draft that somebody saved" in refused.content.decode()
    assert event.questionnaire.questions.get() == question
    response = client.post(change(question), as_sent(question, **{"choices-0-DELETE": "on"}))
    assert "or is in a draft that somebody saved" in errors(response)
    drafts.discard(opened.code)
    assert client.post(change(question).replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert not event.questionnaire.questions.exists()


def deletions(row: Any) -> list[tuple[str, dict[str, str]]]:
    """Both ways in the admin: the page of the row, and the action of the list."""
    page = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    chosen = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
    return [
        (reverse(f"{page}_delete", args=[row.pk]), {"post": "yes"}),
        (reverse(f"{page}_changelist"), chosen),
    ]


@pytest.mark.parametrize("what", ["event", "questionnaire"])
@pytest.mark.parametrize("drafted", [1, 3])
def test_what_holds_drafts_is_not_deleted_and_says_why_once(client: Client, what: str, drafted: int) -> None:
    event = survey()
    log_in(client, event)
    question = ask(event, "long_text")
    saved = [drafts.save(event, {f"q_{question.pk}": ["So far."]}) for _n in range(drafted)]
    row = event if what == "event" else event.questionnaire
    for address, sent in deletions(row):
        page = client.post(address, sent).content.decode()
        assert (
            page.count("words that somebody saved and did not send yet; they are kept for up to 30 days") == 1
        )
        assert "permission to delete" not in page
    assert [drafts.open_(each.code).values for each in saved] == [each.values for each in saved]
    for each in saved:
        drafts.discard(each.code)
    address, sent = deletions(row)[0]
    assert client.post(address, sent).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("what", ["event", "questionnaire"])
def test_an_unanswered_survey_is_deleted_with_the_conditions_between_its_questions(
    client: Client, what: str
) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=2), ask(event, "long_text")
    Condition.objects.create(question=second, choice=first.choices.all()[0])
    address, sent = deletions(event if what == "event" else event.questionnaire)[0]
    assert client.post(address, sent).status_code == 302
    assert not Question.objects.exists()


def test_an_event_with_drafts_keeps_the_kind_whose_form_opens_them(client: Client) -> None:
    event = survey()
    log_in(client, event)
    page = reverse("admin:consultations_event_change", args=[event.pk])
    assert "kind" in client.get(page).context["adminform"].form.fields
    drafts.save(event, {})
    assert "kind" not in client.get(page).context["adminform"].form.fields


@pytest.fixture
def sent(client: Client) -> tuple[Question, Question]:
    """Of three choices and two lines somebody gave the first; the second question nobody answered."""
    event = survey()
    log_in(client, event)
    question, free = ask(event, "choice_matrix", choices=3), ask(event, "scale")
    rows = [
        MatrixRow.objects.create(question=question, code=code, text=both(code)) for code in ("lit", "wet")
    ]
    answered(question, Reply(question, row=rows[0], choice=question.choices.all()[0]))
    return question, free


def test_once_something_was_sent_a_choice_or_line_is_retired_instead_of_deleted_chosen_or_not(
    client: Client, sent: tuple[Question, Question]
) -> None:
    question, _free = sent
    for part, text in (
        ("choices-0", "Choice 0"), ("choices-2", "Choice 2"), ("rows-0", "lit"), ("rows-1", "wet"),
    ):  # fmt: skip
        response = client.post(change(question), as_sent(question, **{f"{part}-DELETE": "on"}))
        assert response.context["errors"] == [
            [
                f"“{text}” stays: something was sent in this survey, or is in a draft that somebody saved, and may "
                "hold it. Mark it as retired instead: it is offered no more, and the answers that it may have still count."
            ]
        ]
    form = as_sent(question, **{"choices-0-is_retired": "on", "rows-1-is_retired": "on"})
    assert client.post(change(question), form).status_code == 302
    assert (
        question.choices.filter(is_retired=True).count() == question.rows.filter(is_retired=True).count() == 1
    )


@pytest.mark.parametrize("number", [0, 1])
def test_once_something_was_sent_no_choice_becomes_other_chosen_or_not(client: Client, number: int) -> None:
    event = survey()
    log_in(client, event)
    question = ask(event, "single_choice", choices=2)
    answered(question, Reply(question, choice=question.choices.all()[0]))
    form = as_sent(question, **{f"choices-{number}-is_other": "on"})
    assert "which choice can be said in words stays as it is" in errors(client.post(change(question), form))
    assert not question.choices.filter(is_other=True).exists()


def test_once_something_was_sent_no_question_is_deleted_answered_or_not_and_it_says_what_to_do(
    client: Client, sent: tuple[Question, Question]
) -> None:
    for question in sent:
        delete = reverse("admin:submissions_question_delete", args=[question.pk])
        page = client.post(delete, {"post": "yes"}, follow=True).content.decode()
        assert "it cannot be deleted, whether it was answered or not" in page
        page = client.get(change(question)).content.decode()
        assert "To ask otherwise, retire it and add another." in page
        assert 'name="kind"' not in page
    assert list(Question.objects.all()) == list(sent)


def test_the_page_of_a_survey_does_not_say_which_questions_were_answered(client: Client) -> None:
    event = survey()
    log_in(client, event)
    question, free = ask(event, "scale", text=both("A?")), ask(event, "scale", text=both("A?"))
    answered(question, Reply(question, value=3))
    page = BeautifulSoup(client.get(address(event)).content, "html.parser")
    one, other = (page.select_one(f"#question-{each.pk}") for each in (question, free))
    assert one is not None
    assert other is not None
    assert one.text == other.text


def test_an_untouched_survey_has_questions_that_are_deleted(client: Client) -> None:
    event = survey()
    log_in(client, event)
    free, other = ask(event, "scale"), ask(survey(), "scale")
    answered(other, Reply(other, value=3))
    client.post(reverse("admin:submissions_question_delete", args=[free.pk]), {"post": "yes"})
    assert list(Question.objects.all()) == [other]


@pytest.mark.parametrize("hidden", [True, False])
def test_once_something_was_sent_a_question_gets_no_condition_whatever_was_answered(
    client: Client, hidden: bool
) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=2), ask(event, "scale")
    one, two = first.choices.all()
    answered(second, Reply(first, choice=one), Reply(second, value=3))
    response = client.post(change(second), as_sent(second, only_after=[(two if hidden else one).pk]))
    assert response.context["errors"] == [
        [
            "Something was sent in this survey: the conditions of a question that is there already stay as they are. To "
            "ask others, retire it and add a new question."
        ]
    ]
    assert not second.shown_if.exists()
    new = question_form(event.questionnaire, "scale", page=1, only_after=[two.pk])
    assert client.post(ADD_QUESTION, new).status_code == 302


def test_once_something_was_sent_conditions_stay(client: Client) -> None:
    """Asked of everybody again, a question would print what is left out of the answer after which it was asked."""
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=3), ask(event, "scale")
    one, two, three = first.choices.all()
    for choice in (one, two):
        Condition.objects.create(question=second, choice=choice)
    answered(second, Reply(first, choice=one), Reply(second, value=3))
    Choice.objects.filter(pk=two.pk).update(is_retired=True)
    for after in ([], [one], [two], [one, two, three]):
        form = as_sent(second, only_after=[each.pk for each in after])
        assert "stay as they are" in errors(client.post(change(second), form))
    kept = as_sent(second, only_after=[one.pk, two.pk], text_en="Better words?")
    assert client.post(change(second), kept).status_code == 302
    assert set(second.shown_if.all()) == {one, two}


def test_before_something_is_sent_conditions_change_as_one_likes(client: Client) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "single_choice", choices=2), ask(event, "scale")
    for choice in first.choices.all():
        assert client.post(change(second), as_sent(second, only_after=[choice.pk])).status_code == 302
        assert list(second.shown_if.all()) == [choice]
    assert client.post(change(second), as_sent(second)).status_code == 302
    assert not second.shown_if.exists()


def test_a_condition_looks_back_and_stays_in_its_survey(client: Client) -> None:
    event = survey()
    log_in(client, event)
    first, second = ask(event, "scale"), ask(event, "single_choice", choices=2)
    elsewhere = ask(survey(), "single_choice", choices=2)
    later = client.post(change(first), as_sent(first, only_after=[second.choices.all()[0].pk]))
    assert "is not asked before this question. Move it up first." in errors(later)
    other = client.post(change(first), as_sent(first, only_after=[elsewhere.choices.all()[0].pk]))
    assert "only_after" in other.context["adminform"].form.errors
    new = question_form(event.questionnaire, "scale", page=1, only_after=[second.choices.all()[0].pk])
    assert client.post(ADD_QUESTION, new).status_code == 302
    assert order(event)[-1] == (1, "new")
    moved = client.post(change(second), as_sent(second, page=2))
    assert "is asked only after this question." in errors(moved)
    kept = as_sent(second, **{"choices-0-DELETE": "on"})
    assert client.post(change(second), kept).status_code == 200
    delete = reverse("admin:submissions_question_delete", args=[second.pk])
    assert "Drop that condition first." in client.post(delete, {"post": "yes"}, follow=True).content.decode()


def test_the_usual_ways_to_be_told_are_filled_in(client: Client) -> None:
    event = survey()
    log_in(client, event)
    assert client.post(ADD_QUESTION, question_form(event.questionnaire, "contact", page=1)).status_code == 302
    question = Question.objects.get()
    assert question.choices.count() == 5
    assert all(choice.text.is_complete for choice in question.choices.all())


@pytest.mark.parametrize(
    ("kind", "fields", "error"),
    [
        ("scale_matrix", {}, "Give at least one line."),
        ("scale", {"rows-TOTAL_FORMS": 1, "rows-0-code": "a", "rows-0-text_en": "A", "rows-0-text_fr": "A",
                   "rows-0-position": 0}, "This kind of question has no lines."),
        ("ranking", {"choices-0-is_other": "on"}, "can be one choice of a single or multiple choice."),
        ("single_choice", {"choices-0-is_other": "on", "choices-1-is_other": "on"},
         "can be one choice of a single or multiple choice."),
    ],
)  # fmt: skip
def test_parts_fit_their_kind(client: Client, kind: str, fields: dict[str, Any], error: str) -> None:
    event = survey()
    log_in(client, event)
    choices = 2 if kind in ("ranking", "single_choice") else 0
    sent = question_form(event.questionnaire, kind, choices=choices, page=1, **fields)
    assert error in errors(client.post(ADD_QUESTION, sent))


def tables() -> dict[str, int]:
    """How many rows each table of what people say holds."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("submissions").get_models()
    }


def asked_on(page: BeautifulSoup) -> list[str]:
    return list(
        dict.fromkeys(field["name"] for field in page.select("form#words :is(textarea, input[type=radio])"))
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_preview_shows_the_pages_as_participants_meet_them_before_it_opens(
    client: Client, language: str
) -> None:
    event = survey()
    log_in(client, event)
    first = ask(event, "single_choice", choices=2, is_required=True)
    second, third = (ask(event, "long_text", page=number) for number in (2, 3))
    Condition.objects.create(question=second, choice=first.choices.all()[0])
    later = timezone.now() + timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=later, ends_at=later + timedelta(days=1))
    address = f"/{language}/consultations/{event.consultation.slug}/events/{event.slug}/take-part/preview/"
    stored = tables()

    def pressed(page: BeautifulSoup, do: str, **typed: Any) -> BeautifulSoup:
        answer = client.post(address, {**fields_of(page), **typed, "do": do})
        return BeautifulSoup(answer.content, "html.parser")

    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.select_one(".preview-note")
    assert asked_on(page) == [f"q_{first.pk}"]
    wrong = pressed(page, "next")
    assert (asked_on(wrong), len(wrong.select("[data-error-summary]"))) == ([f"q_{first.pk}"], 1)
    to, past = (choice.pk for choice in first.choices.all())
    assert asked_on(pressed(page, "next", **{f"q_{first.pk}": to})) == [f"q_{second.pk}"]
    skipped = pressed(page, "next", **{f"q_{first.pk}": past})
    assert asked_on(skipped) == [f"q_{third.pk}"]
    assert asked_on(pressed(skipped, "back")) == [f"q_{first.pk}"]
    closing = pressed(skipped, "next", **{f"q_{third.pk}": "A bench."})
    checked = pressed(closing, "next")
    assert "A bench." in checked.text
    assert checked.select_one("form#words p[role=status]")
    for each in (page, skipped, checked):
        assert each.select("button[value=send], button[value=save], [data-autosave], [data-carries]") == []
    for do in ("send", "save", "another", "theirs"):
        assert pressed(checked, do).select_one(".preview-note")
    assert tables() == stored


def test_a_preview_is_for_coordinators_alone(client: Client) -> None:
    event = survey()
    ask(event, "scale")
    address = f"/en/consultations/{event.consultation.slug}/events/{event.slug}/take-part/preview/"
    client.force_login(make_user(StaffRole.REVIEWER, event.consultation))
    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_nobody_else_builds(client: Client) -> None:
    event = survey()
    question = ask(event, "scale")
    for role in (StaffRole.REVIEWER, StaffRole.RAPPORTEUR):
        log_in(client, event, role)
        assert client.get(address(event)).status_code in (403, 404)
        assert client.post(address(event), {"do": f"copy-{question.pk}"}).status_code in (403, 404)
    log_in(client, survey())
    assert client.post(address(event), {"do": f"copy-{question.pk}"}).status_code == 404
    log_in(client, event)
    for wrong in ("copy-x", f"burn-{question.pk}", f"copy-{ask(survey(), 'scale').pk}", ""):
        assert client.post(address(event), {"do": wrong}).status_code == 404
    assert event.questionnaire.questions.count() == 1


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_takes_the_same_queries_however_many_questions(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = survey()
    first, topic = ask(event, "single_choice", choices=2), make_topic(event.consultation)
    for _row in range(rows):
        question = ask(event, "choice_matrix", choices=2)
        Question.objects.filter(pk=question.pk).update(topic=topic)
        MatrixRow.objects.create(question=question, code="lit", text=both("Lit"))
        Condition.objects.create(question=question, choice=first.choices.all()[0])
    log_in(client, event)
    with django_assert_num_queries(14):
        client.get(address(event))
