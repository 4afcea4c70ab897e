"""Every public page: found, in both languages, in a constant number of queries, naming nobody it must not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    Bilingual,
    CoChair,
    Consultation,
    Event,
    EventKind,
    Presentation,
    SessionKind,
    StaffRole,
)
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

PLAIN = ["list", "promise", "accessibility", "privacy"]
OF_CONSULTATION = ["consultation", "programme"]
OF_EVENT = ["event", "register", "registered"]
QUERIES = {
    "list": 2,
    "promise": 0,
    "accessibility": 0,
    "privacy": 0,
    "consultation": 8,
    "programme": 5,
    "event": 5,
    "register": 3,
    "registered": 2,
}
LANGUAGES = ("en", "fr")


def add_event(consultation: Consultation, kind: str = EventKind.CONFERENCE) -> Event:
    """A conference with a speaker on the record."""
    now = timezone.now()
    event = make_event(consultation, kind, registration_is_open=True, ends_at=now + timedelta(days=2))
    session = make_session(event, SessionKind.FORMAL_PRESENTATION, attribution_rule="attributable")
    organization = make_organization(consultation, listed=True)
    speaker = make_participant(consultation, organization=organization, listed=True)
    Presentation.objects.create(session=session, participant=speaker, subject=both("On crossings"))
    return event


@pytest.fixture
def event() -> Event:
    consultation = make_consultation(title=Bilingual("Safer streets", "Des rues plus sûres"))
    CoChair.objects.create(consultation=consultation, side="government", name=both("The board"))
    make_topic(consultation)
    return add_event(consultation)


def url(name: str, event: Event, language: str = "en") -> str:
    kwargs = {}
    if name in (*OF_CONSULTATION, *OF_EVENT):
        kwargs["slug"] = event.consultation.slug
    if name in OF_EVENT:
        kwargs["event_slug"] = event.slug
    with translation.override(language):
        return reverse(f"consultations:{name}", kwargs=kwargs)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*PLAIN, *OF_CONSULTATION, *OF_EVENT])
def test_a_page_is_there_in_its_language(client: Client, event: Event, name: str, language: str) -> None:
    page = read(client, url(name, event, language))

    assert f'<html lang="{language}">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert len(re.findall(r"<main[ >]", page)) == 1


@pytest.mark.parametrize("name", [*PLAIN, *OF_CONSULTATION, *OF_EVENT])
def test_the_language_switch_leads_to_the_same_page(client: Client, event: Event, name: str) -> None:
    page = read(client, url(name, event))

    assert f'<link rel="alternate" hreflang="fr" href="{url(name, event, "fr")}">' in " ".join(page.split())
    switch = BeautifulSoup(page, "html.parser").select_one("nav [lang=fr]")
    assert switch is not None
    # Where something can be typed a button takes it along.
    place = "formaction" if name == "register" else "href"
    assert (switch[place], switch.text) == (url(name, event, "fr"), "Français")


@pytest.mark.parametrize("name", [*PLAIN, *OF_CONSULTATION, *OF_EVENT])
def test_a_page_has_no_inline_style_or_script_and_asks_no_other_host(
    client: Client, event: Event, name: str
) -> None:
    page = read(client, url(name, event))

    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("name", QUERIES)
def test_one_or_three_events_take_the_same_number_of_queries(
    client: Client, event: Event, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES[name]):
        client.get(url(name, event))
    for _ in range(2):
        add_event(event.consultation)
        make_topic(event.consultation)
        make_event(make_consultation())
    with django_assert_num_queries(QUERIES[name]):
        client.get(url(name, event))


@pytest.mark.parametrize("name", [*OF_CONSULTATION, *OF_EVENT])
def test_an_unpublished_consultation_is_seen_by_its_staff_only(
    client: Client, event: Event, name: str
) -> None:
    consultation = event.consultation
    consultation.is_public = False
    consultation.save()
    seen = {}

    for who, user in {
        "nobody": None,
        "other": make_user(StaffRole.COORDINATOR),
        "reviewer": make_user(StaffRole.REVIEWER, consultation),
        "superuser": make_user(is_superuser=True),
    }.items():
        client.logout()
        if user:
            client.force_login(user)
        seen[who] = client.get(url(name, event)).status_code

    assert seen == {"nobody": 404, "other": 404, "reviewer": 200, "superuser": 200}


def test_the_list_shows_public_consultations_with_their_state(client: Client, event: Event) -> None:
    make_consultation(title=both("Secret plans"), is_public=False)
    today = timezone.now().date()
    make_consultation(
        title=both("Later"), opens_on=today + timedelta(days=5), closes_on=today + timedelta(days=6)
    )

    page = read(client, url("list", event))

    assert "Safer streets" in page
    assert "Opens on" in page
    assert "Secret plans" not in page


def test_without_consultations_the_list_says_so(client: Client) -> None:
    assert "There is no consultation yet." in read(client, "/en/")


def ways_shown(client: Client, event: Event) -> list[tuple[str, str]]:
    ways = client.get(url("consultation", event)).context["ways"]
    return [(way.event.slug, way.state.value) for way in ways]


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [(-2, -1, None), (-1, 1, "open"), (1, 2, "upcoming")],
)
def test_what_can_still_be_done_is_a_way_to_take_part(
    client: Client, start: int, end: int, state: str | None
) -> None:
    now = timezone.now()
    survey = make_event(
        kind=EventKind.SURVEY, starts_at=now + timedelta(days=start), ends_at=now + timedelta(days=end)
    )

    assert ways_shown(client, survey) == ([(survey.slug, state)] if state else [])


def test_an_open_survey_is_offered_and_a_closed_one_is_not(client: Client) -> None:
    survey = make_event(kind=EventKind.SURVEY)
    link = reverse("submissions:take_part", args=[survey.consultation.slug, survey.slug])

    before = read(client, url("consultation", survey))
    Event.objects.update(ends_at=timezone.now())
    after = read(client, url("consultation", survey))

    assert (link in before, link in after) == (True, False)


@pytest.mark.parametrize("kind", [EventKind.CONFERENCE, EventKind.SURVEY])
def test_the_page_of_an_event_that_is_over_says_so_and_leads_on(client: Client, kind: str) -> None:
    now = timezone.now()
    event = make_event(kind=kind, starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    main = BeautifulSoup(client.get(url("event", event)).content, "html.parser").select_one("main")

    assert main is not None
    assert ("This event is over." if kind == EventKind.CONFERENCE else "Closed on") in main.get_text()
    assert [link.get_text() for link in main.select("a")][:1] == ["See the consultation"]
    assert "calendar" not in main.get_text()


def test_while_late_words_are_taken_the_page_gives_no_earlier_end(client: Client) -> None:
    now = timezone.now()
    ended = now - timedelta(days=30)
    survey = make_event(
        kind=EventKind.SURVEY,
        starts_at=ended - timedelta(days=1),
        ends_at=ended,
        late_until=now + timedelta(days=1),
    )

    page = BeautifulSoup(client.get(url("event", survey)).content, "html.parser")
    assert len(page.select("main .page time")) == 1


def test_notes_taken_in_late_do_not_keep_a_conference_open(client: Client) -> None:
    now = timezone.now()
    conference = make_event(
        kind=EventKind.CONFERENCE, ends_at=now - timedelta(hours=1), late_until=now + timedelta(days=1)
    )

    assert ways_shown(client, conference) == []


@pytest.mark.parametrize(
    ("listed", "rule", "named"),
    [
        (True, "attributable", True),
        (True, "by_consent", True),
        (True, "chatham_house", False),
        (False, "attributable", False),
        (False, "chatham_house", False),
    ],
)
@pytest.mark.parametrize("name", ["consultation", "programme", "event"])
def test_a_speaker_is_named_if_listed_and_not_under_the_chatham_house_rule(
    client: Client, listed: bool, rule: str, named: bool, name: str
) -> None:
    session = make_session(attribution_rule=rule)
    consultation = session.event.consultation
    organization = make_organization(consultation, name=both("Zebra Crossing League"))
    speaker = make_participant(consultation, name="Zoe Zebra", organization=organization, listed=listed)
    Presentation.objects.create(session=session, participant=speaker)

    page = read(client, url(name, session.event))

    assert ("Zoe Zebra" in page, "Zebra Crossing League" in page) == (named, named)


@pytest.mark.parametrize("name", [*OF_CONSULTATION, *OF_EVENT, "list"])
def test_participants_are_on_no_public_page(client: Client, event: Event, name: str) -> None:
    person = make_participant(event.consultation, name="Secret Person", email="secret@example.net")
    event.registrations.create(participant=person)

    page = read(client, url(name, event))

    assert "Secret Person" not in page
    assert "secret@example.net" not in page


@pytest.mark.parametrize("name", [*OF_CONSULTATION, *OF_EVENT])
def test_the_notice_of_a_consultation_stands_on_its_pages(client: Client, event: Event, name: str) -> None:
    Consultation.objects.update(notice=both("All of this is invented."))

    assert "All of this is invented." in read(client, url(name, event))


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"


def test_texts_are_printed_as_text(client: Client) -> None:
    texts: dict[str, Any] = dict.fromkeys(
        ("title", "summary", "purpose", "how_to_take_part", "notice"), both(HOSTILE)
    )
    consultation = make_consultation(**texts)
    event = make_event(consultation, title=both(HOSTILE), summary=both(HOSTILE), place=both(HOSTILE))
    make_session(event, title=both(HOSTILE), summary=both(HOSTILE), attribution_rule="attributable")

    for name in (*OF_CONSULTATION, *OF_EVENT, "list"):
        page = read(client, url(name, event))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_address_has_a_page_of_its_own(client: Client, language: str) -> None:
    response = client.get(f"/{language}/nothing/here/")

    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


def test_the_page_of_an_error_needs_nothing_that_may_have_failed() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")
