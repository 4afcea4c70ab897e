"""What review adds to a contribution, without touching its words."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import BilingualField, Consultation, Topic
from consultations.models.naming import kind_alone
from submissions.models.submission import Contribution, Submission


class Theme(models.Model):
    """A finding within a topic, backed by contributions."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="themes", verbose_name=_("topic"))
    code = models.SlugField(_("code"), max_length=60)
    title = BilingualField(_("title"), max_length=200)
    statement = BilingualField(_("statement"), multiline=True)
    contributions = models.ManyToManyField(Contribution, through="submissions.Support", related_name="themes")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["topic", "code"]
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="theme_code_once")]

    def __str__(self) -> str:
        return str(self.title)


class Support(models.Model):
    """A contribution stands behind a theme; ``is_quoted`` asks for its words, as far as its rule permits."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="supports")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="supports")
    is_quoted = models.BooleanField(_("quoted"), default=False)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["theme", "contribution"], name="support_once")]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.theme}: {self.contribution}"


class Redaction(models.Model):
    """A span of the original, [start, end) in characters, and the words that stand in its place."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="redactions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    replacement = models.CharField(_("replacement"), max_length=200)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="redaction_covers_something")
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.start}-{self.end}: {self.replacement}"


class Note(models.Model):
    """A reviewer's remark; never printed."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    # Empty beside a question: a trigger refuses a time there.
    written_at = models.DateTimeField(_("written at"), null=True, default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "pk"]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return self.text[:80]


class FlagKind(models.TextChoices):
    DANGER = "danger", _("Somebody may be in danger: read it first")
    PERSONAL_INFORMATION = "personal_information", _("May name or identify a person")
    DUPLICATE = "duplicate", _("Much like another contribution")
    LEAK = "leak", _("Stopped a report: it names someone protected")
    VERBATIM = "verbatim", _("Stopped a report: another text repeats these words as they were said")


class Flag(models.Model):
    """Something a reviewer should look at; set by screening or by the leak check, closed by a person."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="flags")
    kind = models.CharField(_("kind"), max_length=30, choices=FlagKind)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FlagKind.values), name="flag_kind_known"),
            models.UniqueConstraint(fields=["contribution", "kind", "detail"], name="flag_once"),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}" if self.detail else self.get_kind_display()


class Fingerprint(models.Model):
    """By which a contribution's near duplicates are found without comparing it with all: see ``likeness.py``."""

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="fingerprint_bands")]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return str(self.pk)


class Clearance(models.Model):
    """A reviewer's decision, with the reason, that words may stand although they name someone."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="clearances")
    words = models.CharField(_("words"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [models.UniqueConstraint(fields=["contribution", "words"], name="clearance_once")]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return self.words


class VerbatimDecision(models.Model):
    """A reviewer's decision, with the reason, that protected words may be printed as they were said.

    ``text_hash`` is that of the texts which the reviewer read; once they change the decision is over.
    """

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, primary_key=True, related_name="verbatim_decision"
    )
    text_hash = models.CharField(max_length=64, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision to print words as they were said")
        verbose_name_plural = _("decisions to print words as they were said")

    __repr__ = kind_alone

    def __str__(self) -> str:
        return self.reason


class AuditEntry(models.Model):
    """Who did what. Append-only: a trigger refuses update and delete.

    ``at`` is empty for what a participant did, and for what staff did to a question: then only the day is kept.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    action = models.CharField(_("action"), max_length=40)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="audit")
    contribution = models.ForeignKey(Contribution, models.PROTECT, null=True, related_name="audit")
    detail = models.JSONField(_("detail"), default=dict)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("time"), null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(at=None), name="audit_participants_leave_no_time"
            )
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.on} {self.action}"
