"""The form field that asks each kind of question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.models import AttributionRule
from submissions.intake.date_field import DateInPartsField
from submissions.intake.fields import (
    LoadedChoiceField,
    LoadedMultipleChoiceField,
    RankingField,
    WordsField,
    radio,
)
from submissions.intake.matrix_field import MatrixField
from submissions.models import Choice, Question, QuestionKind

NO_ANSWER = _("No answer")
DAY_IS_A_CHOICE = _("The day is kept only if you let your name or your organization be printed.")
SHORT_ROWS, LONG_ROWS = 2, 8


def field_for(question: Question, rule: AttributionRule) -> forms.Field:
    """Under the Chatham House Rule nobody is asked for a day: it would not be kept."""
    if question.kind == QuestionKind.DATE:
        asks = shared(question)
        if rule == AttributionRule.BY_CONSENT:
            asks["help_text"] = f"{asks['help_text']} {DAY_IS_A_CHOICE}".strip()
        return DateInPartsField(with_day=rule != AttributionRule.CHATHAM_HOUSE, **asks)
    return FIELDS[QuestionKind(question.kind)](question)


def other_field(question: Question, choice: Choice) -> forms.Field:
    """For what is said beside the choice "other"."""
    label = gettext("If you chose “%(choice)s”, say more here") % {"choice": choice.text}
    return WordsField(limit=question.max_characters, rows=SHORT_ROWS, required=False, label=label)


def shared(question: Question) -> dict[str, Any]:
    return {
        "label": question.text,
        "help_text": question.help or "",
        "required": question.is_required,
        "error_messages": {
            "required": _("Answer this question: “%(question)s”") % {"question": question.text},
            "invalid_choice": _("Choose from the list."),
        },
    }


def words(question: Question) -> forms.Field:
    rows = SHORT_ROWS if question.kind == QuestionKind.SHORT_TEXT else LONG_ROWS
    return WordsField(limit=question.max_characters, rows=rows, **shared(question))


def single(question: Question) -> forms.Field:
    # Without JavaScript a button once pressed cannot be released; "no answer" takes it back.
    empty = None if question.is_required else NO_ANSWER
    return LoadedChoiceField(question.choices.all(), empty=empty, widget=radio(), **shared(question))


def multiple(question: Question) -> forms.Field:
    return LoadedMultipleChoiceField(question.choices.all(), **shared(question))


def scale(question: Question) -> forms.Field:
    empty = [] if question.is_required else [("", NO_ANSWER)]
    return forms.ChoiceField(choices=[*empty, *steps(question)], widget=radio(), **shared(question))


def steps(question: Question) -> list[tuple[str, str]]:
    return [
        (str(value), step_label(question, value)) for value in range(question.lowest, question.highest + 1)
    ]


def scale_matrix(question: Question) -> forms.Field:
    return matrix(question, steps(question))


def choice_matrix(question: Question) -> forms.Field:
    return matrix(question, [(str(choice.pk), str(choice)) for choice in question.choices.all()])


def matrix(question: Question, columns: list[tuple[str, str]]) -> forms.Field:
    empty = None if question.is_required else NO_ANSWER
    return MatrixField(list(question.rows.all()), columns, empty=empty, **shared(question))


def step_label(question: Question, value: int) -> str:
    labels = {question.lowest: question.lowest_label, question.highest: question.highest_label}
    label = labels.get(value)
    return f"{value} – {label}" if label else str(value)


def ranking(question: Question) -> forms.Field:
    return RankingField(list(question.choices.all()), **shared(question))


FIELDS: dict[QuestionKind, Callable[[Question], forms.Field]] = {
    QuestionKind.SHORT_TEXT: words,
    QuestionKind.LONG_TEXT: words,
    QuestionKind.SINGLE_CHOICE: single,
    QuestionKind.MULTIPLE_CHOICE: multiple,
    QuestionKind.SCALE: scale,
    QuestionKind.RANKING: ranking,
    QuestionKind.SCALE_MATRIX: scale_matrix,
    QuestionKind.CHOICE_MATRIX: choice_matrix,
    QuestionKind.CONTACT: single,
}
