from itertools import product

import pytest

from consultations.attribution import may_change, resolve, strictest, strictness
from consultations.models import AttributionRule

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
