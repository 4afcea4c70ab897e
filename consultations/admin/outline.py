from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, ScopedStackedInline
from consultations.admin.filters import ConsultationFilter
from consultations.models import Section, Topic


class TopicInline(ScopedStackedInline):
    model = Topic
    names_in_history = True
    fields = ["code", "title", "description", "position"]


@admin.register(Section)
class SectionAdmin(ConsultationScopedAdmin):
    """A section is made with its consultation and goes with it."""

    visible_to = staticmethod(permissions.coordinated)
    list_display = ["__str__", "consultation"]
    list_filter = [ConsultationFilter]
    list_select_related = ["consultation"]
    fields = ["consultation", "number", "title", "guiding_question"]
    readonly_fields = ["consultation", "number"]
    inlines = [TopicInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(ConsultationScopedAdmin):
    list_display = ["title_text", "section", "code", "position"]
    list_filter = [ConsultationFilter, "section__number"]
    list_select_related = ["section"]
    search_fields = ["code", "title__en", "title__fr"]

    @admin.display(description=_("title"), ordering="code")
    def title_text(self, topic: Topic) -> str:
        return str(topic.title)
