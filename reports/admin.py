"""Reports are looked at here and made in the workspace; narratives and commitments are written here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, consultation_pk
from consultations.admin.filters import ConsultationFilter
from reports.compiler.beforehand import would_stop
from reports.models import Commitment, Narrative, Report
from reports.services import AlreadyCompiling, request_compile

STOPS_THE_REPORT = _(
    "Saved, but this text would stop the next report: it names somebody who is protected, tells where somebody can be "
    "reached, or repeats protected words. Take out: %(words)s"
)


@admin.register(Report)
class ReportAdmin(ConsultationScopedAdmin):
    """Read-only: ``generation`` and ``publication`` alone change a report."""

    visible_to = staticmethod(permissions.with_reports)
    list_display = ("version_name", "status", "requested_at", "published_on", "workspace")
    list_filter = ("status", ConsultationFilter)
    list_select_related = ("consultation",)
    fields = (
        "consultation", "version", "status", "stage", "progress", "failure_reason", "attempt",
        "requested_by", "requested_at", "finished_at", "manifest_hash", "published_on", "workspace",
    )  # fmt: skip
    readonly_fields = ("workspace",)
    actions = ("compile_anew",)

    @admin.action(description=_("Compile a new version"))
    def compile_anew(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for consultation in permissions.coordinated(request.user).filter(reports__in=reports).distinct():
            try:
                report = request_compile(consultation, by=request.user)
                self.message_user(request, gettext("Being compiled: %(report)s") % {"report": report})
            except AlreadyCompiling as active:
                self.message_user(request, str(active), messages.WARNING)

    @admin.display(description=_("report"), ordering="consultation")
    def version_name(self, report: Report) -> str:
        return str(report)

    @admin.display(description=_("workspace"))
    def workspace(self, report: Report) -> SafeString:
        address = reverse("reports:workspace", args=[report.consultation.slug])
        return format_html('<a href="{}">{}</a>', address, _("Compile, preview, sign, publish"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PrintedTextAdmin(ConsultationScopedAdmin):
    """Says on saving what in the text would stop the next report; it is saved all the same."""

    def texts(self, row: Any) -> Iterable[str]:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        found = would_stop(consultation_pk(obj) or 0, self.texts(obj))
        if found:
            messages.warning(request, STOPS_THE_REPORT % {"words": "; ".join(found)})


@admin.register(Narrative)
class NarrativeAdmin(PrintedTextAdmin):
    visible_to = staticmethod(permissions.with_reports)
    list_display = ("part", "language", "consultation")
    list_filter = (ConsultationFilter, "part", "language")
    list_select_related = ("consultation",)

    def texts(self, row: Narrative) -> Iterable[str]:
        return (row.text,)


@admin.register(Commitment)
class CommitmentAdmin(PrintedTextAdmin):
    visible_to = staticmethod(permissions.with_reports)
    list_display = ("advice", "organization", "response", "position")
    list_filter = ("response", ConsultationFilter)
    list_select_related = ("organization",)

    def texts(self, row: Commitment) -> Iterable[str]:
        return (row.advice.en, row.advice.fr, row.statement.en, row.statement.fr)
