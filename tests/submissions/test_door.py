"""Moderation at the door: nobody is refused for good, nothing typed is lost, no address is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from consultations import door, limits
from consultations.models import Event, Registration
from submissions.intake import drafts, receipts
from submissions.models import Draft, Submission
from tests.factories import make_consultation, make_event
from tests.submissions.test_draft_pages import fields_of
from tests.submissions.test_intake_pages import address, call, filled, page_of

pytestmark = pytest.mark.django_db

OFFICE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def _door(settings: LazySettings) -> Iterator[None]:
    """As in public, with limits that are soon reached."""
    settings.SENDINGS_IN_TEN_MINUTES = settings.WRONG_CODES_IN_TEN_MINUTES = 2
    settings.LEAST_SECONDS_OF_A_FORM = 3
    for limit in (limits.sendings, limits.new_drafts, limits.registrations, limits.wrong_codes):
        limit.start_again()
    with translation.override("en"):
        yield


def send(client: Client, event: Event, come_from: str = OFFICE, **fields: Any) -> Any:
    return client.post(
        address(event), {**filled(event), "do": "send", "step": "check", **fields}, REMOTE_ADDR=come_from
    )


def test_over_the_limit_the_page_keeps_what_was_typed_and_another_address_is_not_kept_waiting(
    client: Client,
) -> None:
    event = call()
    assert [send(client, event).status_code for _each in range(3)] == [302, 302, 429]
    page = page_of(send(client, event, text="What I typed"))
    assert "Nothing is lost" in page.select_one("[data-error-summary]").text
    assert fields_of(page)["text"] == "What I typed"
    assert page.select_one("button[value=save]")
    assert (send(client, event, ELSEWHERE).status_code, Submission.objects.count()) == (302, 3)


def test_of_forms_at_once_no_more_are_taken_than_one_after_the_other(client: Client) -> None:
    """The others come while the first is stored."""
    event, others = call(), list[int]()

    def stored(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "submissions_submission"') and not others:
            others.append(0)
            others.extend(send(Client(), event).status_code for _each in range(2))
        return execute(sql, *rest)

    with connection.execute_wrapper(stored):
        first = send(client, event).status_code
    assert (first, others[1:], Submission.objects.count()) == (302, [302, 429], 2)


def test_what_is_not_sent_takes_no_place_and_does_not_tell_whether_one_is_left(client: Client) -> None:
    """Else somebody could ask each second, and see when a colleague sends."""
    event = call()
    told = [send(client, event, text="").status_code]
    for _each in range(2):
        assert send(client, event).status_code == 302
        told.append(send(client, event, text="").status_code)
    assert (told, send(client, event).status_code) == ([422] * 3, 429)


def test_what_is_refused_once_it_was_read_takes_a_place(client: Client) -> None:
    """For the same reason: with a form that came before, or after the close."""
    event = call()
    key = str(uuid4())
    answers = [send(client, event, key=key, text=text).status_code for text in ("One.", "Two.", "Three.")]
    assert (answers, Submission.objects.count()) == ([302, 409, 429], 1)
    limits.sendings.start_again()
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert [send(client, event).status_code for _each in range(3)] == [403, 403, 429]


def test_what_the_database_could_not_store_takes_no_place(client: Client) -> None:
    event = call()

    def fails(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "submissions_submission"'):
            raise OperationalError
        return execute(sql, *rest)

    for _each in range(3):
        with connection.execute_wrapper(fails):
            assert send(client, event).status_code == 503
    assert send(client, event).status_code == 302


def test_a_draft_can_still_be_saved(client: Client) -> None:
    event = call()
    for _each in range(3):
        send(client, event)
    assert send(client, event, do="save").status_code == 302
    assert Draft.objects.count() == 1


def test_a_page_in_french_says_it_in_french(client: Client) -> None:
    event = call()
    for _each in range(2):
        send(client, event)
    answer = client.post(
        address(event).replace("/en/", "/fr/"), {**filled(event), "do": "send"}, REMOTE_ADDR=OFFICE
    )
    assert "Rien n’est perdu" in answer.content.decode()


def test_a_header_that_anybody_can_write_opens_no_door(client: Client) -> None:
    event = call()
    for _each in range(2):
        send(client, event)
    forged = {**filled(event), "do": "send", "step": "check"}
    answer = client.post(
        address(event), forged, REMOTE_ADDR=OFFICE, headers={"x-forwarded-for": "203.0.113.9"}
    )
    assert answer.status_code == 429
    assert may_be_tried_again(answer)


def may_be_tried_again(answer: Any) -> bool:
    """Said to programs, too."""
    return 0 < int(answer.headers["Retry-After"]) <= limits.WINDOW_SECONDS


def test_no_address_is_kept_and_the_key_ends_with_the_ten_minutes(client: Client, monkeypatch: Any) -> None:
    event = call()
    for _each in range(3):
        send(client, event)
    before = vars(limits.sendings).copy()
    assert OFFICE not in str(before)
    monkeypatch.setattr(limits.sendings, "_window", -1)
    assert send(client, event).status_code == 302
    assert vars(limits.sendings)["_disguise"] != before["_disguise"]


def test_for_how_long_somebody_is_kept_waiting_does_not_tell_when_another_came(monkeypatch: Any) -> None:
    """Nor from another network: the ten minutes are the same for all."""
    began = now = limits.time.monotonic()
    monkeypatch.setattr(limits.time, "monotonic", lambda: now)
    left = []
    for others in ([], [650], [650, 910], [1190]):
        limit = limits.Limit(lambda: 2)
        limit.start_again(began)
        for moment in (*others, 1195):
            now = began + moment
            limit.take(RequestFactory().post("/", REMOTE_ADDR=ELSEWHERE))
        left.append(limit.seconds())
    assert left == [5, 5, 5, 5]


def test_counting_begins_again_at_a_moment_of_chance() -> None:
    """And not with the first request that a process is asked."""
    moments = {round(limits.Limit(lambda: 2).seconds() / 10) for _each in range(200)}
    assert len(moments) > 20


def test_what_nobody_sees_asks_to_press_again_and_then_it_is_taken(client: Client) -> None:
    event = call()
    answer = send(client, event, homepage="https://example.org")
    assert (answer.status_code, Submission.objects.count()) == (200, 0)
    page = page_of(answer)
    assert "press the button once more" in page.select_one("[role=status]").text
    assert client.post(address(event), {**fields_of(page), "do": "send"}).status_code == 302
    assert Submission.objects.get().contributions.get().text == "More crossings."


def test_a_form_sent_at_once_asks_to_press_again(client: Client) -> None:
    event = call()
    opened = fields_of(page_of(client.get(address(event))))["opened"]
    page = page_of(send(client, event, opened=opened))
    assert Submission.objects.count() == 0
    assert fields_of(page)["opened"] == opened
    assert client.post(address(event), {**fields_of(page), "do": "send"}).status_code == 302


def test_a_form_that_was_open_for_three_seconds_is_taken(client: Client, monkeypatch: Any) -> None:
    event, opened = call(), fields_of(page_of(client.get(address(call()))))["opened"]
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3.1)
    assert send(client, event, opened=opened).status_code == 302


def test_a_time_that_somebody_made_up_asks_again() -> None:
    assert door.asks_again({"opened": "form:1aaaaa:made-up"})
    assert not door.asks_again({"opened": "form:1aaaaa:made-up", "sure": "1"})
    assert not door.asks_again({})


def test_a_draft_holds_nothing_of_the_door(client: Client) -> None:
    event = call()
    opened = fields_of(page_of(client.get(address(event))))["opened"]
    page = client.post(
        address(event), {**filled(event), "do": "save", "opened": opened, "homepage": "x"}, follow=True
    )
    values = drafts.open_(page_of(page).select_one(".receipt").text.strip()).values
    assert not {"opened", "homepage", "sure"} & set(values)


@pytest.mark.parametrize("name", ["find", "resume"])
def test_after_too_many_wrong_codes_even_the_right_one_is_told_nothing(client: Client, name: str) -> None:
    path = reverse(f"submissions:{name}")
    event = call()
    right = receipts.code_of(Submission.objects.get(pk=sent_one(client, event)))
    answers = [client.post(path, {"code": "AAAA-BBBB"}, REMOTE_ADDR=OFFICE).status_code for _each in range(3)]
    assert answers == [422, 422, 429]
    answer = client.post(path, {"code": right}, REMOTE_ADDR=OFFICE)
    assert (answer.status_code, "Very many wrong codes" in answer.content.decode()) == (429, True)
    assert may_be_tried_again(answer)


def sent_one(client: Client, event: Event) -> Any:
    send(client, event)
    return Submission.objects.get().pk


def test_registrations_have_the_same_door(client: Client) -> None:
    begins = timezone.now() + timedelta(days=9)
    event = make_event(
        make_consultation(),
        "conference",
        registration_is_open=True,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )
    path = reverse("consultations:register", args=[event.consultation.slug, event.slug])
    person = {"name": "Ada", "email": "ada@example.org", "sector": "public", "language": "en"}
    page = page_of(client.post(path, {**person, "homepage": "x"}, REMOTE_ADDR=OFFICE))
    assert page.select_one("input[name=sure]")
    assert page.select_one("input[name=name]")["value"] == "Ada"
    assert not Registration.objects.exists()
    answers = [
        client.post(path, {**person, "email": f"ada{each}@example.org"}, REMOTE_ADDR=OFFICE)
        for each in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert may_be_tried_again(answers[-1])
