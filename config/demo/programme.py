"""``programme.yaml``: the consultation, its outline, organizations, events with sessions, staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from config.demo.folder import fields
from consultations.models import (
    Bilingual,
    CoChair,
    Consultation,
    Event,
    Group,
    Membership,
    Organization,
    Resource,
    Session,
    Topic,
)
from consultations.programme import create_consultation
from submissions.models import SetAsideReason

Row = dict[str, Any]


def load_programme(data: Row) -> Consultation:
    sections = [
        (Bilingual.of(row["title"]), Bilingual.of(row["guiding_question"])) for row in data["sections"]
    ]
    values = fields(data["consultation"], *data["consultation"])
    consultation = create_consultation(**values, sections=sections)
    load_topics(consultation, data["sections"])
    load_organizations(consultation, data["organizations"])
    load_co_chairs(consultation, data.get("co_chairs", []))
    load_ordered(Group, consultation, data.get("groups", []), "sector", "name")
    load_ordered(Resource, consultation, data.get("resources", []), "title", "publisher", "year", "url")
    load_ordered(SetAsideReason, consultation, data.get("set_aside_reasons", []), "code", "label")
    for row in data["events"]:
        load_event(consultation, row)
    load_staff(consultation, data["staff"])
    return consultation


def load_co_chairs(consultation: Consultation, rows: list[Row]) -> None:
    for row in rows:
        organization = consultation.organizations.filter(code=row.get("organization", "")).first()
        CoChair.objects.create(
            consultation=consultation, organization=organization, **fields(row, "side", "name")
        )


def load_ordered(
    model: type[Group | Resource | SetAsideReason], consultation: Consultation, rows: list[Row], *names: str
) -> None:
    """What a consultation lists in the order of the file."""
    for position, row in enumerate(rows):
        model._default_manager.create(consultation=consultation, position=position, **fields(row, *names))


def load_topics(consultation: Consultation, rows: list[Row]) -> None:
    sections = {section.number: section for section in consultation.sections.all()}
    Topic.objects.bulk_create(
        Topic(
            section=sections[row["number"]],
            position=position,
            **fields(topic, "code", "title", "description"),
        )
        for row in rows
        for position, topic in enumerate(row["topics"])
    )


def load_organizations(consultation: Consultation, rows: list[Row]) -> None:
    made: dict[str, Organization] = {}
    for position, row in enumerate(rows):
        names = ("code", "kind", "name", "acronym", "takes_advice", "listed", "is_illustrative")
        made[row["code"]] = Organization.objects.create(
            consultation=consultation,
            parent=made.get(row.get("parent", "")),
            position=position,
            **fields(row, *names),
        )


def load_event(consultation: Consultation, row: Row) -> None:
    names = ("kind", "slug", "title", "summary", "place", "starts_at", "ends_at", "attribution_rule")
    options = ("registration_is_open", "max_characters")
    event = Event(consultation=consultation, **fields(row, *names, *options, zone=consultation.zone))
    if row.get("late_days"):
        event.late_until = timezone.now() + timedelta(days=row["late_days"])
    event.save()
    load_sessions(event, row.get("sessions", []))


def load_sessions(event: Event, rows: list[Row]) -> None:
    consultation = event.consultation
    topics = {topic.code: topic for topic in Topic.objects.filter(section__consultation=consultation)}
    organizations = {organization.code: organization for organization in consultation.organizations.all()}
    names = ("code", "kind", "title", "summary", "starts_at", "ends_at", "attribution_rule")
    Session.objects.bulk_create(
        Session(
            event=event,
            topic=topics.get(row.get("topic", "")),
            presented_by=organizations.get(row.get("department", "")),
            **fields(row, *names, zone=consultation.zone),
        )
        for row in rows
    )


def load_staff(consultation: Consultation, rows: list[Row]) -> None:
    """Staff of the demonstration: no password yet, so nobody can sign in before ``account.py`` makes one."""
    for row in rows:
        user, is_new = User.objects.get_or_create(username=row["username"], defaults={"is_staff": True})
        if is_new:
            user.set_unusable_password()
            user.save()
        Membership.objects.create(consultation=consultation, user=user, role=row["role"])
