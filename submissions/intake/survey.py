"""The form of a questionnaire, made from its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.models import Event, Section
from submissions.intake.arrival import Arrival, Point, Reply
from submissions.intake.errors import Empty
from submissions.intake.forms import Group, SenderForm
from submissions.intake.paths import Begun, Page, asked, pages_of, questions_of
from submissions.intake.question_fields import field_for, other_field
from submissions.models import Choice, Question, QuestionKind


class SurveyForm(SenderForm):
    """All questions of the survey. What is not asked after the other answers is neither checked nor sent; what was
    typed there stays in the form.
    """

    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        self.questions = questions_of(event, Begun.of(data))
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question, self.rule)
            if other := question.other:
                self.fields[name_of_other(question)] = other_field(question, other)
        for page in pages_of(self.questions):
            add_conditions(self.fields, page.questions)
        self.order_fields([name for question in self.questions for name in names_of(question)] + ["language"])

    @property
    def asks_something(self) -> bool:
        return bool(self.questions)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.asked = asked(self.questions, self.sent())
        for question in set(self.questions).difference(self.asked):
            for name in names_of(question):
                self.errors.pop(name, None)
        for question in self.asked:
            self.check_other(question)
        if not self.errors and not any(data.get(name_of(question)) for question in self.asked):
            raise forms.ValidationError(str(Empty()), code=Empty.code)
        return data

    def check_other(self, question: Question) -> None:
        name = name_of_other(question)
        if self.cleaned_data.get(name) and question.other not in chosen(
            self.cleaned_data.get(name_of(question))
        ):
            self.add_error(
                name,
                _("Choose “%(choice)s” above as well, or clear what you wrote here.")
                % {"choice": question.other},
            )

    def sent(self) -> dict[Question, Any]:
        """The answers as they came, wrong ones included."""
        return {question: self[name_of(question)].data for question in self.questions}

    def pages(self) -> list[list[Group]]:
        """What is asked page by page, in groups by section; then what is asked of the sender, on the same page if
        there is but one. A page of which nothing is asked after the other answers is empty.
        """
        return self.pages_with(self.shown())

    def pages_to_send(self) -> list[list[Group]]:
        """Without what the answers on a page do not call for: what was typed there is kept, not sent."""
        return self.pages_with(set(asked(self.questions, self.sent())))

    def pages_with(self, asked_here: set[Question]) -> list[list[Group]]:
        pages = [list(self.groups_of(page, asked_here)) for page in pages_of(self.questions)]
        return [[*pages[0], self.closing()]] if len(pages) == 1 else [*pages, [self.closing()]]

    def closing(self) -> Group:
        about = self.about_you()
        return Group(about.title, [*self.pick("language"), *about.fields])

    def shown(self) -> set[Question]:
        """What is asked after the answers so far, and what an answer on its own page can still call for."""
        found = set(asked(self.questions, self.sent()))
        for page in pages_of(self.questions):
            choices: set[Choice] = set()
            for question in page.questions:
                if question in found or choices.intersection(question.shown_if.all()):
                    found.add(question)
                    choices.update(question.choices.all())
        return found

    def groups_of(self, page: Page, asked_here: set[Question]) -> Iterator[Group]:
        questions = [question for question in page.questions if question in asked_here]
        if page.title and questions:
            yield Group(str(page.title), [])
        for section, group in groupby(questions, key=section_of):
            yield self.group_of(section, self.pick(*chain.from_iterable(map(names_of, group))))

    def group_of(self, section: Section, fields: list[BoundField]) -> Group:
        return Group(str(section.title), fields, section.number)

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        answered = [(question, data.get(name_of(question))) for question in self.asked]
        return Arrival(
            event=self.event,
            via=self.via,
            points=tuple(
                Point(text, question.topic, question=question)
                for question in self.asked
                if (text := data.get(name_of_words(question)))
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
        wanted = list(question.shown_if.all())
        met_by = [deciding[choice.pk] for choice in wanted if choice.pk in deciding]
        # What an earlier page may have called for is asked here without a word.
        if met_by and len(met_by) == len(wanted):
            field = fields[name_of(question)]
            field.help_text = " ".join(filter(None, [only_if(met_by), str(field.help_text)]))
            conditions = " ".join(f"{name_of(earlier)}={choice.pk}" for earlier, choice in met_by)
            for name in names_of(question):
                fields[name].only_if = conditions  # type: ignore[attr-defined]


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


def name_of_other(question: Question) -> str:
    return f"q_{question.pk}_other"


def names_of(question: Question) -> list[str]:
    """Of all its fields."""
    return [name_of(question), name_of_other(question)] if question.other else [name_of(question)]


def name_of_words(question: Question) -> str:
    """Of the field whose text becomes a contribution."""
    return name_of(question) if question.asks_for_words else name_of_other(question)


def chosen(answer: Any) -> tuple[Choice, ...]:
    """The choices in an answer to a single or multiple choice."""
    return answer if isinstance(answer, tuple) else (answer,)


def replies_of(question: Question, answer: Any) -> list[Reply]:
    return READS[QuestionKind(question.kind)](question, answer)


READS: dict[QuestionKind, Callable[[Question, Any], list[Reply]]] = {
    QuestionKind.SCALE: lambda question, step: [Reply(question, value=int(step))],
    QuestionKind.SINGLE_CHOICE: lambda question, choice: [Reply(question, choice=choice)],
    QuestionKind.CONTACT: lambda question, choice: [Reply(question, choice=choice)],
    QuestionKind.MULTIPLE_CHOICE: lambda question, choices: [
        Reply(question, choice=choice) for choice in choices
    ],
    QuestionKind.RANKING: lambda question, ranks: [
        Reply(question, choice=choice, value=rank) for choice, rank in ranks.items()
    ],
    QuestionKind.SCALE_MATRIX: lambda question, lines: [
        Reply(question, row=row, value=int(step)) for row, step in lines.items()
    ],
    QuestionKind.CHOICE_MATRIX: lambda question, lines: [
        Reply(question, row=row, choice=choice_of(question, column)) for row, column in lines.items()
    ],
    QuestionKind.DATE: lambda question, day: [Reply(question, day=day)],
}


def choice_of(question: Question, pk: str) -> Choice:
    return next(choice for choice in question.choices.all() if str(choice.pk) == pk)
