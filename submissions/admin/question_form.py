"""The form of one question. What would lose answers is refused with the reason and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.admin.base import SameConsultationForm
from consultations.numbers import number_in
from submissions.building.answered import is_hung_on, part_is_held_fast, survey_was_answered
from submissions.building.checklist import FEWEST_CHOICES
from submissions.models import (
    CHOICE_KINDS,
    DECIDING_KINDS,
    MATRIX_KINDS,
    Choice,
    Condition,
    Question,
    QuestionKind,
)

# The same whatever was answered.
RETIRE_INSTEAD = _(
    "“%(text)s” stays: something was sent in this survey, or is in a draft that somebody saved, and may hold it. Mark it "
    "as retired instead: it is offered no more, and the answers that it may have still count."
)
CONDITIONS_STAY = _(
    "Something was sent in this survey: the conditions of a question that is there already stay as they are. To ask "
    "others, retire it and add a new question."
)
OTHER_STAYS = _(
    "Something was sent in this survey, or is in a draft that somebody saved: which choice can be said in "
    "words stays as it is."
)


class ChoicesOfQuestions(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, choice: Any) -> str:
        return f"{choice.question.text} – {choice.text}"


def deciding_choices(question: int | None = None) -> QuerySet[Choice]:
    """What can be a condition, and what is one of ``question`` though it was retired since."""
    offered = Q(is_retired=False, question__is_retired=False)
    standing = Condition.objects.filter(question=question).values("choice")
    order = ("question__page", "question__position", "question", "position", "pk")
    rows = Choice.objects.filter(offered | Q(pk__in=standing), question__kind__in=DECIDING_KINDS)
    return rows.select_related("question").order_by(*order)


class QuestionForm(SameConsultationForm):
    only_after = ChoicesOfQuestions(
        deciding_choices(),
        label=_("Asked only after"),
        required=False,
        help_text=_(
            "Asked of those alone who gave one of these answers before. Choose none to ask everybody. "
            "What somebody typed in a question that falls away comes back if it is asked again; it is not sent."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only_after"].queryset = self.earlier()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["only_after"] = list(self.instance.shown_if.all())

    def earlier(self) -> QuerySet[Choice]:
        """Of this survey; that they are asked before is checked with the page that was chosen."""
        questionnaire = (
            self.instance.questionnaire_id
            or self.data.get("questionnaire")
            or self.initial.get("questionnaire")
        )
        return (
            deciding_choices(self.instance.pk)
            .filter(question__questionnaire=number_in(str(questionnaire or "")))
            .exclude(question=self.instance.pk)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choices = list(cleaned.get("only_after") or ())
        self.check_order(choices, cleaned.get("page") or self.instance.page)
        if self.instance.pk and self.changes(choices) and survey_was_answered(self.instance):
            self.add_error("only_after", CONDITIONS_STAY)
        return cleaned

    def changes(self, choices: Iterable[Choice]) -> bool:
        return set(choices) != set(self.instance.shown_if.all())

    def check_order(self, choices: Iterable[Choice], page: int) -> None:
        """A question that changes its page, or is new, goes to the end of it."""
        moves = self.instance.pk is None or page != self.initial.get("page")
        mine = (page, float("inf")) if moves else (page, self.instance.position)
        for choice in choices:
            if (choice.question.page, choice.question.position) >= mine:
                self.add_error("only_after", asked_later(choice.question))
        hanging = Question.objects.filter(shown_if__question=self.instance.pk or 0).distinct()
        for question in hanging if moves else ():
            if question.page <= page:
                self.add_error("page", hangs_on_this(question))


def asked_later(question: Question) -> ValidationError:
    return ValidationError(
        _("“%(question)s” is not asked before this question. Move it up first."),
        params={"question": question.text},
    )


def hangs_on_this(question: Question) -> ValidationError:
    return ValidationError(
        _("“%(question)s” is asked only after this question. Move it to a later page first."),
        params={"question": question.text},
    )


class PartForm(forms.ModelForm):
    """A choice or a line: one that may have been answered is not deleted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # In a table the heading of the column is no label that a screen reader knows of.
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("DELETE") and (reason := self.why_kept()):
            # Otherwise the deletion is tried, and fails with a list of every answer.
            cleaned["DELETE"] = False
            self.add_error(None, ValidationError(reason, params={"text": self.instance.text}))
        if "is_other" in self.changed_data and part_is_held_fast(self.instance):
            self.add_error("is_other", OTHER_STAYS)
        return cleaned

    def why_kept(self) -> Any:
        if part_is_held_fast(self.instance):
            return RETIRE_INSTEAD
        if isinstance(self.instance, Choice) and is_hung_on(self.instance):
            return _("A later question is asked only after “%(text)s”. Drop that condition first.")
        return ""


def kept_rows(formset: forms.BaseInlineFormSet) -> list[dict[str, Any]]:
    rows = [form.cleaned_data for form in formset.forms if getattr(form, "cleaned_data", None)]
    return [row for row in rows if not row.get("DELETE")]


class ChoiceFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows, kind = kept_rows(self), self.instance.kind
        if kind in CHOICE_KINDS and len(rows) < FEWEST_CHOICES and not self.can_be_usual(rows):
            raise ValidationError(_("Give at least two choices."), code="too_few")
        if kind not in CHOICE_KINDS and rows:
            raise ValidationError(_("This kind of question has no choices."), code="no_choices")
        others = sum(bool(row.get("is_other")) for row in rows)
        if others > (1 if kind in DECIDING_KINDS else 0):
            raise ValidationError(
                _("“Other, please say” can be one choice of a single or multiple choice."), code="others"
            )

    def can_be_usual(self, rows: list[dict[str, Any]]) -> bool:
        """The usual ways to be told are filled in when none is given."""
        return bool(self.instance.kind == QuestionKind.CONTACT and not rows)


class RowFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows, kind = kept_rows(self), self.instance.kind
        if kind in MATRIX_KINDS and not rows:
            raise ValidationError(_("Give at least one line."), code="too_few")
        if kind not in MATRIX_KINDS and rows:
            raise ValidationError(_("This kind of question has no lines."), code="no_lines")
