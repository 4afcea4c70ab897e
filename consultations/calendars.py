"""The programme as iCalendar (RFC 5545), for a calendar that a person keeps. It names nobody who takes part.

A UID stays the same when a time or a title changes, so that a calendar replaces what it had instead of adding to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from consultations.mail import Address
from consultations.models import WRITTEN, Consultation, Event, Session

# A value that changes with each download would make every subscriber's calendar say that the event has changed.
STAMP = datetime(2020, 1, 1, tzinfo=UTC)


def event_calendar(event: Event) -> bytes:
    """One event with its sessions, in the language of the page."""
    return calendar(event.consultation, [event], str(event.title))


def programme_calendar(consultation: Consultation, events: Iterable[Event]) -> bytes:
    return calendar(consultation, events, str(consultation.title))


def calendar(consultation: Consultation, events: Iterable[Event], name: str) -> bytes:
    found = Calendar()
    found.add("prodid", f"-//What We Heard//{get_language()}")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", consultation.time_zone)
    for event in events:
        found.add_component(of_event(event))
        for session in event.sessions.all():
            found.add_component(of_session(session, event))
    found.add_missing_timezones()
    return found.to_ical()


def of_event(event: Event) -> Entry:
    entry = base(event, event, f"event-{event.pk}")
    entry.add("summary", str(event.title))
    if event.summary:
        entry.add("description", str(event.summary))
    return entry


def of_session(session: Session, event: Event) -> Entry:
    entry = base(session, event, f"session-{session.pk}")
    entry.add("summary", _("%(event)s: %(session)s") % {"event": event.title, "session": session.title})
    return entry


def base(part: Event | Session, event: Event, name: str) -> Entry:
    zone = event.consultation.zone
    entry = Entry()
    entry.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", STAMP)
    entry.add("dtstart", part.starts_at.astimezone(zone))
    entry.add("dtend", part.ends_at.astimezone(zone))
    if event.place:
        entry.add("location", str(event.place))
    page = Address("consultations:event", {"slug": event.consultation.slug, "event_slug": event.slug})
    entry.add("url", str(page))
    # Whoever keeps it should stay free: an open call runs for weeks.
    entry.add("transp", "TRANSPARENT" if event.kind in WRITTEN else "OPAQUE")
    return entry
