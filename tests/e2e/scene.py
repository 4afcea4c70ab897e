"""A small consultation with every way to take part, and its staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from consultations.models import (
    AttributionRule,
    Bilingual,
    ChairSide,
    CoChair,
    Consultation,
    Event,
    EventKind,
    OrganizationKind,
    Presentation,
    Session,
    SessionKind,
    StaffRole,
    Topic,
)
from submissions.models import Theme
from submissions.review import themes
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

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Scene:
    consultation: Consultation
    topics: tuple[Topic, Topic, Topic]
    theme: Theme
    call: Event
    conference: Event
    table: Session
    reviewer: Any
    coordinator: Any


def make_scene() -> Scene:
    consultation = make_consultation(
        slug="streets", attribution_rule=AttributionRule.BY_CONSENT,
        how_to_take_part=Bilingual("Write to us.", "Écrivez-nous."), contact="streets@example.org",
    )  # fmt: skip
    for side in ChairSide:
        CoChair.objects.create(consultation=consultation, side=side, name=both(f"Chair of {side.label}"))
    make_organization(
        consultation,
        OrganizationKind.DEPARTMENT,
        code="city",
        name=both("City"),
        takes_advice=True,
        listed=True,
    )
    first, second, third = (
        make_topic(consultation, section=number, code=code, title=both(title))
        for number, code, title in (
            (1, "past", "Past works"),
            (2, "traffic", "Traffic"),
            (3, "plans", "Plans"),
        )
    )
    reviewer = make_user(StaffRole.REVIEWER, consultation, username="reviewer")
    coordinator = make_user(StaffRole.COORDINATOR, consultation, username="coordinator")
    theme = themes.create_theme(
        third, by=reviewer, code="crossings", title=both("Safe crossings"),
        statement=both("Crossings near schools come first."),
    )  # fmt: skip
    conference, table = make_conference(consultation)
    call = make_event(consultation, slug="call", title=both("Open call"))
    return Scene(consultation, (first, second, third), theme, call, conference, table, reviewer, coordinator)


def make_conference(consultation: Consultation) -> tuple[Event, Session]:
    """Under the Chatham House Rule, with a talk on the record."""
    conference = make_event(
        consultation, EventKind.CONFERENCE, slug="day", title=both("Conference day"),
        attribution_rule=AttributionRule.CHATHAM_HOUSE,
    )  # fmt: skip
    talk = make_session(
        conference, SessionKind.FORMAL_PRESENTATION, code="talk", title=both("Opening talk"),
        attribution_rule=AttributionRule.ATTRIBUTABLE,
    )  # fmt: skip
    expert = make_participant(consultation, name="Ines Duarte", sector="international_expert", listed=True)
    Presentation.objects.create(session=talk, participant=expert, subject=both("Streets elsewhere"))
    return conference, make_session(conference, code="table", title=both("Table 1"))


def sign_in(page: Page, user: Any, to: str) -> None:
    page.goto(f"/admin/login/?next={to}")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url(f"**{to}")
