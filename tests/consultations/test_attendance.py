"""Attendance at the door: who may take it, what the buttons do, and that it stays quick with many names."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations import places
from consultations.models import Event, EventKind, Registration, StaffRole
from tests.factories import make_event, make_organization, make_participant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(kind=EventKind.CONFERENCE)


@pytest.fixture
def door(client: Client, event: Event) -> Client:
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    return client


def page(event: Event) -> str:
    kwargs = {"slug": event.consultation.slug, "event_slug": event.slug}
    return reverse("consultations:attendance", kwargs=kwargs)


def comes(event: Event, name: str) -> Registration:
    organization = make_organization(event.consultation)
    person = make_participant(event.consultation, name=name, organization=organization)
    return places.enter(event, person)


def say(client: Client, row: Registration, attended: str, q: str = "") -> Any:
    data = {"registration": row.pk, "attended": attended, "q": q}
    return client.post(page(row.event), data)


def test_a_press_says_present_absent_or_takes_it_back(door: Client, event: Event) -> None:
    row = comes(event, "Ada Walker")
    for word, attended in (("present", True), ("absent", False), ("undo", None)):
        response = say(door, row, word, q="ada w")
        row.refresh_from_db()
        assert row.attended is attended
        assert response["Location"] == f"{page(event)}?q=ada+w#r{row.pk}"


def test_counts_say_who_is_still_expected(door: Client, event: Event) -> None:
    for index, said in enumerate([True, True, False, None]):
        places.mark(comes(event, f"Person {index}"), said)
    counts = door.get(page(event)).context["counts"]
    assert (counts.expected, counts.present, counts.absent, counts.left) == (4, 2, 1, 1)


def test_a_name_is_found_by_any_of_its_words(door: Client, event: Event) -> None:
    for name in ("Ada Walker", "Walter Adams", "Inès Duarte"):
        comes(event, name)
    for query, found in (("wal ada", ["Ada Walker", "Walter Adams"]), ("INÈS", ["Inès Duarte"]), ("eve", [])):
        rows = door.get(page(event), {"q": query}).context["rows"]
        assert [row.participant.name for row in rows] == found


def test_without_a_free_place_who_waits_is_not_let_in_and_the_page_says_what_to_do(
    door: Client, event: Event
) -> None:
    Event.objects.update(capacity=1)
    comes(event, "First Comer")
    waits = comes(event, "Ada Walker")
    answer = door.post(page(event), {"registration": waits.pk, "attended": "present"}, follow=True)
    assert "Ada Walker could not be let in" in answer.content.decode()
    waits.refresh_from_db()
    assert waits.attended is None


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.RAPPORTEUR, StaffRole.SIGNATORY_GOVERNMENT])
def test_other_staff_find_no_such_page(client: Client, event: Event, role: str) -> None:
    row = comes(event, "Ada Walker")
    client.force_login(make_user(role, event.consultation))
    assert [client.get(page(event)).status_code, say(client, row, "present").status_code] == [404, 404]


def test_the_coordinator_of_another_consultation_changes_nothing(client: Client, event: Event) -> None:
    row = comes(event, "Ada Walker")
    elsewhere = make_event(kind=EventKind.CONFERENCE)
    client.force_login(make_user(StaffRole.COORDINATOR, elsewhere.consultation))
    assert say(client, row, "present").status_code == 404
    data = {"registration": row.pk, "attended": "present"}
    assert client.post(page(elsewhere), data).status_code == 404
    row.refresh_from_db()
    assert row.attended is None


def test_the_public_is_asked_to_sign_in(client: Client, event: Event) -> None:
    assert client.get(page(event)).status_code == 302


@pytest.mark.parametrize(
    "sent", [{}, {"registration": "x", "attended": "present"}, {"registration": "9" * 30}]
)
def test_a_press_that_names_nobody_is_not_found(door: Client, event: Event, sent: dict[str, str]) -> None:
    assert door.post(page(event), sent).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_takes_the_same_queries_however_many_people(
    door: Client, event: Event, django_assert_num_queries: Any, number: int
) -> None:
    for index in range(number):
        comes(event, f"Person {index}")
    door.get(page(event))
    with django_assert_num_queries(5):
        door.get(page(event))
