from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from consultations import places, tokens
from consultations.forgetting import forget
from consultations.models import Event, EventKind, Mail, Participant, Registration
from consultations.places import register
from tests.database import database_away
from tests.factories import make_consultation, make_event, make_organization, make_participant

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


@pytest.mark.parametrize("field", ["name", "sector"])
def test_what_is_missing_is_told_and_what_was_typed_stays(client: Client, event: Event, field: str) -> None:
    response = client.post(address(event), {**PERSON, field: ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert rows(event) == []
    assert f'href="#id_{field}' in page
    assert 'value="ada@example.org"' in page


NO_ADDRESS = {**PERSON, "email": ""}


def link_on(page: HttpResponse) -> str:
    (link,) = BeautifulSoup(page.content, "html.parser").select(".own-link a")
    return urlsplit(str(link["href"])).path


def test_who_gives_no_address_is_shown_a_link_and_cancels_by_it_elsewhere(
    client: Client, event: Event
) -> None:
    page = client.post(address(event), NO_ADDRESS, follow=True)
    link = link_on(page)
    assert "no-store" in page["Cache-Control"]
    assert "You have a place." in Client().get(link).content.decode()
    Client().post(link)
    assert rows(event) == []
    assert not Mail.objects.exists()


def test_the_link_that_nobody_is_sent_stands_before_all_else(client: Client, event: Event) -> None:
    page = BeautifulSoup(client.post(address(event), NO_ADDRESS, follow=True).content, "html.parser")
    main = page.select_one("main")
    assert main is not None
    assert [heading.get_text(strip=True) for heading in main.select("h1, h2")][:2] == [
        "Your registration has arrived",
        "Your own link",
    ]
    assert "anything else" not in main.get_text()


def test_a_link_is_shown_for_no_place_that_somebody_else_may_have(client: Client, event: Event) -> None:
    register(event, **{**PERSON, "organization": None, "language": "en", "listed": False})
    assert "own-link" not in client.post(address(event), PERSON, follow=True).content.decode()
    client.post(address(event), NO_ADDRESS)
    assert link_on(client.get(address(event, "registered")))
    for sent in (
        Client().get(address(event, "registered")),
        client.post(address(event), PERSON, follow=True),
    ):
        assert not BeautifulSoup(sent.content, "html.parser").select(".own-link")


def test_without_an_address_pressing_twice_is_one_place_and_two_people_are_two(
    client: Client, event: Event
) -> None:
    for _n in range(2):
        client.post(address(event), NO_ADDRESS)
    assert len(rows(event)) == 1
    client.post(address(event), {**NO_ADDRESS, "name": "Inès Duarte"})
    Client().post(address(event), NO_ADDRESS)
    assert sorted(row[0] for row in rows(event)) == ["Ada Walker", "Ada Walker", "Inès Duarte"]


@pytest.fixture
def _no_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"


@pytest.mark.usefixtures("_no_mail")
def test_where_no_letters_are_sent_everybody_is_shown_a_link_to_their_own_place(
    client: Client, event: Event
) -> None:
    first = register(event, **{**PERSON, "organization": None, "language": "en", "listed": False})
    for _n in range(2):
        page = client.post(address(event), {**PERSON, "name": "Somebody else"}, follow=True)
    assert "on its way" not in page.content.decode()
    link = link_on(page)
    assert "Somebody else" in client.get(link).content.decode()
    assert sorted(row[0] for row in rows(event)) == ["Ada Walker", "Somebody else"]
    client.post(link)
    assert event.registrations.get() == first


def test_the_link_is_forgotten_on_demand(client: Client, event: Event) -> None:
    client.post(address(event), NO_ADDRESS)
    client.post(address(event, "registered"))
    assert not BeautifulSoup(client.get(address(event, "registered")).content, "html.parser").select(
        ".own-link"
    )
    assert len(rows(event)) == 1


def test_who_waits_without_an_address_is_told_to_look_again(client: Client, event: Event) -> None:
    full(event)
    link = link_on(client.post(address(event), NO_ADDRESS, follow=True))
    assert "Open this page again to see whether it is your turn" in client.get(link).content.decode()


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


@pytest.mark.parametrize("language", ["en", "fr"])
def test_registration_that_closed_meanwhile_gives_back_what_was_typed(
    client: Client, event: Event, language: str
) -> None:
    Event.objects.update(registration_is_open=False)
    typed = {**PERSON, "needs": "Captions, and\r\na seat near the door."}
    for more in ({}, {"do": "switch"}):
        response = client.post(address(event, language=language), {**typed, **more})
        assert response.status_code == 403
        page = BeautifulSoup(response.content, "html.parser")
        form = page.select_one("form#words")
        assert form.select_one("[name=name]")["value"] == typed["name"]
        assert form.select_one("[name=email]")["value"] == typed["email"]
        assert form.select_one("[name=sector][checked]")["value"] == typed["sector"]
        assert form.select_one("[name=needs]").text.split() == typed["needs"].split()
        assert len(page.select(".summary li")) == 1
        button = form.select_one("button.button").text
        named = {"en": f"“{button}”", "fr": f"«\N{NO-BREAK SPACE}{button}\N{NO-BREAK SPACE}»"}[language]
        assert named in page.select_one(".summary").text
    assert rows(event) == []


@pytest.mark.django_db(transaction=True)
def test_with_the_database_away_a_registration_is_given_back_and_goes_through_later(
    client: Client, event: Event
) -> None:
    with database_away():
        response = client.post(address(event), {**PERSON, "needs": "Captions."})
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    form = BeautifulSoup(response.content, "html.parser").select_one("form#words")
    again = {field["name"]: field.get("value") or field.text for field in form.select("[name]")}
    assert client.post(form["action"], again).status_code == 302
    assert rows(event) == [("Ada Walker", "ada@example.org", "civil_society", False, None)]


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


def own_page(registration: Registration, language: str = "en") -> str:
    token = tokens.token_for(tokens.OWN_REGISTRATION, registration.pk)
    with translation.override(language):
        return reverse("consultations:own_registration", kwargs={"token": token})


def full(event: Event) -> Registration:
    """Takes the only place of the event."""
    Event.objects.filter(pk=event.pk).update(capacity=1)
    return places.enter(event, make_participant(event.consultation, name="First Comer"))


def test_needs_and_the_language_wished_for_are_kept(client: Client, event: Event) -> None:
    client.post(address(event), {**PERSON, "needs": "Sign language, please", "language": "fr"})

    registration = Registration.objects.get()
    assert (registration.needs, registration.participant.language) == ("Sign language, please", "fr")


def test_what_people_need_is_forgotten_thirty_days_after_the_event(client: Client, event: Event) -> None:
    client.post(address(event), {**PERSON, "needs": "Sign language, please"})
    for days, kept in ((29, "Sign language, please"), (31, "")):
        forget(event.ends_at + timedelta(days=days))
        assert Registration.objects.get().needs == kept


def test_who_comes_when_all_places_are_taken_waits_and_is_told(client: Client, event: Event) -> None:
    full(event)

    assert "All places are taken." in client.get(address(event)).content.decode()
    page = client.post(address(event), PERSON, follow=True).content.decode()

    assert "you are on the waiting list" in page
    assert Registration.objects.waiting().get().participant.name == "Ada Walker"


@pytest.mark.parametrize("is_full", [True, False])
def test_the_page_does_not_tell_whether_an_address_was_registered_before(
    client: Client, event: Event, is_full: bool
) -> None:
    Event.objects.update(capacity=2)
    register(event, **{**PERSON, "organization": None, "language": "en", "listed": False})
    if is_full:
        places.enter(event, make_participant(event.consultation))
    known = client.post(address(event), PERSON, follow=True)
    Registration.objects.filter(participant__email="new@example.org").delete()
    new = client.post(address(event), {**PERSON, "email": "new@example.org"}, follow=True)

    assert known.redirect_chain == new.redirect_chain
    assert known.content == new.content


def test_the_own_link_shows_the_place_and_gives_it_back(client: Client, event: Event) -> None:
    first = full(event)
    client.post(address(event), PERSON)

    assert "You have a place." in client.get(own_page(first)).content.decode()
    assert Registration.objects.count() == 2  # looking changes nothing
    client.post(own_page(first))

    assert Registration.objects.get().participant.name == "Ada Walker"
    assert Registration.objects.get().waiting_position is None
    assert client.get(own_page(first)).status_code == 200  # says that there is nothing any more


def test_the_own_link_speaks_both_languages(client: Client, event: Event) -> None:
    page = client.get(own_page(full(event), "fr")).content.decode()
    assert "Vous avez une place." in page


def test_nobody_gives_back_the_place_of_another(client: Client, event: Event) -> None:
    registration = full(event)
    token = tokens.token_for(tokens.OWN_REGISTRATION, registration.pk)
    wrong = [
        f"{registration.pk}.{token.partition('.')[2][::-1]}",
        f"{registration.pk + 1}.{token.partition('.')[2]}",
        tokens.token_for(tokens.NO_MORE_MAIL, registration.pk),
        str(registration.pk),
    ]
    for text in wrong:
        page = reverse("consultations:own_registration", kwargs={"token": text})
        assert client.post(page).status_code == 404
    assert Registration.objects.count() == 1


def test_a_place_at_an_event_that_is_over_is_not_given_back(client: Client, event: Event) -> None:
    registration = full(event)
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(seconds=1))

    client.post(own_page(registration))

    assert Registration.objects.exists()


def test_the_own_link_is_not_sent_on_as_a_referrer_nor_cached(client: Client, event: Event) -> None:
    response = client.get(own_page(full(event)))
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def no_more_mail(participant: Participant) -> str:
    token = tokens.token_for(tokens.NO_MORE_MAIL, participant.pk)
    return reverse("consultations:no_more_mail", kwargs={"token": token})


def test_to_be_left_alone_takes_one_press_and_no_account() -> None:
    person = make_participant()
    client = Client(enforce_csrf_checks=True)

    client.get(no_more_mail(person))
    person.refresh_from_db()
    assert not person.left_alone
    # The button of a mail program: no cookie, no token of a form.
    response = client.post(no_more_mail(person), {"List-Unsubscribe": "One-Click"})

    person.refresh_from_db()
    assert (response.status_code, person.left_alone) == (200, True)


def test_nobody_else_can_stop_messages(client: Client) -> None:
    person = make_participant()
    wrong = tokens.token_for(tokens.OWN_REGISTRATION, person.pk)
    page = reverse("consultations:no_more_mail", kwargs={"token": wrong})

    assert client.post(page).status_code == 404
    person.refresh_from_db()
    assert not person.left_alone


def test_a_name_is_kept_without_marks_that_nobody_sees(client: Client, event: Event) -> None:
    turned = "Ada\u202e \x07\u2066 Walker\ufeff"
    client.post(address(event), PERSON | {"name": turned, "needs": "A ramp\u202e\r\nplease"})
    assert Participant.objects.get().name == "Ada Walker"
    assert event.registrations.get().needs == "A ramp\nplease"


def test_what_somebody_needs_is_counted_as_it_is_kept_and_no_paste_is_cut(
    client: Client, event: Event
) -> None:
    page = BeautifulSoup(client.get(address(event)).content, "html.parser")
    assert not page.select("[maxlength]:not([type=email])")
    assert page.select_one("#id_needs_count")["data-limit"] == "1000"
    needs = "\r\n".join(["x" * 99] * 10)
    assert client.post(address(event), PERSON | {"needs": f"{needs}, too"}).status_code == 422
    assert rows(event) == []
    client.post(address(event), PERSON | {"needs": needs, "name": f"{' ' * 90}Ada {' ' * 90}Walker"})
    assert event.registrations.get().needs == needs.replace("\r\n", "\n")
    assert Participant.objects.get().name == "Ada Walker"


def test_a_name_of_such_marks_alone_is_none(client: Client, event: Event) -> None:
    response = client.post(address(event), PERSON | {"name": "\u202e\u2066"})
    assert (response.status_code, Participant.objects.count()) == (422, 0)
