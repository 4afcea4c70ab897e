"""Changing what was sent, by whoever holds its receipt, while the event takes input.

Words as received do not change: the earlier sending is withdrawn, a new one takes its place and its receipt, and is
reviewed anew. Nothing stored says that the two belong together.
"""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.forms.widgets import MultiWidget
from django.http import QueryDict
from django.utils import timezone

from consultations.models import EventKind
from submissions.intake import receipts
from submissions.intake.arrival import Arrival, Receipt
from submissions.intake.checks import check_open
from submissions.intake.errors import AmendedMeanwhile
from submissions.intake.forms import OpenCallForm
from submissions.intake.keeping import kept
from submissions.intake.submit import hash_of, submit, telling_nothing
from submissions.intake.survey import SurveyForm, name_of, name_of_words
from submissions.models import Answer, Choice, Question, QuestionKind, Submission, Via

FORMS: dict[str, type[OpenCallForm | SurveyForm]] = {
    EventKind.OPEN_CALL: OpenCallForm,
    EventKind.SURVEY: SurveyForm,
}


@transaction.atomic
def amend(arrival: Arrival, *, key: UUID, code: str, basis: str) -> Receipt:
    """Puts ``arrival`` in the place of what the receipt ``code`` stands for; the receipt stays the same.

    ``basis`` is the hash of what somebody set out to change. Raises a ``Refused``; then nothing was changed.
    """
    if Submission.objects.filter(idempotency_key=telling_nothing(key)).exists():
        return submit(arrival, key=key, code=code)
    check_open(arrival.event, timezone.now())
    try:
        before = receipts.locked(receipts.hash_of(code))
    except Submission.DoesNotExist:
        raise AmendedMeanwhile from None
    if before.content_hash != basis or not receipts.may_withdraw(before):
        raise AmendedMeanwhile
    if hash_of(kept(arrival)) == basis:
        return Receipt(before, code, is_new=False)
    receipts.withdraw(before)
    # Nobody holds this one.
    nobodys = receipts.hash_of(receipts.random_code())
    Submission.objects.filter(pk=before.pk).update(receipt_hash=nobodys)
    return submit(arrival, key=key, code=code)


def typed_before(submission: Submission, code: str) -> list[tuple[str, str]] | None:
    """What was sent as its form would send it again; empty when it cannot be changed, nothing when no longer in full."""
    event = submission.event
    if not (submission.via == Via.WEB and event.is_open() and receipts.may_withdraw(submission)):
        return []
    form = FORMS[event.kind](event, begun_with(submission))
    try:
        values = {**sender(submission), **said(submission, form)}
    except KeyError:
        # A question that is asked no more in any way: its answer would be lost.
        return None
    hidden = {"key": uuid4(), "amends": code, "basis": submission.content_hash, "promised": submission.rule}
    return [
        (name, str(value))
        for name, each in {**hidden, **values}.items()
        for value in (each if isinstance(each, list) else [each])
    ]


def begun_with(submission: Submission) -> QueryDict | None:
    """What is answered, so that the form of a survey still offers it if it was retired since."""
    if submission.event.kind != EventKind.SURVEY:
        return None
    data = QueryDict(mutable=True)
    for question in submission.contributions.values_list("question_id", flat=True):
        data.appendlist(f"q_{question}", "words")
    for answer in submission.answers.all():
        is_ranked = answer.choice_id is not None and answer.value is not None
        part = answer.choice_id if is_ranked else answer.row_id
        name = f"q_{answer.question_id}" + (f"_{part}" if part else "")
        data.appendlist(
            name, str(answer.value if is_ranked else answer.choice_id or answer.value or answer.day)
        )
    return data


def sender(submission: Submission) -> dict[str, Any]:
    names = ("language", "attribution", "sector", "name", "organization_name")
    return {name: getattr(submission, name) for name in names}


def said(submission: Submission, form: OpenCallForm | SurveyForm) -> dict[str, Any]:
    contributions = submission.contributions.order_by("position").prefetch_related("addressees")
    if isinstance(form, SurveyForm):
        asked = {question.pk: question for question in form.questions}
        values = {name_of_words(asked[one.question_id or 0]): one.text for one in contributions}
        return values | answered(submission, asked, form)
    if len(contributions) != 1:
        raise KeyError("its form asks for one text")
    one = contributions[0]
    return {
        "topic": one.topic_id,
        "text": one.text,
        "language": one.language,
        "addressees": [addressee.pk for addressee in one.addressees.all()],
    }


def answered(submission: Submission, asked: dict[int, Question], form: SurveyForm) -> dict[str, Any]:
    by_question: dict[int, list[Answer]] = {}
    for answer in submission.answers.select_related("choice", "row"):
        by_question.setdefault(answer.question_id, []).append(answer)
    values: dict[str, Any] = {}
    for pk, answers in by_question.items():
        name = name_of(asked[pk])
        values |= as_sent(form.fields[name], name, answer_of(asked[pk], answers))
    return values


def answer_of(question: Question, answers: list[Answer]) -> Any:
    """In the shape in which its field draws it."""
    first = answers[0]
    if question.kind == QuestionKind.SCALE:
        return first.value
    if question.kind == QuestionKind.DATE:
        return first.day
    if question.kind == QuestionKind.RANKING:
        return ranks_of(question, answers)
    if question.kind in (QuestionKind.SCALE_MATRIX, QuestionKind.CHOICE_MATRIX):
        lines = {row.pk: row for row in question.rows.all()}
        return {lines[answer.row_id or 0]: answer.choice_id or answer.value for answer in answers}
    offered = {choice.pk for choice in question.choices.all()}
    if any(answer.choice_id not in offered for answer in answers):
        raise KeyError(question.pk)
    return [answer.choice_id for answer in answers]


def ranks_of(question: Question, answers: list[Answer]) -> list[int]:
    """In the order of the choices. Those that nobody could rank yet stand last."""
    ranks = {answer.choice_id: answer.value or 0 for answer in answers}
    added = count(max(ranks.values()) + 1)
    return [ranks[choice.pk] if choice.pk in ranks else next(added) for choice in question.choices.all()]


def unranked_before(form: OpenCallForm | SurveyForm) -> list[Choice]:
    """Of a form that changes what was sent: the choices that were added to what its sender had ranked."""
    code, basis = str(form["amends"].value() or ""), form["basis"].value()
    if not code or not isinstance(form, SurveyForm):
        return []
    before = Submission.objects.filter(receipt_hash=receipts.hash_of(code), content_hash=basis)
    answers = Answer.objects.filter(submission__in=before, question__kind=QuestionKind.RANKING)
    ranked = {answer.choice_id: answer.question_id for answer in answers}
    return [
        choice
        for question in form.questions
        if question.pk in ranked.values()
        for choice in question.choices.all()
        if choice.pk not in ranked
    ]


def as_sent(field: forms.Field, name: str, value: Any) -> dict[str, Any]:
    widget = field.widget
    if not isinstance(widget, MultiWidget):
        return {name: value}
    suffixes = widget.widgets_names  # type: ignore[attr-defined]
    return {
        f"{name}{suffix}": part for suffix, part in zip(suffixes, widget.decompress(value) or [], strict=True)
    }
