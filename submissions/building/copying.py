"""Copies: of one question, set beside it, and of a page, set behind the others. Answers stay with the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from submissions import audit
from submissions.building.order import in_order, save_order
from submissions.models import Choice, Condition, MatrixRow, Question, Questionnaire, QuestionPage

Copied = dict[int, Choice]  # by the id of the choice that was copied


@transaction.atomic
def copy_question(question: Question, *, by: User) -> Question:
    copy, _choices = copied(question, page=question.page)
    hang(copy, [choice.pk for choice in question.shown_if.all()])
    questions = in_order(question.questionnaire)
    last = questions.index(copy)
    questions.insert(questions.index(question) + 1, questions.pop(last))
    save_order(questions)
    consultation = question.questionnaire.event.consultation
    audit.record("question_copied", consultation=consultation, actor=by, question=copy.code)
    return copy


@transaction.atomic
def copy_page(questionnaire: Questionnaire, number: int, *, by: User) -> int:
    """The number of the new page. What its questions hang on within the page, their copies hang on within theirs."""
    questions = questionnaire.questions.filter(page=number, is_retired=False).prefetch_related("shown_if")
    behind = (questionnaire.questions.aggregate(last=Max("page"))["last"] or 0) + 1
    made: Copied = {}
    for question in questions.order_by("position", "pk"):
        copy, choices = copied(question, page=behind)
        hang(copy, [made.get(choice.pk, choice).pk for choice in question.shown_if.all()])
        made |= choices
    for title in questionnaire.pages.filter(number=number):
        QuestionPage.objects.create(questionnaire=questionnaire, number=behind, title=title.title)
    audit.record("page_copied", consultation=questionnaire.event.consultation, actor=by, page=number)
    return behind


def copied(question: Question, *, page: int) -> tuple[Question, Copied]:
    """At the end of ``page``; with what is still offered, under no condition yet."""
    questionnaire = question.questionnaire
    last = questionnaire.questions.filter(page=page).aggregate(last=Max("position"))["last"]
    fields = {
        field.attname: getattr(question, field.attname)
        for field in Question._meta.concrete_fields
        if field.name not in ("id", "code", "position", "page", "is_retired")
    }
    copy = Question.objects.create(
        **fields,
        page=page,
        position=0 if last is None else last + 1,
        code=free_code(question.code, questionnaire.questions.values_list("code", flat=True)),
    )
    for row in question.rows.filter(is_retired=False):
        MatrixRow.objects.create(question=copy, code=row.code, position=row.position, text=row.text)
    return copy, {
        choice.pk: copied_choice(choice, copy) for choice in question.choices.filter(is_retired=False)
    }


def copied_choice(choice: Choice, copy: Question) -> Choice:
    return Choice.objects.create(
        question=copy, code=choice.code, position=choice.position, text=choice.text, is_other=choice.is_other
    )


def hang(question: Question, choices: Sequence[int]) -> None:
    Condition.objects.bulk_create(Condition(question=question, choice_id=choice) for choice in choices)


def free_code(code: str, taken: Iterable[str]) -> str:
    """``code`` with the first number that nobody has: "lights-2"."""
    known, number = set(taken), 2
    while (found := f"{code[:56]}-{number}") in known:
        number += 1
    return found
