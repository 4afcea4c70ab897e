"""Counts the answers to closed questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from consultations.models import Bilingual, Consultation
from reports.compiler import labels
from reports.compiler.snapshot import ChoiceFacts, LineFacts, QuestionFacts
from submissions.models import (
    MATRIX_KINDS,
    SCALE_KINDS,
    TEXT_KINDS,
    Answer,
    Choice,
    Condition,
    Contribution,
    Question,
    QuestionKind,
    Status,
    Submission,
)

Key = tuple[int | None, int | None]  # (choice, value)
Counts = dict[Key, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted, each by one query."""

    respondents: dict[int, int]
    asked: dict[int, int]
    answered: dict[int, int]
    answers: defaultdict[tuple[int, int | None], Counts]
    months: defaultdict[int, list[tuple[date, int]]]


def standing(consultation: Consultation) -> QuerySet[Submission]:
    """Submissions of which something is left: not those that were withdrawn altogether."""
    words = Contribution.objects.filter(submission=OuterRef("pk"))
    return Submission.objects.filter(event__consultation=consultation).filter(
        ~Exists(words) | Exists(words.exclude(status=Status.WITHDRAWN))
    )


def counts_for_labels() -> Q:
    """Submissions of which words were accepted, or which hold answers alone.

    What waits or was set aside makes no crowd for others to stand in: anybody can send it.
    """
    words = Contribution.objects.filter(submission=OuterRef("pk"))
    return Q(~Exists(words) | Exists(words.filter(status__in=(Status.ACCEPTED, Status.MERGED))))


def read_questions(consultation: Consultation) -> tuple[QuestionFacts, ...]:
    answers = Answer.objects.filter(submission__in=standing(consultation)).order_by()
    survey = Counted(
        respondents=count_respondents(consultation),
        asked=count_asked(answers),
        answered=dict(answers.values_list("question_id").annotate(Count("submission", distinct=True))),
        answers=count_answers(answers),
        months=count_months(answers),
    )
    questions = list(closed_questions(consultation))
    places = {
        choice.pk: (key_of(question), place)
        for question in questions
        for place, choice in enumerate(choices_of(question))
    }
    return tuple(question_facts(question, survey, places) for question in questions)


def key_of(question: Question) -> str:
    return f"{question.questionnaire_id}/{question.pk}"


def closed_questions(consultation: Consultation) -> QuerySet[Question]:
    """In the order in which respondents met them."""
    rows = Question.objects.filter(questionnaire__event__consultation=consultation)
    return (
        rows.exclude(kind__in=TEXT_KINDS)
        .select_related("questionnaire")
        .prefetch_related("choices", "rows", "shown_if__question")
        .order_by("questionnaire__event__starts_at", "questionnaire__event__slug", "page", "position", "code")
    )


def count_respondents(consultation: Consultation) -> dict[int, int]:
    """By the event whose questionnaire they filled in."""
    rows = standing(consultation).filter(event__questionnaire__isnull=False).order_by()
    return dict(rows.values_list("event_id").annotate(Count("pk")))


def count_asked(answers: QuerySet[Answer]) -> dict[int, int]:
    """By a question that hangs on others: how many gave an answer after which it is asked."""
    met = Condition.objects.filter(choice__answers__in=answers).order_by()
    return dict(met.values_list("question_id").annotate(Count("choice__answers__submission", distinct=True)))


def count_answers(answers: QuerySet[Answer]) -> defaultdict[tuple[int, int | None], Counts]:
    """By question and line of a matrix: how many gave each choice and value."""
    counts: defaultdict[tuple[int, int | None], Counts] = defaultdict(dict)
    rows = answers.filter(day=None).values_list("question_id", "row_id", "choice_id", "value")
    for question_id, row_id, choice_id, value, count in rows.annotate(Count("pk")):
        counts[question_id, row_id][choice_id, value] = count
    return counts


def count_months(answers: QuerySet[Answer]) -> defaultdict[int, list[tuple[date, int]]]:
    """By question: how many gave a day of each month. A day is never counted."""
    counts: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    months = answers.exclude(day=None).annotate(month=TruncMonth("day"))
    for question_id, month, count in months.values_list("question_id", "month").annotate(Count("pk")):
        counts[question_id].append((month, count))
    return counts


def question_facts(
    question: Question, survey: Counted, places: Mapping[int, tuple[str, int]]
) -> QuestionFacts:
    counts = survey.answers[question.pk, None]
    choices = choices_of(question)
    steps = steps_of(question)
    return QuestionFacts(
        code=question.code,
        kind=question.kind,
        text=question.text,
        lowest_label=question.lowest_label,
        highest_label=question.highest_label,
        respondents=respondents_of(question, survey),
        answered=survey.answered.get(question.pk, 0),
        choices=tuple(
            ChoiceFacts(
                labels.OTHER if choice.is_other else choice.text,
                *tally(question.kind, choice.pk, counts),
                is_retired=choice.is_retired,
                key=str(choice.pk),
            )
            for choice in choices
        ),
        scale=tuple((value, counts.get((None, value), 0)) for value in steps),
        lines=lines_of(
            question, survey, [(choice.pk, None) for choice in choices] or [(None, step) for step in steps]
        ),
        months=tuple(sorted(survey.months[question.pk])),
        asked_after=asked_after(question),
        key=key_of(question),
        is_retired=question.is_retired,
        hangs_on=tuple(
            sorted(places[choice.pk] for choice in question.shown_if.all() if choice.pk in places)
        ),
    )


def respondents_of(question: Question, survey: Counted) -> int:
    """Those who were asked: the others' silence says nothing, and counted with it would hide a few who kept silent."""
    if question.shown_if.all():
        return survey.asked.get(question.pk, 0)
    return survey.respondents.get(question.questionnaire.event_id, 0)


def choices_of(question: Question) -> list[Choice]:
    """In their order; those that were retired as well, chosen or not."""
    return sorted(question.choices.all(), key=lambda choice: (choice.position, choice.code))


def lines_of(question: Question, survey: Counted, columns: Sequence[Key]) -> tuple[LineFacts, ...]:
    if question.kind not in MATRIX_KINDS:
        return ()
    rows = sorted(question.rows.all(), key=lambda row: (row.position, row.code))
    return tuple(
        LineFacts(
            row.text,
            tuple(survey.answers[question.pk, row.pk].get(column, 0) for column in columns),
            is_retired=row.is_retired,
            key=str(row.pk),
        )
        for row in rows
    )


def asked_after(question: Question) -> tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...]:
    ways: dict[Question, list[Choice]] = {}
    for choice in sorted(question.shown_if.all(), key=lambda each: (each.position, each.pk)):
        ways.setdefault(choice.question, []).append(choice)
    return tuple((earlier.text, tuple(choice.text for choice in given)) for earlier, given in ways.items())


def tally(kind: str, choice_id: int, counts: Mapping[Key, int]) -> tuple[int, float | None]:
    """How many chose it; of a ranking, how many ranked it first, and its mean rank."""
    mine = {value: count for (choice, value), count in counts.items() if choice == choice_id}
    if kind != QuestionKind.RANKING:
        return sum(mine.values()), None
    ranks = {value: count for value, count in mine.items() if value is not None}
    total = sum(ranks.values())
    mean = sum(value * count for value, count in ranks.items()) / total if total else None
    return ranks.get(1, 0), mean


def steps_of(question: Question) -> Sequence[int]:
    """Every value of the scale, those that nobody gave included."""
    return range(question.lowest, question.highest + 1) if question.kind in SCALE_KINDS else ()
