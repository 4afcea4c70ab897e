"""What the pages that take words in share: an event to write to, a form that is sent, an answer that loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from consultations import limits, room_codes
from consultations.limits import UNPROCESSABLE, Full, Limit
from consultations.models import Event
from consultations.numbers import number_in
from consultations.participation import Way, ways
from submissions.intake import drafts
from submissions.intake.amending import amend
from submissions.intake.asking import QuestionForm
from submissions.intake.checks import check_open
from submissions.intake.errors import KeyReused, OutsideOfDates, Refused
from submissions.intake.forms import IntakeForm, OpenCallForm, RapporteurForm
from submissions.intake.submit import Receipt, submit
from submissions.intake.survey import SurveyForm

Form = OpenCallForm | SurveyForm | RapporteurForm | QuestionForm

FORBIDDEN = 403
STATUS = {KeyReused.code: 409, "amended_meanwhile": 409, "closed": FORBIDDEN, "not_yet_open": FORBIDDEN}


@dataclass(frozen=True)
class Kept:
    """The draft that a form was saved as; without a code it was not saved yet."""

    code: str = ""
    version: int = 0

    @classmethod
    def of(cls, opened: drafts.Opened) -> Kept:
        return cls(opened.code, opened.version)


def kept_of(request: HttpRequest) -> Kept:
    """What the form says of its draft. A version that is no number is none that stands."""
    return Kept(request.POST.get("draft", ""), number_in(request.POST.get("version")) or 0)


def posted(request: HttpRequest) -> QueryDict:
    """What was sent, with a key in any case: a form that lost its key is still taken."""
    data = request.POST.copy()
    try:
        UUID(data.get("key", ""))
    except ValueError:
        data["key"] = str(uuid4())
    return data


def send(
    request: HttpRequest, form: Form, kept: Kept | None = None, *, limit: Limit = limits.sendings
) -> Receipt | int:
    """The receipt, or the status of a page that shows the form again with what is wrong.

    What was saved of it is deleted in the same transaction; raises ``Overtaken`` if other words were saved since.
    """
    kept = kept or Kept()
    if not form.is_valid():
        refuse_outside_of_dates(form, form.event)
        return UNPROCESSABLE
    try:
        with limit.one_more(request), transaction.atomic():
            drafts.take_out(kept.code, form.event, kept.version, form.typed())
            return deliver(form)
    except Full as full:
        form.add_error(None, full)
        return UNPROCESSABLE
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if isinstance(refusal, KeyReused):
            renew_key(form)
        return STATUS.get(refusal.code, UNPROCESSABLE)


def limit_guesses(request: HttpRequest, form: Form) -> None:
    if form.event.needs_room_code and form.data.get("room_code"):
        limits.try_code(request, form, "room_code", room_codes.guesses)


def open_elsewhere(event: Event, now: datetime) -> list[Way]:
    """The other ways to write in the same consultation, for whoever finds this one closed."""
    others = event.consultation.events.exclude(pk=event.pk).select_related("consultation")
    return [way for way in ways(others, now) if way.may_write]


def deliver(form: Form) -> Receipt:
    data = form.cleaned_data
    if data.get("amends"):
        return amend(form.arrival(), key=data["key"], code=data["amends"], basis=data["basis"])
    return submit(form.arrival(), key=data["key"])


def refuse_outside_of_dates(form: IntakeForm, event: Event) -> None:
    try:
        check_open(event, timezone.now())
    except OutsideOfDates as refusal:
        form.add_error(None, str(refusal))


def renew_key(form: IntakeForm) -> None:
    """So that pressing the button again sends these words as well, as a sending of their own."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["key"] = str(uuid4())
    form.data = data
