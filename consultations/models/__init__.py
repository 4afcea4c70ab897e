"""Who, what, when, under which rule."""

from consultations.models.bilingual import LANGUAGES, Bilingual, BilingualField
from consultations.models.consultation import CoChair, Consultation, Membership
from consultations.models.event import Event, Session
from consultations.models.invitation import Invitation, InvitationPurpose, InvitationState
from consultations.models.mail import Letter, Mail, MailReason, MailState
from consultations.models.outline import SECTION_NUMBERS, Section, Topic
from consultations.models.people import (
    Group,
    Organization,
    Participant,
    Presentation,
    Registration,
    Resource,
)
from consultations.models.rules import (
    ATTENDED,
    GATHERINGS,
    WRITTEN,
    Attribution,
    AttributionRule,
    ChairSide,
    EventKind,
    Language,
    OrganizationKind,
    ParticipantRole,
    Sector,
    SessionKind,
    StaffRole,
)

__all__ = [
    "ATTENDED",
    "GATHERINGS",
    "LANGUAGES",
    "SECTION_NUMBERS",
    "WRITTEN",
    "Attribution",
    "AttributionRule",
    "Bilingual",
    "BilingualField",
    "ChairSide",
    "CoChair",
    "Consultation",
    "Event",
    "EventKind",
    "Group",
    "Invitation",
    "InvitationPurpose",
    "InvitationState",
    "Language",
    "Letter",
    "Mail",
    "MailReason",
    "MailState",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Participant",
    "ParticipantRole",
    "Presentation",
    "Registration",
    "Resource",
    "Section",
    "Sector",
    "Session",
    "SessionKind",
    "StaffRole",
    "Topic",
]
