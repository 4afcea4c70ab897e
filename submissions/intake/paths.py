"""Which questions a respondent meets, and on which page. Pure functions but for the one that loads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q

from consultations.models import Bilingual, Event
from consultations.numbers import number_in
from submissions.models import CHOICE_KINDS, MATRIX_KINDS, Choice, MatrixRow, Question

ANSWER = re.compile(r"q_(?P<question>[^_]+)(?:_(?P<part>\w+))?")


@dataclass(frozen=True)
class Page:
    """``number`` counts from 1 without a gap; ``title`` is None when the coordinator gave none."""

    number: int
    title: Bilingual | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Begun:
    """What somebody had answered when it was retired: they may still send it. ``parts`` are pairs of the ids of a
    question and of a choice or line.
    """

    questions: frozenset[int] = frozenset()
    parts: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Begun:
        """From what a form sends: ``q_5=7``, ``q_5_7=1``."""
        questions, parts = set(), set()
        for name in data or ():
            found = ANSWER.fullmatch(name)
            question = number_in(found["question"]) if found else None
            values = [value for value in data.getlist(name) if value]  # type: ignore[union-attr]
            if found and question is not None and values:
                questions.add(question)
                ids = map(number_in, [found["part"], *map(str, values)])
                parts |= {(question, each) for each in ids if each is not None}
        return cls(frozenset(questions), frozenset(parts))

    def may_use(self) -> Q:
        """Of choices or lines: those that are offered, and those that were when they were answered."""
        still = Q(is_retired=False)
        for question, part in self.parts:
            still |= Q(question=question, pk=part)
        return still


NOTHING_BEGUN = Begun()


def questions_of(event: Event, begun: Begun = NOTHING_BEGUN) -> list[Question]:
    """Those that are asked, page by page in the coordinator's order, with all that a form or a program needs."""
    offered = Choice.objects.filter(begun.may_use()).order_by("position", "pk")
    lines = MatrixRow.objects.filter(begun.may_use()).order_by("position", "pk")
    here = Question.objects.filter(questionnaire__event=event)
    questions = (
        here.filter(Q(is_retired=False) | Q(pk__in=begun.questions))
        .select_related("topic__section", "questionnaire")
        .prefetch_related(
            Prefetch("choices", offered), Prefetch("rows", lines), "shown_if", "questionnaire__pages"
        )
        .order_by("page", "position", "pk")
    )
    return list(reachable(question for question in questions if is_finished(question)))


def reachable(questions: Iterable[Question]) -> Iterator[Question]:
    """Without those that hang on choices which nobody is offered any more."""
    offered: set[int] = set()
    for question in questions:
        wanted = {choice.pk for choice in question.shown_if.all()}
        if not wanted or wanted & offered:
            offered |= {choice.pk for choice in question.choices.all()}
            yield question


def is_finished(question: Question) -> bool:
    """A question that lives from its choices or lines is not asked before it has them."""
    has_choices = question.kind not in CHOICE_KINDS or len(question.choices.all()) > 1
    return has_choices and (question.kind not in MATRIX_KINDS or bool(question.rows.all()))


def pages_of(questions: Sequence[Question]) -> list[Page]:
    """The pages of ``questions``, which are in their order. A page without questions is none."""
    pages = [(number, tuple(group)) for number, group in groupby(questions, key=lambda each: each.page)]
    return [Page(place, title_of(group[0], number), group) for place, (number, group) in enumerate(pages, 1)]


def title_of(question: Question, number: int) -> Bilingual | None:
    titles = (page.title for page in question.questionnaire.pages.all() if page.number == number)
    return next(titles, None)


def asked(questions: Iterable[Question], values: Mapping[Question, Any]) -> list[Question]:
    """Those of ``questions`` (in their order) that are asked of somebody who answered ``values``.

    ``values`` holds answers as they were sent or as they were cleaned. What was answered to a question that is not
    asked decides nothing. A condition on a question that is not among them is not met.
    """
    given: set[str] = set()
    found = []
    for question in questions:
        wanted = {str(choice.pk) for choice in question.shown_if.all()}
        if not wanted or wanted & given:
            found.append(question)
            given |= {str(choice.pk) for choice in question.choices.all()} & chosen_in(values.get(question))
    return found


def chosen_in(value: Any) -> set[str]:
    """The ids of the choices in an answer: a choice or its id, or any number of either."""
    if isinstance(value, Choice):
        return {str(value.pk)}
    if isinstance(value, str | int):
        return {str(value)}
    return set().union(*map(chosen_in, value)) if isinstance(value, Iterable) else set()


def missing(questions: Iterable[Question], values: Mapping[Question, Sequence[Any]]) -> list[Question]:
    """The required ones among ``questions`` that are asked and not answered, or not in every line."""
    return [
        question
        for question in asked(questions, values)
        if question.is_required and len(values.get(question, ())) < max(1, len(question.rows.all()))
    ]


def hidden(questions: Sequence[Question], values: Mapping[Question, Any]) -> list[Question]:
    """Those of ``questions`` that are answered although they are not asked."""
    found = set(asked(questions, values))
    return [question for question in questions if values.get(question) and question not in found]
