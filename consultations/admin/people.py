from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, SameConsultationForm
from consultations.admin.filters import ConsultationFilter, EventFilter
from consultations.models import Organization, Participant, ParticipantRole, Registration, Resource
from consultations.models.people import plain_participant


class StaysInItsConsultation(ConsultationScopedAdmin):
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["consultation"] if obj else []


@admin.register(Organization)
class OrganizationAdmin(StaysInItsConsultation):
    list_display = ["name_text", "acronym", "kind", "parent", "takes_advice", "listed"]
    list_filter = [ConsultationFilter, "kind", "takes_advice", "listed"]
    list_select_related = ["parent"]
    search_fields = ["code", "name__en", "name__fr", "acronym__en", "acronym__fr"]

    @admin.display(description=_("name"), ordering="code")
    def name_text(self, organization: Organization) -> str:
        return str(organization.name)


class ParticipantForm(SameConsultationForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ParticipantRole,
        initial=plain_participant,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Participant
        fields = "__all__"


@admin.register(Participant)
class ParticipantAdmin(StaysInItsConsultation):
    """People and their addresses: for coordinators only."""

    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    form = ParticipantForm
    list_display = ["name", "organization", "sector", "listed"]
    list_filter = [ConsultationFilter, "sector", "listed"]
    list_select_related = ["organization"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["organization"]


@admin.register(Registration)
class RegistrationAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    list_display = ["participant", "event", "attended"]
    list_editable = ["attended"]
    list_filter = [EventFilter, "attended"]
    list_select_related = ["participant", "event"]
    search_fields = ["participant__name"]
    autocomplete_fields = ["participant"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["event", "participant"] if obj else []


class ResourceForm(SameConsultationForm):
    url = forms.URLField(label=_("Link"), required=False, assume_scheme="https")

    class Meta:
        model = Resource
        fields = "__all__"


@admin.register(Resource)
class ResourceAdmin(StaysInItsConsultation):
    visible_to = staticmethod(permissions.coordinated)
    form = ResourceForm
    list_display = ["title_text", "publisher", "year", "position"]
    list_filter = [ConsultationFilter]
    search_fields = ["title__en", "title__fr"]

    @admin.display(description=_("title"), ordering="position")
    def title_text(self, resource: Resource) -> str:
        return str(resource.title)
