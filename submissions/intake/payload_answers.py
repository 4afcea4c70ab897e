"""Answers to the questions of a survey, as programs send them: each in the field that its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from submissions.intake.arrival import Point, Reply
from submissions.intake.checks import FIRST_YEAR, LAST_YEAR
from submissions.intake.errors import too_long
from submissions.intake.payload_fields import CHOOSE, LONGEST_CODE, Words
from submissions.models import Choice, MatrixRow, Question, QuestionKind

Given = dict[str, Any]
MOST_CODES = 100


class AnsweredLineSerializer(serializers.Serializer):
    line = serializers.CharField(max_length=LONGEST_CODE, help_text="Code of the line.")
    choice = serializers.CharField(
        max_length=LONGEST_CODE, required=False, help_text="Code, in a `choice_matrix`."
    )
    value = serializers.IntegerField(required=False, help_text="Step, in a `scale_matrix`.")


class AnswerSerializer(serializers.Serializer):
    """The answer to one question of a survey: the field that its kind asks for."""

    question = serializers.CharField(max_length=LONGEST_CODE, help_text="Code of the question.")
    text = Words(
        required=False, help_text="To `short_text` and `long_text`, or beside a choice with `is_other`."
    )
    choices = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE), max_length=MOST_CODES, required=False,
        help_text="Codes: one of `single_choice` and `contact`, any of `multiple_choice`, all of `ranking` from the "
        "first rank.",
    )  # fmt: skip
    value = serializers.IntegerField(required=False, help_text="A step of a `scale`.")
    lines: serializers.ListSerializer = serializers.ListSerializer(
        child=AnsweredLineSerializer(),
        required=False,
        max_length=MOST_CODES,
        help_text="Of a `scale_matrix` or `choice_matrix`.",
    )
    date = serializers.DateField(
        required=False, help_text="To `date`. Under the Chatham House Rule the day is not kept."
    )

    def validate(self, attrs: Given) -> Given:
        question = self.context["places"].questions.get(attrs["question"])
        if question is None:
            raise serializers.ValidationError({"question": _("This survey has no such question.")})
        field, reads = READS[QuestionKind(question.kind)]
        if field not in attrs:
            raise serializers.ValidationError({field: _("This question is answered here.")})
        found = reads(question, attrs[field])
        if field != "text" and "text" in attrs:
            found |= said_beside(question, found["replies"], attrs["text"])
        return {"question": question, **found}


def said_beside(question: Question, replies: list[Reply], text: str) -> Given:
    if not any(reply.choice and reply.choice.is_other for reply in replies):
        raise serializers.ValidationError({"text": _("Only the choice “other” can be said in words.")})
    return words(question, text)


def words(question: Question, text: str) -> Given:
    if len(text) > question.max_characters:
        sentence = too_long(limit=question.max_characters, length=len(text))
        raise serializers.ValidationError({"text": sentence})
    return {"points": [Point(text, question.topic, question=question)]}


def scale(question: Question, value: int) -> Given:
    if not question.lowest <= value <= question.highest:
        raise serializers.ValidationError({"value": CHOOSE})
    return {"replies": [Reply(question, value=value)]}


def chosen(question: Question, codes: list[str]) -> list[Choice]:
    known = {choice.code: choice for choice in question.choices.all()}
    if not codes or len(set(codes)) < len(codes) or any(code not in known for code in codes):
        raise serializers.ValidationError({"choices": CHOOSE})
    return [known[code] for code in codes]


def single(question: Question, codes: list[str]) -> Given:
    if len(codes) != 1:
        raise serializers.ValidationError({"choices": _("Choose one.")})
    return multiple(question, codes)


def multiple(question: Question, codes: list[str]) -> Given:
    return {"replies": [Reply(question, choice=choice) for choice in chosen(question, codes)]}


def ranking(question: Question, codes: list[str]) -> Given:
    choices = chosen(question, codes)
    if len(choices) < len(question.choices.all()):
        raise serializers.ValidationError(
            {"choices": _("Name all of them, from the first rank to the last.")}
        )
    return {"replies": [Reply(question, choice=choice, value=rank) for rank, choice in enumerate(choices, 1)]}


def lines(question: Question, given: list[Given]) -> Given:
    known = {row.code: row for row in question.rows.all()}
    codes = [each["line"] for each in given]
    if not codes or len(set(codes)) < len(codes) or any(code not in known for code in codes):
        raise serializers.ValidationError({"lines": CHOOSE})
    return {"replies": [line(question, known[each["line"]], each) for each in given]}


def line(question: Question, row: MatrixRow, given: Given) -> Reply:
    if question.kind == QuestionKind.SCALE_MATRIX:
        if given.get("value") not in range(question.lowest, question.highest + 1):
            raise serializers.ValidationError({"lines": CHOOSE})
        return Reply(question, row=row, value=given["value"])
    choice = next((each for each in question.choices.all() if each.code == given.get("choice")), None)
    if choice is None:
        raise serializers.ValidationError({"lines": CHOOSE})
    return Reply(question, row=row, choice=choice)


def day(question: Question, given: date) -> Given:
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        sentence = _("The year is a number of four digits, from %(first)s to %(last)s.")
        raise serializers.ValidationError({"date": sentence % {"first": FIRST_YEAR, "last": LAST_YEAR}})
    return {"replies": [Reply(question, day=given)]}


READS: dict[QuestionKind, tuple[str, Callable[[Question, Any], Given]]] = {
    QuestionKind.SHORT_TEXT: ("text", words),
    QuestionKind.LONG_TEXT: ("text", words),
    QuestionKind.SCALE: ("value", scale),
    QuestionKind.SINGLE_CHOICE: ("choices", single),
    QuestionKind.MULTIPLE_CHOICE: ("choices", multiple),
    QuestionKind.RANKING: ("choices", ranking),
    QuestionKind.SCALE_MATRIX: ("lines", lines),
    QuestionKind.CHOICE_MATRIX: ("lines", lines),
    QuestionKind.DATE: ("date", day),
    QuestionKind.CONTACT: ("choices", single),
}
