from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from consultations.models import Event, EventKind, Participant, Registration
from consultations.programme import register
from tests.factories import make_consultation, make_event, make_organization

pytestmark = pytest.mark.django_db

PERSON = {"name": "Ada Walker", "email": "ada@example.org", "sector": "civil_society"}


@pytest.fixture
def event() -> Event:
    now = timezone.now()
    return make_event(
        kind=EventKind.WEBINAR,
        registration_is_open=True,
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=1, hours=1),
    )


def address(event: Event, name: str = "register", language: str = "en") -> str:
    kwargs = {"slug": event.consultation.slug, "event_slug": event.slug}
    with translation.override(language):
        return reverse(f"consultations:{name}", kwargs=kwargs)


def rows(event: Event) -> list[tuple[Any, ...]]:
    return list(
        event.registrations.values_list(
            "participant__name",
            "participant__email",
            "participant__sector",
            "participant__listed",
            "attended",
        )
    )


def test_registering_takes_a_place(client: Client, event: Event) -> None:
    response = client.post(address(event), PERSON)

    assert (response.status_code, response["Location"]) == (302, address(event, "registered"))
    assert rows(event) == [("Ada Walker", "ada@example.org", "civil_society", False, None)]


def test_the_language_of_the_page_is_kept(client: Client, event: Event) -> None:
    client.post(address(event, language="fr"), PERSON)

    assert Participant.objects.get().language == "fr"


def test_consent_to_be_listed_is_kept_when_given(client: Client, event: Event) -> None:
    client.post(address(event), {**PERSON, "listed": "on"})

    assert Participant.objects.get().listed


@pytest.mark.parametrize("field", ["name", "email", "sector"])
def test_what_is_missing_is_told_and_what_was_typed_stays(client: Client, event: Event, field: str) -> None:
    response = client.post(address(event), {**PERSON, field: ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert rows(event) == []
    assert f'href="#id_{field}' in page
    kept = "ada@example.org" if field != "email" else "Ada Walker"
    assert f'value="{kept}"' in page


def test_twice_the_same_address_is_one_place(client: Client, event: Event) -> None:
    first = client.post(address(event), PERSON)
    second = client.post(address(event), {**PERSON, "name": "Somebody else", "email": "ADA@example.org"})

    assert first["Location"] == second["Location"]
    assert rows(event) == [("Ada Walker", "ada@example.org", "civil_society", False, None)]


def test_nobody_can_list_another_person(client: Client, event: Event) -> None:
    client.post(address(event), PERSON)
    client.post(address(event), {**PERSON, "listed": "on"})

    assert not Participant.objects.get().listed


def test_consent_can_be_taken_back(client: Client, event: Event) -> None:
    client.post(address(event), {**PERSON, "listed": "on"})
    client.post(address(event), PERSON)

    assert not Participant.objects.get().listed


def test_one_person_at_two_events_is_one_participant(event: Event) -> None:
    other = make_event(event.consultation, EventKind.WEBINAR)
    fields: dict[str, Any] = {**PERSON, "organization": None, "language": "en", "listed": False}

    register(event, **fields)
    register(other, **fields)

    assert (Participant.objects.count(), Registration.objects.count()) == (1, 2)


def test_people_without_an_address_are_not_taken_for_one(event: Event) -> None:
    fields: dict[str, Any] = {**PERSON, "email": "", "organization": None, "language": "en", "listed": False}

    register(event, **fields)
    register(event, **fields)

    assert Participant.objects.count() == 2


def test_only_organizations_that_may_be_known_are_offered(client: Client, event: Event) -> None:
    consultation = event.consultation
    listed = make_organization(consultation, listed=True)
    advised = make_organization(consultation, takes_advice=True)
    make_organization(consultation)  # never said that it may be named
    make_organization(make_consultation(), listed=True)

    offered = client.get(address(event)).context["form"].fields["organization"].choices

    assert {value for value, _label in offered} == {"", str(listed.pk), str(advised.pk)}


@pytest.mark.parametrize("where", ["hidden", "elsewhere"])
def test_an_organization_that_is_not_offered_is_not_taken(client: Client, event: Event, where: str) -> None:
    consultation = event.consultation if where == "hidden" else make_consultation()
    organization = make_organization(consultation, listed=where == "elsewhere")

    response = client.post(address(event), {**PERSON, "organization": str(organization.pk)})

    assert (response.status_code, rows(event)) == (422, [])


def test_by_invitation_only_means_no_form(client: Client, event: Event) -> None:
    Event.objects.update(registration_is_open=False)

    assert client.get(address(event)).status_code == 200
    assert client.post(address(event), PERSON).status_code == 403
    assert rows(event) == []


def test_after_the_event_nobody_registers(client: Client, event: Event) -> None:
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(seconds=1))

    assert client.post(address(event), PERSON).status_code == 403
    assert rows(event) == []


def test_an_event_of_an_unpublished_consultation_is_not_found(client: Client, event: Event) -> None:
    event.consultation.is_public = False
    event.consultation.save()

    assert [client.get(address(event)).status_code, client.post(address(event), PERSON).status_code] == [
        404,
        404,
    ]
