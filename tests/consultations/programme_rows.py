"""One row of every model that the admin of this app edits, in one consultation."""

from __future__ import annotations

from typing import Any

from consultations import invitations
from consultations.models import (
    Consultation,
    Event,
    EventKind,
    Mail,
    Participant,
    Presentation,
    Registration,
    Resource,
)
from tests.factories import (
    both,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_topic,
)


def make_mail(event: Event, participant: Participant) -> Mail:
    invitations.invite(event, "register", [participant])
    return Mail.objects.get(participant=participant)


def make_rows(consultation: Consultation) -> dict[str, Any]:
    """By model name, as it stands in the addresses of the admin."""
    event = make_event(consultation, EventKind.CONFERENCE, attribution_rule="chatham_house")
    session = make_session(event)
    participant = make_participant(consultation, name="Secret Person", email="secret@example.net")
    Presentation.objects.create(session=session, participant=participant)
    return {
        "consultation": consultation,
        "section": consultation.sections.get(number=1),
        "topic": make_topic(consultation),
        "event": event,
        "session": session,
        "invitation": invitations.issue(event, "register")[0],
        "organization": make_organization(consultation),
        "participant": participant,
        "registration": Registration.objects.create(event=event, participant=participant),
        "mail": make_mail(event, participant),
        "resource": Resource.objects.create(consultation=consultation, title=both("A guide")),
    }
