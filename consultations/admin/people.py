from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import languages, permissions, places
from consultations.admin.base import ConsultationScopedAdmin, SameConsultationForm
from consultations.admin.filters import ConsultationFilter, EventFilter, RoleFilter
from consultations.models import Organization, Participant, ParticipantRole, Registration, Resource
from consultations.models.people import plain_participant
from consultations.name_forms import is_looked_for_alone

NOT_LOOKED_FOR = _(
    "“%(acronym)s” is a word or stands for something else too, so these letters alone stop no report: the full name does. "
    "Look for them yourselves in what is printed, or enter a longer form."
)


class StaysInItsConsultation(ConsultationScopedAdmin):
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["consultation"] if obj else []


@admin.register(Organization)
class OrganizationAdmin(StaysInItsConsultation):
    list_display = ["name_text", "acronym", "kind", "parent", "takes_advice", "listed"]
    list_filter = [ConsultationFilter, "kind", "takes_advice", "listed"]
    list_select_related = ["parent"]
    search_fields = ["code", "name__en", "name__fr", "acronym__en", "acronym__fr"]

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for acronym in dict.fromkeys((obj.acronym.en, obj.acronym.fr)) if obj.acronym else ():
            if acronym and not is_looked_for_alone(acronym):
                messages.warning(request, NOT_LOOKED_FOR % {"acronym": acronym})

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
    letters_in = forms.ChoiceField(
        label=_("Language of letters"),
        choices=languages.known,
        initial=languages.OF_TEXTS[0],
        help_text=_(
            "Can be changed; which it is now stands on no page, as words in it could be this person’s."
        ),
    )

    class Meta:
        model = Participant
        exclude = ["language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            field = self.fields["letters_in"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("As it is")), *languages.known()]
            field.initial, field.required = "", False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self.instance.language = cleaned.get("letters_in") or self.instance.language
        return cleaned


@admin.register(Participant)
class ParticipantAdmin(StaysInItsConsultation):
    """People and their addresses: for coordinators only."""

    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    form = ParticipantForm
    list_display = ["name", "organization", "sector", "listed", "bounced"]
    list_filter = [ConsultationFilter, RoleFilter, "sector", "listed"]
    list_select_related = ["organization"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["organization"]

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        if "email" in form.changed_data and "bounced" not in form.changed_data:
            obj.bounced = False
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Participant) -> None:
        self.delete_queryset(request, Participant.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for registration in Registration.objects.filter(participant__in=list(queryset)):
            places.cancel(registration)
        super().delete_queryset(request, queryset)


class RegistrationForm(SameConsultationForm):
    """Present is who has a place: for one more than there are, the number of places has to be raised first."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        row, attended = self.instance, cleaned.get("attended")
        if row.waiting_position is not None and attended is not None:
            raise ValidationError(
                _("This person is on the waiting list. The attendance page can let them in.")
            )
        if row.attended is False and attended is not False and places.is_full(row.event):
            raise ValidationError(_("All places are taken. Raise the number of places of the event first."))
        return cleaned


@admin.register(Registration)
class RegistrationAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    form = RegistrationForm
    list_display = ["participant", "event", "has_place", "needs", "attended"]
    list_filter = [EventFilter, "attended"]
    list_select_related = ["participant", "event"]
    search_fields = ["participant__name"]
    autocomplete_fields = ["participant"]
    fields = ["event", "participant", "needs", "attended"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["event", "participant", "has_place"] if obj else ["attended"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "has_place"] if obj else self.fields

    @admin.display(description=_("has a place"), boolean=True)
    def has_place(self, registration: Registration) -> bool:
        return registration.waiting_position is None

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = places.enter(obj.event, obj.participant, needs=obj.needs)
        obj.pk, obj.waiting_position, obj._state.adding = made.pk, made.waiting_position, False
        if made.waiting_position is not None:
            messages.warning(request, _("All places are taken: this person is on the waiting list."))

    def delete_model(self, request: HttpRequest, obj: Registration) -> None:
        places.cancel(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for registration in queryset:
            places.cancel(registration)


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
