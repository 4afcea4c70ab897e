"""What a survey holds fast once something was sent in it. The database refuses less, by its triggers.

It is asked of the survey as a whole: whether a certain question was answered, or a certain choice was given, is what
somebody said, and trying out what can still be changed would tell it.
"""

from __future__ import annotations

from submissions.models import Choice, Draft, MatrixRow, Question, Submission


def is_answered(question: Question) -> bool:
    """Something was sent in its survey, with an answer to it or without."""
    return Submission.objects.filter(event__questionnaire=question.questionnaire_id).exists()


def may_be_in_a_draft(question: Question) -> bool:
    """Somebody saved what they had answered so far; what that is, only their code opens."""
    return Draft.objects.filter(event__questionnaire=question.questionnaire_id).exists()


def holds_words(question: Question) -> bool:
    """Perhaps of somebody, who would lose them if it were deleted or asked for another kind of answer."""
    return is_answered(question) or may_be_in_a_draft(question)


def may_hold_words(part: Choice | MatrixRow) -> bool:
    """The same of a choice or a line; not of one that is only being added."""
    return part.pk is not None and holds_words(part.question)


def is_hung_on(choice: Choice) -> bool:
    return choice.pk is not None and choice.conditions.exists()
