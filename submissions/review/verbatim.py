"""Whether protected words may be printed as they were said: a person decides, for one contribution, with a reason.

Whoever heard a sentence knows it again, and one that was written elsewhere too can be searched for. So eight words
or more in a row of a contribution under the Chatham House Rule are printed only after such a decision; it is about
the texts that the reviewer read, and over when one of them changes.
"""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.cleaning import clean_words
from consultations.models import AttributionRule
from submissions.models import Contribution, FlagKind, Status, VerbatimDecision
from submissions.review.changes import Action, change
from submissions.review.errors import NotAllowed
from submissions.review.overlay import shown_text
from submissions.review.runs import runs_of


@transaction.atomic
def decide(
    contribution: Contribution, *, by: User, reason: str, version: int | None = None
) -> VerbatimDecision:
    """The words as readers see them, and the paraphrases, may be printed although they can be recognised.

    Of words that are not accepted, taken back ones among them, this says that other texts may repeat them.
    """
    reason = clean_words(reason)
    if not reason:
        raise NotAllowed(_("Say why these words may be printed as they were said."))
    row = change(contribution, Action.PRINT_VERBATIM, by=by, version=version, among=Status, reason=reason)
    if not needs_decision(row):
        raise NotAllowed(_("These words need no such decision."))
    decision, _created = VerbatimDecision.objects.update_or_create(
        contribution=row, defaults={"text_hash": hash_of(row), "reason": reason, "by": by}
    )
    row.flags.filter(kind=FlagKind.VERBATIM, closed_by=None).update(closed_by=by)
    return decision


@transaction.atomic
def take_back(contribution: Contribution, *, by: User, version: int | None = None) -> Contribution:
    """The words are printed no more as they were said, and flags on them are open again."""
    row = change(contribution, Action.NOT_VERBATIM, by=by, version=version, among=Status)
    VerbatimDecision.objects.filter(contribution=row).delete()
    row.flags.filter(kind=FlagKind.VERBATIM).update(closed_by=None)
    return row


def needs_decision(contribution: Contribution) -> bool:
    """Whether its rule protects who spoke and its words are enough to be recognised by."""
    protects = contribution.submission.rule == AttributionRule.CHATHAM_HOUSE
    return protects and bool(runs_of(contribution.text))


def decided(contribution: Contribution) -> VerbatimDecision | None:
    """The decision that holds for the texts as they are now."""
    decision = VerbatimDecision.objects.filter(contribution=contribution).select_related("by").first()
    return decision if decision and decision.text_hash == hash_of(contribution) else None


def hash_of(contribution: Contribution) -> str:
    """Of every text that could be printed of it. Fetch ``redactions`` with a list."""
    shown = shown_text(contribution.text, contribution.redactions.all())
    return hash_of_texts(shown, contribution.paraphrase_en, contribution.paraphrase_fr)


def hash_of_texts(shown: str, paraphrase_en: str, paraphrase_fr: str) -> str:
    return sha256("\0".join((shown, paraphrase_en, paraphrase_fr)).encode()).hexdigest()
