"""What a reviewer should look at first: danger, what may tell who spoke, near duplicates. Flags only; people decide."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db.models import Q

from consultations.models import Consultation
from consultations.unordered import unordered_id
from submissions.models import Contribution, Fingerprint, Flag, FlagKind, Status, Submission
from submissions.review.danger import hints_at_danger
from submissions.review.likeness import ALIKE, alike, bands
from submissions.review.overlay import shown_text
from submissions.review.suggestions import Terms, suggestions, terms_of, written_small

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
    terms = terms_of(consultation)
    flags = [flag for each in contributions for flag in findings(each, terms, consultation)]
    Flag.objects.bulk_create(flags, ignore_conflicts=True)
    Submission.objects.filter(pk=submission.pk).update(screened=True)


def findings(contribution: Contribution, terms: Terms, consultation: Consultation) -> Iterator[Flag]:
    if hints_at_danger(contribution.text):
        # Without the words that say so: they stand in the text, for whoever reviews it.
        yield Flag(id=unordered_id(), contribution=contribution, kind=FlagKind.DANGER)
    seen = shown_text(contribution.text, contribution.redactions.all())
    marks = [seen[each.start : each.end] for each in suggestions(seen, terms, contribution.language)]
    for mark in dict.fromkeys([*marks, *written_small(seen, terms)]):
        yield Flag(
            id=unordered_id(),
            contribution=contribution,
            kind=FlagKind.PERSONAL_INFORMATION,
            detail=mark[:200],
        )
    others = much_like(contribution, consultation)
    # Each of them, without a word on which it is like: a flag on what came later, that names what was there, is an order.
    for each in (contribution, *others) if others else ():
        yield Flag(id=unordered_id(), contribution=each, kind=FlagKind.DUPLICATE)


def much_like(contribution: Contribution, consultation: Consultation) -> list[Contribution]:
    """The standing contributions of the same consultation that are much like this one, in the order of their ids."""
    candidates = (
        Contribution.objects.for_consultation(consultation)
        .select_related("submission__event")
        .filter(fingerprint__bands__overlap=bands(contribution.text))
        .exclude(Q(pk=contribution.pk) | Q(status=Status.WITHDRAWN))
        .order_by("pk")[:200]
    )
    return [each for each in candidates if alike(contribution.text, each.text) >= ALIKE]
