"""The programme as a calendar file, read back as a calendar would."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from consultations.models import Consultation, Event, EventKind, Presentation
from tests.factories import both, make_consultation, make_event, make_participant, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """Two days across the night in which clocks in Toronto are put forward."""
    consultation = make_consultation(title=both("Safer streets"), time_zone="America/Toronto")
    event = make_event(
        consultation, EventKind.CONFERENCE, slug="day", title=both("Conference; with, commas"), place=both("Hall 1"),
        starts_at=datetime(2030, 3, 9, 14, tzinfo=UTC), ends_at=datetime(2030, 3, 10, 20, tzinfo=UTC),
    )  # fmt: skip
    session = make_session(
        event, title=both("Opening"), starts_at=event.starts_at, ends_at=datetime(2030, 3, 9, 15, tzinfo=UTC)
    )
    speaker = make_participant(consultation, name="Secret Person", listed=True)
    Presentation.objects.create(session=session, participant=speaker)
    return event


def read(client: Client, path: str) -> tuple[Calendar, list[Any]]:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = Calendar.from_ical(response.content)
    return found, found.walk("VEVENT")


def of_event(event: Event, language: str = "en") -> str:
    return f"/{language}/consultations/{event.consultation.slug}/events/{event.slug}/event.ics"


def test_an_event_and_its_sessions_are_read_back(client: Client, event: Event) -> None:
    calendar, (whole, session) = read(client, of_event(event))
    assert (str(whole["summary"]), str(whole["location"])) == ("Conference; with, commas", "Hall 1")
    assert str(session["summary"]) == "Conference; with, commas: Opening"
    assert calendar["version"] == "2.0"
    assert whole.decoded("dtstart") == event.starts_at
    assert whole.decoded("dtend") == event.ends_at
    assert session.decoded("dtend") == datetime(2030, 3, 9, 15, tzinfo=UTC)


def test_times_stand_in_the_zone_of_the_consultation_which_the_file_explains(
    client: Client, event: Event
) -> None:
    calendar, (whole, _session) = read(client, of_event(event))
    assert whole["dtstart"].params["TZID"] == "America/Toronto"
    assert whole["dtstart"].dt.replace(tzinfo=None) == datetime(2030, 3, 9, 9)
    assert whole["dtend"].dt.replace(tzinfo=None) == datetime(2030, 3, 10, 16)  # an hour was lost in between
    (zone,) = calendar.walk("VTIMEZONE")
    explained = zone.to_tz()
    for moment in (datetime(2030, 3, 9, 12), datetime(2030, 3, 10, 12), datetime(2030, 7, 1, 12)):
        real = moment.replace(tzinfo=ZoneInfo("America/Toronto")).utcoffset()
        assert moment.replace(tzinfo=explained).utcoffset() == real


def test_a_new_title_or_time_replaces_the_old_one(client: Client, event: Event) -> None:
    before = [str(entry["uid"]) for entry in read(client, of_event(event))[1]]
    Event.objects.update(
        title=both("Another title"), slug="other", starts_at=datetime(2030, 3, 9, 13, tzinfo=UTC)
    )
    event.refresh_from_db()
    after = [str(entry["uid"]) for entry in read(client, of_event(event))[1]]
    assert (before, len(set(before))) == (after, 2)


def test_the_address_says_the_language_and_the_entry_stays_one(client: Client, event: Event) -> None:
    _calendar, english = read(client, of_event(event))
    _calendar, french = read(client, of_event(event, "fr"))
    assert [str(entry["uid"]) for entry in english] == [str(entry["uid"]) for entry in french]
    assert str(french[0]["summary"]) == "Conference; with, commas (fr)"
    assert "/fr/consultations/" in str(french[0]["url"])


def test_a_calendar_names_nobody(client: Client, event: Event) -> None:
    body = client.get(of_event(event)).content
    assert b"Secret" not in body
    assert not [word for word in (b"ATTENDEE", b"ORGANIZER", b"CONTACT") if word in body]


def test_the_programme_holds_every_event(client: Client, event: Event) -> None:
    consultation: Consultation = event.consultation
    make_event(consultation, title=both("Open call"))
    calendar, entries = read(client, f"/en/consultations/{consultation.slug}/programme.ics")
    assert str(calendar["x-wr-calname"]) == "Safer streets"
    assert len(entries) == 3
    free = {str(entry["summary"]): str(entry["transp"]) for entry in entries}
    assert free["Open call"] == "TRANSPARENT"
    assert free["Conference; with, commas"] == "OPAQUE"


def test_lines_are_short_and_end_as_the_standard_says(client: Client, event: Event) -> None:
    body = client.get(of_event(event)).content
    assert body.count(b"\n") == body.count(b"\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_twice_the_same_programme_is_the_same_file(client: Client, event: Event) -> None:
    assert client.get(of_event(event)).content == client.get(of_event(event)).content


def test_what_is_not_published_has_no_calendar(client: Client, event: Event) -> None:
    Consultation.objects.update(is_public=False)
    assert client.get(of_event(event)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_programme_takes_the_same_queries_however_long(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    consultation = make_consultation()
    for _index in range(number):
        make_session(make_event(consultation, EventKind.CONFERENCE))
    with django_assert_num_queries(5):
        client.get(f"/en/consultations/{consultation.slug}/programme.ics")


@pytest.mark.parametrize("path", ["programme/", "events/day/"])
def test_pages_lead_to_the_file(client: Client, event: Event, path: str) -> None:
    page = client.get(f"/fr/consultations/{event.consultation.slug}/{path}").content.decode()
    assert ".ics" in page
