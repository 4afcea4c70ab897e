"""Save and come back: drafts without an account, opened by their code alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from consultations.models import Attribution, AttributionRule, Event
from consultations.programme import rule_of
from submissions.intake import receipts
from submissions.intake.sealing import seal, unseal
from submissions.models import Draft

MOST_MAILS = 5
# By the sender's choice, what of who speaks is stored when the words are sent; a draft holds no more than that.
SPEAKER: dict[str, tuple[str, ...]] = {
    Attribution.NAMED: ("name", "organization_name"),
    Attribution.ORGANIZATION: ("organization_name",),
    Attribution.NOT_ATTRIBUTED: (),
}
EITHER = ("name", "organization_name")
# Of a form, and not what somebody says in it: its key, and where in it they were.
BESIDE_THE_WORDS = ("key", "step")

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Opened:
    """A draft as whoever holds its code sees it."""

    code: str
    event: Event
    version: int
    expires_on: date
    mails: int
    values: Values

    @property
    def data(self) -> QueryDict:
        """As the form sent it."""
        data = QueryDict(mutable=True)
        for name, values in self.values.items():
            data.setlist(name, values)
        return data


class Gone(Exception):
    """No draft has this code: it was mistyped, sent, deleted, or its last day is over. Which, nobody is told."""


class Overtaken(Exception):
    """It was saved somewhere else since; ``theirs`` is what stands there."""

    def __init__(self, theirs: Opened) -> None:
        super().__init__(theirs)
        self.theirs = theirs


def save(event: Event, values: Values, *, code: str = "", version: int = 0) -> Opened:
    """Stores ``values``, as the form sent them, under ``code``, or under a new one when it opens nothing.

    Raises ``Overtaken``, and stores nothing, unless ``version`` is the one that stands or says the same.
    """
    with transaction.atomic():
        draft = locked(code, event)
        if draft is None:
            code = receipts.random_code()
            draft = Draft(event=event, code_hash=receipts.hash_of(code), version=0)
        else:
            refuse_overtaken(read(draft, code), version, values)
        write(draft, code, values)
        draft.save()
    return read(draft, code)


def refuse_overtaken(opened: Opened, version: int, values: Values) -> None:
    if opened.version != version and not says_the_same(opened, values):
        raise Overtaken(opened)


def says_the_same(opened: Opened, values: Values) -> bool:
    """Whether a draft of ``values`` would hold the words that stand there; a script may have saved them a moment ago."""
    return said(opened.event, opened.values) == said(opened.event, values)


def said(event: Event, values: Values) -> Values:
    left_out = {*EITHER, *BESIDE_THE_WORDS}.difference(names_kept(rule_of(event), values))
    return {
        name: given
        for name, each in values.items()
        if name not in left_out and (given := list(filter(None, each)))
    }


def write(draft: Draft, code: str, values: Values) -> None:
    draft.rule = rule_of(draft.event)
    speaker = {name: values[name] for name in names_kept(draft.rule, values) if any(values.get(name, []))}
    words = {name: each for name, each in values.items() if name not in EITHER}
    draft.words = seal(words, code=code, place=(draft.pk, "words"))
    draft.speaker = seal(speaker, code=code, place=(draft.pk, "speaker")) if speaker else b""
    draft.version += 1
    draft.expires_on = draft.event.consultation.today() + timedelta(days=settings.DAYS_OF_A_DRAFT)


def names_kept(rule: str, values: Mapping[str, list[str]]) -> tuple[str, ...]:
    if rule == AttributionRule.CHATHAM_HOUSE:
        return ()
    if rule == AttributionRule.ATTRIBUTABLE:
        return EITHER
    return SPEAKER.get("".join(values.get("attribution", [])), ())


def open_(code: str) -> Opened:
    """Raises ``Gone``."""
    draft = standing().filter(code_hash=receipts.hash_of(code)).first()
    if draft is None:
        raise Gone
    return read(draft, code)


def kept_until(code: str, event: Event) -> date | None:
    """The last day of the draft with this code; nothing when none stands."""
    rows = standing().filter(event=event, code_hash=receipts.hash_of(code))
    last_day: date | None = rows.values_list("expires_on", flat=True).first()
    return last_day


def locked(code: str, event: Event | None = None) -> Draft | None:
    """The draft with this code, held until the transaction ends."""
    rows = standing().select_for_update(of=("self",)).filter(code_hash=receipts.hash_of(code))
    return rows.filter(event=event).first() if event else rows.first()


def standing() -> Any:
    """Those whose last day is not over in any time zone; also before the night takes the others away."""
    rows = Draft.objects.select_related("event__consultation", "event__questionnaire")
    return rows.filter(expires_on__gte=timezone.now().date() - timedelta(days=1))


def read(draft: Draft, code: str) -> Opened:
    values = unseal(bytes(draft.words), code=code, place=(draft.pk, "words"))
    if draft.speaker:
        values |= unseal(bytes(draft.speaker), code=code, place=(draft.pk, "speaker"))
    return Opened(
        receipts.grouped(receipts.letters_of(code)),
        draft.event,
        draft.version,
        draft.expires_on,
        draft.mails,
        values,
    )


def discard(code: str) -> None:
    Draft.objects.filter(code_hash=receipts.hash_of(code)).delete()


def take_out(code: str, event: Event, version: int, values: Values) -> None:
    """Deletes the draft that is being sent as ``values``, within the caller's transaction. Raises ``Overtaken``."""
    draft = locked(code, event) if code else None
    if draft is None:
        return
    refuse_overtaken(read(draft, code), version, values)
    draft.delete()


def delete_expired() -> int:
    """Nightly. Returns how many."""
    return Draft.objects.exclude(pk__in=standing().values("pk")).delete()[0]
