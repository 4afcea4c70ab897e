from itertools import product

import pytest

from consultations.attribution import (
    Permitted,
    Speaker,
    may_change,
    names_nobody,
    permitted,
    resolve,
    strictest,
    strictness,
)
from consultations.models import Attribution, AttributionRule, EventKind

RULES = [None, *AttributionRule.values]


@pytest.mark.parametrize(("session", "event", "consultation"), list(product(RULES, RULES, RULES)))
def test_the_nearest_rule_is_in_force(
    session: str | None, event: str | None, consultation: str | None
) -> None:
    assert resolve(session, event, consultation) == (session or event or consultation or "chatham_house")


def test_rules_from_loose_to_strict() -> None:
    assert sorted(AttributionRule.values, key=strictness) == ["attributable", "by_consent", "chatham_house"]


@pytest.mark.parametrize("unknown", [None, "", "whatever"])
def test_an_unknown_rule_counts_as_the_strictest(unknown: str | None) -> None:
    assert strictness(unknown) == strictness(AttributionRule.CHATHAM_HOUSE)


def test_of_no_rules_the_strictest_is_the_chatham_house_rule() -> None:
    assert strictest([]) == AttributionRule.CHATHAM_HOUSE
    assert strictest(["attributable", "by_consent"]) == AttributionRule.BY_CONSENT


@pytest.mark.parametrize(("old", "new"), list(product(RULES, RULES)))
def test_before_the_first_word_every_change_is_allowed(old: str | None, new: str | None) -> None:
    assert may_change(old, new, something_was_said=False)


@pytest.mark.parametrize(("old", "new"), list(product(RULES, RULES)))
def test_afterwards_a_rule_only_becomes_stricter(old: str | None, new: str | None) -> None:
    order = {"attributable": 0, "by_consent": 1, "chatham_house": 2, None: 2}

    assert may_change(old, new, something_was_said=True) is (order[new] >= order[old])


SPEAKER = Speaker(name="Ada Walker", organization="Walkers United", sector="civil_society")


@pytest.mark.parametrize(("attribution", "channel"), list(product(Attribution.values, EventKind.values)))
def test_under_the_chatham_house_rule_nobody_is_named_whatever_they_chose(
    attribution: str, channel: str
) -> None:
    assert permitted("chatham_house", attribution, SPEAKER, channel=channel) == Permitted()


@pytest.mark.parametrize("rule", ["", "whatever"])
def test_under_an_unknown_rule_nobody_is_named(rule: str) -> None:
    assert permitted(rule, "named", SPEAKER, channel="open_call") == Permitted()


@pytest.mark.parametrize(
    ("attribution", "name", "organization"),
    [
        ("not_attributed", "", ""),
        ("organization", "", "Walkers United"),
        ("named", "Ada Walker", "Walkers United"),
    ],
)
def test_by_consent_prints_what_was_chosen(attribution: str, name: str, organization: str) -> None:
    given = permitted("by_consent", attribution, SPEAKER, channel="survey")
    assert (given.name, given.organization, given.may_quote) == (name, organization, True)


def test_on_the_record_prints_the_name_and_the_organization() -> None:
    given = permitted("attributable", "not_attributed", SPEAKER, channel="conference")
    assert (given.name, given.organization) == ("Ada Walker", "Walkers United")


@pytest.mark.parametrize(
    ("attribution", "may_quote"), [("not_attributed", False), ("organization", False), ("named", True)]
)
def test_a_post_is_quoted_only_when_its_author_agreed_to_be_named(attribution: str, may_quote: bool) -> None:
    assert permitted("by_consent", attribution, SPEAKER, channel="social").may_quote is may_quote


@pytest.mark.parametrize(
    ("rule", "attribution", "nobody"),
    [
        ("chatham_house", "not_attributed", True),
        ("chatham_house", "named", True),
        ("", "named", True),
        ("by_consent", "not_attributed", True),
        ("by_consent", "organization", False),
        ("by_consent", "named", False),
        ("attributable", "not_attributed", False),
    ],
)
def test_words_name_nobody_under_the_rule_and_by_choice(rule: str, attribution: str, nobody: bool) -> None:
    assert names_nobody(rule, attribution) is nobody
