"""The survey: every kind of question, with its checks, and what it stores."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import AttributionRule, Event, EventKind
from submissions.intake.errors import KeyReused, NotOfThisEvent
from submissions.intake.submit import Arrival, Reply, submit
from submissions.models import Answer, Choice, Contribution, Draft, Question, Questionnaire, Submission, Via
from submissions.views.take_part import ANSWERS
from tests.factories import both, make_consultation, make_event, make_topic, unique

pytestmark = pytest.mark.django_db


def survey(rule: str = AttributionRule.CHATHAM_HOUSE) -> Event:
    event = make_event(make_consultation(attribution_rule=rule), kind=EventKind.SURVEY)
    Questionnaire.objects.create(
        event=event, introduction=both("Answer what speaks to you."), thanks=both("Merci.")
    )
    return event


def ask(event: Event, kind: str, *, choices: int = 0, section: int = 1, **fields: Any) -> Question:
    usual: dict[str, Any] = {"code": unique("q"), "text": both(f"About {kind}?")}
    question = Question.objects.create(
        questionnaire=event.questionnaire,
        kind=kind,
        position=event.questionnaire.questions.count(),
        topic=make_topic(event.consultation, section),
        **(usual | fields),
    )
    for number in range(choices):
        Choice.objects.create(
            question=question, code=unique("c"), position=number, text=both(f"Choice {number}")
        )
    return question


def post(client: Client, event: Event, fields: dict[str, Any]) -> Any:
    address = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    return client.post(address, {"key": str(uuid4()), "language": "en", **fields})


def get(client: Client, event: Event) -> BeautifulSoup:
    response = client.get(reverse("submissions:take_part", args=[event.consultation.slug, event.slug]))
    return BeautifulSoup(response.content, "html.parser")


def name(question: Question) -> str:
    return f"q_{question.pk}"


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {field: list(messages) for field, messages in response.context["form"].errors.items()}


def test_every_kind_of_question_is_stored_as_its_kind(client: Client) -> None:
    event = survey()
    long, short = ask(event, "long_text"), ask(event, "short_text", section=2)
    single, multiple = ask(event, "single_choice", choices=2), ask(event, "multiple_choice", choices=3)
    scale, ranking = ask(event, "scale"), ask(event, "ranking", choices=2)
    one, two = single.choices.all()
    first, _second, third = multiple.choices.all()
    upper, lower = ranking.choices.all()
    post(
        client,
        event,
        {
            name(long): "A long answer.",
            name(short): "Short.",
            name(single): two.pk,
            name(multiple): [first.pk, third.pk],
            name(scale): "4",
            f"{name(ranking)}_{upper.pk}": "2",
            f"{name(ranking)}_{lower.pk}": "1",
        },
    )
    said = Contribution.objects.values_list("text", "question", "topic", "position")
    assert set(said) == {
        ("A long answer.", long.pk, long.topic_id, 0),
        ("Short.", short.pk, short.topic_id, 1),
    }
    assert set(Answer.objects.values_list("question", "choice", "value")) == {
        (single.pk, two.pk, None),
        (multiple.pk, first.pk, None),
        (multiple.pk, third.pk, None),
        (scale.pk, None, 4),
        (ranking.pk, upper.pk, 2),
        (ranking.pk, lower.pk, 1),
    }
    assert Submission.objects.count() == 1
    assert one.pk not in Answer.objects.values_list("choice", flat=True)


def test_closed_answers_alone_are_enough_and_the_receipt_says_so(client: Client) -> None:
    event = survey()
    scale = ask(event, "scale")
    response = post(client, event, {name(scale): "5"})
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert "You answered closed questions only." in page
    assert "Merci." in page


def test_nothing_answered_is_refused(client: Client) -> None:
    event = survey()
    words, scale = ask(event, "long_text"), ask(event, "scale")
    assert set(errors(post(client, event, {name(words): "  ", name(scale): ""}))) == {"__all__"}
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "kind", ["short_text", "long_text", "single_choice", "multiple_choice", "scale", "ranking"]
)
def test_a_required_question_must_be_answered(client: Client, kind: str) -> None:
    event = survey()
    required = ask(event, kind, choices=2 if kind.endswith(("choice", "ranking")) else 0, is_required=True)
    other = ask(event, "long_text")
    found = errors(post(client, event, {name(other): "Something."}))
    assert found == {name(required): [f"Answer this question: “About {kind}?”"]}


def test_required_questions_are_those_without_a_mark(client: Client) -> None:
    event = survey()
    ask(event, "scale", is_required=True)
    ask(event, "scale")
    legends = [legend.get_text(" ", strip=True) for legend in get(client, event).select("legend")]
    assert legends[:2] == ["About scale?", "About scale? (optional)"]


def test_an_optional_answer_can_be_taken_back_without_javascript(client: Client) -> None:
    event = survey()
    scale = ask(event, "scale")
    radios = get(client, event).select(f"input[name={name(scale)}]")
    assert (radios[0]["value"], radios[0].has_attr("checked")) == ("", True)


def test_the_ends_of_a_scale_say_what_they_mean(client: Client) -> None:
    event = survey()
    ask(
        event,
        "scale",
        highest=3,
        is_required=True,
        lowest_label=both("Not at all"),
        highest_label=both("Very well"),
    )
    labels = [label.text.strip() for label in get(client, event).select("fieldset label.choice")]
    assert labels[:3] == ["1 – Not at all", "2", "3 – Very well"]


@pytest.mark.parametrize("value", ["0", "6", "-1", "x", "1.5", "99999999999999999999"])
def test_a_value_that_is_not_on_the_scale_is_refused(client: Client, value: str) -> None:
    event = survey()
    scale = ask(event, "scale")
    assert set(errors(post(client, event, {name(scale): value}))) == {name(scale)}


def test_a_choice_of_another_question_is_refused(client: Client) -> None:
    event = survey()
    single, other = ask(event, "single_choice", choices=2), ask(event, "multiple_choice", choices=2)
    found = errors(
        post(
            client, event, {name(single): other.choices.first().pk, name(other): [single.choices.first().pk]}
        )
    )
    assert set(found) == {name(single), name(other)}


@pytest.mark.parametrize(
    ("ranks", "message"),
    [
        (("1", "1", "2"), "Rank 1 is given more than once: to “Choice 0” and to “Choice 1”."),
        (("1", "", ""), "Give each line a rank, or leave all of them without one."),
        (("1", "2", "4"), "Choose the ranks from the lists."),
        (("1", "2", "x"), "Choose the ranks from the lists."),
    ],
)
def test_a_ranking_gives_each_rank_once(client: Client, ranks: tuple[str, ...], message: str) -> None:
    event = survey()
    ranking = ask(event, "ranking", choices=3)
    sent = {
        f"{name(ranking)}_{choice.pk}": rank
        for choice, rank in zip(ranking.choices.all(), ranks, strict=True)
    }
    response = post(client, event, sent)
    assert errors(response) == {name(ranking): [message]}
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(f"#id_{name(ranking)}_0 option[selected]")["value"] == "1"
    assert page.select_one(".summary a")["href"] == f"#id_{name(ranking)}_0"


def test_each_rank_has_a_label(client: Client) -> None:
    event = survey()
    ask(event, "ranking", choices=3)
    page = get(client, event)
    labels = {label["for"]: label.text for label in page.select(".rank label")}
    assert list(labels.values()) == ["Choice 0", "Choice 1", "Choice 2"]
    assert all(page.select_one(f"select#{target}") for target in labels)


def test_the_limit_of_a_question_is_its_own(client: Client) -> None:
    event = survey()
    short = ask(event, "short_text", max_characters=20)
    found = errors(post(client, event, {name(short): "x" * 21}))
    assert found == {name(short): ["This is 1 character too long. The limit is 20 characters."]}


def test_questions_stand_under_their_section(client: Client) -> None:
    event = survey()
    for section in (1, 1, 2):
        ask(event, "long_text", section=section)
    sections = list(event.consultation.sections.all())
    headings = [heading.text for heading in get(client, event).select(".section-head h2")]
    assert headings == [str(sections[0].title), str(sections[1].title)]


def test_a_question_that_lacks_its_choices_is_not_asked_yet(client: Client) -> None:
    event = survey()
    unfinished, finished = ask(event, "single_choice", choices=1), ask(event, "single_choice", choices=2)
    page = get(client, event)
    assert not page.select(f"[name={name(unfinished)}]")
    assert page.select(f"[name={name(finished)}]")


def test_a_survey_without_questions_has_no_form(client: Client) -> None:
    event = make_event(kind=EventKind.SURVEY)
    page = get(client, event)
    assert not page.select("form.question")
    assert "no questions yet" in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_survey_takes_the_same_queries_however_long_it_is(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = survey()
    for _row in range(rows):
        ask(event, "long_text")
        ask(event, "ranking", choices=rows + 1)
    with django_assert_num_queries(
        6
    ):  # the event, its questions, their choices, lines, conditions and page titles
        client.get(reverse("submissions:take_part", args=[event.consultation.slug, event.slug]))


def test_replies_that_do_not_fit_their_question_are_refused_by_every_way_in() -> None:
    event = survey()
    scale, single = ask(event, "scale"), ask(event, "single_choice", choices=2)
    ranking, words = ask(event, "ranking", choices=2), ask(event, "long_text")
    elsewhere = ask(survey(), "scale")
    one, two = single.choices.all()
    upper, lower = ranking.choices.all()
    for replies in (
        (Reply(scale, value=6),),
        (Reply(scale, value=1), Reply(scale, value=2)),
        (Reply(scale, choice=one),),
        (Reply(single, choice=one), Reply(single, choice=two)),
        (Reply(single, choice=upper),),
        (Reply(ranking, choice=upper, value=1), Reply(ranking, choice=lower, value=1)),
        (Reply(words, value=1),),
        (Reply(elsewhere, value=1),),
    ):
        with pytest.raises(NotOfThisEvent):
            submit(Arrival(event, Via.API, "en", (), replies), key=uuid4())
    assert Submission.objects.count() == 0


def test_with_the_same_key_other_answers_are_not_taken() -> None:
    event, key = survey(), uuid4()
    scale = ask(event, "scale")
    submit(Arrival(event, Via.WEB, "en", (), (Reply(scale, value=1),)), key=key)
    assert not submit(Arrival(event, Via.WEB, "en", (), (Reply(scale, value=1),)), key=key).is_new
    with pytest.raises(KeyReused):
        submit(Arrival(event, Via.WEB, "en", (), (Reply(scale, value=2),)), key=key)
    assert Answer.objects.get().value == 1


@pytest.mark.parametrize("do", [*ANSWERS, "page-1", "nothing"])
def test_before_a_survey_opens_no_button_tells_its_questions_or_saves(client: Client, do: str) -> None:
    event = survey()
    ask(event, "long_text", is_required=True)
    soon = timezone.now() + timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon + timedelta(days=1))
    for step in ("1", "check"):
        answer = post(client, event, {"do": do, "step": step})
        assert answer.status_code == 403
        assert "Not open yet" in answer.content.decode()
        assert "About long_text?" not in answer.content.decode()
    assert not Draft.objects.exists()
