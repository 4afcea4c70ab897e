"""A code shown in the room proves the right to write, and nobody can be known by it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from consultations import room_codes
from consultations.models import Event, EventKind, StaffRole
from submissions.intake.arrival import Arrival, Point
from submissions.intake.errors import WrongRoomCode
from submissions.intake.submit import submit
from submissions.models import AuditEntry, Contribution, Submission, Via
from tests.factories import make_event, make_topic, make_user

pytestmark = pytest.mark.django_db

CHANGING = re.compile(r'name="(csrfmiddlewaretoken|key|opened|draft)" value="[^"]*"')


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    room_codes.guesses.start_again()


@pytest.fixture
def event() -> Event:
    return make_event(needs_room_code=True, attribution_rule="chatham_house")


def page_of(event: Event, name: str = "submissions:take_part") -> str:
    return reverse(name, args=[event.consultation.slug, event.slug])


def form(event: Event, code: str, text: str = "Paint the crossings.") -> dict[str, Any]:
    topic = make_topic(event.consultation)
    return {
        "key": str(uuid4()),
        "language": "en",
        "topic": topic.pk,
        "text": text,
        "room_code": code,
        "do": "send",
    }


def arrival(event: Event, code: str, via: Via = Via.WEB) -> Arrival:
    point = Point("Paint the crossings.", make_topic(event.consultation))
    return Arrival(event=event, via=via, language="en", points=(point,), room_code=code)


def test_the_code_is_the_same_for_all_and_follows_from_a_number_alone(event: Event) -> None:
    code = room_codes.code_of(event)
    assert code == room_codes.code_of(Event.objects.get(pk=event.pk))
    assert len(room_codes.letters_of(code)) == 8
    with override_settings(SECRET_KEY="another secret"):
        assert room_codes.code_of(event) != code
    assert room_codes.letters_of(code) not in str(list(Event.objects.values())).replace("-", "")


def test_it_opens_however_it_is_typed(event: Event) -> None:
    code = room_codes.code_of(event)
    for typed in (
        code,
        code.lower(),
        code.replace("-", " "),
        f" {code.replace('0', 'O').replace('1', 'l')} ",
    ):
        assert room_codes.opens(event, typed)
    for typed in ("", "0", code[:-1], f"{code}2", "é"):
        assert not room_codes.opens(event, typed)


def test_another_number_shuts_the_door(event: Event) -> None:
    before = room_codes.code_of(event)
    room_codes.rotate(event)
    assert not room_codes.opens(event, before)
    assert room_codes.opens(event, room_codes.code_of(event))


@pytest.mark.parametrize("via", [Via.WEB, Via.API])
def test_the_one_way_in_asks_for_it(event: Event, via: Via) -> None:
    with pytest.raises(WrongRoomCode):
        submit(arrival(event, "WRNG-C0DE", via), key=uuid4())
    assert submit(arrival(event, room_codes.code_of(event), via), key=uuid4()).is_new


def test_notes_and_imports_need_none(event: Event) -> None:
    assert submit(arrival(event, "", Via.RAPPORTEUR), key=uuid4()).is_new
    assert submit(arrival(event, "", Via.IMPORT), key=uuid4(), late=True).is_new


def test_nothing_of_the_code_is_stored_with_the_words(event: Event) -> None:
    code = room_codes.code_of(event)
    submit(arrival(event, code), key=uuid4())
    stored = str([*Submission.objects.values(), *Contribution.objects.values(), *AuditEntry.objects.values()])
    assert code not in stored
    assert room_codes.letters_of(code) not in stored
    assert "room" not in {field.name for field in Submission._meta.fields}


def test_the_page_asks_kindly_and_keeps_what_was_typed(client: Client, event: Event) -> None:
    answer = client.post(page_of(event), form(event, "WRNG-C0DE", text="Mend the lamps."))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not the code that is shown in the room now." in text
    assert "Mend the lamps." in text
    answer = client.post(page_of(event), form(event, room_codes.code_of(event)))
    assert (answer.status_code, Submission.objects.count()) == (302, 1)


def test_without_the_setting_no_page_asks(client: Client) -> None:
    assert "room_code" not in client.get(page_of(make_event())).content.decode()


def test_a_scanned_code_is_filled_in(client: Client, event: Event) -> None:
    address = room_codes.address_of(event)
    assert "/en/" not in address
    assert "/fr/" not in address
    page = client.get(address.partition("8000")[2], follow=True).content.decode()
    field = BeautifulSoup(page, "html.parser").select_one("input[name=room_code]")
    assert field
    assert field["value"] == room_codes.code_of(event)


def test_too_many_guesses_are_told_nothing_and_no_address_is_kept(client: Client, event: Event) -> None:
    for _attempt in range(room_codes.MOST_GUESSES):
        client.post(page_of(event), form(event, "WRNG-C0DE") | {"do": "next"}, REMOTE_ADDR="192.0.2.7")
    for code in ("WRNG-C0DE", room_codes.code_of(event)):
        answer = client.post(page_of(event), form(event, code), REMOTE_ADDR="192.0.2.7")
        assert "Very many wrong codes" in answer.content.decode()
        assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 600) == (429, True)
        assert "not the code" not in answer.content.decode()
    assert "192.0.2.7" not in str(vars(room_codes.guesses))
    answer = client.post(page_of(event), form(event, room_codes.code_of(event)), REMOTE_ADDR="192.0.2.8")
    assert (answer.status_code, Submission.objects.count()) == (302, 1)


def test_of_guesses_at_once_no_more_are_answered_than_one_after_the_other(
    client: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes while the first is looked at."""
    opens, second = room_codes.opens, []

    def looked_at(event: Event, typed: str) -> bool:
        if not second:
            second.append("comes")
            second.append(Client().post(page_of(event), form(event, "WRNG-C0DE")).content.decode())
        return opens(event, typed)

    monkeypatch.setattr(room_codes, "MOST_GUESSES", 1)
    monkeypatch.setattr(room_codes, "opens", looked_at)
    first = client.post(page_of(event), form(event, "WRNG-C0DE")).content.decode()
    assert ["not the code" in answer for answer in (first, second[1])] == [False, True]


