"""Who takes part: lists of ``name | organization | language | flags``, and the invited experts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.demo.folder import fields
from consultations.models import (
    GATHERINGS,
    Bilingual,
    Consultation,
    Group,
    Organization,
    Participant,
    ParticipantRole,
    Presentation,
    Registration,
    Sector,
    Session,
)

LISTS = (Sector.CIVIL_SOCIETY, Sector.GOVERNMENT, Sector.PARLIAMENT)


@dataclass(frozen=True)
class People:
    """``experts`` by code; ``by_sector`` in the order of the lists."""

    experts: dict[str, Participant]
    by_sector: dict[str, list[Participant]]


def load_people(consultation: Consultation, data: dict[str, Any]) -> People:
    organizations = {organization.code: organization for organization in consultation.organizations.all()}
    groups = dict(
        zip(
            (row["code"] for row in data.get("groups", [])),
            consultation.groups.order_by("position"),
            strict=True,
        )
    )
    by_sector = {
        sector.value: Participant.objects.bulk_create(
            participants(consultation, sector, data.get(sector.value, ""), organizations, groups)
        )
        for sector in LISTS
    }
    experts = {row["code"]: load_expert(consultation, row, organizations) for row in data.get("experts", [])}
    attend(consultation, data.get("webinar_attendance", {}), by_sector, list(experts.values()))
    return People(experts, by_sector)


def participants(
    consultation: Consultation,
    sector: str,
    lines: str,
    organizations: dict[str, Organization],
    groups: dict[str, Group],
) -> Iterator[Participant]:
    for number, line in enumerate(filter(str.strip, lines.splitlines())):
        name, organization, language, last = (cell.strip() for cell in line.split("|"))
        yield Participant(
            consultation=consultation,
            name=name,
            email=f"{sector}-{number}@example.org".replace("_", "-"),
            organization=organizations[organization],
            sector=sector,
            group=groups.get(last),
            language=language,
            listed=last == "l",
            is_illustrative=True,
        )


def load_expert(
    consultation: Consultation, row: dict[str, Any], organizations: dict[str, Organization]
) -> Participant:
    expert = Participant.objects.create(
        consultation=consultation,
        name=row["name"],
        organization=organizations[row["organization"]],
        sector=Sector.INTERNATIONAL_EXPERT,
        roles=[ParticipantRole.EXPERT, ParticipantRole.PRESENTER],
        listed=True,
        **fields(row, "biography"),
    )
    session = Session.objects.get(event__consultation=consultation, code=row["session"])
    Presentation.objects.create(session=session, participant=expert, subject=Bilingual.of(row["subject"]))
    return expert


def attend(
    consultation: Consultation,
    webinars: dict[str, Any],
    by_sector: dict[str, list[Participant]],
    experts: list[Participant],
) -> None:
    """Everybody comes to the conferences and public meetings; to a webinar, every nth name of a list as the case says."""
    came: list[Registration] = []
    for event in consultation.events.all():
        if event.kind in GATHERINGS:
            present = [person for people in by_sector.values() for person in people] + experts
        else:
            present = [
                person
                for sector, (step, offset) in webinars.get(event.slug, {}).items()
                for person in by_sector[sector][offset::step]
            ]
        came += [Registration(event=event, participant=person, attended=True) for person in present]
    Registration.objects.bulk_create(came)
