"""Counts the answers to closed questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, QuerySet

from consultations.models import Consultation
from reports.compiler.snapshot import ChoiceFacts, QuestionFacts
from submissions.models import TEXT_KINDS, Answer, Contribution, Question, QuestionKind, Status, Submission

Counts = Mapping[tuple[int | None, int | None], int]  # how many gave (choice, value)


def standing(consultation: Consultation) -> QuerySet[Submission]:
    """Submissions of which something is left: not those that were withdrawn altogether."""
    words = Contribution.objects.filter(submission=OuterRef("pk"))
    return Submission.objects.filter(event__consultation=consultation).filter(
        ~Exists(words) | Exists(words.exclude(status=Status.WITHDRAWN))
    )


def read_questions(consultation: Consultation) -> tuple[QuestionFacts, ...]:
    respondents = count_respondents(consultation)
    answers = Answer.objects.filter(submission__in=standing(consultation)).order_by()
    answered = dict(answers.values_list("question_id").annotate(Count("submission", distinct=True)))
    counts = count_answers(answers)
    return tuple(
        question_facts(
            question,
            respondents.get(question.questionnaire.event_id, 0),
            answered.get(question.pk, 0),
            counts[question.pk],
        )
        for question in closed_questions(consultation)
    )


def closed_questions(consultation: Consultation) -> QuerySet[Question]:
    """In the order in which respondents met them."""
    rows = Question.objects.filter(questionnaire__event__consultation=consultation)
    return (
        rows.exclude(kind__in=TEXT_KINDS)
        .select_related("questionnaire")
        .prefetch_related("choices")
        .order_by("questionnaire__event__starts_at", "questionnaire__event__slug", "position", "code")
    )


def count_respondents(consultation: Consultation) -> dict[int, int]:
    """By the event whose questionnaire they filled in."""
    rows = standing(consultation).filter(event__questionnaire__isnull=False).order_by()
    return dict(rows.values_list("event_id").annotate(Count("pk")))


def count_answers(answers: QuerySet[Answer]) -> defaultdict[int, dict[tuple[int | None, int | None], int]]:
    """By question: how many gave each choice and value."""
    counts: defaultdict[int, dict[tuple[int | None, int | None], int]] = defaultdict(dict)
    rows = answers.values_list("question_id", "choice_id", "value").annotate(Count("pk"))
    for question_id, choice_id, value, count in rows:
        counts[question_id][choice_id, value] = count
    return counts


def question_facts(question: Question, respondents: int, answered: int, counts: Counts) -> QuestionFacts:
    choices = sorted(question.choices.all(), key=lambda choice: (choice.position, choice.code))
    return QuestionFacts(
        code=question.code,
        kind=question.kind,
        text=question.text,
        lowest_label=question.lowest_label,
        highest_label=question.highest_label,
        respondents=respondents,
        answered=answered,
        choices=tuple(
            ChoiceFacts(choice.text, *tally(question.kind, choice.pk, counts)) for choice in choices
        ),
        scale=scale_of(question, counts),
    )


def tally(kind: str, choice_id: int, counts: Counts) -> tuple[int, float | None]:
    """How many chose it; of a ranking, how many ranked it first, and its mean rank."""
    mine = {value: count for (choice, value), count in counts.items() if choice == choice_id}
    if kind != QuestionKind.RANKING:
        return sum(mine.values()), None
    ranks = {value: count for value, count in mine.items() if value is not None}
    total = sum(ranks.values())
    mean = sum(value * count for value, count in ranks.items()) / total if total else None
    return ranks.get(1, 0), mean


def scale_of(question: Question, counts: Counts) -> tuple[tuple[int, int], ...]:
    """Every value of the scale, those that nobody gave included."""
    if question.kind != QuestionKind.SCALE:
        return ()
    return tuple(
        (value, counts.get((None, value), 0)) for value in range(question.lowest, question.highest + 1)
    )
