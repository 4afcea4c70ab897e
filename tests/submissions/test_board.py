"""The moderator's board: in no order that tells anything, for those who read all that comes in, sorted by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultations.models import AttributionRule, Event, EventKind, StaffRole
from submissions import board
from submissions.intake import receipts
from submissions.models import AuditEntry, BoardPlace, BoardState, Contribution, QuestionGroup, Via
from submissions.review import redaction, screening, workflow
from tests.factories import make_consultation, make_contribution, make_event, make_reason, make_user

pytestmark = pytest.mark.django_db

QUEUE = "/admin/submissions/contribution/"


def webinar(**fields: Any) -> Event:
    consultation = make_consultation(attribution_rule=AttributionRule.ATTRIBUTABLE)
    return make_event(consultation, EventKind.WEBINAR, **{"takes_questions": True, **fields})


def ask(event: Event, text: str = "Why so late?") -> Contribution:
    return make_contribution(event, text, via=Via.QUESTION)


def address(event: Event, name: str = "board") -> str:
    return reverse(f"submissions:{name}", args=[event.consultation.slug, event.slug])


@pytest.fixture
def event() -> Event:
    return webinar()


@pytest.fixture
def moderator(client: Client, event: Event) -> Client:
    client.force_login(make_user(StaffRole.REVIEWER, event.consultation))
    return client


def piles(event: Event) -> list[tuple[str, list[str]]]:
    return [
        (pile.group.label if pile.group else "", [card.text for card in pile.cards])
        for pile in board.piles_of(event)
    ]


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def shown(client: Client, event: Event) -> list[str]:
    return [quote.text.strip() for quote in page_of(client.get(address(event))).select("blockquote")]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.COORDINATOR, 200), (StaffRole.REVIEWER, 200), (StaffRole.RAPPORTEUR, 404),
        (StaffRole.SIGNATORY_GOVERNMENT, 404), (StaffRole.SIGNATORY_CIVIL_SOCIETY, 404), (None, 404),
    ],
)  # fmt: skip
def test_who_reads_and_sorts_the_questions(
    client: Client, event: Event, role: str | None, status: int
) -> None:
    ask(event)
    client.force_login(make_user(role, event.consultation))
    changed = {200: 302, 404: 404}[status]
    answers = [
        client.get(address(event)).status_code,
        client.get(address(event, "board_news")).status_code,
        client.post(address(event), {"do": "make", "label": "Timing"}).status_code,
    ]
    assert answers == [status, {200: 286}.get(status, 404), changed]
    assert QuestionGroup.objects.exists() == (changed == 302)


def test_others_find_nothing(client: Client, event: Event) -> None:
    ask(event)
    answers = [client.get(address(event, name)) for name in ("board", "board_news")]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert "/login/" in answers[0]["Location"]
    client.force_login(make_user(StaffRole.COORDINATOR, make_consultation()))
    assert client.get(address(event)).status_code == 404


def test_moderators_find_it_from_the_event_and_its_page_in_the_admin(
    client: Client, moderator: Client, event: Event
) -> None:
    assert address(event) in moderator.get(event.get_absolute_url()).content.decode()
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    change = reverse("admin:consultations_event_change", args=[event.pk])
    assert address(event) in client.get(change).content.decode()


def test_questions_stand_in_the_order_of_their_random_ids(moderator: Client, event: Event) -> None:
    by_id = sorted((ask(event, f"Question {number}?") for number in range(6)), key=lambda each: each.pk)
    assert shown(moderator, event) == [each.text for each in by_id]


def test_nothing_else_of_the_event_stands_there(moderator: Client, event: Event) -> None:
    ask(event)
    make_contribution(event, "Noted by a rapporteur.", via=Via.RAPPORTEUR)
    ask(make_event(event.consultation, EventKind.WEBINAR, takes_questions=True), "Asked elsewhere?")
    assert shown(moderator, event) == ["Why so late?"]


def test_no_number_stands_on_the_board(moderator: Client, event: Event) -> None:
    """How many have asked by now would tell, between two looks, when somebody did."""
    for number in "abcdefg":
        ask(event, f"Question {number}?")
    main = page_of(moderator.get(address(event))).select_one("main")
    main.select_one(".eyebrow").decompose()  # the day of the event
    assert not any(letter.isdigit() for letter in main.get_text())
    news = moderator.get(address(event, "board_news"), {"seen": "before"})
    assert not any(letter.isdigit() for letter in news.content.decode())


def test_a_moderator_groups_a_question_and_takes_it_out_again(moderator: Client, event: Event) -> None:
    question = ask(event)
    answer = moderator.post(address(event), {"do": "make", "label": "  Timing "})
    group = event.question_groups.get()
    assert answer["Location"] == f"{address(event)}#group-{group.pk}"
    sent = {"do": "move", "question": question.pk, "group": group.pk}
    answer = moderator.post(address(event), sent)
    assert answer["Location"] == f"{address(event)}#question-{question.pk}"
    assert piles(event) == [("", []), ("Timing", ["Why so late?"])]
    moderator.post(address(event), {**sent, "group": ""})
    assert piles(event) == [("", ["Why so late?"]), ("Timing", [])]
    moderator.post(address(event), sent)
    moderator.post(address(event), {"do": "remove", "group": group.pk})
    assert piles(event) == [("", ["Why so late?"])]


def test_what_is_for_the_panel_stands_first_and_what_was_answered_last(
    moderator: Client, event: Event
) -> None:
    first, second, third = sorted(
        (ask(event, f"Question {number}?") for number in range(3)), key=lambda each: each.pk
    )
    moderator.post(address(event), {"do": "mark-answered", "question": first.pk})
    moderator.post(address(event), {"do": "mark-chosen", "question": third.pk})
    assert shown(moderator, event) == [third.text, second.text, first.text]
    text = page_of(moderator.get(address(event))).get_text(" ")
    assert ("For the panel." in text, "Answered." in text) == (True, True)
    moderator.post(address(event), {"do": "mark-waiting", "question": first.pk})
    assert shown(moderator, event) == [third.text, first.text, second.text]


def test_marking_does_not_move_and_moving_does_not_mark(event: Event) -> None:
    """Two moderators work side by side: a page that was opened earlier puts nothing back."""
    question, group = ask(event), board.make_group(event, "Timing")
    board.move(event, str(question.pk), str(group.pk))
    board.mark(event, str(question.pk), "chosen")
    board.move(event, str(question.pk), "")
    place = BoardPlace.objects.get()
    assert (place.state, place.group) == ("chosen", None)


def test_how_long_a_label_may_be_is_said_as_it_is(
    moderator: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "LONGEST_LABEL", 5)
    page = moderator.post(address(event), {"do": "make", "label": "Timing"}, follow=True)
    assert "up to 5 characters" in page_of(page).select_one("[role=status]").text


def test_a_label_is_there_once_and_says_something(moderator: Client, event: Event) -> None:
    assert board.make_group(event, "Timing") == board.make_group(event, " Timing\n")
    for label in (" ", "x" * 121):
        page = moderator.post(address(event), {"do": "make", "label": label}, follow=True)
        assert "up to 120 characters" in page_of(page).select_one("[role=status]").text
    assert QuestionGroup.objects.count() == 1
    with pytest.raises(IntegrityError, match="question_group_has_a_label"), transaction.atomic():
        QuestionGroup.objects.create(event=event)
    with pytest.raises(IntegrityError, match="board_state_known"), transaction.atomic():
        BoardPlace.objects.create(contribution=ask(event), state="lost")


def test_the_other_language_keeps_the_name_of_a_group_and_makes_none(moderator: Client, event: Event) -> None:
    page = page_of(moderator.get(address(event)))
    (switch,) = page.select("nav button[value=switch]")
    assert page.select_one(f"form#{switch['form']} input[name=label]")
    answer = page_of(moderator.post(switch["formaction"], {"label": "Night buses", "do": "switch"}))
    assert answer.html["lang"] == "fr"
    assert answer.select_one("form#words input[name=label]")["value"] == "Night buses"
    assert not QuestionGroup.objects.exists()


def test_enter_in_the_name_of_a_group_makes_it(moderator: Client, event: Event) -> None:
    (first, *_others) = page_of(moderator.get(address(event))).select(
        "[form=words], form#words [type=submit]"
    )
    moderator.post(address(event), {"label": "Night buses", first["name"]: first["value"]})
    assert QuestionGroup.objects.get().label == "Night buses"


def test_a_question_or_group_of_another_event_cannot_be_touched_here(event: Event) -> None:
    other = webinar()
    elsewhere, group = str(ask(other).pk), str(board.make_group(other, "Timing").pk)
    here = str(ask(event).pk)
    for question, target in (
        (elsewhere, ""),
        (here, group),
        ("nonsense", ""),
        (str(uuid4()), ""),
        (here, "9"),
    ):
        with pytest.raises(board.NotOnThisBoard):
            board.move(event, question, target)
    for question, state in ((elsewhere, "chosen"), (here, "lost"), (here, "")):
        with pytest.raises(board.NotOnThisBoard):
            board.mark(event, question, state)
    with pytest.raises(board.NotOnThisBoard):
        board.remove_group(event, group)
    assert (BoardPlace.objects.count(), QuestionGroup.objects.count()) == (0, 1)


def test_what_is_no_longer_here_is_said_and_an_unknown_step_is_none(moderator: Client, event: Event) -> None:
    page = moderator.post(address(event), {"do": "move", "question": str(uuid4())}, follow=True)
    assert "no longer here" in page_of(page).select_one("[role=status]").text
    assert moderator.post(address(event), {"do": "accept"}).status_code == 404


def test_what_is_withdrawn_or_set_aside_is_shown_no_more(moderator: Client, event: Event) -> None:
    kept, withdrawn, aside = ask(event, "Kept?"), ask(event, "Taken back?"), ask(event, "Set aside?")
    receipts.withdraw(withdrawn.submission)
    reviewer = make_user(StaffRole.REVIEWER, event.consultation)
    workflow.set_aside(aside, by=reviewer, reason=make_reason(event.consultation))
    assert shown(moderator, event) == [kept.text]
    with pytest.raises(board.NotOnThisBoard):
        board.mark(event, str(withdrawn.pk), "chosen")


def test_what_a_reviewer_has_covered_is_covered_where_it_may_be_read_out(
    moderator: Client, event: Event
) -> None:
    question = ask(event, "Is Ada Walker late?")
    reviewer = make_user(StaffRole.REVIEWER, event.consultation)
    redaction.redact(question, by=reviewer, start=3, end=13, replacement="[a person]", reason="A name")
    assert shown(moderator, event) == ["Is [a person] late?"]


def test_a_moderator_is_told_what_not_to_read_out(moderator: Client, event: Event) -> None:
    question = ask(event, "I am afraid to go home.")
    ask(event)
    warned = page_of(moderator.get(address(event))).select(".board .error a")
    assert [link["href"] for link in warned] == [f"{QUEUE}{question.pk}/change/"]


def test_nothing_is_said_until_something_looks_different_and_then_once(
    moderator: Client, event: Event
) -> None:
    question = ask(event)
    news = address(event, "board_news")
    mark = board.mark_of(board.piles_of(event))
    assert moderator.get(news, {"seen": mark}).status_code == 204
    assert mark in moderator.get(address(event)).content.decode()
    changes = [
        lambda: ask(event, "Another?"),
        lambda: board.make_group(event, "Timing"),
        lambda: board.mark(event, str(question.pk), "chosen"),
        lambda: board.move(event, str(question.pk), str(event.question_groups.get().pk)),
        lambda: receipts.withdraw(question.submission),
    ]
    for change in changes:
        mark = board.mark_of(board.piles_of(event))
        change()
        answer = moderator.get(news, {"seen": mark})
        # 286 is how htmx is told to ask no more.
        assert (answer.status_code, "something new" in answer.content.decode()) == (286, True)
        assert "Another?" not in answer.content.decode()


def test_the_board_stays_when_no_more_questions_are_taken(moderator: Client, event: Event) -> None:
    ask(event)
    Event.objects.filter(pk=event.pk).update(takes_questions=False)
    assert shown(moderator, event) == ["Why so late?"]
    assert address(event) in moderator.get(event.get_absolute_url()).content.decode()
    quiet = webinar(takes_questions=False)
    moderator.force_login(make_user(StaffRole.REVIEWER, quiet.consultation))
    assert moderator.get(address(quiet)).status_code == 404
    assert address(quiet) not in moderator.get(quiet.get_absolute_url()).content.decode()


def test_sorting_leaves_no_trace_of_who_or_when_and_decides_nothing(moderator: Client, event: Event) -> None:
    question = ask(event)
    before = (AuditEntry.objects.count(), Contribution.objects.values().get())
    group = board.make_group(event, "Timing")
    moderator.post(address(event), {"do": "move", "question": question.pk, "group": group.pk})
    moderator.post(address(event), {"do": "mark-answered", "question": question.pk})
    assert (AuditEntry.objects.count(), Contribution.objects.values().get()) == before
    assert {field.name for field in BoardPlace._meta.fields} == {"contribution", "group", "state"}
    assert {field.name for field in QuestionGroup._meta.fields} == {"id", "event", "label"}
    assert (str(BoardPlace.objects.get()), str(group)) == (BoardState.ANSWERED.label, "Timing")


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_is_read_in_one_number_of_queries(
    event: Event, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        question = ask(event, f"Question {number}?")
        group = board.make_group(event, f"Group {number}")
        board.move(event, str(question.pk), str(group.pk))
    with django_assert_num_queries(4):
        assert sum(len(pile.cards) for pile in board.piles_of(event)) == count


def test_a_moderator_is_told_that_a_question_may_tell_who_asks_until_it_is_covered(
    moderator: Client, event: Event
) -> None:
    question = ask(event, "As the only midwife here, I ask why.")
    screening.screen(question.submission)
    warning = "This may tell who asks."
    assert warning in moderator.get(address(event)).content.decode()
    redaction.redact_phrase(
        question,
        by=make_user(),
        phrase="As the only midwife here",
        replacement="[position removed]",
        reason="who asks",
    )
    assert warning not in moderator.get(address(event)).content.decode()


def test_without_the_key_of_the_site_nobody_works_out_what_an_address_tells(
    event: Event, settings: LazySettings
) -> None:
    ask(event)
    ours = board.mark_of(board.piles_of(event))
    settings.SECRET_KEY = "another"
    assert board.mark_of(board.piles_of(event)) != ours
