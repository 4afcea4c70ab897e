from __future__ import annotations

import pytest
from django.utils.translation import override

from consultations.models import AttributionRule, EventKind
from submissions.review import printing, redaction, workflow
from tests.factories import make_contribution, make_event, make_user

pytestmark = pytest.mark.django_db


def test_readers_see_words_redacted() -> None:
    contribution = make_contribution(text="Ask Ann.")
    redaction.redact_phrase(contribution, by=make_user(), phrase="Ann", replacement="[name]", reason="r")
    assert printing.as_readers_see_it(contribution) == "Ask [name]."


def test_what_may_not_be_quoted_is_seen_paraphrased_in_the_readers_language() -> None:
    social = make_event(kind=EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    post = make_contribution(social, "They fade!!1")
    assert not printing.may_quote(post)
    assert printing.as_readers_see_it(post) == "They fade!!1"
    post = workflow.set_paraphrase(post, by=make_user(), en="They fade.", fr="Ils pâlissent.")
    assert printing.as_readers_see_it(post) == "They fade."
    with override("fr"):
        assert printing.as_readers_see_it(post) == "Ils pâlissent."


def test_words_that_may_be_quoted_are_not_replaced_by_a_paraphrase() -> None:
    contribution = make_contribution(text="Ask Ann.")
    contribution = workflow.set_paraphrase(contribution, by=make_user(), en="A", fr="B")
    assert printing.as_readers_see_it(contribution) == "Ask Ann."