UNTRIED = ("save", "switch", "back", "page-1", "theirs", "nothing")


@pytest.mark.parametrize("do", UNTRIED)
def test_where_a_code_is_not_tried_a_wrong_one_is_not_counted(
    client: Client, event: Event, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    """An open draft with a code that was replaced saves itself every few seconds."""
    monkeypatch.setattr(room_codes, "MOST_GUESSES", 2)
    for step in ("1", "check", "1", "check"):
        client.post(page_of(event), form(event, "WRNG-C0DE") | {"do": do, "step": step})
    right = form(event, room_codes.code_of(event))
    assert Client().post(page_of(event), right).status_code == 302


@pytest.mark.parametrize("step", ["1", "check"])
@pytest.mark.parametrize("do", UNTRIED)
def test_where_a_code_is_not_counted_nothing_tells_whether_it_is_right(
    event: Event, do: str, step: str
) -> None:
    sent, told = form(event, "") | {"do": do, "step": step}, []
    for code in ("WRNG-C0DE", room_codes.code_of(event)):
        client = Client()
        answer = client.post(page_of(event), sent | {"room_code": code})
        later = client.get(page_of(event)).content.decode()
        both = (answer.content.decode() + later).replace(code, "CODE")
        told.append((answer.status_code, CHANGING.sub("", both)))
    assert told[0] == told[1]


def test_a_code_is_tried_where_a_page_says_whether_it_is_right(client: Client, event: Event) -> None:
    """On the way to checking, and while all of it is checked."""
    for do in ("next", "send"):
        for step in ("1", "check"):
            room_codes.guesses.start_again()
            client.post(page_of(event), form(event, "WRNG-C0DE") | {"do": do, "step": step})
            assert list(vars(room_codes.guesses)["_counts"].values()) == [1], (do, step)


def test_the_api_refuses_without_it(client: Client, event: Event) -> None:
    topic = make_topic(event.consultation)
    words = {
        "language": "en",
        "points": [{"section": topic.section.number, "topic": topic.code, "text": "Lamps."}],
    }
    address = f"/api/v1/consultations/{event.consultation.slug}/events/{event.slug}/submissions/"

    def sent(**more: str) -> Any:
        key = {"Idempotency-Key": str(uuid4())}
        return client.post(address, words | more, content_type="application/json", headers=key)

    assert (sent().status_code, list(sent().json())) == (400, ["room_code"])
    assert sent(room_code="WRNG-C0DE").status_code == 400
    assert sent(room_code=room_codes.code_of(event)).status_code == 201


def test_only_what_is_written_to_can_ask_for_it() -> None:
    with pytest.raises(IntegrityError, match="event_room_code_where_people_write"), transaction.atomic():
        make_event(kind=EventKind.CONFERENCE, needs_room_code=True)
    conference = make_event(kind=EventKind.CONFERENCE)
    conference.needs_room_code = True
    with pytest.raises(ValidationError, match="written to on this site"):
        conference.clean()


def test_a_coordinator_shows_it_large_and_makes_another(client: Client, event: Event) -> None:
    address, before = page_of(event, "consultations:room_code"), room_codes.code_of(event)
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    page = client.get(address)
    soup = BeautifulSoup(page.content.decode(), "html.parser")
    assert before in soup.get_text()
    assert soup.select_one("svg.qr title")
    assert "style=" not in str(soup.select_one("svg.qr"))
    assert "no-store" in page["Cache-Control"]
    assert client.post(address).status_code == 302
    assert before not in client.get(address).content.decode()
    assert (
        address in client.get(reverse("admin:consultations_event_change", args=[event.pk])).content.decode()
    )


def test_others_do_not_see_it(client: Client, event: Event) -> None:
    address = page_of(event, "consultations:room_code")
    assert client.get(address).status_code == 404
    client.force_login(make_user(StaffRole.REVIEWER, event.consultation))
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    coordinator = make_user(StaffRole.COORDINATOR, event.consultation)
    client.force_login(coordinator)
    other = make_event(event.consultation)
    assert client.get(page_of(other, "consultations:room_code")).status_code == 404
