"""The form of a questionnaire, made from its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
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
from submissions.intake.paths import Page, asked, pages_of, questions_of
from submissions.models import Choice, Question, QuestionKind

NO_ANSWER = _("No answer")
SHORT_ROWS, LONG_ROWS = 2, 8


class SurveyForm(SenderForm):
    """All questions of the survey. What is not asked after the other answers is neither checked nor sent; what was
    typed there stays in the form.
    """

    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        self.questions = questions_of(event)
        for question in self.questions:
            self.fields[name_of(question)] = FIELDS[QuestionKind(question.kind)](question)
        add_conditions(self.fields, self.questions)
        self.order_fields([*map(name_of, self.questions), "language"])

    @property
    def asks_something(self) -> bool:
        return bool(self.questions)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.asked = asked(self.questions, self.sent())
        for question in set(self.questions).difference(self.asked):
            self.errors.pop(name_of(question), None)
        if not self.errors and not any(data.get(name_of(question)) for question in self.asked):
            raise forms.ValidationError(str(Empty()), code=Empty.code)
        return data

    def sent(self) -> dict[Question, Any]:
        """The answers as they came, wrong ones included."""
        return {question: self[name_of(question)].data for question in self.questions}

    def groups(self) -> list[Group]:
        """The questions page by page, those of a section under its heading; then what is asked of the sender."""
        answers = [group for page in pages_of(self.questions) for group in self.groups_of(page)]
        closing = self.about_you()
        return [*answers, Group(closing.title, [*self.pick("language"), *closing.fields])]

    def groups_of(self, page: Page) -> Iterator[Group]:
        if page.title:
            yield Group(str(page.title), [])
        for section, questions in groupby(page.questions, key=section_of):
            yield self.group_of(section, [self[name_of(question)] for question in questions])

    def group_of(self, section: Section, fields: list[BoundField]) -> Group:
        return Group(str(section.title), fields, section.number)

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        answered = [(question, data.get(name_of(question))) for question in self.asked]
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


def add_conditions(fields: dict[str, forms.Field], questions: Sequence[Question]) -> None:
    """Says before each question that depends on another of this page, of whom it is asked."""
    deciding = {choice.pk: (question, choice) for question in questions for choice in question.choices.all()}
    for question in questions:
        met_by = [deciding[choice.pk] for choice in question.shown_if.all() if choice.pk in deciding]
        if met_by:
            field = fields[name_of(question)]
            field.help_text = " ".join(filter(None, [only_if(met_by), str(field.help_text)]))
            field.only_if = " ".join(f"{name_of(earlier)}={choice.pk}" for earlier, choice in met_by)  # type: ignore[attr-defined]


def only_if(met_by: Sequence[tuple[Question, Choice]]) -> str:
    """In words: of whom a question is asked that hangs on these choices."""
    answers: dict[Question, list[str]] = {}
    for earlier, choice in met_by:
        answers.setdefault(earlier, []).append(gettext("“%(answer)s”") % {"answer": choice.text})
    ways = [
        gettext("%(answers)s to “%(question)s”") % {"answers": either(given), "question": earlier.text}
        for earlier, given in answers.items()
    ]
    return gettext("Only if you answered %(ways)s.") % {"ways": either(ways)}


def either(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


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
