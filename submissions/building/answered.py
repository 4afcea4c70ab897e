"""What given answers hold fast. The database refuses the same by its triggers; here it is known beforehand."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from submissions.models import Answer, Choice, Contribution, Draft, MatrixRow, Question, Submission


def has_answers() -> Q | Exists:
    """For a queryset of questions."""
    mine = OuterRef("pk")
    return Exists(Answer.objects.filter(question=mine)) | Exists(Contribution.objects.filter(question=mine))


def is_answered(question: Question) -> bool:
    return Question.objects.filter(has_answers(), pk=question.pk).exists()


def may_be_in_a_draft(question: Question) -> bool:
    """Somebody saved what they had answered so far; what that is, only their code opens."""
    return Draft.objects.filter(event__questionnaire=question.questionnaire_id).exists()


def holds_words(question: Question) -> bool:
    """Of somebody, who would lose them if it were deleted or asked for another kind of answer."""
    return is_answered(question) or may_be_in_a_draft(question)


def would_hide_answers(question: Question, choices: Collection[Choice]) -> bool:
    """Whether somebody answered ``question`` without having given one of ``choices``."""
    if not choices:
        return False
    given = Submission.objects.filter(Q(answers__question=question) | Q(contributions__question=question))
    met = Answer.objects.filter(submission=OuterRef("pk"), choice__in=choices)
    return given.exclude(Exists(met)).exists()


def is_chosen(part: Choice | MatrixRow) -> bool:
    return part.pk is not None and part.answers.exists()


def is_hung_on(choice: Choice) -> bool:
    return choice.pk is not None and choice.conditions.exists()
