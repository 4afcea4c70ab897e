"""Filters that offer only what the person in front of them may see."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations.admin.base import ids
from consultations.models import Consultation, Event, ParticipantRole
from consultations.numbers import number_in


class ConsultationFilter(admin.SimpleListFilter):
    """By consultation; shown only to somebody who works on more than one."""

    title = _("consultation")
    parameter_name = "consultation"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        self.path = model_admin.path
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        allowed = ids(request, type(model_admin).visible_to)
        found = Consultation.objects.filter(pk__in=allowed)
        return [(str(consultation.pk), str(consultation.title)) for consultation in found]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        number = number_in(self.value())
        return queryset.filter(**{self.path: number}) if number is not None else queryset


class EventFilter(ConsultationFilter):
    """By event, for rows that belong to one."""

    title = _("event")
    parameter_name = "event"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.path = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        allowed = ids(request, type(model_admin).visible_to)
        return [(str(event.pk), str(event)) for event in Event.objects.filter(consultation__in=allowed)]


class RoleFilter(admin.SimpleListFilter):
    """By one of the roles that a participant has."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ParticipantRole.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(roles__contains=[value]) if value in ParticipantRole.values else queryset
