from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations import languages
from consultations.models.bilingual import BilingualField
from consultations.models.consultation import Consultation
from consultations.models.event import Event, Session
from consultations.models.naming import kind_alone
from consultations.models.rules import Language, OrganizationKind, ParticipantRole, Sector
from consultations.unordered import unordered_id

ILLUSTRATIVE_HELP = _("Invented for a demonstration; said wherever the name is printed.")


class Organization(models.Model):
    """A body of one consultation, in a tree: a branch stands under its department."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="organizations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name=_("part of")
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind)
    name = BilingualField(_("name"), max_length=200)
    acronym = BilingualField(_("acronym"), max_length=30, blank=True)
    takes_advice = models.BooleanField(
        _("advice can be addressed to it"), default=False,
        help_text=_("It then has a place in the annex and in the list that participants choose from."),
    )  # fmt: skip
    listed = models.BooleanField(
        _("agreed to be listed"), default=False, help_text=_("May be named as having been present.")
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False, help_text=ILLUSTRATIVE_HELP)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "code"], name="organization_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="organization_not_its_own_parent"
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else str(self.name)

    def clean(self) -> None:
        if self.parent and self.parent.consultation_id != self.consultation_id:
            raise ValidationError({"parent": _("Choose an organization of the same consultation.")})
        seen, above = {self.pk}, self.parent
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("An organization cannot stand under itself.")})
            seen.add(above.pk)
            above = above.parent


class Group(models.Model):
    """A named circle within a sector, as a report lists it: "partners", "parliamentarians"."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="groups")
    sector = models.CharField(_("sector"), max_length=30, choices=Sector)
    name = BilingualField(
        _("name, in the plural"),
        max_length=120,
        help_text=_("As it stands inside a sentence, in lower case."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("group of participants")
        verbose_name_plural = _("groups of participants")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="group_sector_known"),
        ]

    def __str__(self) -> str:
        return str(self.name)


def plain_participant() -> list[str]:
    return [ParticipantRole.PARTICIPANT.value]


class Participant(models.Model):
    """A person taking part. Nothing that is said under the Chatham House Rule points here."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="participants")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("organization"),
    )
    sector = models.CharField(_("sector"), max_length=30, choices=Sector)
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("group of participants"),
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=ParticipantRole),
        default=plain_participant,
        verbose_name=_("roles"),
    )
    language = models.CharField(
        _("language"), max_length=languages.LONGEST_CODE, choices=languages.known, default=Language.ENGLISH
    )
    biography = BilingualField(_("biography"), multiline=True, blank=True)
    listed = models.BooleanField(
        _("agreed to be listed"), default=False, help_text=_("May be named as having been present.")
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False, help_text=ILLUSTRATIVE_HELP)
    left_alone = models.BooleanField(
        _("wants no more messages"),
        default=False,
        help_text=_(
            "Gets no invitation, reminder or announcement; only what concerns a place they asked for."
        ),
    )
    bounced = models.BooleanField(
        _("mail comes back"), default=False, help_text=_("Cleared when another address is entered.")
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(language__regex=languages.CODE), name="participant_language_is_a_code"
            ),
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="participant_sector_known"),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return self.name


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def with_place(self) -> RegistrationQuerySet:
        return self.filter(waiting_position=None)

    def waiting(self) -> RegistrationQuerySet:
        """Who is first in line comes first."""
        return self.exclude(waiting_position=None).order_by("waiting_position")


class Registration(models.Model):
    """A participant's place at an event, or a place in line for one while ``waiting_position`` is set.

    ``attended`` is empty until somebody took attendance. ``consultations/places.py`` gives places and takes them
    back; a trigger refuses more of them than an event has.
    """

    id = models.BigAutoField(primary_key=True, default=unordered_id, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="registrations")
    attended = models.BooleanField(_("attended"), null=True, blank=True)
    # Forgotten as soon as there is a place: nobody needs to know who asked first.
    waiting_position = models.PositiveIntegerField(
        _("place on the waiting list"), null=True, blank=True, editable=False
    )
    needs = models.TextField(
        _("what this person needs to take part"),
        max_length=1000,
        blank=True,
        help_text=_("For the organisers alone; deleted 30 days after the event."),
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["event", "participant"], name="registration_once"),
            models.UniqueConstraint(
                fields=["event", "waiting_position"], name="registration_one_behind_another"
            ),
            models.CheckConstraint(
                condition=Q(waiting_position=None) | Q(attended=None),
                name="registration_attended_has_a_place",
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.participant}, {self.event}"


class Presentation(models.Model):
    """A participant on the programme of a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="presentations")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="presentations")
    subject = BilingualField(_("subject"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "participant"], name="presentation_once")]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.participant}: {self.session}"


class Resource(models.Model):
    """Something worth reading, listed in an annex of the report."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="resources")
    title = BilingualField(_("title"), max_length=300)
    publisher = BilingualField(_("author or publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("link"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.title)
