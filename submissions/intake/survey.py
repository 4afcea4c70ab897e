"""The form of a questionnaire, made from its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.models import Event, Section
from submissions.intake.arrival import Arrival, Point, Reply
from submissions.intake.errors import Empty
from submissions.intake.fields import (
    LoadedChoiceField,
    LoadedMultipleChoiceField,
    RankingField,
    WordsField,
    radio,
)
from submissions.intake.forms import Group, SenderForm
from submissions.models import CHOICE_KINDS, Choice, Question, QuestionKind

NO_ANSWER = _("No answer")
SHORT_ROWS, LONG_ROWS = 2, 8


def questions_of(event: Event) -> list[Question]:
    """Those that are asked: by section, then in the coordinator's order, with all that a form or a program needs."""
    questions = (
        Question.objects.filter(questionnaire__event=event)
        .select_related("topic__section", "questionnaire")
        .prefetch_related(Prefetch("choices", Choice.objects.order_by("position", "pk")))
        .order_by("topic__section__number", "position", "pk")
    )
    return [question for question in questions if is_finished(question)]


class SurveyForm(SenderForm):
    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        self.questions = questions_of(event)
        for question in self.questions:
            self.fields[name_of(question)] = FIELDS[QuestionKind(question.kind)](question)
        self.order_fields([*map(name_of, self.questions), "language"])

    @property
    def asks_something(self) -> bool:
        return bool(self.questions)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not any(data.get(name_of(question)) for question in self.questions):
            raise forms.ValidationError(str(Empty()), code=Empty.code)
        return data

    def groups(self) -> list[Group]:
        """The questions of each section under its heading; then what is asked of the sender."""
        answers = [
            self.group_of(section, [self[name_of(question)] for question in questions])
            for section, questions in groupby(self.questions, key=section_of)
        ]
        closing = self.about_you()
        return [*answers, Group(closing.title, [*self.pick("language"), *closing.fields])]

    def group_of(self, section: Section, fields: list[BoundField]) -> Group:
        return Group(str(section.title), fields, section.number)

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        answered = [(question, data.get(name_of(question))) for question in self.questions]
        return Arrival(
            event=self.event,
            via=self.via,
            points=tuple(
                Point(answer, question.topic, question=question)
                for question, answer in answered
                if question.asks_for_words and answer
            ),
            replies=tuple(
                reply
                for question, answer in answered
                if not question.asks_for_words and answer
                for reply in replies_of(question, answer)
            ),
            **self.sender(),
        )


def is_finished(question: Question) -> bool:
    """A question that lives from its choices is not asked before it has them."""
    return question.kind not in CHOICE_KINDS or len(question.choices.all()) > 1


def section_of(question: Question) -> Section:
    return question.topic.section


def name_of(question: Question) -> str:
    return f"q_{question.pk}"


def replies_of(question: Question, answer: Any) -> Iterator[Reply]:
    if question.kind == QuestionKind.SCALE:
        yield Reply(question, value=int(answer))
    elif question.kind == QuestionKind.SINGLE_CHOICE:
        yield Reply(question, choice=answer)
    elif question.kind == QuestionKind.MULTIPLE_CHOICE:
        yield from (Reply(question, choice=choice) for choice in answer)
    elif question.kind == QuestionKind.RANKING:
        yield from (Reply(question, choice=choice, value=rank) for choice, rank in answer.items())


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
    steps = [
        (str(value), step_label(question, value)) for value in range(question.lowest, question.highest + 1)
    ]
    empty = [] if question.is_required else [("", NO_ANSWER)]
    return forms.ChoiceField(choices=[*empty, *steps], widget=radio(), **shared(question))


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
}
