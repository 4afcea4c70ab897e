"""That an organization is spoken about is decided for one contribution, with a reason, and anew when its words change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Bilingual, StaffRole
from submissions.models import AuditEntry, Clearance, Contribution
from submissions.review import clearances, redaction, workflow
from submissions.review.errors import NotAllowed
from tests.factories import make_consultation, make_contribution, make_event, make_organization, make_user

pytestmark = pytest.mark.django_db
WORDS = "Walkers United"


@pytest.fixture
def contribution() -> Contribution:
    consultation = make_consultation(attribution_rule=AttributionRule.CHATHAM_HOUSE)
    make_organization(consultation, code="wu", name=Bilingual.of(WORDS))
    return make_contribution(
        make_event(consultation), "The strike of Walkers United in 1990 taught us. Mark the crossings by Ann."
    )


@pytest.fixture
def reviewer(contribution: Contribution) -> User:
    return make_user(StaffRole.REVIEWER, contribution.submission.event.consultation)


def declared(contribution: Contribution, by: User) -> Clearance:
    made = clearances.declare(contribution, by=by, words=WORDS, reason="It is spoken about.")
    contribution.refresh_from_db()
    return made


def actions() -> list[str]:
    return list(AuditEntry.objects.exclude(actor=None).values_list("action", flat=True))


def test_a_declaration_needs_a_reason_and_words_that_are_printed(
    contribution: Contribution, reviewer: User
) -> None:
    for words, reason in (
        (WORDS, " "),
        ("Runners United", "It is spoken about."),
        ("", "It is spoken about."),
    ):
        with pytest.raises(NotAllowed):
            clearances.declare(contribution, by=reviewer, words=words, reason=reason)
    assert (Clearance.objects.count(), actions()) == (0, [])


def test_it_says_who_and_why_in_the_trail(contribution: Contribution, reviewer: User) -> None:
    made = declared(contribution, reviewer)
    assert (made.words, made.reason, made.by) == (WORDS, "It is spoken about.", reviewer)
    [entry] = AuditEntry.objects.exclude(actor=None)
    assert (entry.action, entry.actor, entry.detail["reason"]) == ("clear", reviewer, "It is spoken about.")


def test_it_ends_when_the_sentence_changes_and_not_when_another_does(
    contribution: Contribution, reviewer: User
) -> None:
    declared(contribution, reviewer)
    made = redaction.redact_phrase(
        contribution, by=reviewer, phrase="by Ann", replacement="[…]", reason="a name"
    )[0]
    assert Clearance.objects.exists()
    contribution.refresh_from_db()
    redaction.redact_phrase(contribution, by=reviewer, phrase="in 1990", replacement="[…]", reason="a year")
    assert not Clearance.objects.exists()
    assert actions() == ["clear", "redact", "redact", "revoke"]
    assert AuditEntry.objects.get(action="revoke").detail == {"automatic": True}
    contribution.refresh_from_db()
    declared(contribution, reviewer)
    redaction.lift(made, by=reviewer, version=contribution.version)
    assert Clearance.objects.exists()


def test_it_ends_when_a_paraphrase_comes_to_name_them_elsewhere(
    contribution: Contribution, reviewer: User
) -> None:
    declared(contribution, reviewer)
    same = workflow.set_paraphrase(
        contribution, by=reviewer, en="A strike taught much.", fr="Une grève a appris."
    )
    assert Clearance.objects.exists()
    workflow.set_paraphrase(same, by=reviewer, en="We at Walkers United know.", fr="Nous savons.")
    assert not Clearance.objects.exists()


def test_the_page_declares_shows_and_takes_back(contribution: Contribution, reviewer: User) -> None:
    client = Client()
    client.force_login(reviewer)
    address = reverse("admin:submissions_contribution_change", args=[contribution.pk])
    step = {"step": "spoken_about", "version": "1", "words": WORDS}
    assert (
        "Say why these words may be printed."
        in client.post(address, {**step, "because": " "}).content.decode()
    )
    assert not Clearance.objects.exists()
    client.post(address, {**step, "because": "Spoken about, not for."})
    page = client.get(address).content.decode()
    assert "may be printed: Spoken about, not for." in page
    assert "Words cleared for print: Spoken about, not for." in page
    assert 'name="words"' not in page
    client.post(address, {"step": "revoke", "version": "2", "clearance": str(Clearance.objects.get().pk)})
    assert not Clearance.objects.exists()
    assert "Words no longer cleared for print" in client.get(address).content.decode()
