"""What a survey still lacks before it opens. Reads what it is given; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from consultations.models import Bilingual
from consultations.translating import lack_of
from submissions.models import (
    CHOICE_KINDS,
    MATRIX_KINDS,
    SCALE_KINDS,
    Choice,
    MatrixRow,
    Question,
    Questionnaire,
)

FEWEST_CHOICES = 2


@dataclass(frozen=True)
class Remark:
    """``stops`` when something does not work without it; otherwise it is advice."""

    text: str
    question: Question | None = None
    stops: bool = False


def all_questions(questionnaire: Questionnaire) -> list[Question]:
    """With all that the page of a survey shows, retired ones included."""
    rows = questionnaire.questions.select_related("topic__section", "questionnaire")
    return list(
        rows.prefetch_related(
            Prefetch("choices", Choice.objects.order_by("position", "pk")),
            Prefetch("rows", MatrixRow.objects.order_by("position", "pk")),
            "shown_if__question",
        ).order_by("page", "position", "pk")
    )


def remarks(questionnaire: Questionnaire, questions: list[Question]) -> list[Remark]:
    asked = [question for question in questions if not question.is_retired]
    return [
        *of_survey(questionnaire, asked),
        *(remark for question in asked for remark in of_question(question)),
    ]


def of_survey(questionnaire: Questionnaire, asked: list[Question]) -> Iterator[Remark]:
    if not asked:
        yield Remark(_("There are no questions yet."), stops=True)
    if not questionnaire.introduction:
        yield Remark(_("There is no introduction: say what the answers are for."))
    if not questionnaire.thanks:
        yield Remark(_("There are no thanks: say what happens next."))
    numbers = {question.page for question in asked}
    titles = {page.number: page.title for page in questionnaire.pages.all()}
    if len(numbers) > 1:
        for number in sorted(numbers - set(titles)):
            yield Remark(_("Page %(number)s has no title.") % {"number": number})
    for title in (questionnaire.introduction, questionnaire.thanks, *titles.values()):
        yield from untranslated(title)


def of_question(question: Question) -> Iterator[Remark]:
    offered = [choice for choice in question.choices.all() if not choice.is_retired]
    lines = [row for row in question.rows.all() if not row.is_retired]
    for text in texts_of(question, offered, lines):
        for remark in untranslated(text):
            yield replace(remark, question=question)
    if question.kind in CHOICE_KINDS and len(offered) < FEWEST_CHOICES:
        yield Remark(_("It is not asked before it has at least two choices."), question, stops=True)
    if question.kind in MATRIX_KINDS and not lines:
        yield Remark(_("It is not asked before it has a line."), question, stops=True)
    if question.kind in SCALE_KINDS and not (question.lowest_label and question.highest_label):
        yield Remark(_("Say what the lowest and the highest value mean."), question)
    gone = [choice for choice in question.shown_if.all() if choice.is_retired or choice.question.is_retired]
    if gone and len(gone) == len(question.shown_if.all()):
        yield Remark(_("Nobody will be asked this: what it hangs on is retired."), question, stops=True)


def texts_of(question: Question, offered: list[Choice], lines: list[MatrixRow]) -> Iterator[Bilingual]:
    yield from (question.text, question.help, question.lowest_label, question.highest_label)
    yield from (choice.text for choice in offered)
    yield from (row.text for row in lines)


def untranslated(text: Bilingual) -> Iterator[Remark]:
    if lack := lack_of(text):
        yield Remark(lack.text, stops=lack.stops)
