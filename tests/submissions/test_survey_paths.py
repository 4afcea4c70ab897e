"""Pages and conditions: which questions a respondent meets, and what of their answers is taken."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client

from consultations.models import Event
from submissions.intake.errors import NotAsked, Unanswered
from submissions.intake.paths import Begun, Page, asked, pages_of, questions_of
from submissions.intake.submit import Arrival, Point, Reply, submit
from submissions.models import (
    Answer,
    Choice,
    Condition,
    Contribution,
    Question,
    QuestionPage,
    Submission,
    Via,
)
from tests.factories import both
from tests.submissions.test_survey import ask, errors, get, name, post, survey

pytestmark = pytest.mark.django_db


def only_after(question: Question, *choices: Choice) -> None:
    for choice in choices:
        Condition.objects.create(question=question, choice=choice)


def chain() -> tuple[Event, Question, Question, Question]:
    """A choice, a second that hangs on the first choice of it, and words that hang on the second's first."""
    event = survey()
    first, second = ask(event, "single_choice", choices=3), ask(event, "multiple_choice", choices=2)
    words = ask(event, "long_text", is_required=True)
    only_after(second, first.choices.all()[0])
    only_after(words, second.choices.all()[0])
    return event, first, second, words


def test_pages_come_in_order_with_their_titles_and_count_without_a_gap() -> None:
    event = survey()
    late = ask(event, "scale", page=4)
    early, second = ask(event, "scale"), ask(event, "scale")
    Question.objects.filter(pk=second.pk).update(position=0)
    QuestionPage.objects.create(questionnaire=event.questionnaire, number=4, title=both("Last things"))
    assert pages_of(questions_of(event)) == [
        Page(1, None, (second, early)),
        Page(2, both("Last things"), (late,)),
    ]


def test_what_was_begun_is_read_by_the_one_rule_for_numbers() -> None:
    longest = 10**18
    sent = QueryDict(f"q_{longest}={longest}&q_5_7=1&q_5_other=Bo&q_²=1&q_{longest}0=1&q_6=&name=q_8")
    begun = Begun.of(sent)
    assert begun.questions == {longest, 5}
    assert begun.parts == {(longest, longest), (5, 7), (5, 1)}


def test_a_condition_is_met_by_any_of_its_choices_however_they_are_given() -> None:
    event = survey()
    first, second = ask(event, "multiple_choice", choices=3), ask(event, "scale")
    one, two, three = first.choices.all()
    only_after(second, one, two)
    questions = questions_of(event)
    for met in (one, [two, three], str(one.pk), [str(two.pk)], (one.pk,)):
        assert asked(questions, {first: met}) == [first, second]
    for unmet in (three, [str(three.pk)], None, "", [], "x"):
        assert asked(questions, {first: unmet}) == [first]


def test_an_answer_to_a_question_that_is_not_asked_decides_nothing() -> None:
    event, first, second, words = chain()
    questions, way_in, other = questions_of(event), first.choices.all()[0], first.choices.all()[1]
    values: dict[Question, Any] = {first: way_in, second: list(second.choices.all())}
    assert asked(questions, values) == [first, second, words]
    assert asked(questions, {**values, first: other}) == [first]


def test_a_retired_question_and_a_retired_choice_are_not_asked_any_more() -> None:
    event = survey()
    gone, here = ask(event, "scale", is_retired=True), ask(event, "single_choice", choices=3)
    Choice.objects.filter(pk=here.choices.all()[1].pk).update(is_retired=True)
    (question,) = questions_of(event)
    assert (question, len(question.choices.all())) == (here, 2)
    assert gone not in questions_of(event)


def test_what_was_answered_before_the_condition_fell_away_is_not_taken(client: Client) -> None:
    event, first, second, words = chain()
    one, other, _third = first.choices.all()
    hidden = {name(second): [second.choices.all()[0].pk], name(words): "Typed and hidden."}
    assert post(client, event, {name(first): other.pk, **hidden}).status_code == 302
    assert list(Answer.objects.values_list("choice", flat=True)) == [other.pk]
    assert not Contribution.objects.exists()
    post(client, event, {name(first): one.pk, **hidden})
    assert Contribution.objects.get().text == "Typed and hidden."


