"""Words that may be printed although they name someone: somebody is spoken about. For one contribution, with a reason."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.cleaning import clean_words
from submissions import audit
from submissions.models import Clearance, Contribution, Flag
from submissions.review.changes import Action, change, in_place
from submissions.review.errors import NotAllowed
from submissions.review.printing import printable_texts

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

# The sentences in which the cleared words stand, as readers see them, by the words.
Passages = dict[str, frozenset[str]]


@transaction.atomic
def declare(
    contribution: Contribution, *, by: User, words: str, reason: str, version: int | None = None
) -> Clearance:
    """``words`` may be printed in this contribution and in no other; ``reason`` says why."""
    words, reason = words.strip(), clean_words(reason)
    if not reason:
        raise NotAllowed(_("Say why these words may be printed."))
    row = change(contribution, Action.CLEAR, by=by, version=version, reason=reason)
    if not words or not sentences_with(words, printable_texts(row)):
        raise NotAllowed(_("These words are not printed of this contribution."))
    clearance, _created = Clearance.objects.update_or_create(
        contribution=row, words=words[:200], defaults={"reason": reason, "by": by}
    )
    Flag.objects.filter(contribution=row, detail=words[:200], closed_by=None).update(closed_by=by)
    return clearance


@transaction.atomic
def revoke(clearance: Clearance, *, by: User, version: int | None = None) -> Contribution:
    """The words may no longer be printed, and flags on them are open again."""
    row = change(clearance.contribution, Action.REVOKE, by=by, version=version)
    take_back(row, clearance)
    return row


def take_back(row: Contribution, clearance: Clearance) -> None:
    flags = Flag.objects.filter(contribution=row, detail=clearance.words)
    flags.update(closed_by=None)
    clearance.delete()


def passages(row: Contribution) -> Passages:
    texts = printable_texts(row)
    return {each.words: sentences_with(each.words, texts) for each in row.clearances.all()}


def sentences_with(words: str, texts: tuple[str, ...]) -> frozenset[str]:
    """From the end of a sentence before the words to the next one behind them: "W. Stone" and "Dr. Stone" end none."""
    wanted = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    found = set()
    for text in texts:
        ends = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
        for place in wanted.finditer(text):
            start = max(end for end in ends if end <= place.start())
            found.add(" ".join(text[start : min(end for end in ends if end >= place.end())].split()))
    return frozenset(found)


def revoke_what_changed(contribution: Contribution, before: Passages, *, by: User) -> None:
    """A decision was about the sentences that a person read: where they changed it has to be made again."""
    row = in_place(contribution)
    texts = printable_texts(row)
    for clearance in row.clearances.all():
        if sentences_with(clearance.words, texts) != before.get(clearance.words):
            take_back(row, clearance)
            audit.record_step(row, Action.REVOKE, actor=by, automatic=True)
