"""A letter to everybody who was invited or registered: the report is out."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from consultations import mail_queue
from consultations.models import Consultation, Letter, Mail, Participant


def readers(consultation: Consultation) -> QuerySet[Participant]:
    """Who can be told: invited or registered, with an address, and not asked to be left alone."""
    reached = Q(invitations__isnull=False) | Q(registrations__isnull=False)
    people = consultation.participants.filter(reached, bounced=False, left_alone=False)
    return people.exclude(email="").distinct()


def announce(consultation: Consultation, edition: str) -> int:
    """Writes to all of them that ``edition`` is published, once; says to how many."""
    today = consultation.today()
    return mail_queue.queue(
        Mail(
            consultation=consultation,
            participant=person,
            letter=Letter.PUBLICATION,
            about=edition,
            queued_on=today,
        )
        for person in readers(consultation)
    )
