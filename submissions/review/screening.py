"""What a reviewer should look at first: danger, marks of persons, near duplicates. Flags only; people decide."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator

from django.db.models import Q

from consultations.contacts import contacts_in
from consultations.models import Consultation, Organization, Participant
from consultations.unordered import unordered_id
from submissions.models import Contribution, Fingerprint, Flag, FlagKind, Status, Submission
from submissions.review.danger import hints_at_danger
from submissions.review.likeness import ALIKE, alike, bands
from submissions.review.overlay import shown_text

log = logging.getLogger(__name__)


def screen_waiting(limit: int) -> None:
    """Screens up to ``limit`` of those that wait, in no order: one that fails keeps no other from its turn."""
    waiting = Submission.objects.filter(screened=False).select_related("event__consultation").order_by("?")
    for submission in waiting[:limit]:
        try:
            screen(submission)
        except Exception as error:
            log.error("A screening failed; it is tried again. %s", error)


def screen(submission: Submission) -> None:
    """Flags each contribution once for each finding; run again, it adds nothing and reopens nothing."""
    consultation = submission.event.consultation
    contributions = list(submission.contributions.prefetch_related("redactions"))
    Fingerprint.objects.bulk_create(
        [Fingerprint(contribution=each, bands=bands(each.text)) for each in contributions],
        ignore_conflicts=True,
    )
    names = names_to_protect(consultation)
    flags = [flag for each in contributions for flag in findings(each, names, consultation)]
    Flag.objects.bulk_create(flags, ignore_conflicts=True)
    Submission.objects.filter(pk=submission.pk).update(screened=True)


def findings(contribution: Contribution, names: Iterable[str], consultation: Consultation) -> Iterator[Flag]:
    if hints_at_danger(contribution.text):
        # Without the words that say so: they stand in the text, for whoever reviews it.
        yield Flag(id=unordered_id(), contribution=contribution, kind=FlagKind.DANGER)
    seen = shown_text(contribution.text, contribution.redactions.all())
    marks = dict.fromkeys([*marks_of_persons(seen), *names_in(seen, names)])
    for mark in marks:
        yield Flag(
            id=unordered_id(),
            contribution=contribution,
            kind=FlagKind.PERSONAL_INFORMATION,
            detail=mark[:200],
        )
    best = most_alike(contribution, consultation)
    if best:
        other, score = best
        yield Flag(
            id=unordered_id(),
            contribution=contribution,
            kind=FlagKind.DUPLICATE,
            other=other,
            detail=f"{score} %",
        )


def marks_of_persons(text: str) -> list[str]:
    """What somebody can be reached by: e-mail addresses, handles, telephone numbers, postal codes."""
    return [contact.words for contact in contacts_in(text)]


def names_to_protect(consultation: Consultation) -> list[str]:
    """Everybody who takes part, and the organizations that did not agree to be listed and take no advice."""
    people = Participant.objects.filter(consultation=consultation).values_list("name", flat=True)
    unlisted = Organization.objects.filter(consultation=consultation, listed=False, takes_advice=False)
    bodies = [text for each in unlisted for text in (each.name.en, each.name.fr)]
    return [name for name in dict.fromkeys([*people, *bodies]) if len(name) > 3]


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that stand in the text, in whatever case and spacing."""
    flat = " ".join(text.split()).casefold().replace("’", "'")
    return [name for name in names if stands_in(flat, " ".join(name.split()).casefold().replace("’", "'"))]


def stands_in(flat: str, name: str) -> bool:
    return name in flat and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flat) is not None


def most_alike(contribution: Contribution, consultation: Consultation) -> tuple[Contribution, int] | None:
    """The standing contribution of the same consultation that is most like this one, if any is enough."""
    candidates = (
        Contribution.objects.for_consultation(consultation)
        .filter(fingerprint__bands__overlap=bands(contribution.text))
        .exclude(Q(pk=contribution.pk) | Q(status=Status.WITHDRAWN))
        .order_by("pk")[:200]
    )
    scored = [(each, alike(contribution.text, each.text)) for each in candidates]
    best = max(scored, key=lambda pair: pair[1], default=None)
    return best if best and best[1] >= ALIKE else None
