"""What is only looked at: submissions and the audit trail; and the reasons that a coordinator words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin
from consultations.admin.filters import ConsultationFilter
from consultations.attribution import names_nobody
from submissions.models import AuditEntry, SetAsideReason, Submission
from submissions.review.changes import LABELS, label_of


class ReadOnlyAdmin(ConsultationScopedAdmin):
    editable_by = staticmethod(permissions.reviewable)
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Without whoever sent it, and in an order that does not tell who came first."""

    consultation_path = "event__consultation"
    list_display = ("id", "event", "via", "received_on", "rule", "contributions_in_it")
    list_filter = (ConsultationFilter, "via", "rule")
    list_select_related = ("event__consultation",)
    ordering = ("id",)
    sortable_by = ("event", "via", "rule")
    fields = ("id", "event", "session", "via", "received_on", "rule", "attribution", "words")
    readonly_fields = ("words",)

    def get_fields(self, request: HttpRequest, obj: Submission | None = None) -> Any:
        """Without the session of words that name nobody; see ``Page.session``."""
        protected = obj is not None and names_nobody(obj.rule, obj.attribution)
        return [name for name in self.fields or () if not (protected and name == "session")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).annotate(count=Count("contributions"))

    @admin.display(description=_("contributions"))
    def contributions_in_it(self, submission: Submission) -> int:
        return int(submission.count)  # type: ignore[attr-defined]

    @admin.display(description=_("contributions"))
    def words(self, submission: Submission) -> SafeString:
        address = reverse("admin:submissions_contribution_changelist")
        query = f"?consultation={submission.event.consultation_id}&state=all&submission={submission.pk}"
        return format_html('<a href="{}{}">{}</a>', address, query, _("Review its contributions"))


class ActionFilter(admin.SimpleListFilter):
    title, parameter_name = _("action"), "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Days from the latest; within a day what staff did, by the hour, then what has no time, in no order."""

    list_display = ("on", "at", "what", "actor", "about")
    list_filter = (ConsultationFilter, ActionFilter)
    list_select_related = ("actor",)
    sortable_by = ()
    search_fields = ("=contribution__id", "=submission__id", "actor__username")
    fields = ("consultation", "on", "at", "what", "actor", "sending", "about", "detail")
    readonly_fields = ("what", "sending", "about")
    list_display_links = ("on",)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return ("-on", F("at").desc(nulls_last=True), "submission_id", "contribution_id", "pk")

    @admin.display(description=_("contribution"))
    def about(self, entry: AuditEntry) -> SafeString | str:
        if entry.contribution_id is None:
            return "–"
        address = reverse("admin:submissions_contribution_change", args=[entry.contribution_id])
        return format_html('<a href="{}">{}</a>', address, entry.contribution_id)

    @admin.display(description=_("submission"))
    def sending(self, entry: AuditEntry) -> str:
        return str(entry.submission_id or "–")

    @admin.display(description=_("action"))
    def what(self, entry: AuditEntry) -> str:
        return label_of(entry.action)


@admin.register(SetAsideReason)
class SetAsideReasonAdmin(ConsultationScopedAdmin):
    list_display = ("label", "code", "position", "consultation")
    list_filter = (ConsultationFilter,)
    list_select_related = ("consultation",)
    show_full_result_count = False
