"""A survey as its coordinator builds it: questions in order, what is still missing, and how it will look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, ScopedTabularInline
from consultations.admin.filters import ConsultationFilter
from consultations.models import EventKind
from consultations.numbers import number_in
from submissions import audit
from submissions.admin.built import pages_of, previews
from submissions.admin.page import person
from submissions.building.checklist import all_questions, remarks
from submissions.building.copying import copy_page, copy_question
from submissions.building.errors import CannotBuild
from submissions.building.order import move
from submissions.building.retiring import retire
from submissions.models import Draft, Question, Questionnaire, QuestionPage

Step = Callable[[Question, User], Any]
STEPS: dict[str, Step] = {
    "up": lambda question, by: move(question, -1, by=by),
    "down": lambda question, by: move(question, +1, by=by),
    "copy": lambda question, by: copy_question(question, by=by),
    "retire": lambda question, by: retire(question, True, by=by),
    "ask": lambda question, by: retire(question, False, by=by),
}


class PageInline(ScopedTabularInline):
    model = QuestionPage
    names_in_history = True
    fields = ("number", "title")


@admin.register(Questionnaire)
class QuestionnaireAdmin(ConsultationScopedAdmin):
    visible_to = staticmethod(permissions.coordinated)
    consultation_path = "event__consultation"
    list_display = ("__str__", "number_of_questions", "event")
    list_filter = (ConsultationFilter,)
    list_select_related = ("event",)
    fields = ("event", "introduction", "thanks", "questions_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        rows = super().get_queryset(request).select_related("event__consultation")
        return rows.annotate(count=Count("questions"))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [PageInline] if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("event", "questions_link") if obj else ("questions_link",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "event":
            events = db_field.related_model.objects
            kwargs["queryset"] = events.filter(kind=EventKind.SURVEY, questionnaire=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = [*form.changed_data, *(each.prefix for each in formsets if each.has_changed())]
        if change and changed:
            consultation = form.instance.event.consultation
            audit.record(
                "questionnaire_changed", consultation=consultation, actor=person(request), changed=changed
            )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        if draft := Draft.objects.filter(event__questionnaire__in=objs).first():
            missing, protected = set(), [*protected, f"{capfirst(Draft._meta.verbose_name)}: {draft}"]
        return deleted, counts, missing, protected

    @admin.display(description=_("questions"))
    def number_of_questions(self, questionnaire: Questionnaire) -> int:
        return int(questionnaire.count)  # type: ignore[attr-defined]

    @admin.display(description=_("questions"))
    def questions_link(self, questionnaire: Questionnaire) -> str:
        if not questionnaire.pk:
            return str(_("Save first; then questions can be added."))
        address = reverse("admin:submissions_questionnaire_build", args=[questionnaire.pk])
        return format_html('<a href="{}">{}</a>', address, _("Write, order and preview the questions"))

    # --- Its questions --------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        build = self.admin_site.admin_view(self.build_view)
        return [
            path("<path:object_id>/build/", build, name="submissions_questionnaire_build"),
            *super().get_urls(),
        ]

    def build_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        questionnaire = self.get_object(request, object_id)
        if questionnaire is None:
            raise Http404
        if request.method == "POST":
            return self.built(request, questionnaire)
        prefetch_related_objects([questionnaire], "pages")
        questions = all_questions(questionnaire)
        found = remarks(questionnaire, questions)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Questions of “%(survey)s”") % {"survey": questionnaire.event.title},
            "questionnaire": questionnaire,
            "pages": pages_of(questionnaire, questions),
            "last_page": questions[-1].page if questions else 1,
            "stopping": [remark for remark in found if remark.stops],
            "advice": [remark for remark in found if not remark.stops],
            "focus": request.GET.get("done", ""),
            "previews": previews(questionnaire),
        }
        return TemplateResponse(request, "admin/submissions/questionnaire/build.html", context)

    def built(self, request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
        """One step, named by the button: "up-12". Then back to the page, with the focus where it was."""
        wanted = request.POST.get("do", "")
        name, _dash, number = wanted.partition("-")
        try:
            self.take(name, number_in(number), questionnaire, person(request))
        except CannotBuild as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{request.path}?done={wanted}#question-{number}")

    def take(self, name: str, number: int | None, questionnaire: Questionnaire, by: User) -> None:
        if number is None:
            raise Http404
        if name == "page" and questionnaire.questions.filter(page=number).exists():
            copy_page(questionnaire, number, by=by)
            return
        question = questionnaire.questions.filter(pk=number).first()
        if question is None or name not in STEPS:
            raise Http404
        STEPS[name](question, by)
