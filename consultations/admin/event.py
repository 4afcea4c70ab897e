from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consultations import permissions, places
from consultations.admin.base import (
    ConsultationScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    ids,
    path_to_consultation,
)
from consultations.admin.filters import ConsultationFilter, EventFilter
from consultations.admin.rules import PresentationForm, RuleForm, SessionForm
from consultations.models import ATTENDED, Consultation, Event, EventKind, Presentation, Session
from consultations.numbers import number_in


class LocalTimes:
    """Shows and reads times in the time zone of the consultation that is edited, also while a row is added to it."""

    named_by = ""  # the field by which the form of a new row says where it belongs

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        with timezone.override(zone_of(row) if row else self.zone_named(request)):
            response = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
            return response.render() if hasattr(response, "render") else response

    def zone_named(self, request: HttpRequest) -> ZoneInfo | None:
        """Of the place that the form of a new row names; nothing when it names none that this person may edit."""
        named = number_in(request.POST.get(self.named_by))
        place: Any = {"consultation": Consultation, "event": Event}[self.named_by]
        path = f"{path_to_consultation(place)}__in"
        rows = place.objects.filter(**{path: ids(request, permissions.coordinated)})
        row = rows.filter(pk=named).first()
        return zone_of(row) if row else None

    @admin.display(description=_("starts"), ordering="starts_at")
    def starts(self, row: Event | Session) -> str:
        return in_its_zone(row, row.starts_at)

    @admin.display(description=_("ends"), ordering="ends_at")
    def ends(self, row: Event | Session) -> str:
        return in_its_zone(row, row.ends_at)


def zone_of(row: Consultation | Event | Session) -> ZoneInfo:
    place = row.event if isinstance(row, Session) else row
    return place.zone if isinstance(place, Consultation) else place.consultation.zone


def in_its_zone(row: Event | Session, moment: datetime) -> str:
    return date_format(moment.astimezone(zone_of(row)), "DATETIME_FORMAT")


class AsksForNoTable:
    """Words are kept with their session: one of eight people would nearly name the speaker (decision 41)."""

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "kind":
            options["help_text"] = _(
                "What several tables discuss at once is one session. Do not enter tables: words are kept with their "
                "session, and at a table people know who said what."
            )
        return super().formfield_for_choice_field(db_field, request, **options)  # type: ignore[misc]


class SessionInline(AsksForNoTable, ScopedStackedInline):
    model = Session
    names_in_history = True
    form = RuleForm
    fields = [("code", "kind", "attribution_rule"), "title", ("starts_at", "ends_at")]
    show_change_link = True


class PresentationInline(ScopedTabularInline):
    """Who speaks is not a reviewer's business."""

    visible_to = staticmethod(permissions.coordinated)
    model = Presentation
    form = PresentationForm
    autocomplete_fields = ["participant"]


@admin.register(Event)
class EventAdmin(LocalTimes, ConsultationScopedAdmin):
    form = RuleForm
    named_by = "consultation"
    list_display = ["title_text", "kind", "starts", "ends", "attribution_rule"]
    list_filter = [ConsultationFilter, "kind"]
    list_select_related = ["consultation"]
    search_fields = ["slug", "title__en", "title__fr"]
    inlines = [SessionInline]
    fieldsets = [
        (None, {"fields": ["consultation", "kind", "slug", "title", "summary", "place"]}),
        (
            _("Times"),
            {
                "fields": ["starts_at", "ends_at", "late_until"],
                "description": _("In the time zone of the consultation."),
            },
        ),
        (
            _("Taking part"),
            {
                "fields": [
                    "attribution_rule",
                    "needs_room_code",
                    "room_code_page",
                    "takes_questions",
                    "questions_page",
                    "registration_is_open",
                    "max_characters",
                ]
            },
        ),
        (_("People"), {"fields": ["capacity", "remind_on", "attendance"]}),
    ]

    @admin.display(description=_("code of the room"))
    def room_code_page(self, event: Event) -> str:
        if event.pk is None or not event.needs_room_code:
            return "–"
        page = reverse("consultations:room_code", args=[event.consultation.slug, event.slug])
        return format_html('<a href="{}">{}</a>', page, _("Show it large, with a square to scan"))

    @admin.display(description=_("questions"))
    def questions_page(self, event: Event) -> str:
        if event.pk is None or not event.takes_questions:
            return "–"
        page = reverse("submissions:board", args=[event.consultation.slug, event.slug])
        return format_html('<a href="{}">{}</a>', page, _("Read and group them for the panel"))

    @admin.display(description=_("attendance"))
    def attendance(self, event: Event) -> str:
        if event.pk is None or event.kind not in ATTENDED:
            return "–"
        page = reverse("consultations:attendance", args=[event.consultation.slug, event.slug])
        return format_html('<a href="{}">{}</a>', page, _("Take attendance, on a phone for example"))

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # More places than before go to those who wait.
        places.fill(obj)

    @admin.display(description=_("title"), ordering="slug")
    def title_text(self, event: Event) -> str:
        return str(event.title)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Words from social media are never quoted without consent; those of another kind of event are.
        stays_social = obj and obj.kind == EventKind.SOCIAL and obj.submissions.exists()
        # A draft is opened by the form of its kind alone.
        keeps_kind = stays_social or (obj and obj.drafts.exists())
        fixed = [*(["consultation"] if obj else []), *(["kind"] if keeps_kind else [])]
        return ["attendance", "room_code_page", "questions_page", *fixed]


@admin.register(Session)
class SessionAdmin(AsksForNoTable, LocalTimes, ConsultationScopedAdmin):
    form = SessionForm
    named_by = "event"
    list_display = ["title_text", "event", "kind", "starts", "attribution_rule"]
    list_filter = [EventFilter, "kind"]
    list_select_related = ["event__consultation"]
    search_fields = ["code", "title__en", "title__fr"]
    inlines = [PresentationInline]

    @admin.display(description=_("title"), ordering="code")
    def title_text(self, session: Session) -> str:
        return str(session.title)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["event"] if obj else []