def test_what_was_typed_in_a_hidden_question_comes_back_with_the_form(client: Client) -> None:
    event, first, second, words = chain()
    wrong = ask(event, "scale", is_required=True)
    sent = {name(first): first.choices.all()[1].pk, name(words): "Not lost."}
    response = post(client, event, sent)
    assert set(errors(response)) == {name(wrong)}
    assert "Not lost." in response.content.decode()
    assert name(second) in response.content.decode()


def test_a_required_question_is_required_of_those_it_is_asked_of(client: Client) -> None:
    event, first, second, words = chain()
    one, other, _third = first.choices.all()
    assert post(client, event, {name(first): other.pk}).status_code == 302
    found = errors(post(client, event, {name(first): one.pk, name(second): [second.choices.all()[0].pk]}))
    assert found == {name(words): ["Answer this question: “About long_text?”"]}


def test_the_page_says_of_whom_a_question_is_asked(client: Client) -> None:
    event = survey()
    first, second = ask(event, "single_choice", choices=3), ask(event, "scale", help=both("In your view."))
    only_after(second, *first.choices.all()[:2])
    page: BeautifulSoup = get(client, event)
    part = page.select_one("[data-only-if]")
    assert part["data-only-if"] == " ".join(f"{name(first)}={each.pk}" for each in first.choices.all()[:2])
    hint = part.select_one(".hint")
    assert hint.text == (
        "Only if you answered “Choice 0” or “Choice 1” to “About single_choice?”. In your view."
    )
    assert part.select_one("fieldset")["aria-describedby"] == hint["id"]


def test_submit_refuses_what_is_missing_and_what_is_not_asked_whoever_sends() -> None:
    event, first, second, words = chain()
    one, other, _third = first.choices.all()
    way = Reply(second, choice=second.choices.all()[0])
    said = Point("Said.", words.topic, question=words)

    def send(*replies: Reply, points: tuple[Point, ...] = ()) -> None:
        submit(Arrival(event, Via.IMPORT, "en", points, replies), key=uuid4(), late=True)

    with pytest.raises(NotAsked, match="not asked: “About multiple_choice\\?”"):
        send(Reply(first, choice=other), way)
    with pytest.raises(Unanswered, match="Answer this question: “About long_text\\?”"):
        send(Reply(first, choice=one), way)
    assert not Submission.objects.exists()
    send(Reply(first, choice=one), way, points=(said,))
    send(Reply(first, choice=other))
    assert Submission.objects.count() == 2


def refused(change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return "conditions_look_back" in str(error)
    return False


def test_the_database_lets_conditions_look_back_only() -> None:
    event = survey()
    first, second = ask(event, "single_choice", choices=2), ask(event, "single_choice", choices=2)
    ranking, scale = ask(event, "ranking", choices=2), ask(event, "scale")
    elsewhere = ask(survey(), "single_choice", choices=2)
    for question, source in ((first, second), (second, second), (scale, ranking), (scale, elsewhere)):
        assert refused(lambda q=question, s=source: only_after(q, s.choices.all()[0]))
    only_after(second, first.choices.all()[0])
    assert refused(lambda: Question.objects.filter(pk=first.pk).update(position=9))
    assert refused(lambda: Question.objects.filter(pk=first.pk).update(page=2))
    assert refused(lambda: Question.objects.filter(pk=first.pk).update(kind="ranking"))
    assert not refused(lambda: Question.objects.filter(questionnaire=event.questionnaire).update(page=2))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_form_takes_the_same_queries_however_many_questions_and_conditions(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = survey()
    first = ask(event, "single_choice", choices=3)
    for _row in range(rows):
        only_after(ask(event, "multiple_choice", choices=3), first.choices.all()[0])
    with django_assert_num_queries(6):
        get(client, event)
