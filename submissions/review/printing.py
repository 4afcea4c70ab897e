"""What may be printed of a contribution's words."""

from __future__ import annotations

from consultations import languages
from consultations.attribution import Speaker, permitted
from submissions.models import Contribution
from submissions.review.overlay import shown_text


def may_quote(contribution: Contribution) -> bool:
    """Whether its rule lets its own words be printed; else only its paraphrase is. Asks of the rule, not the state."""
    said = contribution.submission
    return permitted(said.rule, said.attribution, Speaker(), channel=said.event.kind).may_quote


def has_paraphrase(contribution: Contribution) -> bool:
    return bool(contribution.paraphrase_en and contribution.paraphrase_fr)


def printable_texts(contribution: Contribution) -> tuple[str, ...]:
    """Every text of it that could be printed: its words after redaction, unless its rule forbids, and paraphrases."""
    shown = shown_text(contribution.text, contribution.redactions.all()) if may_quote(contribution) else ""
    return tuple(filter(None, (shown, contribution.paraphrase_en, contribution.paraphrase_fr)))


def as_readers_see_it(contribution: Contribution) -> str:
    """Redacted or paraphrased; while a paraphrase is still missing, the words that it will stand for.

    For a list, fetch ``submission__event`` and ``redactions`` with it.
    """
    if has_paraphrase(contribution) and not may_quote(contribution):
        return contribution.paraphrase_fr if languages.for_texts() == "fr" else contribution.paraphrase_en
    return shown_text(contribution.text, contribution.redactions.all())
