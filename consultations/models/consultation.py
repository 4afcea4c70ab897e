from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from consultations.languages import LONGEST_CODE
from consultations.languages import known as known_languages
from consultations.models.bilingual import BilingualField
from consultations.models.rules import AttributionRule, ChairSide, Language, StaffRole

ADDRESS_HELP = _("What its page is called on the web, without spaces or accents. Example: school-buses.")
SMALLEST_GROUP = 3
# Once people spoke it only grows: a slip of the hand must not leave a report without figures.
LARGEST_SMALLEST_GROUP = 50
# Names no country's numbers: a consultation gives its own.
HELP_IN_DANGER = gettext_noop(
    "If you or somebody near you is in danger now, call the emergency number where you are. If you are being hurt, or "
    "think of hurting yourself, a helpline, a shelter or somebody you trust can help today. Nobody reads these pages "
    "at all hours, so please do not wait for an answer from us."
)


def both_languages() -> list[str]:
    return [Language.ENGLISH.value, Language.FRENCH.value]


def validate_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError(
            _("Not a known time zone. Example: America/Toronto."), code="time_zone"
        ) from None


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def public(self) -> ConsultationQuerySet:
        return self.filter(is_public=True)

    def for_staff(self, user: Any, *roles: StaffRole) -> ConsultationQuerySet:
        """Consultations in which ``user`` holds one of ``roles`` (any role when none is given)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        memberships = Membership.objects.filter(user=user)
        if roles:
            memberships = memberships.filter(role__in=roles)
        return self.filter(pk__in=memberships.values("consultation"))


class Consultation(models.Model):
    """One exercise with a purpose, dates, two co-chairs, an outline and events."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=ADDRESS_HELP)
    title = BilingualField(_("title"), max_length=200)
    summary = BilingualField(
        _("summary"), max_length=600, help_text=_("One or two sentences under the title.")
    )
    purpose = BilingualField(_("purpose"), multiline=True)
    how_to_take_part = BilingualField(_("how to take part"), multiline=True, blank=True)
    notice = BilingualField(
        _("notice"), max_length=600, blank=True,
        help_text=_("Printed on every page and in the report, for example that the content is illustrative."),
    )  # fmt: skip
    help_in_danger = BilingualField(
        _("help in danger"), multiline=True, max_length=1500, blank=True,
        help_text=_(
            "Shown once, after sending, to whoever wrote something that hints at self-harm or danger. Give the numbers "
            "to call where people live. Left empty, they read: call the emergency number where you are."
        ),
    )  # fmt: skip
    contact = models.EmailField(_("contact address"), blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"), help_text=_("The last day on which people can take part."))
    report_date = models.DateField(_("date of the report"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="America/Toronto", validators=[validate_time_zone]
    )
    languages = ArrayField(
        models.CharField(max_length=LONGEST_CODE, choices=known_languages),
        default=both_languages,
        verbose_name=_("languages of input"),
    )
    attribution_rule = models.CharField(
        _("attribution rule"), max_length=20, choices=AttributionRule, default=AttributionRule.CHATHAM_HOUSE
    )
    k = models.PositiveSmallIntegerField(
        _("smallest group"), default=10, validators=[MaxValueValidator(LARGEST_SMALLEST_GROUP)],
        help_text=_("Smaller groups are never counted or named in print. At least 3."),
    )  # fmt: skip
    report_title = BilingualField(_("title of the report"), max_length=200)
    report_subtitle = BilingualField(_("subtitle of the report"), max_length=300, blank=True)
    is_public = models.BooleanField(_("visible to the public"), default=False)
    # Orders entries and makes public ids; it never leaves the server.
    ordering_key = models.CharField(max_length=64, default=secrets.token_hex, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="consultation_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(k__gte=SMALLEST_GROUP), name="consultation_k_at_least_3"),
            models.CheckConstraint(
                condition=Q(attribution_rule__in=AttributionRule.values), name="consultation_rule_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation", kwargs={"slug": self.slug})

    def clean(self) -> None:
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": _("The last day cannot come before the first.")})
        if self.k is not None and self.k < SMALLEST_GROUP:
            raise ValidationError({"k": _("The smallest group cannot be smaller than three people.")})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def opens_at(self) -> datetime:
        return datetime.combine(self.opens_on, time.min, self.zone)

    @property
    def closes_at(self) -> datetime:
        """The first moment that is too late: midnight after the closing day, local time."""
        return datetime.combine(self.closes_on + timedelta(days=1), time.min, self.zone)

    @property
    def help(self) -> str:
        """For somebody in danger, in the reader's language."""
        return str(self.help_in_danger) or gettext(HELP_IN_DANGER)

    def today(self) -> date:
        return timezone.now().astimezone(self.zone).date()


class CoChair(models.Model):
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="co_chairs")
    side = models.CharField(_("side"), max_length=20, choices=ChairSide)
    name = BilingualField(_("name as printed"), max_length=200)
    organization = models.ForeignKey(
        "consultations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chairs",
        verbose_name=_("organization"),
    )

    class Meta:
        verbose_name = _("co-chair")
        verbose_name_plural = _("co-chairs")
        ordering = ["-side"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "side"], name="cochair_one_per_side"),
            models.CheckConstraint(condition=Q(side__in=ChairSide.values), name="cochair_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Membership(models.Model):
    """A staff member's role in one consultation. Without one, its admin pages do not exist for them."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("staff member")
    )
    role = models.CharField(_("role"), max_length=30, choices=StaffRole)

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        ordering = ["consultation", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "user", "role"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=StaffRole.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
