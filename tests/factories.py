"""Plain functions that make what a test needs. Fixed, boring values; say in the test what matters to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone

from consultations.models import (
    Bilingual,
    Consultation,
    Event,
    EventKind,
    Membership,
    Organization,
    OrganizationKind,
    Participant,
    Sector,
    Session,
    SessionKind,
    Topic,
)
from consultations.programme import create_consultation
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import Contribution, SetAsideReason, Via

_number = count(1)


def unique(word: str) -> str:
    return f"{word}-{next(_number)}"


def both(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (fr)")


def make_consultation(**fields: Any) -> Consultation:
    """Public, running from last week to next week, by default under the Chatham House Rule."""
    today = timezone.now().date()
    values: dict[str, Any] = {
        "slug": unique("consultation"),
        "title": both("Safer streets"),
        "summary": both("Tell us about the streets."),
        "purpose": both("To make the streets safer."),
        "opens_on": today - timedelta(days=7),
        "closes_on": today + timedelta(days=7),
        "report_title": both("What we heard about the streets"),
        "report_date": date(2030, 1, 2),
        "is_public": True,
    }
    return create_consultation(**{**values, **fields})


def make_event(
    consultation: Consultation | None = None, kind: str = EventKind.OPEN_CALL, **fields: Any
) -> Event:
    """An event that is open now. Without a rule of its own it inherits the consultation's."""
    now = timezone.now().replace(microsecond=0)
    values: dict[str, Any] = {
        "slug": unique("event"),
        "title": both("Tell us"),
        "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=1),
    }
    return Event.objects.create(
        consultation=consultation or make_consultation(), kind=kind, **{**values, **fields}
    )


def make_session(event: Event | None = None, kind: str = SessionKind.BREAKOUT, **fields: Any) -> Session:
    event = event or make_event(kind=EventKind.CONFERENCE)
    values: dict[str, Any] = {
        "code": unique("session"),
        "title": both("Table 1"),
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
    }
    return Session.objects.create(event=event, kind=kind, **{**values, **fields})


def make_topic(consultation: Consultation | None = None, section: int = 1, **fields: Any) -> Topic:
    consultation = consultation or make_consultation()
    values: dict[str, Any] = {"code": unique("topic"), "title": both("Crossings")}
    return Topic.objects.create(section=consultation.sections.get(number=section), **{**values, **fields})


def make_organization(
    consultation: Consultation | None = None, kind: str = OrganizationKind.CIVIL_SOCIETY, **fields: Any
) -> Organization:
    values: dict[str, Any] = {"code": unique("organization"), "name": both("Walkers United")}
    return Organization.objects.create(
        consultation=consultation or make_consultation(), kind=kind, **{**values, **fields}
    )


def make_participant(
    consultation: Consultation | None = None, sector: str = Sector.CIVIL_SOCIETY, **fields: Any
) -> Participant:
    return Participant.objects.create(
        consultation=consultation or make_consultation(),
        sector=sector,
        **{"name": "Ada Walker", "email": f"{unique('ada')}@example.org", **fields},
    )


def make_user(role: str | None = None, consultation: Consultation | None = None, **fields: Any) -> Any:
    """A staff user without superuser rights; with ``role``, a member of ``consultation``."""
    user = get_user_model().objects.create_user(
        **{"username": unique("staff"), "password": "correct horse battery", "is_staff": True, **fields}
    )
    if role:
        Membership.objects.create(consultation=consultation or make_consultation(), user=user, role=role)
    return user


def make_contribution(
    event: Event | None = None,
    text: str = "Paint the crossings again.",
    topic: Topic | None = None,
    language: str = "en",
    addressees: tuple[Organization, ...] = (),
    **arrival: Any,
) -> Contribution:
    """Came in by the one way in, pending. Further fields are those of ``Arrival``."""
    event = event or make_event()
    point = Point(text, topic or make_topic(event.consultation), addressees=addressees)
    values: dict[str, Any] = {"via": Via.WEB, "language": language, **arrival}
    receipt = submit(Arrival(event=event, points=(point,), **values), key=uuid4(), late=True)
    return receipt.submission.contributions.get()


def make_reason(consultation: Consultation | None = None, **fields: Any) -> SetAsideReason:
    values: dict[str, Any] = {"code": unique("reason"), "label": both("Not about the streets"), **fields}
    return SetAsideReason.objects.create(consultation=consultation or make_consultation(), **values)
