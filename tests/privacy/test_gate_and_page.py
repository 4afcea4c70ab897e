"""What the check of finished files would find in a contribution, the contribution's page marks, and nobody can print."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consultations.models import Bilingual
from reports.compiler.findings import Finding
from reports.leaks import ProtectedTerms, find_leaks
from submissions.review import clearances
from submissions.review.suggestions import Kind, Terms, suggestions, terms_of
from tests.factories import make_organization, make_participant
from tests.reports.compiling import Streets, make_streets

FIRST = st.sampled_from(["Zoé", "Ann", "Jean-Luc", "Marie Anne", "Dr Øystein", "J."])
FAMILY = st.builds(
    lambda parts, joint: joint.join(part.title() for part in parts),
    st.lists(
        st.sampled_from(["feather", "stonebô", "ekwé", "o’hara", "lenz", "hope"]), min_size=1, max_size=2
    ),
    st.sampled_from(["-", " ", ""]),
)
NAMES = st.builds(lambda first, family: f"{first} {family}", FIRST, FAMILY)


def initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


FORMS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        lambda name: f"{name}’s",
        lambda name: f"d’{name}",
        lambda name: ", ".join(reversed(name.rsplit(" ", 1))),
        lambda name: f"{name[0]}. {name.rsplit(' ', 1)[1]}",
        lambda name: name.rsplit(" ", 1)[1],
        lambda name: f"{name.rsplit(' ', 1)[1]}’s",
        lambda name: f"Mme {name.rsplit(' ', 1)[1]}",
        lambda name: name.rsplit(" ", 1)[1].upper(),
        lambda name: "".join(name.split()),
        lambda name: "\u00ad".join(name),
        lambda name: name.replace("é", "e\u0301"),
        initials,
    ]
)
AROUND = st.sampled_from(
    [
        "As {} said, light the paths.",
        "{} said so.",
        "We hope so. {} spoke; hope, hope.",
        "ask {}",
        "Selon {}, non",
    ]
)
# What may stand before a contribution in a finished file.
BEFORE = st.sampled_from(
    ["", "participant,", "“", "Crossings\n", "a participant\n\n", "Hope, Hope and Hope for ", "1 "]
)


@given(NAMES, FORMS, AROUND, BEFORE)
@example("Ann Hope", lambda name: name.split()[1], "{} said so; hope, hope.", "participant,")
def test_where_the_check_finds_a_name_the_page_marks_one(
    name: str, form: object, around: str, before: str
) -> None:
    text = around.format(form(name))  # type: ignore[operator]
    terms = ProtectedTerms((name,), ())
    if find_leaks(json.dumps(before + text).encode(), "json", terms):
        assert Kind.PERSON in [each.kind for each in suggestions(text, Terms((name,)), "en")]


def test_a_place_is_marked_from_its_first_to_its_last_character_though_some_are_not_seen() -> None:
    text = "As H\u00ade\u0301le\u0300ne Co\u0302te\u0301-Roy’s plan"
    [place] = suggestions(text, Terms(("Hélène Côté-Roy",)), "en")
    assert (text[: place.start], text[place.end :]) == ("As ", "’s plan")


@pytest.fixture
def streets() -> Streets:
    return make_streets()


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("As Featherstone said, light it.", "Featherstone"),
        ("Featherstone, Wilhelmina has it.", "Featherstone, Wilhelmina"),
        ("Ask W. Featherstone’s table.", "W. Featherstone"),
        ("WILHELMINA FEATHERSTONE knows.", "WILHELMINA FEATHERSTONE"),
        ("The table of W. F. agreed.", "W. F"),
        ("Riverside Walkers know.", "Riverside Walkers"),
        ("#RiversideWalkers know.", "RiversideWalkers"),
    ],
)
@pytest.mark.django_db
def test_a_name_in_any_form_is_a_finding_and_marked_listed_or_not_until_it_is_cleared(
    streets: Streets, text: str, words: str, listed: bool
) -> None:
    body = make_organization(
        streets.consultation, name=Bilingual.of("Riverside Walkers"), listed=listed, takes_advice=False
    )
    make_participant(streets.consultation, name="Wilhelmina Featherstone", organization=body, listed=listed)
    contribution = streets.said(text, streets.conference)
    assert streets.compiled().findings == (Finding(str(contribution.pk), words),)
    marks = suggestions(text, terms_of(streets.consultation), "en")
    assert [text[each.start : each.end] for each in marks] == [words]
    clearances.declare(contribution, by=streets.reviewer, words=words, reason="It is spoken about.")
    assert streets.compiled().findings == ()


@pytest.mark.django_db
def test_a_name_that_stands_beside_the_words_anyway_is_no_finding_in_any_form(streets: Streets) -> None:
    make_participant(streets.consultation, name="Wilhelmina Featherstone")
    streets.said(
        "I, W. Featherstone, ask for it.",
        attribution="named",
        name="Wilhelmina Featherstone",
        organization_name="Walkers",
    )
    assert streets.compiled().findings == ()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["RW asked for light.", "The R.W. asked.", "Selon la MR, il fait noir."])
def test_an_acronym_of_two_letters_is_a_term_in_both_languages_marked_and_a_finding(
    streets: Streets, text: str
) -> None:
    body = make_organization(
        streets.consultation,
        name=Bilingual("Riverside Walkers", "Marcheurs de la rive"),
        acronym=Bilingual("RW", "MR"),
    )
    make_participant(streets.consultation, organization=body)
    contribution = streets.said(text, streets.conference)
    compiled = streets.compiled()
    assert {"RW", "MR"} <= set(compiled.protected.organizations)
    assert [each.contribution_id for each in compiled.findings] == [str(contribution.pk)]
    marks = suggestions(text, terms_of(streets.consultation), "en")
    assert [each.kind for each in marks] == [Kind.ORGANIZATION]
