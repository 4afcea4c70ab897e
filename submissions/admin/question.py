"""One question of a survey: written in both languages, corrected while it is answered, retired rather than removed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, ScopedTabularInline
from consultations.admin.filters import ConsultationFilter
from submissions import audit
from submissions.admin.page import person
from submissions.admin.question_form import ChoiceFormSet, PartForm, QuestionForm, RowFormSet
from submissions.building.answered import survey_may_hold_words
from submissions.building.told import fill_in_usual_ways
from submissions.models import Choice, Condition, MatrixRow, Question, QuestionKind

FIXED_BY_ANSWERS = ("questionnaire", "kind", "lowest", "highest")


class PartInline(ScopedTabularInline):
    form = PartForm
    names_in_history = True
    extra = 3

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else self.extra


class ChoiceInline(PartInline):
    model = Choice
    formset = ChoiceFormSet
    fields = ("position", "code", "text", "is_other", "is_retired")


class RowInline(PartInline):
    model = MatrixRow
    formset = RowFormSet
    fields = ("position", "code", "text", "is_retired")
    extra = 0


@admin.register(Question)
class QuestionAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    consultation_path = "questionnaire__event__consultation"
    form = QuestionForm
    list_display = ("question_text", "questionnaire", "page", "kind", "topic", "is_required", "is_retired")
    list_filter = (ConsultationFilter, "kind", "is_retired")
    list_select_related = ("questionnaire__event", "topic")
    search_fields = ("code", "text__en", "text__fr")
    inlines = (ChoiceInline, RowInline)
    readonly_fields = ("held_fast",)
    fieldsets = (
        (None, {"fields": (
            "held_fast", "questionnaire", "code", "page", "kind", "topic", "text", "help", "is_required",
            "only_after", "is_retired",
        )}),
        (_("For answers in words"), {"fields": ("max_characters",)}),
        (_("For a scale"), {"fields": ("lowest", "highest", "lowest_label", "highest_label")}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("held_fast", *FIXED_BY_ANSWERS) if obj and survey_may_hold_words(obj) else ("held_fast",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and survey_may_hold_words(obj))

    @admin.display(description=_("answers"))
    def held_fast(self, question: Question) -> str:
        if not (question.pk and survey_may_hold_words(question)):
            return gettext("None yet: everything can be changed.")
        return gettext(
            "Something was sent in this survey, or is in a draft that somebody saved. Words, help, page and order of this "
            "question can be corrected; its kind and its scale stay, and it cannot be deleted, whether it was answered or "
            "not. To ask otherwise, retire it and add another."
        )

    @admin.display(description=_("question"), ordering="position")
    def question_text(self, question: Question) -> str:
        return str(question.text)

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        """What changes its page goes to the end of it."""
        if not change or "page" in form.changed_data:
            on_page = Question.objects.filter(questionnaire=obj.questionnaire_id, page=obj.page).exclude(
                pk=obj.pk
            )
            last = on_page.aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)
        consultation = obj.questionnaire.event.consultation
        if not change:
            audit.record(
                "question_added", consultation=consultation, actor=person(request), question=obj.code
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        question = form.instance
        hang(question, list(form.cleaned_data["only_after"]))
        if question.kind == QuestionKind.CONTACT and not question.choices.exists():
            fill_in_usual_ways(question)
        changed = [*form.changed_data, *(each.prefix for each in formsets if each.has_changed())]
        if change and changed:
            audit.record(
                "question_changed", consultation=question.questionnaire.event.consultation, actor=person(request),
                question=question.code, changed=changed,
            )  # fmt: skip

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        consultation = obj.questionnaire.event.consultation
        super().delete_model(request, obj)
        audit.record("question_deleted", consultation=consultation, actor=person(request), question=obj.code)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Questions are deleted one by one: each says first what would be lost."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_post_save_add(self, request: HttpRequest, obj: Question) -> HttpResponseRedirect:
        return back_to_the_survey(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Question) -> HttpResponseRedirect:
        return back_to_the_survey(obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        question = self.get_object(request, object_id)
        if question and survey_may_hold_words(question):
            messages.error(request, self.held_fast(question))
            return HttpResponseRedirect(reverse("admin:submissions_question_change", args=[question.pk]))
        hanging = Question.objects.filter(shown_if__question=question).first() if question else None
        if question and hanging:
            sentence = gettext("“%(question)s” is asked only after this question. Drop that condition first.")
            messages.error(request, sentence % {"question": hanging.text})
            return HttpResponseRedirect(reverse("admin:submissions_question_change", args=[question.pk]))
        return super().delete_view(request, object_id, extra_context)


def hang(question: Question, choices: list[Choice]) -> None:
    """New conditions first: between two of them nothing that was answered is hidden."""
    Condition.objects.bulk_create(
        (Condition(question=question, choice=choice) for choice in choices), ignore_conflicts=True
    )
    question.conditions.exclude(choice__in=choices).delete()


def back_to_the_survey(question: Question) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        reverse("admin:submissions_questionnaire_build", args=[question.questionnaire_id])
    )
