"""An acronym that is a word as well is not looked for alone. Whoever enters one is told so when it is saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations.folding import Folds
from consultations.models import Bilingual, Organization, StaffRole
from consultations.name_forms import is_looked_for_alone
from consultations.names import Names, places
from tests.consultations.admin_forms import form_of
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db

WORDS, LETTERS = ("AI", "NB", "IT", "NGO", "ONG", "A"), ("WU", "ABC", "WALK", "ÉCO", "T4W")
SAID = {"en": "stands for something else too", "fr": "désigne aussi autre chose"}


def said(client: Client, body: Organization, language: str, english: str, french: str) -> list[str]:
    """The warnings that stand on the page after saving, in its language."""
    client.force_login(make_user(StaffRole.COORDINATOR, body.consultation))
    with translation.override(language):
        page = reverse("admin:consultations_organization_change", args=[body.pk])
    typed = form_of(client, page) | {"acronym_en": english, "acronym_fr": french}
    answer = client.post(page, typed, follow=True, headers={"accept-language": language})
    body.refresh_from_db()
    assert body.acronym == Bilingual(english, french)
    return [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("acronym", WORDS)
def test_a_word_is_said_when_it_is_saved(client: Client, acronym: str, language: str) -> None:
    client.cookies["django_language"] = language
    [warning] = said(client, make_organization(), language, acronym, acronym)
    assert acronym in warning
    assert SAID[language] in warning


@pytest.mark.parametrize("acronym", LETTERS)
def test_of_others_nothing_is_said(client: Client, acronym: str) -> None:
    assert said(client, make_organization(), "en", acronym, acronym) == []


def test_both_languages_are_looked_at(client: Client) -> None:
    warnings = said(client, make_organization(), "en", "NGO", "ONG")
    assert ["NGO" in warnings[0], "ONG" in warnings[1]] == [True, True]
    assert len(said(client, make_organization(), "en", "WU", "NB")) == 1


@pytest.mark.parametrize("acronym", [*WORDS, *LETTERS])
def test_what_is_said_is_what_the_search_does(acronym: str) -> None:
    found = places(f"She came for {acronym} and spoke.", Names((), (acronym,)), Folds())
    assert bool(found) == is_looked_for_alone(acronym)
    assert is_looked_for_alone(acronym) == (acronym in LETTERS)
