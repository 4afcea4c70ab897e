"""Words that must not be printed are covered. The original stays as it was received."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.cleaning import clean_text, clean_words
from submissions.models import Contribution, Flag, FlagKind, Redaction
from submissions.review.changes import Action, change
from submissions.review.clearances import passages, revoke_what_changed
from submissions.review.errors import NotAllowed
from submissions.review.overlay import shown_text

# What covering or uncovering some of its words does not answer.
NOT_OF_A_SPAN = (FlagKind.DANGER, FlagKind.DUPLICATE, FlagKind.VERBATIM)


def redact(
    contribution: Contribution,
    *,
    by: User,
    start: int,
    end: int,
    replacement: str,
    reason: str,
    version: int | None = None,
) -> Redaction:
    """Covers the characters [start, end) of the original."""
    return cover_spans(
        contribution, [(start, end)], by=by, replacement=replacement, reason=reason, version=version
    )[0]


def redact_phrase(
    contribution: Contribution,
    *,
    by: User,
    phrase: str,
    replacement: str,
    reason: str,
    version: int | None = None,
) -> list[Redaction]:
    """Covers ``phrase`` wherever it stands, in whatever case, spacing and kind of apostrophe."""
    phrase = clean_text(phrase)  # as the text was when it came
    found = occurrences(contribution.text, phrase)
    if not found:
        raise NotAllowed(_("“%(phrase)s” does not stand in the text.") % {"phrase": phrase})
    covered = [(each.start, each.end) for each in contribution.redactions.all()]
    spans = [span for span in found if not any(overlap(span, other) for other in covered)]
    if not spans:
        raise NotAllowed(_("“%(phrase)s” is redacted already.") % {"phrase": phrase})
    return cover_spans(contribution, spans, by=by, replacement=replacement, reason=reason, version=version)


def occurrences(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where ``phrase`` stands as whole words; if nowhere, where its letters stand within words."""
    words = phrase.split()
    if not words:
        return []
    pattern = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
    for attempt in (rf"(?<!\w){pattern}(?!\w)", pattern):
        spans = [match.span() for match in re.finditer(attempt, text, re.IGNORECASE)]
        if spans:
            return spans
    return []


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@transaction.atomic
def cover_spans(
    contribution: Contribution,
    spans: Sequence[tuple[int, int]],
    *,
    by: User,
    replacement: str,
    reason: str,
    version: int | None,
) -> list[Redaction]:
    replacement, reason = clean_words(replacement), clean_words(reason)
    if not replacement or not reason:
        raise NotAllowed(_("Say what stands in place of the words, and why."))
    # The trail says where and why, never what: the covered words may be a name.
    row = change(contribution, Action.REDACT, by=by, version=version, spans=list(spans), reason=reason)
    refuse_bad_spans(row, spans)
    before = passages(row)
    made = Redaction.objects.bulk_create(
        Redaction(contribution=row, start=start, end=end, replacement=replacement, reason=reason, by=by)
        for start, end in spans
    )
    answer_flags(row, by)
    revoke_what_changed(row, before, by=by)
    return made


def answer_flags(row: Contribution, by: User) -> None:
    """Closes the flags on words that readers no longer see."""
    shown = shown_text(row.text, row.redactions.all())
    for flag in row.flags.filter(closed_by=None).exclude(kind__in=NOT_OF_A_SPAN):
        if flag.detail and not occurrences(shown, flag.detail):
            Flag.objects.filter(pk=flag.pk).update(closed_by=by)


def refuse_bad_spans(row: Contribution, spans: Sequence[tuple[int, int]]) -> None:
    taken = [(each.start, each.end) for each in row.redactions.all()]
    for start, end in spans:
        if not 0 <= start < end <= len(row.text):
            raise NotAllowed(_("These characters do not stand in the text."))
        if any(overlap((start, end), other) for other in taken):
            raise NotAllowed(_("Part of these words is redacted already. Lift that redaction first."))


@transaction.atomic
def lift(redaction: Redaction, *, by: User, version: int | None = None) -> Contribution:
    """Readers see the words again, and flags on them are open again."""
    row = change(
        redaction.contribution,
        Action.LIFT,
        by=by,
        version=version,
        spans=[[redaction.start, redaction.end]],
        reason=redaction.reason,
    )
    before = passages(row)
    redaction.delete()
    seen_again = row.text[redaction.start : redaction.end]
    for flag in row.flags.exclude(closed_by=None).exclude(kind__in=NOT_OF_A_SPAN):
        if flag.detail and occurrences(seen_again, flag.detail):
            Flag.objects.filter(pk=flag.pk).update(closed_by=None)
    revoke_what_changed(row, before, by=by)
    return row
