"""The closed lists that constraints, rules and pages share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttributionRule(models.TextChoices):
    """What may be said about who spoke. ``attribution.py`` decides by it."""

    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule: never attributed")
    BY_CONSENT = "by_consent", _("As each contributor chooses")
    ATTRIBUTABLE = "attributable", _("On the record")


class Attribution(models.TextChoices):
    """What a contributor allows where the rule leaves a choice."""

    NOT_ATTRIBUTED = "not_attributed", _("Not attributed")
    ORGANIZATION = "organization", _("My organization only")
    NAMED = "named", _("My name and my organization")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class Sector(models.TextChoices):
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    GOVERNMENT = "government", _("Government")
    PARLIAMENT = "parliament", _("Parliament")
    INTERNATIONAL_EXPERT = "international_expert", _("International experts")
    ACADEMIA = "academia", _("Academia")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    PUBLIC = "public", _("Members of the public")


class EventKind(models.TextChoices):
    """An event's kind is the channel of everything said in it."""

    CONFERENCE = "conference", _("Conference")
    MEETING = "meeting", _("Public meeting")
    WEBINAR = "webinar", _("Webinar")
    SURVEY = "survey", _("Survey")
    SOCIAL = "social", _("Social media conversation")
    OPEN_CALL = "open_call", _("Open call")


# Kinds for which people come together in a room, and kinds that people attend rather than write to.
GATHERINGS = (EventKind.CONFERENCE, EventKind.MEETING)
ATTENDED = (*GATHERINGS, EventKind.WEBINAR)
# Kinds in which people write on this site, as long as the event is open.
WRITTEN = (EventKind.SURVEY, EventKind.OPEN_CALL)


class SessionKind(models.TextChoices):
    PLENARY = "plenary", _("Plenary")
    BREAKOUT = "breakout", _("Breakout")
    FORMAL_PRESENTATION = "formal_presentation", _("Formal presentation")
    QUESTIONS = "questions", _("Questions and answers")


class OrganizationKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    BRANCH = "branch", _("Branch")
    PUBLIC_BODY = "public_body", _("Public body: a board, council or agency")
    CIVIL_SOCIETY = "civil_society", _("Civil-society organization")
    PARLIAMENT = "parliament", _("Parliament")
    INTERNATIONAL = "international", _("International body")
    ACADEMIC = "academic", _("University or research body")
    PRIVATE = "private", _("Company")


class ChairSide(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    CIVIL_SOCIETY = "civil_society", _("Civil society")


class ParticipantRole(models.TextChoices):
    PARTICIPANT = "participant", _("Participant")
    CO_CHAIR = "co_chair", _("Co-chair")
    PRESENTER = "presenter", _("Presenter")
    EXPERT = "expert", _("Expert")
    RAPPORTEUR = "rapporteur", _("Rapporteur")


class StaffRole(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    SIGNATORY_GOVERNMENT = "signatory_government", _("Signatory for the government co-chair")
    SIGNATORY_CIVIL_SOCIETY = "signatory_civil_society", _("Signatory for the civil-society co-chair")
