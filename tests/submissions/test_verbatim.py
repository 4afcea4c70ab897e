"""Eight words in a row of a protected contribution are printed only when somebody decided that they may be."""

from functools import partial

import pytest
from django.test import Client
from django.utils import translation

from consultations.models import AttributionRule, StaffRole
from submissions.models import AuditEntry, Contribution, VerbatimDecision
from submissions.review import redaction, verbatim, workflow
from submissions.review.errors import NotAllowed, Stale
from tests.factories import make_consultation, make_contribution, make_event, make_user

pytestmark = pytest.mark.django_db

LONG = "We paint the crossings at the school each spring and autumn."


def said(text: str = LONG, rule: str = AttributionRule.CHATHAM_HOUSE) -> Contribution:
    return make_contribution(make_event(make_consultation(attribution_rule=rule)), text)


def reviewer_of(contribution: Contribution) -> object:
    return make_user(StaffRole.REVIEWER, contribution.submission.event.consultation)


def test_long_protected_words_need_a_decision_and_no_others() -> None:
    assert verbatim.needs_decision(said())
    assert not verbatim.needs_decision(said("Paint the crossings again."))
    assert not verbatim.needs_decision(said(rule=AttributionRule.BY_CONSENT))


def test_a_decision_holds_and_is_written_once_to_the_trail() -> None:
    contribution = said()
    by = reviewer_of(contribution)
    verbatim.decide(contribution, by=by, reason="Everybody said so.")
    contribution.refresh_from_db()
    decision = verbatim.decided(contribution)
    assert decision is not None
    assert (decision.reason, decision.by) == ("Everybody said so.", by)
    entry = AuditEntry.objects.get(contribution=contribution, action="print_verbatim")
    assert (entry.actor, entry.detail) == (by, {"reason": "Everybody said so."})


def test_without_a_reason_nothing_is_decided() -> None:
    contribution = said()
    with pytest.raises(NotAllowed):
        verbatim.decide(contribution, by=reviewer_of(contribution), reason="  ")
    assert not VerbatimDecision.objects.exists()


def test_short_words_cannot_be_decided_about() -> None:
    contribution = said("Paint the crossings again.")
    with pytest.raises(NotAllowed):
        verbatim.decide(contribution, by=reviewer_of(contribution), reason="Because.")
    assert not AuditEntry.objects.filter(action="print_verbatim").exists()


def test_whoever_read_an_older_version_decides_nothing() -> None:
    contribution = said()
    with pytest.raises(Stale):
        verbatim.decide(contribution, by=reviewer_of(contribution), reason="Because.", version=7)
    assert not VerbatimDecision.objects.exists()


def test_about_words_that_were_withdrawn_too_whoever_read_an_older_version_is_told_so() -> None:
    contribution = said()
    by = reviewer_of(contribution)
    workflow.withdraw(contribution)
    for step in (partial(verbatim.decide, reason="Everybody said so."), verbatim.take_back):
        with pytest.raises(Stale, match="has changed since you opened it"):
            step(contribution, by=by, version=contribution.version - 1)
    with pytest.raises(NotAllowed, match="Its author has withdrawn"):
        workflow.accept(contribution, by=by, version=contribution.version - 1)


def test_the_decision_is_over_when_words_are_covered_or_a_paraphrase_is_written() -> None:
    for change in ("redact", "paraphrase"):
        contribution = said()
        by = reviewer_of(contribution)
        verbatim.decide(contribution, by=by, reason="Everybody said so.")
        contribution.refresh_from_db()
        if change == "redact":
            redaction.redact_phrase(
                contribution, by=by, phrase="school", replacement="[a place]", reason="One place."
            )
        else:
            workflow.set_paraphrase(contribution, by=by, en="It is painted.", fr="C’est peint.")
        contribution.refresh_from_db()
        assert verbatim.decided(contribution) is None, change


def test_taking_it_back_ends_it() -> None:
    contribution = said()
    by = reviewer_of(contribution)
    verbatim.decide(contribution, by=by, reason="Everybody said so.")
    contribution.refresh_from_db()
    verbatim.take_back(contribution, by=by)
    assert verbatim.decided(contribution) is None
    assert AuditEntry.objects.filter(contribution=contribution, action="not_verbatim").count() == 1


def test_accepting_decides_nothing_of_it() -> None:
    contribution = said()
    workflow.accept(contribution, by=reviewer_of(contribution))
    assert verbatim.decided(contribution) is None


@pytest.mark.parametrize(("language", "heading"), [("en", "as they were said"), ("fr", "tels quels")])
def test_the_page_asks_for_it_keeps_what_was_typed_and_shows_it(
    client: Client, language: str, heading: str
) -> None:
    with translation.override(language):
        contribution = said()
        client.force_login(reviewer_of(contribution))  # type: ignore[arg-type]
        url = f"/admin/submissions/contribution/{contribution.pk}/change/"
        headers = {"accept-language": language}
        assert 'id="verbatim-because"' in client.get(url, headers=headers).content.decode()
        step = {"step": "verbatim", "version": contribution.version}
        wrong = client.post(url, {**step, "because": ""}, headers=headers)
        assert not VerbatimDecision.objects.exists()
        assert 'id="verbatim-because"' in wrong.content.decode()
        client.post(url, {**step, "because": "General terms."}, headers=headers)
        page = client.get(url, headers=headers).content.decode()
        assert VerbatimDecision.objects.get().reason == "General terms."
        assert "General terms." in page
        assert heading in page
        contribution.refresh_from_db()
        client.post(url, {"step": "not_verbatim", "version": contribution.version})
        assert not VerbatimDecision.objects.exists()
