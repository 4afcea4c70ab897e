"""Reports are looked at here and made in the workspace; narratives and commitments are written here."""

from __future__ import annotations

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
from consultations.admin.base import ConsultationScopedAdmin
from consultations.admin.filters import ConsultationFilter
from reports.models import Commitment, Narrative, Report
from reports.services import AlreadyCompiling, request_compile


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


@admin.register(Narrative)
class NarrativeAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.with_reports)
    list_display = ("part", "language", "consultation")
    list_filter = (ConsultationFilter, "part", "language")
    list_select_related = ("consultation",)


@admin.register(Commitment)
class CommitmentAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.with_reports)
    list_display = ("advice", "organization", "response", "position")
    list_filter = ("response", ConsultationFilter)
    list_select_related = ("organization",)
