"""Who may do what: one sentence each. Pages, admin and API ask here and nowhere else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from consultations.models import Consultation, Membership, StaffRole
from consultations.models.consultation import ConsultationQuerySet


def coordinated(user: Any) -> ConsultationQuerySet:
    """Consultations that ``user`` coordinates."""
    return Consultation.objects.for_staff(user, StaffRole.COORDINATOR)


def reviewable(user: Any) -> ConsultationQuerySet:
    """Consultations whose contributions ``user`` may read and decide on."""
    return Consultation.objects.for_staff(user, StaffRole.COORDINATOR, StaffRole.REVIEWER)


def signable(user: Any) -> ConsultationQuerySet:
    """Consultations whose reports ``user`` signs for a co-chair."""
    return Consultation.objects.for_staff(
        user, StaffRole.SIGNATORY_GOVERNMENT, StaffRole.SIGNATORY_CIVIL_SOCIETY
    )


def with_reports(user: Any) -> ConsultationQuerySet:
    """Consultations whose unpublished reports ``user`` may read: coordinators, reviewers and signatories."""
    return Consultation.objects.for_staff(
        user,
        StaffRole.COORDINATOR,
        StaffRole.REVIEWER,
        StaffRole.SIGNATORY_GOVERNMENT,
        StaffRole.SIGNATORY_CIVIL_SOCIETY,
    )


def noting(user: Any) -> ConsultationQuerySet:
    """Consultations of whose sessions ``user`` takes notes: their rapporteurs and coordinators."""
    return Consultation.objects.for_staff(user, StaffRole.COORDINATOR, StaffRole.RAPPORTEUR)


def moderating(user: Any) -> ConsultationQuerySet:
    """Consultations whose questions ``user`` sorts for a panel: whoever reads all that comes in anyway."""
    return reviewable(user)


def is_coordinator(user: Any, consultation: Consultation) -> bool:
    return coordinated(user).filter(pk=consultation.pk).exists()


def is_reviewer(user: Any, consultation: Consultation) -> bool:
    return reviewable(user).filter(pk=consultation.pk).exists()


def visible(user: Any) -> ConsultationQuerySet:
    """Consultations whose pages ``user`` may read: public ones, and unpublished ones they work on."""
    return Consultation.objects.public() | Consultation.objects.for_staff(user)


def reviewers(consultation: Consultation) -> QuerySet[User]:
    """Members to whom a contribution of ``consultation`` can be given: those who may read and decide on it."""
    members = Membership.objects.filter(
        consultation=consultation, role__in=(StaffRole.COORDINATOR, StaffRole.REVIEWER)
    )
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("username")
