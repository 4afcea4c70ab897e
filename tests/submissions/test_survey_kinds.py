"""Lines, dates, "other, please say" and how to be told: what each stores, and what of it is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from consultations.models import AttributionRule, Event
from submissions.intake.errors import NotOfThisEvent, Unanswered
from submissions.intake.submit import Arrival, Point, Reply, submit
from submissions.models import (
    Answer,
    Choice,
    Condition,
    Contribution,
    MatrixRow,
    Question,
    Status,
    Submission,
    Via,
)
from tests.factories import both, unique
from tests.submissions.test_survey import ask, errors, get, name, post, survey

pytestmark = pytest.mark.django_db


def lines(question: Question, count: int = 2) -> list[MatrixRow]:
    return [
        MatrixRow.objects.create(
            question=question, code=unique("r"), position=number, text=both(f"Line {number}")
        )
        for number in range(count)
    ]


def with_other(question: Question) -> Choice:
    return Choice.objects.create(
        question=question, code="other", position=9, text=both("Other, please say"), is_other=True
    )


def send(event: Event, *replies: Reply, points: tuple[Point, ...] = (), **sender: str) -> Submission:
    return submit(Arrival(event, Via.API, "en", points, replies, **sender), key=uuid4()).submission  # type: ignore[arg-type]


def test_each_line_of_a_matrix_is_stored_with_its_step_or_its_choice(client: Client) -> None:
    event = survey()
    steps, choices = ask(event, "scale_matrix"), ask(event, "choice_matrix", choices=2)
    one, two = lines(steps)
    first, _second = lines(choices)
    often = choices.choices.all()[1]
    sent = {f"{name(steps)}_{one.pk}": "4", f"{name(steps)}_{two.pk}": "1"}
    post(client, event, {**sent, f"{name(choices)}_{first.pk}": often.pk})
    assert set(Answer.objects.values_list("question", "row", "choice", "value")) == {
        (steps.pk, one.pk, None, 4),
        (steps.pk, two.pk, None, 1),
        (choices.pk, first.pk, often.pk, None),
    }


def test_each_line_is_a_group_of_its_own_with_its_name(client: Client) -> None:
    event = survey()
    lines(ask(event, "scale_matrix", highest=3, lowest_label=both("Never")))
    groups = get(client, event).select("fieldset fieldset")
    assert [group.legend.text for group in groups] == ["Line 0", "Line 1"]
    assert [label.text.strip() for label in groups[0].select("label")] == ["No answer", "1 – Never", "2", "3"]


def test_a_required_matrix_names_the_lines_that_are_missing_and_keeps_the_others(client: Client) -> None:
    event = survey()
    steps = ask(event, "scale_matrix", is_required=True)
    one, _two = lines(steps)
    response = post(client, event, {f"{name(steps)}_{one.pk}": "4"})
    assert errors(response) == {name(steps): ["Answer this line: “Line 1”"]}
    page = response.content.decode()
    assert f'href="#id_{name(steps)}_0_0"' in page
    assert f'id="id_{name(steps)}_0_0"' in page
    assert page.count("checked") >= 1
    other = ask(event, "long_text")
    nothing = post(client, event, {name(other): "Words."})
    assert errors(nothing) == {name(steps): ["Answer this question: “About scale_matrix?”"]}


def test_a_step_that_is_not_on_the_scale_of_a_line_is_refused(client: Client) -> None:
    event = survey()
    steps = ask(event, "scale_matrix")
    one, _two = lines(steps)
    assert errors(post(client, event, {f"{name(steps)}_{one.pk}": "6"})) == {
        name(steps): ["Choose from the list."]
    }


def test_a_matrix_without_lines_is_not_asked_yet(client: Client) -> None:
    event = survey()
    ask(event, "scale_matrix")
    assert "There are no questions yet" in get(client, event).text


def test_a_date_is_asked_as_dates_are_written_here_and_stored_as_a_day(client: Client) -> None:
    event = survey(AttributionRule.BY_CONSENT)
    question = ask(event, "date")
    labels = [label.text for label in get(client, event).select(".date-parts label")]
    assert labels == ["Day", "Month", "Year"]
    day = name(question)
    given = {f"{day}_day": "29", f"{day}_month": "2", f"{day}_year": "2016"}
    post(client, event, {**given, "attribution": "organization", "organization_name": "Walkers"})
    assert Answer.objects.get().day == date(2016, 2, 29)


@pytest.mark.parametrize(("rule", "is_said"), [("by_consent", True), ("attributable", False)])
def test_beside_a_date_stands_what_is_kept_of_it_where_that_is_a_choice(
    client: Client, rule: str, is_said: bool
) -> None:
    event = survey(AttributionRule(rule))
    ask(event, "date", help=both("Roughly."))
    page = get(client, event).text
    assert "Roughly." in page
    assert ("The day is kept only" in page) is is_said


def test_of_a_date_beside_words_that_name_nobody_by_choice_the_month_alone_is_kept(client: Client) -> None:
    event = survey(AttributionRule.BY_CONSENT)
    question = ask(event, "date")
    day = name(question)
    given = {f"{day}_day": "9", f"{day}_month": "4", f"{day}_year": "2017"}
    post(client, event, {**given, "attribution": "not_attributed"})
    sent = send(event, Reply(question, day=date(2017, 4, 9)))
    assert set(Answer.objects.values_list("day", flat=True)) == {date(2017, 4, 1)}
    with pytest.raises(IntegrityError, match="protected_date_has_no_day"), transaction.atomic():
        Answer.objects.filter(submission=sent).update(day=date(2017, 4, 9))


@pytest.mark.parametrize(
    ("month", "day", "year", "wrong"),
    [
        ("4", "", "2017", ["Add the day."]),
        ("", "3", "", ["Add the month.", "Add the year."]),
        ("4", "31", "2017", ["April 2017 has no day 31."]),
        ("2", "29", "2017", ["February 2017 has no day 29."]),
        ("4", "32", "2017", ["The day is a number from 1 to 31."]),
        ("x", "3", "17", ["Choose the month from the list.", "The year is a number of four digits, from 1900 to 2100."]),
        ("4", "٣", "2017", ["The day is a number from 1 to 31."]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_date_is_named_and_what_was_typed_stays(
    client: Client, month: str, day: str, year: str, wrong: list[str]
) -> None:
    event = survey(AttributionRule.BY_CONSENT)
    field = name(ask(event, "date"))
    given = {f"{field}_month": month, f"{field}_day": day, f"{field}_year": year}
    response = post(client, event, {**given, "attribution": "not_attributed"})
    assert errors(response) == {field: wrong}
    if day:
        assert f'name="{field}_day" value="{day}"' in response.content.decode()


def test_a_required_date_that_is_empty_says_so_once(client: Client) -> None:
    event = survey()
    question, other = ask(event, "date", is_required=True), ask(event, "long_text")
    found = errors(post(client, event, {name(other): "Words."}))
    assert found == {name(question): ["Answer this question: “About date?”"]}


def test_under_the_chatham_house_rule_no_day_is_asked_for_or_kept(client: Client) -> None:
    event = survey(AttributionRule.CHATHAM_HOUSE)
    question = ask(event, "date")
    page = get(client, event)
    assert [label.text for label in page.select(".date-parts label")] == ["Month", "Year"]
    post(
        client,
        event,
        {f"{name(question)}_day": "9", f"{name(question)}_month": "4", f"{name(question)}_year": "2017"},
    )
    sent = send(event, Reply(question, day=date(2017, 4, 9)))
    assert set(Answer.objects.values_list("day", flat=True)) == {date(2017, 4, 1)}
    with pytest.raises(IntegrityError, match="protected_date_has_no_day"), transaction.atomic():
        Answer.objects.filter(submission=sent).update(day=date(2017, 4, 9))


def test_a_rule_that_becomes_stricter_takes_the_days_of_its_answers() -> None:
    event = survey(AttributionRule.ATTRIBUTABLE)
    sent = send(event, Reply(ask(event, "date"), day=date(2017, 4, 9)))
    assert Answer.objects.get().day == date(2017, 4, 9)
    Submission.objects.filter(pk=sent.pk).update(rule=AttributionRule.CHATHAM_HOUSE)
    assert Answer.objects.get().day == date(2017, 4, 1)


def test_consent_that_is_taken_back_takes_the_days_of_its_answers() -> None:
    event = survey(AttributionRule.BY_CONSENT)
    said = Reply(ask(event, "date"), day=date(2017, 4, 9))
    sent = send(event, said, attribution="organization", organization_name="Walkers")
    assert Answer.objects.get().day == date(2017, 4, 9)
    Submission.objects.filter(pk=sent.pk).update(attribution="not_attributed", organization_name="")
    assert Answer.objects.get().day == date(2017, 4, 1)


def test_how_to_be_told_is_a_choice_and_nothing_else(client: Client) -> None:
    event = survey()
    question = ask(event, "contact", choices=2)
    controls = get(client, event).select(f"fieldset:has(input[name={name(question)}]) input")
    assert {control["type"] for control in controls} == {"radio"}
    notice = question.choices.all()[1]
    post(client, event, {name(question): notice.pk})
    assert Answer.objects.get().choice == notice


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_what_is_said_beside_other_becomes_a_contribution_in_review(client: Client, kind: str) -> None:
    event = survey()
    question = ask(event, kind, choices=2)
    other = with_other(question)
    post(client, event, {name(question): other.pk, f"{name(question)}_other": "By canoe."})
    said = Contribution.objects.get()
    assert (said.text, said.question, said.topic, said.status) == (
        "By canoe.", question, question.topic, Status.PENDING,
    )  # fmt: skip
    assert Answer.objects.get().choice == other
    post(client, event, {name(question): other.pk})
    assert Answer.objects.filter(choice=other).count() == 2


def test_words_beside_other_without_choosing_it_are_asked_about(client: Client) -> None:
    event = survey()
    question = ask(event, "single_choice", choices=2)
    with_other(question)
    for choice in ("", question.choices.all()[0].pk):
        response = post(client, event, {name(question): choice, f"{name(question)}_other": "By canoe."})
        assert errors(response) == {
            f"{name(question)}_other": [
                "Choose “Other, please say” above as well, or clear what you wrote here."
            ]
        }
        assert "By canoe." in response.content.decode()
    assert not Submission.objects.exists()


def test_replies_of_the_wrong_shape_are_refused_by_every_way_in() -> None:
    event = survey()
    steps, choices = ask(event, "scale_matrix"), ask(event, "choice_matrix", choices=2)
    single, when = ask(event, "single_choice", choices=2), ask(event, "date")
    (one, _two), (row, _row) = lines(steps), lines(choices)
    often, rarely = choices.choices.all()
    wrong: list[tuple[Reply, ...]] = [
        (Reply(steps, value=2),),
        (Reply(steps, row=row, value=2),),
        (Reply(steps, row=one, value=6),),
        (Reply(steps, row=one, value=2), Reply(steps, row=one, value=3)),
        (Reply(choices, row=row, choice=often), Reply(choices, row=row, choice=rarely)),
        (Reply(choices, choice=often),),
        (Reply(when, value=2017),),
        (Reply(when, day=date(1066, 10, 14)),),
        (Reply(when, day=date(2017, 1, 1)), Reply(when, day=date(2017, 2, 1))),
    ]
    for replies in wrong:
        with pytest.raises(NotOfThisEvent):
            send(event, *replies)
    with pytest.raises(NotOfThisEvent):
        send(
            event,
            Reply(single, choice=single.choices.all()[0]),
            points=(Point("By canoe.", single.topic, question=single),),
        )
    assert not Submission.objects.exists()


def test_a_required_matrix_is_answered_in_every_line_whoever_sends() -> None:
    event = survey()
    steps = ask(event, "scale_matrix", is_required=True)
    one, two = lines(steps)
    with pytest.raises(Unanswered):
        send(event, Reply(steps, row=one, value=2))
    send(event, Reply(steps, row=one, value=2), Reply(steps, row=two, value=2))


def test_what_was_retired_while_somebody_answered_it_is_still_taken(client: Client) -> None:
    """Begun before, it is asked to the end; who begins now is not asked."""
    event = survey()
    words, single, steps = (
        ask(event, "long_text"),
        ask(event, "single_choice", choices=3),
        ask(event, "scale_matrix"),
    )
    row, _other = lines(steps)
    choice = single.choices.all()[1]
    sent = {name(words): "Typed before.", name(single): choice.pk, f"{name(steps)}_{row.pk}": "2"}
    for retired in (words, choice, row):
        type(retired).objects.filter(pk=retired.pk).update(is_retired=True)
    page = get(client, event)
    assert not page.select(f"[name={name(words)}], [value='{choice.pk}'], [name={name(steps)}_{row.pk}]")
    assert post(client, event, sent).status_code == 302
    assert Contribution.objects.get().text == "Typed before."
    assert set(Answer.objects.values_list("choice", "row", "value")) == {
        (choice.pk, None, None), (None, row.pk, 2),
    }  # fmt: skip


def test_ranks_stay_with_their_choices_when_these_change_places_meanwhile(client: Client) -> None:
    event = survey()
    ranking = ask(event, "ranking", choices=3)
    sent = {f"{name(ranking)}_{each.pk}": rank for rank, each in enumerate(ranking.choices.all(), 1)}
    first = ranking.choices.all()[0]
    Choice.objects.filter(pk=first.pk).update(position=9, is_retired=True)
    post(client, event, sent)
    assert Answer.objects.get(choice=first).value == 1
    assert Answer.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_sending_takes_the_same_queries_however_many_questions_and_conditions(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = survey()
    first = ask(event, "single_choice", choices=2, is_required=True)
    one = first.choices.all()[0]
    sent: dict[str, Any] = {name(first): one.pk}
    for _row in range(rows):
        question, words = ask(event, "scale_matrix"), ask(event, "long_text")
        Condition.objects.create(question=question, choice=one)
        sent |= {f"{name(question)}_{row.pk}": "3" for row in lines(question)} | {name(words): "Said."}
    with django_assert_num_queries(22):
        post(client, event, sent)
    assert Answer.objects.count() == 1 + 2 * rows


def refused(constraint: str, change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return constraint in str(error)
    return False


def test_the_database_keeps_what_answers_mean() -> None:
    event = survey()
    first, second = ask(event, "single_choice", choices=3), ask(event, "scale")
    one, two, three = first.choices.all()
    send(event, Reply(first, choice=one), Reply(second, value=5))
    answered, free = Question.objects.filter(pk=second.pk), ask(event, "scale")
    keeps = "answered_question_keeps_its_kind"
    assert refused(keeps, lambda: answered.update(kind="long_text"))
    assert refused(keeps, lambda: answered.update(highest=3))
    for row in (second, one):
        with pytest.raises(ProtectedError):
            row.delete()
    assert refused("chosen_other_stays_other", lambda: Choice.objects.filter(pk=one.pk).update(is_other=True))
    answered.update(text=both("Better words?"), is_retired=True, max_characters=30)
    Question.objects.filter(pk=free.pk).update(highest=3)
    hides = "given_answers_stay_asked"
    assert refused(hides, lambda: second.conditions.create(choice=two))
    second.conditions.create(choice=one)
    second.conditions.create(choice=three)
    assert refused(hides, lambda: second.conditions.filter(choice=one).delete())
    second.conditions.filter(choice=three).delete()


def test_a_closed_survey_has_a_place_for_every_answer_that_a_browser_may_still_hold(client: Client) -> None:
    event = survey()
    lines(ask(event, "scale_matrix"))
    lines(ask(event, "choice_matrix", choices=2))
    ask(event, "ranking", choices=2)
    with_other(ask(event, "multiple_choice", choices=2))
    ask(event, "long_text")
    form = get(client, event).select_one("form#words")
    written = {(each["name"], "") for each in form.select(".field textarea, .field input[type=text]")}
    ticked = {
        (each["name"], each["value"])
        for each in form.select("[type=radio], [type=checkbox]")
        if each["value"]
    }
    chosen = {
        (each.find_parent("select")["name"], each["value"]) for each in form.select("option") if each["value"]
    }
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + timedelta(seconds=1))
    panel = get(client, event).select("[data-remains] [data-name]")
    assert {(each["data-name"], each["data-value"]) for each in panel} == written | ticked | chosen


def test_a_survey_that_is_not_open_yet_shows_none_of_its_questions(client: Client) -> None:
    event = survey()
    question = ask(event, "long_text")
    soon = timezone.now() + timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon + timedelta(days=1))
    page = get(client, event)
    assert "Not open yet" in page.h1.text
    assert name(question) not in str(page)
    assert str(question.text) not in str(page)
