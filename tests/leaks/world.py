"""A plan as rows: what staff enter before anybody speaks. Registration goes over the public page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from consultations.models import (
    AttributionRule,
    Bilingual,
    ChairSide,
    CoChair,
    Consultation,
    Event,
    EventKind,
    Membership,
    Organization,
    Participant,
    ParticipantRole,
    Presentation,
    Registration,
    Session,
    StaffRole,
    Topic,
)
from submissions.models import Choice, Question, QuestionKind, Questionnaire, SetAsideReason
from tests.factories import both, make_consultation, make_event, make_session, make_topic, make_user
from tests.leaks.plan import Body, Person, Place, Plan, Standing, Truth
from tests.leaks.promises import truth_of

MODES = ("walk", "cycle", "drive")
TALK_OF_EXPERT = "Streets elsewhere"


@dataclass
class Staff:
    """One account for each role, at work in every consultation of a database; ``outsider`` in another one."""

    users: dict[str, Any]

    @classmethod
    def hired(cls) -> Staff:
        users = {role: make_user(username=f"staff-{role}") for role in StaffRole.values}
        outsider = make_user(
            StaffRole.COORDINATOR, make_consultation(slug="elsewhere"), username="staff-outsider"
        )
        superuser = make_user(username="staff-superuser", is_superuser=True)
        return cls({**users, "outsider": outsider, "superuser": superuser})

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.users[role])
        return client


@dataclass
class World:
    plan: Plan
    truth: Truth
    staff: Staff
    consultation: Consultation
    topics: list[Topic]
    events: dict[str, Event]
    sessions: dict[str, Session]
    department: Organization
    accepted: set[str] = field(default_factory=set)  # marks
    quoted: set[str] = field(default_factory=set)  # marks of words that stand under the theme
    arrived: list[str] = field(default_factory=list)  # marks, in order
    codes: dict[str, str] = field(default_factory=dict)  # with the address that each was sent to
    did: Counter[str] = field(default_factory=Counter)  # what people did, to be counted


def built(plan: Plan, staff: Staff) -> World:
    consultation = make_consultation(
        slug=plan.slug, title=both(f"Streets of district {plan.index}"), k=plan.k, attribution_rule=plan.rule
    )
    for role in StaffRole.values:
        Membership.objects.create(consultation=consultation, user=staff.users[role], role=role)
    CoChair.objects.bulk_create(
        CoChair(
            consultation=consultation, side=side, name=Bilingual(f"Chair for {side}", f"Coprésidence, {side}")
        )
        for side in ChairSide.values
    )
    SetAsideReason.objects.create(consultation=consultation, code="other", label=both("About something else"))
    bodies = {body.code: add_body(consultation, body) for body in plan.bodies}
    topics = [
        make_topic(consultation, code=f"t{n}", section=n + 1, title=both(f"Topic {n}")) for n in range(2)
    ]
    events = {place.code: add_event(consultation, place, topics[0]) for place in plan.events}
    sessions = {
        session.code: make_session(
            events[place.code], session.kind, code=session.code, attribution_rule=session.rule
        )
        for place in plan.events
        for session in place.sessions
    }
    world = World(plan, truth_of(plan), staff, consultation, topics, events, sessions, bodies["department"])
    add_people(world, bodies)
    return world


def add_body(consultation: Consultation, body: Body) -> Organization:
    return Organization.objects.create(
        consultation=consultation,
        code=body.code,
        kind=body.kind,
        name=Bilingual(**{language: each.written for language, each in body.name.items()}),
        acronym=Bilingual(**{language: each.written for language, each in body.acronym.items()}),
        listed=body.public,
        takes_advice=body.takes_advice,
    )


def add_event(consultation: Consultation, place: Place, topic: Topic) -> Event:
    rule = AttributionRule(place.rule) if place.rule else None
    event = make_event(
        consultation, place.kind, slug=place.code, attribution_rule=rule, title=both(f"The {place.code}"),
        registration_is_open=place.kind in (EventKind.CONFERENCE, EventKind.WEBINAR),
        needs_room_code=place.needs_code, takes_questions=place.takes_questions,
    )  # fmt: skip
    if place.kind == EventKind.SURVEY:
        add_questions(event, topic)
    return event


def add_questions(event: Event, topic: Topic) -> None:
    survey = Questionnaire.objects.create(event=event)
    fields = {"questionnaire": survey, "topic": topic}
    Question.objects.create(
        code="words", kind=QuestionKind.LONG_TEXT, text=both("What should change?"), **fields
    )
    choice = Question.objects.create(
        code="mode", kind=QuestionKind.SINGLE_CHOICE, position=1, text=both("How do you travel?"), **fields
    )
    Choice.objects.bulk_create(
        Choice(question=choice, code=code, position=place, text=both(code.title()))
        for place, code in enumerate(MODES)
    )


def add_people(world: World, bodies: dict[str, Organization]) -> None:
    """Those who register themselves do it on the page; the others stand on the list that staff keep."""
    day = world.events["day"]
    listed = [person for person in world.plan.people if not person.registers]
    rows = Participant.objects.bulk_create(row_of(world, person, bodies) for person in listed)
    Registration.objects.bulk_create(Registration(event=day, participant=row, attended=True) for row in rows)
    talk = world.sessions["talk"]
    for person, row in zip(listed, rows, strict=True):
        if person.standing == Standing.EXPERT:
            Presentation.objects.create(session=talk, participant=row, subject=both(TALK_OF_EXPERT))


def row_of(world: World, person: Person, bodies: dict[str, Organization]) -> Participant:
    is_open = person.standing in (Standing.LISTED, Standing.EXPERT)
    role = ParticipantRole.EXPERT if person.standing == Standing.EXPERT else ParticipantRole.PARTICIPANT
    return Participant(
        consultation=world.consultation,
        name=person.name.written,
        email=person.email.written,
        organization=bodies[person.body.code] if person.body else None,
        sector=person.sector,
        roles=[role],
        language=person.language,
        listed=is_open,
    )


def registration(world: World, person: Person) -> tuple[str, dict[str, str]]:
    """The address of the public form, and what this person writes into it."""
    address = reverse("consultations:register", args=[world.plan.slug, "day"])
    return address, {
        "name": person.name.written,
        "email": person.email.written,
        "sector": person.sector,
        "language": person.language,
    }
