"""The survey's questions. Once somebody has answered a question, what it asks for stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, SameConsultationForm, ScopedTabularInline
from consultations.admin.filters import ConsultationFilter
from consultations.models import EventKind
from submissions.models import CHOICE_KINDS, Choice, Question, Questionnaire

FEWEST_CHOICES = 2
FIXED_BY_ANSWERS = ("questionnaire", "kind", "lowest", "highest")


class QuestionInline(ScopedTabularInline):
    """The order of the questions; each is written on a page of its own."""

    model = Question
    names_in_history = True
    fields = ("position", "question_text", "kind", "topic", "is_required")
    readonly_fields = ("question_text", "kind", "topic")
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).select_related("topic")

    @admin.display(description=_("question"))
    def question_text(self, question: Question) -> str:
        return str(question.text)


@admin.register(Questionnaire)
class QuestionnaireAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    consultation_path = "event__consultation"
    list_display = ("__str__", "number_of_questions", "event")
    list_filter = (ConsultationFilter,)
    list_select_related = ("event",)
    fields = ("event", "introduction", "thanks", "add_question")
    readonly_fields = ("add_question",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        return super().get_queryset(request).annotate(count=Count("questions"))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [QuestionInline] if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("event", "add_question") if obj else ("add_question",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "event":
            events = db_field.related_model.objects
            kwargs["queryset"] = events.filter(kind=EventKind.SURVEY, questionnaire=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("questions"))
    def number_of_questions(self, questionnaire: Questionnaire) -> int:
        return int(questionnaire.count)  # type: ignore[attr-defined]

    @admin.display(description=_("add a question"))
    def add_question(self, questionnaire: Questionnaire) -> str:
        if not questionnaire.pk:
            return str(_("Save first; then questions can be added."))
        address = f"{reverse('admin:submissions_question_add')}?questionnaire={questionnaire.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Add a question"))


class ChoiceFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        kept = sum(not row.get("DELETE") for row in rows)
        if self.instance.kind in CHOICE_KINDS and kept < FEWEST_CHOICES:
            raise ValidationError(_("Give at least two choices."), code="too_few")
        if self.instance.kind not in CHOICE_KINDS and kept:
            raise ValidationError(_("This kind of question has no choices."), code="no_choices")


class ChoiceInline(ScopedTabularInline):
    model = Choice
    names_in_history = True
    formset = ChoiceFormSet
    fields = ("position", "code", "text")
    extra = 3

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else self.extra


@admin.register(Question)
class QuestionAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    consultation_path = "questionnaire__event__consultation"
    form = SameConsultationForm
    list_display = ("question_text", "questionnaire", "position", "kind", "topic", "is_required")
    list_filter = (ConsultationFilter, "kind")
    list_select_related = ("questionnaire__event", "topic")
    search_fields = ("code", "text__en", "text__fr")
    inlines = (ChoiceInline,)
    fieldsets = (
        (None, {"fields": ("questionnaire", "code", "position", "kind", "topic", "text", "help", "is_required")}),
        (_("For answers in words"), {"fields": ("max_characters",)}),
        (_("For a scale"), {"fields": ("lowest", "highest", "lowest_label", "highest_label")}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return FIXED_BY_ANSWERS if obj and is_answered(obj) else ()

    @admin.display(description=_("question"), ordering="position")
    def question_text(self, question: Question) -> str:
        return str(question.text)


def is_answered(question: Question) -> bool:
    answered = Q(answers__isnull=False) | Q(contributions__isnull=False)
    return Question.objects.filter(answered, pk=question.pk).exists()
