from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import (
    ConsultationScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
)
from consultations.admin.rules import ONLY_GROWS, RuleForm, is_refused
from consultations.languages import known as known_languages
from consultations.models import CoChair, Consultation, Group, Language, Membership, Section, StaffRole
from consultations.models.consultation import SMALLEST_GROUP
from consultations.programme import add_outline

SIGNATORIES = (StaffRole.SIGNATORY_GOVERNMENT, StaffRole.SIGNATORY_CIVIL_SOCIETY)


class SectionInline(ScopedStackedInline):
    """Always the three that the consultation was made with."""

    model = Section
    names_in_history = True
    fields = ["number", "title", "guiding_question"]
    readonly_fields = ["number"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CoChairInline(ScopedStackedInline):
    model = CoChair
    max_num = 2


class GroupInline(ScopedTabularInline):
    model = Group
    names_in_history = True


class MembershipFormSet(forms.BaseInlineFormSet):
    """Two signatures are worth two only if they come from two people."""

    editor: Any = None

    def clean(self) -> None:
        super().clean()
        signing: dict[Any, set[str]] = {}
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if row.get("role") in SIGNATORIES and not row.get("DELETE"):
                signing.setdefault(row["user"], set()).add(row["role"])
                if form.has_changed() and row["user"] == self.editor and not self.editor.is_superuser:
                    raise ValidationError(
                        _("Nobody can make themselves a signatory. Ask another coordinator.")
                    )
        if any(len(roles) > 1 for roles in signing.values()):
            raise ValidationError(_("One person cannot sign for both co-chairs."))


class MembershipInline(ScopedTabularInline):
    model = Membership
    formset = MembershipFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.editor = request.user
        return formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            staff = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = staff.order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ConsultationForm(RuleForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages of input"),
        choices=known_languages,
        initial=Language.values,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Consultation
        fields = "__all__"

    def clean_k(self) -> int:
        k: int = self.cleaned_data["k"]
        is_smaller = self.instance.pk is not None and SMALLEST_GROUP <= k < self.initial["k"]
        if is_smaller and is_refused(self.instance, ONLY_GROWS, k=k):
            raise ValidationError(
                _("Something has been said here: the smallest group can only become larger."), code="smaller"
            )
        return k


@admin.register(Consultation)
class ConsultationAdmin(ConsultationScopedAdmin):
    """Whoever makes a consultation coordinates it; its three sections come with it."""

    form = ConsultationForm
    visible_to = staticmethod(permissions.coordinated)
    list_display = ["title_text", "opens_on", "closes_on", "attribution_rule", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["slug", "title__en", "title__fr"]
    inlines = [SectionInline, CoChairInline, GroupInline, MembershipInline]
    fieldsets = [
        (None, {"fields": ["slug", "title", "summary", "purpose", "how_to_take_part", "notice", "contact"]}),
        (
            _("Dates and languages"),
            {"fields": ["opens_on", "closes_on", "time_zone", "languages", "is_public"]},
        ),
        (_("Protection"), {"fields": ["attribution_rule", "k", "help_in_danger"]}),
        (_("Report"), {"fields": ["report_title", "report_subtitle", "report_date"]}),
    ]

    @admin.display(description=_("title"), ordering="slug")
    def title_text(self, consultation: Consultation) -> str:
        return str(consultation.title)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    def save_model(self, request: HttpRequest, obj: Consultation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            add_outline(obj)
            Membership.objects.create(
                consultation=obj, user_id=request.user.pk or 0, role=StaffRole.COORDINATOR
            )
