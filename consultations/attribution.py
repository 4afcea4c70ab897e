"""The one place that decides whether a name may appear. Pure functions over values; no database.

Source of the rule: Chatham House, "Chatham House Rule" (2002 wording): participants are free to use the
information received, but neither the identity nor the affiliation of the speaker(s), nor that of any
other participant, may be revealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models.rules import Attribution, AttributionRule, EventKind

_STRICTNESS = {
    AttributionRule.ATTRIBUTABLE: 0,
    AttributionRule.BY_CONSENT: 1,
    AttributionRule.CHATHAM_HOUSE: 2,
}


def strictness(rule: str | None) -> int:
    """0 (on the record) to 2 (never attributed). An unset or unknown rule counts as the strictest."""
    try:
        return _STRICTNESS[AttributionRule(rule or "")]
    except ValueError:
        return 2


def resolve(
    session_rule: str | None, event_rule: str | None, consultation_rule: str | None
) -> AttributionRule:
    """The rule in force: the session's, else the event's, else the consultation's, else the most protective."""
    for rule in (session_rule, event_rule, consultation_rule):
        if rule:
            return AttributionRule(rule)
    return AttributionRule.CHATHAM_HOUSE


def strictest(rules: Iterable[str | None]) -> AttributionRule:
    """The most protective of ``rules``; of none, the Chatham House Rule."""
    return max(
        (AttributionRule(rule) if rule else AttributionRule.CHATHAM_HOUSE for rule in rules),
        key=strictness,
        default=AttributionRule.CHATHAM_HOUSE,
    )


def may_change(old: str | None, new: str | None, *, something_was_said: bool) -> bool:
    """Whether a rule in force may become ``new``: anything before the first word, then only stricter."""
    return not something_was_said or strictness(new) >= strictness(old)


def names_nobody(rule: str, attribution: str) -> bool:
    """Under the Rule, or by choice where the rule leaves one. Beside such words no reviewer sees sector or session, and
    of a date the month alone is kept.
    """
    by_choice = rule == AttributionRule.BY_CONSENT and attribution == Attribution.NOT_ATTRIBUTED
    return by_choice or strictness(rule) == strictness(AttributionRule.CHATHAM_HOUSE)


@dataclass(frozen=True, slots=True, repr=False)  # an error report shows no name
class Speaker:
    """What is stored of who spoke. Under the Chatham House Rule every field but ``sector`` is empty."""

    name: str = ""
    organization: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Permitted:
    """What may be printed beside words. ``label_allowed``: a sector may be told, if it is no small group."""

    name: str = ""
    organization: str = ""
    may_quote: bool = True
    label_allowed: bool = True

    @property
    def is_attributed(self) -> bool:
        return bool(self.name or self.organization)


def permitted(rule: str, attribution: str, speaker: Speaker, *, channel: str) -> Permitted:
    """What may be printed of ``speaker`` beside words said in ``channel`` (an ``EventKind``) under ``rule``.

    Under ``by_consent`` the contributor's choice decides. Words from social media can be searched for, so
    without consent to be named they are paraphrased, never quoted.
    """
    if strictness(rule) == strictness(AttributionRule.CHATHAM_HOUSE):
        return Permitted()
    if rule == AttributionRule.ATTRIBUTABLE:
        return Permitted(name=speaker.name, organization=speaker.organization)
    named = attribution == Attribution.NAMED
    with_organization = named or attribution == Attribution.ORGANIZATION
    return Permitted(
        name=speaker.name if named else "",
        organization=speaker.organization if with_organization else "",
        may_quote=named or channel != EventKind.SOCIAL,
    )
