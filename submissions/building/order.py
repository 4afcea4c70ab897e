"""The order of the questions. Every change is one statement, so that no trigger meets it half done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from django.contrib.auth.models import User
from django.db import transaction

from submissions import audit
from submissions.building.errors import AskedTooLate, NoFurther
from submissions.models import Question, Questionnaire


def in_order(questionnaire: Questionnaire) -> list[Question]:
    """All questions, retired ones included, with what they hang on."""
    rows = questionnaire.questions.select_for_update().order_by("page", "position", "pk")
    return list(rows.prefetch_related("shown_if"))


@transaction.atomic
def move(question: Question, steps: int, *, by: User) -> None:
    """One place up (-1) or down (+1); past the end of its page onto the next one. Raises ``CannotBuild``."""
    questions = in_order(question.questionnaire)
    place = questions.index(question)
    neighbour = place + steps
    mine = questions[place]
    if not 0 <= neighbour < len(questions):
        turn_page(questions, mine, steps)
    elif questions[neighbour].page != mine.page:
        mine.page = questions[neighbour].page
    else:
        questions[place], questions[neighbour] = questions[neighbour], questions[place]
    save_order(questions)
    consultation = question.questionnaire.event.consultation
    audit.record("question_moved", consultation=consultation, actor=by, question=question.code)


def turn_page(questions: Sequence[Question], question: Question, steps: int) -> None:
    """The last question may begin a page of its own; the first cannot go before the first page."""
    if steps < 0 or Counter(each.page for each in questions)[question.page] == 1:
        raise NoFurther
    question.page += 1


def save_order(questions: Sequence[Question]) -> None:
    """``questions`` as they stand, renumbered within their pages."""
    check_order(questions)
    position: Counter[int] = Counter()
    for question in questions:
        question.position = position[question.page]
        position[question.page] += 1
    Question.objects.bulk_update(questions, ["page", "position"])


def check_order(questions: Sequence[Question]) -> None:
    places = {question.pk: place for place, question in enumerate(questions)}
    assert all(one.page <= other.page for one, other in pairwise(questions))
    for place, question in enumerate(questions):
        for choice in question.shown_if.all():
            if places.get(choice.question_id, place) >= place:
                raise AskedTooLate(question, questions[places[choice.question_id]])
