"""What is published."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models import BilingualField, ChairSide, Consultation, Language, Organization
from consultations.permissions import with_reports


class ReportStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting for a worker")
    RUNNING = "running", _("Being compiled")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Stage(models.TextChoices):
    """How far a compile has come; shown with ``progress``."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading what was accepted")
    RENDERING = "rendering", _("Writing the files")
    CHECKING = "checking", _("Checking that no file tells who spoke")
    STORING = "storing", _("Storing the files")
    DONE = "done", _("Done")


class FailureReason(models.TextChoices):
    """Why a report failed, in words that say what to do."""

    NONE = "", _("None")
    LEAK = (
        "leak",
        _("A file would have named someone protected. Redact the flagged contributions, then compile again."),
    )
    NOTHING_ACCEPTED = (
        "nothing_accepted",
        _("Nothing has been accepted yet. Review some contributions, then compile again."),
    )
    UNBALANCED = (
        "unbalanced",
        _("The figures do not balance. Nothing was published; please tell the operators."),
    )
    RENDERING = (
        "rendering",
        _("A file could not be written. Please tell the operators; the log has the details."),
    )
    GAVE_UP = (
        "gave_up",
        _("The worker was stopped three times. Compile again; if it stops again, tell the operators."),
    )


ACTIVE = (ReportStatus.QUEUED, ReportStatus.RUNNING)


IS_PUBLIC = Q(published_on__isnull=False, taken_down_on=None, consultation__is_public=True)


class ReportQuerySet(models.QuerySet["Report"]):
    def active(self) -> ReportQuerySet:
        return self.filter(status__in=ACTIVE)

    def ready(self) -> ReportQuerySet:
        return self.filter(status=ReportStatus.READY)

    def released(self) -> ReportQuerySet:
        """Published once; readers may have kept what was taken down since."""
        return self.filter(published_on__isnull=False)

    def published(self) -> ReportQuerySet:
        return self.filter(IS_PUBLIC)

    def taken_down(self) -> ReportQuerySet:
        return self.filter(taken_down_on__isnull=False, consultation__is_public=True)

    def visible_to(self, user: Any) -> ReportQuerySet:
        """Published reports for everybody; the others for the staff of their consultation."""
        return self.filter(IS_PUBLIC | Q(consultation__in=with_reports(user)))


class Report(models.Model):
    """One compiled version. ``generation.py`` alone writes ``status``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="reports")
    version = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("state"), max_length=20, choices=ReportStatus, default=ReportStatus.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress (percent)"), default=0)
    failure_reason = models.CharField(
        _("reason for failure"), max_length=30, choices=FailureReason, blank=True
    )
    failure_detail = models.TextField(_("details for staff"), blank=True)
    manifest = models.JSONField(_("manifest"), default=dict)
    manifest_hash = models.CharField(_("hash of the manifest"), max_length=64, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    taken_down_on = models.DateField(_("taken down on"), null=True, blank=True)
    taken_down_reason = models.TextField(_("why it was taken down"), blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["consultation", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(status__in=["queued", "running"]),
                name="report_one_active",
            ),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="report_status_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_progress_at_most_100"),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(status=ReportStatus.READY),
                name="report_published_is_ready",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_on=None, taken_down_reason="")
                | (Q(taken_down_on__isnull=False, published_on__isnull=False) & ~Q(taken_down_reason="")),
                name="report_taken_down_was_published_and_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.FAILED) | ~Q(failure_reason=""),
                name="report_failure_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(version)s") % {"title": self.consultation, "version": self.version}

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def is_open_to_all(self) -> bool:
        return bool(self.published_on) and not self.taken_down_on


class FileFormat(models.TextChoices):
    HTML = "html", _("Web page")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    MARKDOWN = "md", _("Markdown")
    JSON = "json", _("JSON")
    CSV = "csv", _("CSV tables")
    XLSX = "xlsx", _("Spreadsheet")

    @property
    def suffix(self) -> str:
        """At the end of a file's name. The tables in CSV come together in one zip."""
        return "csv.zip" if self is FileFormat.CSV else self.value


class Edition(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal: for reviewers only")


class ReportFile(models.Model):
    """A finished file; ``path`` is relative to the store and named by its content."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    edition = models.CharField(_("edition"), max_length=10, choices=Edition)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    format = models.CharField(_("format"), max_length=10, choices=FileFormat)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("size (bytes)"))
    path = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["edition", "language", "format"]
        constraints = [
            models.CheckConstraint(condition=Q(edition__in=Edition.values), name="report_file_edition_known"),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="report_file_language_known"
            ),
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values), name="report_file_format_known"
            ),
            models.UniqueConstraint(
                fields=["report", "edition", "language", "format"], name="report_file_once"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="report_file_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """The name a reader downloads: it tells the consultation, the language and the format, nothing
        more.
        """
        internal = "-internal" if self.edition == Edition.INTERNAL else ""
        return f"{self.report.consultation.slug}{internal}.{self.language}.{FileFormat(self.format).suffix}"


class Decision(models.TextChoices):
    APPROVED = "approved", _("Approved")
    OBJECTED = "objected", _("Objected")


class SignOff(models.Model):
    """A co-chair's approval of a report version, or an objection to it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sign_offs")
    side = models.CharField(_("side"), max_length=20, choices=ChairSide)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    comment = models.TextField(_("comment"), blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=ChairSide.values), name="sign_off_side_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="sign_off_decision_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_decision_display()}"


class Part(models.TextChoices):
    """The drafted parts that a coordinator can replace."""

    ABOUT = "about", _("About this consultation")
    HOW_TO_READ = "how_to_read", _("How to read this report")
    SECTION_1 = "section_1", _("Introduction to section 1")
    SECTION_2 = "section_2", _("Introduction to section 2")
    SECTION_3 = "section_3", _("Introduction to section 3")
    METHOD = "method", _("Method")


class Narrative(models.Model):
    """A coordinator's own words in place of a drafted part, in one language, as plain text."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="narratives")
    part = models.CharField(_("part"), max_length=20, choices=Part)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    text = models.TextField(_("text"), help_text=_("Plain text. Paragraphs are separated by an empty line."))

    class Meta:
        verbose_name = _("narrative")
        verbose_name_plural = _("narratives")
        ordering = ["part", "language"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="narrative_part_known"),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="narrative_language_known"
            ),
            models.UniqueConstraint(fields=["consultation", "part", "language"], name="narrative_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} ({self.get_language_display()})"


class Response(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    IN_PART = "in_part", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


class Commitment(models.Model):
    """A department's answer to advice addressed to it."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="commitments", verbose_name=_("organization")
    )
    advice = BilingualField(_("the advice it answers"), max_length=400)
    response = models.CharField(_("answer"), max_length=20, choices=Response)
    statement = BilingualField(_("what will be done, or why not"), multiline=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response__in=Response.values), name="commitment_response_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.advice)
