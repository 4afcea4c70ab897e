"""What the report's check would find, and what tells a speaker by other means, is marked while a text is reviewed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Bilingual, StaffRole
from submissions.models import Contribution, Redaction, Status
from submissions.review import clearances, redaction, workflow
from submissions.review.suggestions import (
    Kind,
    Suggestion,
    Terms,
    count_to_be_printed,
    names_in_print,
    open_in,
    suggestions,
    terms_of,
)
from tests.factories import (
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_user,
)

TERMS = Terms(
    ("Ada Walker-Stone", "ada@example.org", "Bo Featherstone"), ("Walkers United", "Marcheurs unis", "WUN")
)


def marked(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.kind.value) for each in suggestions(text, TERMS, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As Ada Walker-Stone said", [("Ada Walker-Stone", "person")]),
        ("with ADA WALKER-STONE’s help", [("ADA WALKER-STONE", "person")]),
        ("as Featherstone told us", [("Featherstone", "person")]),
        ("ask marcheurs unis and WUN", [("marcheurs unis", "organization"), ("WUN", "organization")]),
        ("write to bo.f@example.org", [("bo.f@example.org", "email")]),
        ("as @ada_w said", [("@ada_w", "handle")]),
        ("call (613) 555-0134 now", [("(613) 555-0134", "phone")]),
        ("appelez le 01 42 34 56 78", [("01 42 34 56 78", "phone")]),
        ("at K1A 0B1, Ottawa", [("K1A 0B1", "postal_code")]),
        ("at k1a-0b1, Ottawa", [("k1a-0b1", "postal_code")]),
        ("in SW1A 1AA, London", [("SW1A 1AA", "postal_code")]),
        ("au 75007 Paris", [("75007", "postal_code")]),
        ("in New York, NY 10001", [("10001", "postal_code")]),
        ("As the only francophone officer there, no", [("As the only francophone officer there", "role")]),
        ("I’m the deputy head of it, and", [("I’m the deputy head of it", "role")]),
        ("Speaking as a midwife, yes", [("Speaking as a midwife", "role")]),
        ("We at the river station know", [("We at the river station know", "affiliation")]),
        (
            "our organization and my department",
            [("our organization", "affiliation"), ("my department", "affiliation")],
        ),
        ("I work for the mayor", [("I work for the mayor", "affiliation")]),
        ("En tant que seule élue autochtone, non", [("En tant que seule élue autochtone", "role")]),
        ("Je suis la seule sage-femme du comté. Bon", [("Je suis la seule sage-femme du comté", "role")]),
        ("Je parle au nom des pêcheurs, et", [("Je parle au nom des pêcheurs", "role")]),
        ("Nous, au port, savons", [("Nous, au port", "affiliation")]),
        (
            "notre organisme et mon ministère",
            [("notre organisme", "affiliation"), ("mon ministère", "affiliation")],
        ),
        ("Chez nous, c’est clair", [("Chez nous", "affiliation")]),
        ("à titre de directrice, j’ai", [("à titre de directrice", "role")]),
    ],
)
def test_what_may_tell_who_spoke_is_marked(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1325 of 2000-2013 cost 75000 dollars in 12345 cases.",
        "The walkers united behind it. Stone walls; a walker.".replace("walkers united", "walker united"),
        "They work at night, and the only road is closed.",
        "Notre rivière et nos enfants; ma rue; le seul pont.",
        "We look at results; as the river rises; I am there.",
        "On nous a dit que c’est à refaire.",
    ],
)
def test_what_tells_nobody_is_not_marked(text: str) -> None:
    assert marked(text) == []


def test_the_words_to_stand_instead_are_in_the_language_of_the_text() -> None:
    assert suggestions("As Ada Walker-Stone", TERMS, "en") == (
        Suggestion(3, 19, Kind.PERSON, "[name removed]"),
    )
    french = suggestions("Selon Ada Walker-Stone", TERMS, "fr")
    assert [each.replacement for each in french] == ["[nom retiré]"]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def contribution(self) -> Contribution:
        consultation = make_consultation(attribution_rule=AttributionRule.CHATHAM_HOUSE)
        make_participant(consultation, name="Ada Walker-Stone")
        make_organization(consultation, code="wu", name=Bilingual.of("Walkers United"))
        return make_contribution(make_event(consultation), "As Ada Walker-Stone of Walkers United said, act.")

    @pytest.fixture
    def reviewer(self, contribution: Contribution) -> Client:
        client = Client()
        client.force_login(make_user(StaffRole.REVIEWER, contribution.submission.event.consultation))
        return client

    def address(self, contribution: Contribution) -> str:
        return reverse("admin:submissions_contribution_change", args=[contribution.pk])

    def decide(self, reviewer: Client, contribution: Contribution, **more: str) -> str:
        contribution.refresh_from_db()
        step = {
            "step": "decide",
            "version": str(contribution.version),
            "action": "accept",
            "note": "",
            **more,
        }
        return reviewer.post(self.address(contribution), step, follow=True).content.decode()

    def test_a_place_is_marked_with_its_reason_and_leads_to_the_filled_form(
        self, reviewer: Client, contribution: Contribution
    ) -> None:
        page = reviewer.get(self.address(contribution)).content.decode()
        assert '<mark class="suggested">Ada Walker-Stone</mark>' in page
        assert "Names a participant" in page
        assert "?cover=3-19#redact" in page
        filled = reviewer.get(f"{self.address(contribution)}?cover=3-19").content.decode()
        assert 'value="Ada Walker-Stone"' in filled
        assert 'value="Names a participant"' in filled
        assert not Redaction.objects.exists()

    def test_covered_or_cleared_places_are_not_marked(self, contribution: Contribution) -> None:
        by = make_user(StaffRole.REVIEWER, contribution.submission.event.consultation)
        redaction.redact_phrase(
            contribution, by=by, phrase="Ada Walker-Stone", replacement="[name removed]", reason="a person"
        )
        terms = terms_of(contribution.submission.event.consultation)
        assert [each.kind for each in open_in(contribution, terms)] == [Kind.ORGANIZATION]
        contribution.clearances.create(words="Walkers United", reason="spoken about", by=by)
        assert open_in(contribution, terms) == ()

    def test_accepting_with_open_places_asks_once_more(
        self, reviewer: Client, contribution: Contribution
    ) -> None:
        assert "2 places may tell who spoke" in self.decide(reviewer, contribution)
        contribution.refresh_from_db()
        assert contribution.status == Status.PENDING
        self.decide(reviewer, contribution, seen="on")
        contribution.refresh_from_db()
        assert contribution.status == Status.ACCEPTED

    def test_nothing_is_asked_where_nothing_is_open(self, reviewer: Client) -> None:
        consultation = Contribution.objects.get().submission.event.consultation
        other = make_contribution(make_event(consultation), "Mark the crossings.")
        assert "may tell who spoke" not in reviewer.get(self.address(other)).content.decode()
        self.decide(reviewer, other)
        other.refresh_from_db()
        assert other.status == Status.ACCEPTED

    def test_bulk_acceptance_asks_once_more(self, reviewer: Client, contribution: Contribution) -> None:
        queue = reverse("admin:submissions_contribution_changelist")
        address = f"{queue}?consultation={contribution.submission.event.consultation_id}"
        post = {
            "action": "decide_on_selected", "confirmed": "1", "_selected_action": str(contribution.pk),
            "rows": f"{contribution.pk}:1", "step": "accept", "note": "",
        }  # fmt: skip
        assert "may tell who spoke" in reviewer.post(address, post).content.decode()
        contribution.refresh_from_db()
        assert contribution.status == Status.PENDING
        reviewer.post(address, {**post, "seen": "on"})
        contribution.refresh_from_db()
        assert contribution.status == Status.ACCEPTED


@pytest.mark.django_db
def test_a_number_that_may_stand_is_offered_to_be_cleared_until_it_is() -> None:
    said = make_contribution(text="The office answers at 613-555-0134.")
    assert names_in_print(said, Terms()) == ["613-555-0134"]
    clearances.declare(said, by=make_user(), words="613-555-0134", reason="A public office.")
    said.refresh_from_db()
    assert names_in_print(said, Terms()) == []


ABOUT_PEOPLE = Terms(("Ada Walker-Stone", "Bo Featherstone"), ("Walkers United",))


@pytest.mark.django_db
def test_a_name_that_a_paraphrase_adds_is_offered_to_nobody_and_counted_nowhere() -> None:
    said = make_contribution(text="Somebody said it here.")
    before = count_to_be_printed(said, ABOUT_PEOPLE)
    tried = "As Ada Walker-Stone, Bo Featherstone and Cy Nobody of Walkers United said here."
    said = workflow.set_paraphrase(said, by=make_user(), en=tried, fr=tried)
    assert names_in_print(said, ABOUT_PEOPLE) == []
    assert count_to_be_printed(said, ABOUT_PEOPLE) == before


@pytest.mark.django_db
def test_a_name_that_was_received_is_offered_as_the_paraphrase_writes_it() -> None:
    said = make_contribution(text="We thank ADA WALKER-STONE for it.")
    tried = "People thank Ada Walker-Stone, and not Bo Featherstone."
    said = workflow.set_paraphrase(said, by=make_user(), en=tried, fr=tried)
    assert names_in_print(said, ABOUT_PEOPLE) == ["ADA WALKER-STONE", "Ada Walker-Stone"]
    assert count_to_be_printed(said, ABOUT_PEOPLE) == 3


@pytest.mark.django_db
def test_a_name_that_a_redaction_puts_in_is_not_offered() -> None:
    said = make_contribution(text="As somebody said, act.")
    redaction.redact_phrase(
        said, by=make_user(), phrase="somebody", replacement="Ada Walker-Stone", reason="tried"
    )
    said.refresh_from_db()
    assert names_in_print(said, ABOUT_PEOPLE) == []
