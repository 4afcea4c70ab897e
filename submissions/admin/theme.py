"""Themes: their wording, and the contributions that stand behind them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, ScopedTabularInline
from consultations.admin.filters import ConsultationFilter
from consultations.models import Topic
from submissions.admin.page import person
from submissions.admin.theme_form import SAVED, SupportForm, ThemeForm
from submissions.models import Status, Support, Theme
from submissions.review import themes


class SupportInline(ScopedTabularInline):
    """A contribution is placed behind a theme on its own page; here it is quoted, or taken away."""

    model = Support
    form = SupportForm
    editable_by = staticmethod(permissions.reviewable)
    fields = ("is_quoted",)
    template = "admin/submissions/theme/supports.html"
    verbose_name = _("supporting contribution")
    verbose_name_plural = _("supporting contributions")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Support]:
        rows = super().get_queryset(request).select_related("contribution__submission__event", "theme")
        return rows.prefetch_related("contribution__redactions").order_by("contribution")


class ThemeTopicFilter(ConsultationFilter):
    title, parameter_name = _("topic"), "topic"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.path = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        allowed = permissions.reviewable(request.user)
        rows = Topic.objects.filter(section__consultation__in=allowed).select_related("section")
        return [(str(topic.pk), f"{topic.section.number}. {topic}") for topic in rows]


@admin.register(Theme)
class ThemeAdmin(ConsultationScopedAdmin):
    editable_by = staticmethod(permissions.reviewable)
    list_display = ("title", "topic", "code", "accepted", "quoted")
    list_filter = (ConsultationFilter, ThemeTopicFilter)
    list_select_related = ("topic__section",)
    search_fields = ("code", "title", "statement")
    ordering = ("topic__section__number", "topic__position", "code")
    form = ThemeForm
    fields = SAVED
    inlines = (SupportInline,)
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, permissions.coordinated, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*SAVED, "seen") if obj else SAVED

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        accepted = Q(supports__contribution__status=Status.ACCEPTED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                accepted=Count("supports", filter=accepted),
                quoted=Count("supports", filter=accepted & Q(supports__is_quoted=True)),
            )
        )

    class Media:
        css = {"all": ("css/review.css",)}

    @admin.display(description=_("accepted behind it"))
    def accepted(self, theme: Theme) -> int:
        return int(theme.accepted)  # type: ignore[attr-defined]

    @admin.display(description=_("to be quoted"))
    def quoted(self, theme: Theme) -> int:
        return int(theme.quoted)  # type: ignore[attr-defined]

    # No line in the history of the admin, which has a time: the audit trail keeps the day, as beside a question.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return []

    def save_model(self, request: HttpRequest, obj: Theme, form: Any, change: bool) -> None:
        user = person(request)
        if change:
            themes.edit_theme(obj, by=user, seen=form.cleaned_data["seen"])
            return
        made = themes.create_theme(
            obj.topic, by=user, code=obj.code, title=obj.title, statement=obj.statement
        )
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        themes.delete_theme(obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Theme]) -> None:
        for theme in queryset:
            self.delete_model(request, theme)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for support in formset.save(commit=False):
            themes.support(
                support.theme,
                support.contribution,
                by=person(request),
                quoted=support.is_quoted,
            )
        for support in formset.deleted_objects:
            themes.drop(support.theme, support.contribution, by=person(request))
