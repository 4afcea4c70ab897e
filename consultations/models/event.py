from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.bilingual import BilingualField
from consultations.models.consultation import ADDRESS_HELP, Consultation
from consultations.models.outline import Topic
from consultations.models.rules import WRITTEN, AttributionRule, EventKind, SessionKind

RULE_HELP = _("Leave empty to inherit. Once something has been said here, the rule can only become stricter.")


def refuse_end_before_start(place: Event | Session) -> None:
    if place.starts_at and place.ends_at and place.ends_at <= place.starts_at:
        raise ValidationError({"ends_at": _("The end must come after the start.")})


class Event(models.Model):
    """Something that people attend or write to. Its kind is the channel of all that is said in it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    slug = models.SlugField(_("address"), max_length=80, help_text=ADDRESS_HELP)
    title = BilingualField(_("title"), max_length=200)
    summary = BilingualField(_("summary"), multiline=True, blank=True)
    place = BilingualField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    late_until = models.DateTimeField(
        _("late input is taken until"),
        null=True,
        blank=True,
        help_text=_("Leave empty to close at the end. Printed dates stay those of the event."),
    )
    attribution_rule = models.CharField(
        _("attribution rule"),
        max_length=20,
        choices=AttributionRule,
        null=True,
        blank=True,
        help_text=RULE_HELP,
    )
    registration_is_open = models.BooleanField(_("anyone may register"), default=False)
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Whoever registers when all are taken waits for one to be given back. Empty: no limit."),
    )
    remind_on = models.DateField(
        _("remind on"),
        null=True,
        blank=True,
        help_text=_(
            "The day on which invited people who have not answered are reminded. Empty: never by itself."
        ),
    )
    max_characters = models.PositiveIntegerField(_("longest contribution (characters)"), default=2000)
    needs_room_code = models.BooleanField(
        _("only with the code shown in the room"),
        default=False,
        help_text=_("The code is the same for everybody, so that nobody can be known by it."),
    )
    takes_questions = models.BooleanField(
        _("the audience may ask questions"),
        default=False,
        help_text=_("For a webinar, while it is on: on a page that asks nobody who they are."),
    )
    # The code follows from this number and the server's secret; it is stored nowhere.
    room_code_number = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "slug"], name="event_slug_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(attribution_rule__isnull=True) | Q(attribution_rule__in=AttributionRule.values),
                name="event_rule_known",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="event_has_a_place_or_no_limit"
            ),
            models.CheckConstraint(
                condition=Q(max_characters__range=(100, 50_000)), name="event_length_sane"
            ),
            models.CheckConstraint(
                condition=Q(needs_room_code=False) | Q(kind__in=WRITTEN) | Q(takes_questions=True),
                name="event_room_code_where_people_write",
            ),
            models.CheckConstraint(
                condition=Q(takes_questions=False) | Q(kind=EventKind.WEBINAR),
                name="event_questions_in_a_webinar",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse(
            "consultations:event", kwargs={"slug": self.consultation.slug, "event_slug": self.slug}
        )

    def clean(self) -> None:
        refuse_end_before_start(self)
        if self.takes_questions and self.kind != EventKind.WEBINAR:
            raise ValidationError({"takes_questions": _("Only a webinar has a page for questions.")})
        if self.needs_room_code and not (self.kind in WRITTEN or self.takes_questions):
            raise ValidationError(
                {"needs_room_code": _("Only surveys, open calls and questions are written to on this site.")}
            )

    @property
    def closes_at(self) -> datetime:
        """The first moment at which input is no longer taken."""
        return max(self.ends_at, self.late_until or self.ends_at)

    @property
    def keeps_its_sessions(self) -> bool:
        """Something was sent to it, in whichever session: one that could be deleted alone would tell of the others."""
        return self.submissions.exists()

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether input is taken at ``at`` (aware; default now)."""
        return self.starts_at <= (at or timezone.now()) < self.closes_at


class Session(models.Model):
    """A part of an event; it may set a rule of its own."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    title = BilingualField(_("title"), max_length=200)
    summary = BilingualField(_("summary"), multiline=True, blank=True)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("topic")
    )
    presented_by = models.ForeignKey(
        "consultations.Organization",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="presented_sessions",
        verbose_name=_("presented by"),
        help_text=_("The organization alone, when the speaker is not named on the programme."),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    attribution_rule = models.CharField(
        _("attribution rule"),
        max_length=20,
        choices=AttributionRule,
        null=True,
        blank=True,
        help_text=RULE_HELP,
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="session_code_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(kind__in=SessionKind.values), name="session_kind_known"),
            models.CheckConstraint(
                condition=Q(attribution_rule__isnull=True) | Q(attribution_rule__in=AttributionRule.values),
                name="session_rule_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        refuse_end_before_start(self)
