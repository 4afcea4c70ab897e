"""What an arrival must be to be taken. Each check raises a ``Refused`` that says what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import Q

from consultations import room_codes
from consultations.models import WRITTEN, Event, EventKind, Sector
from submissions.intake.arrival import Arrival, Point, Reply
from submissions.intake.errors import (
    Closed,
    Empty,
    NobodyThere,
    NoQuestions,
    NotAsked,
    NotOfThisEvent,
    NotYetOpen,
    TooLong,
    TooMany,
    Unanswered,
    UnknownLanguage,
    WrongRoomCode,
)
from submissions.intake.paths import hidden, missing, questions_of
from submissions.models import Choice, Question, QuestionKind, Via

# Far above any form; it keeps one request from filling the table.
MOST_POINTS = 100
LONGEST_NAME = 150
LONGEST_ORGANIZATION = 200
ONE_REPLY = (QuestionKind.SINGLE_CHOICE, QuestionKind.SCALE, QuestionKind.DATE, QuestionKind.CONTACT)
# What a reply to each kind says, and nothing else.
SHAPES: dict[str, set[str]] = {
    QuestionKind.SINGLE_CHOICE: {"choice"},
    QuestionKind.MULTIPLE_CHOICE: {"choice"},
    QuestionKind.CONTACT: {"choice"},
    QuestionKind.SCALE: {"value"},
    QuestionKind.RANKING: {"choice", "value"},
    QuestionKind.SCALE_MATRIX: {"row", "value"},
    QuestionKind.CHOICE_MATRIX: {"row", "choice"},
    QuestionKind.DATE: {"day"},
}
FIRST_YEAR, LAST_YEAR = 1900, 2100


def check_begun(event: Event, at: datetime) -> None:
    if at < event.starts_at:
        raise NotYetOpen(event)


def check_open(event: Event, at: datetime) -> None:
    check_begun(event, at)
    if at >= event.closes_at:
        raise Closed(event)


def check_heard(arrival: Arrival, at: datetime) -> None:
    """Notes of a webinar may be taken in later; a question is put to a panel as long as that is there."""
    if arrival.via == Via.QUESTION and at >= arrival.event.ends_at:
        raise NobodyThere(arrival.event)


def check_room_code(arrival: Arrival) -> None:
    """Whoever sends proves to be in the room; notes and imports come from people who proved it otherwise."""
    by_program = arrival.via == Via.API and arrival.event.kind in WRITTEN
    asked = by_program or arrival.via in (Via.WEB, Via.QUESTION)
    if asked and not room_codes.opens(arrival.event, arrival.room_code):
        raise WrongRoomCode


def check(arrival: Arrival) -> None:
    """For a cleaned arrival, see ``keeping.kept``."""
    if not arrival.points and not arrival.replies:
        raise Empty
    if len(arrival.points) > MOST_POINTS:
        raise TooMany(MOST_POINTS)
    check_languages(arrival)
    check_lengths(arrival)
    check_belonging(arrival)
    check_replies(arrival.event, arrival.replies)
    check_others(arrival)
    check_path(arrival)


def check_languages(arrival: Arrival) -> None:
    known = arrival.event.consultation.languages
    for language in (arrival.language, *(point.language for point in arrival.points)):
        if language and language not in known:
            raise UnknownLanguage(language)
    if not arrival.language:
        raise UnknownLanguage("")


def limit_of(event: Event, question: Question | None) -> int:
    return question.max_characters if question else event.max_characters


def check_lengths(arrival: Arrival) -> None:
    for position, point in enumerate(arrival.points):
        limit = limit_of(arrival.event, point.question)
        if len(point.text) > limit:
            raise TooLong(limit=limit, length=len(point.text), position=position)
    for text, limit in (
        (arrival.name, LONGEST_NAME),
        (arrival.organization_name, LONGEST_ORGANIZATION),
    ):
        if len(text) > limit:
            raise TooLong(limit=limit, length=len(text))


def check_belonging(arrival: Arrival) -> None:
    event = arrival.event
    if arrival.via == Via.QUESTION and not event.takes_questions:
        raise NoQuestions
    if arrival.sector not in ("", *Sector.values):
        raise NotOfThisEvent("sector")
    if arrival.session and arrival.session.event_id != event.pk:
        raise NotOfThisEvent("session")
    for of_consultation in (arrival.participant, arrival.organization):
        if of_consultation and of_consultation.consultation_id != event.consultation_id:
            raise NotOfThisEvent("speaker")
    for point in arrival.points:
        check_point(event, point)


def check_point(event: Event, point: Point) -> None:
    if point.topic.section.consultation_id != event.consultation_id:
        raise NotOfThisEvent("topic")
    if any(addressee.consultation_id != event.consultation_id for addressee in point.addressees):
        raise NotOfThisEvent("addressee")
    if point.question and not is_asked_at(event, point.question):
        raise NotOfThisEvent("question")


def is_asked_at(event: Event, question: Question) -> bool:
    return question.questionnaire.event_id == event.pk


def check_replies(event: Event, replies: tuple[Reply, ...]) -> None:
    for reply in replies:
        if not (is_asked_at(event, reply.question) and fits(reply)):
            raise NotOfThisEvent("answer")
    for question, count in Counter(reply.question for reply in replies).items():
        if question.kind in ONE_REPLY and count > 1:
            raise NotOfThisEvent("answer")
    chosen = Counter((reply.question, reply.row, reply.choice) for reply in replies)
    ranks = Counter((reply.question, reply.value) for reply in replies if is_rank(reply))
    rows = Counter(reply.row for reply in replies if reply.row)
    if any(count > 1 for counted in (chosen, ranks, rows) for count in counted.values()):
        raise NotOfThisEvent("answer")


def check_others(arrival: Arrival) -> None:
    """Words to a question with choices go with its choice "other"."""
    others = {reply.question for reply in arrival.replies if reply.choice and reply.choice.is_other}
    for point in arrival.points:
        if point.question and not point.question.asks_for_words and point.question not in others:
            raise NotOfThisEvent("question")


def check_path(arrival: Arrival) -> None:
    """What must be answered is; and nothing is answered that the other answers leave out."""
    if not has_a_path(arrival.event):
        return
    questions, values = questions_of(arrival.event), answers_by_question(arrival)
    for question in hidden(questions, values):
        raise NotAsked(question)
    if wanted := missing(questions, values):
        raise Unanswered(wanted)


def has_a_path(event: Event) -> bool:
    """Whether anything is required or depends on another answer; most surveys are spared the questions."""
    bound = Q(is_required=True) | Q(conditions__isnull=False)
    asked_here = Question.objects.filter(bound, questionnaire__event=event, is_retired=False)
    return event.kind == EventKind.SURVEY and asked_here.exists()


def answers_by_question(arrival: Arrival) -> dict[Question, list[Choice | Reply | Point]]:
    values: defaultdict[Question, list[Choice | Reply | Point]] = defaultdict(list)
    for reply in arrival.replies:
        values[reply.question].append(reply.choice or reply)
    for point in arrival.points:
        if point.question:
            values[point.question].append(point)
    return values


def is_rank(reply: Reply) -> bool:
    return reply.question.kind == QuestionKind.RANKING


def fits(reply: Reply) -> bool:
    """Whether the reply is of the kind that its question asks for."""
    question = reply.question
    said = {part for part in ("choice", "value", "row", "day") if getattr(reply, part) is not None}
    if said != SHAPES.get(question.kind):
        return False
    if any(part is not None and part.question_id != question.pk for part in (reply.choice, reply.row)):
        return False
    if reply.day is not None:
        return FIRST_YEAR <= reply.day.year <= LAST_YEAR
    return reply.value is None or is_in_range(question, reply.value)


def is_in_range(question: Question, value: int) -> bool:
    if question.kind == QuestionKind.RANKING:
        return 1 <= value <= 100
    return question.lowest <= value <= question.highest
