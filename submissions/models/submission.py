"""What was sent, and the units of text in it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations import languages
from consultations.models import (
    Attribution,
    AttributionRule,
    BilingualField,
    Consultation,
    Event,
    Organization,
    Participant,
    Sector,
    Session,
    Topic,
)
from consultations.models.naming import kind_alone
from consultations.permissions import reviewable
from submissions.models.questionnaire import Choice, MatrixRow, Question


class Via(models.TextChoices):
    WEB = "web", _("Web form")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    QUESTION = "question", _("Question of an audience")
    IMPORT = "import", _("Import")
    API = "api", _("API")


class Submission(models.Model):
    """One sending through one channel, with a receipt. Its rule is a copy, made when it arrived.

    Under the Chatham House Rule it says nothing of who sent it but the sector: a constraint holds every
    way in to that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="submissions", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("session")
    )
    via = models.CharField(_("came by"), max_length=20, choices=Via)
    rule = models.CharField(_("rule"), max_length=20, choices=AttributionRule)
    attribution = models.CharField(
        _("attribution"), max_length=20, choices=Attribution, default=Attribution.NOT_ATTRIBUTED
    )
    sector = models.CharField(_("sector"), max_length=30, choices=Sector, blank=True)
    language = models.CharField(_("language"), max_length=languages.LONGEST_CODE, choices=languages.known)
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("speaker"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("organization"),
    )
    name = models.CharField(_("name given"), max_length=150, blank=True)
    organization_name = models.CharField(_("organization given"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"), help_text=_("The day; no finer time is kept."))
    idempotency_key = models.UUIDField(unique=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    screened = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_on", "id"]
        indexes = [
            # The sweep asks for these every few seconds, and nearly always there are none.
            models.Index(fields=["id"], condition=Q(screened=False), name="submission_unscreened")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(via__in=Via.values), name="submission_via_known"),
            models.CheckConstraint(
                condition=~Q(via=Via.QUESTION)
                | Q(rule=AttributionRule.CHATHAM_HOUSE, sector="", session=None),
                name="submission_question_says_nothing_of_who_asks",
            ),
            models.CheckConstraint(
                condition=Q(language__regex=languages.CODE), name="submission_language_is_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(rule=AttributionRule.CHATHAM_HOUSE)
                | Q(
                    attribution=Attribution.NOT_ATTRIBUTED,
                    participant=None,
                    organization=None,
                    name="",
                    organization_name="",
                ),
                name="submission_chatham_house_stores_no_speaker",
            ),
            models.CheckConstraint(
                condition=~Q(rule=AttributionRule.BY_CONSENT, attribution=Attribution.NOT_ATTRIBUTED)
                | Q(participant=None, organization=None, name="", organization_name=""),
                name="submission_without_consent_stores_no_speaker",
            ),
            models.CheckConstraint(
                condition=~Q(rule=AttributionRule.BY_CONSENT, attribution=Attribution.ORGANIZATION)
                | Q(participant=None, name=""),
                name="submission_organization_only_stores_no_name",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=AttributionRule.values), name="submission_rule_known"
            ),
            models.CheckConstraint(
                condition=Q(attribution__in=Attribution.values), name="submission_attribution_known"
            ),
            models.CheckConstraint(
                condition=Q(sector__in=["", *Sector.values]), name="submission_sector_known"
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return _("Submission of %(day)s, %(event)s") % {"day": self.received_on, "event": self.event}


class Status(models.TextChoices):
    PENDING = "pending", _("Pending")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    SET_ASIDE = "set_aside", _("Set aside")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SetAsideReason(models.Model):
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="set_aside_reasons")
    code = models.SlugField(_("code"), max_length=60)
    label = BilingualField(
        _("reason"), max_length=200, help_text=_("Whoever wrote the words reads it on their receipt.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason to set aside")
        verbose_name_plural = _("reasons to set aside")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="reason_code_once")]

    def __str__(self) -> str:
        return str(self.label)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def accepted(self) -> ContributionQuerySet:
        return self.filter(status=Status.ACCEPTED)

    def awaiting(self) -> ContributionQuerySet:
        return self.filter(status__in=(Status.PENDING, Status.IN_REVIEW))

    def for_consultation(self, consultation: Consultation) -> ContributionQuerySet:
        return self.filter(submission__event__consultation=consultation)

    def visible_to(self, user: Any) -> ContributionQuerySet:
        """What a reviewer or coordinator of the consultation may open."""
        return self.filter(submission__event__consultation__in=reviewable(user))


class Contribution(models.Model):
    """One unit of free text: what is reviewed, coded and cited. A trigger keeps ``text`` as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="contributions")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="contributions", verbose_name=_("topic"))
    language = models.CharField(_("language"), max_length=languages.LONGEST_CODE, choices=languages.known)
    text = models.TextField(_("text as received"), editable=False)
    paraphrase_en = models.TextField(_("paraphrase in English"), blank=True)
    paraphrase_fr = models.TextField(_("paraphrase in French"), blank=True)
    status = models.CharField(
        _("state"), max_length=20, choices=Status, default=Status.PENDING, editable=False
    )
    set_aside_reason = models.ForeignKey(
        SetAsideReason, models.PROTECT, null=True, blank=True, editable=False, related_name="contributions"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("Assigned to"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    addressees = models.ManyToManyField(
        Organization, blank=True, related_name="advice", verbose_name=_("addressed to")
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["id"]
        indexes = [models.Index(fields=["status", "topic"], name="contribution_status_topic")]
        constraints = [
            models.CheckConstraint(
                condition=Q(language__regex=languages.CODE), name="contribution_language_is_a_code"
            ),
            models.UniqueConstraint(fields=["submission", "position"], name="contribution_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="contribution_has_text"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="contribution_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.SET_ASIDE, set_aside_reason__isnull=False)
                | (~Q(status=Status.SET_ASIDE) & Q(set_aside_reason=None)),
                name="contribution_set_aside_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
                name="contribution_merged_names_its_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="contribution_not_merged_into_itself",
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        # Not its words: lists of what a deletion takes along, and the history that staff leave, print this.
        return _("Contribution %(number)s") % {"number": str(self.pk)[:8]}


class Answer(models.Model):
    """The reply to a closed question: counted, never quoted. A row per chosen or ranked choice, per scale, per line of
    a matrix, or per date. Beside words that name nobody a date is that of a month: a trigger refuses the day.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="answers")
    row = models.ForeignKey(MatrixRow, models.PROTECT, null=True, blank=True, related_name="answers")
    value = models.SmallIntegerField(_("scale value or rank"), null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "row", "choice"], nulls_distinct=False, name="answer_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "row"], condition=Q(row__isnull=False), name="answer_once_a_row"
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=False) | Q(value__isnull=False) | Q(day__isnull=False),
                name="answer_says_something",
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return str(self.choice or self.day or self.value)
