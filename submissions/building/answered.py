"""What a survey holds fast once something was sent in it. The database refuses less, by its triggers.

It is asked of the survey as a whole: whether a certain question was answered, or a certain choice was given, is what
somebody said, and trying out what can still be changed would tell it.
"""

from __future__ import annotations

from submissions.models import Choice, Draft, MatrixRow, Question, Submission


def survey_was_answered(question: Question) -> bool:
    """Something was sent in the survey of ``question``, with an answer to it or without."""
    return Submission.objects.filter(event__questionnaire=question.questionnaire_id).exists()


def survey_has_drafts(question: Question) -> bool:
    """Somebody saved what they had answered so far; what that is, only their code opens."""
    return Draft.objects.filter(event__questionnaire=question.questionnaire_id).exists()


def survey_may_hold_words(question: Question) -> bool:
    """Perhaps of somebody, who would lose them if it were deleted or asked for another kind of answer."""
    return survey_was_answered(question) or survey_has_drafts(question)


def part_is_held_fast(part: Choice | MatrixRow) -> bool:
    """Whether a choice or a line stays for the same reason; one that is only being added does not."""
    return part.pk is not None and survey_may_hold_words(part.question)


def is_hung_on(choice: Choice) -> bool:
    return choice.pk is not None and choice.conditions.exists()
