"""Ways of writing a protected name that try to slip past the check of finished bytes."""

import json

import pytest

from reports.leaks import ProtectedTerms, find_leaks

NAME = "Hélène Côté-Roy"
ADDRESS = "jane.doe@example.org"


def found(
    text: str, *names: str, organizations: tuple[str, ...] = (), permitted: tuple[str, ...] = ()
) -> bool:
    terms = ProtectedTerms(names, organizations, permitted)
    return bool(find_leaks(json.dumps(text).encode(), "json", terms))


@pytest.mark.parametrize(
    "written",
    [
        "Helene Cote-Roy's table",
        "half of it: HÉLÈNE CÔTÉ",
        "H. Côté-Roy",
        "Mme Côté-Roy",
        "as Ms. Roy said",
        "la sénatrice Côté-Roy",
        "Sénatrice Roy",
        "hcoteroy",
        "\N{CYRILLIC CAPITAL LETTER EN}elene C\N{CYRILLIC SMALL LETTER O}te-Roy",
        "H\N{SOFT HYPHEN}élène Cô\N{ZERO WIDTH SPACE}té Roy",
    ],
)
def test_a_person_is_found_however_the_name_is_turned(written: str) -> None:
    assert found(written, NAME)


def test_letters_that_have_no_accent_to_drop_are_found_by_their_plain_form() -> None:
    assert found("As Lukasz Orsted said", "Łukasz Ørsted")


@pytest.mark.parametrize(
    "written",
    [
        "jane.doe [at] example [dot] org",
        "jane.doe (a) example.org",
        "jane dot doe at example dot org",
        "jane . doe @ example . org",
        "jane.doe%40example.org",
        "jane.doe arobase example point org",
    ],
)
def test_an_address_is_found_in_its_disguises(written: str) -> None:
    assert found(written, ADDRESS)


@pytest.mark.parametrize(
    ("text", "name", "permitted"),
    [
        ("It was Rose Young.", "Rose Young", "Rose"),
        ("It was Jean Marie Roy.", "Jean Marie Roy", "Marie Roy"),
        ("It was Ada Young Walker.", "Ada Young", "Young Walker"),
    ],
)
def test_a_permitted_phrase_clears_no_name_that_reaches_beyond_it(
    text: str, name: str, permitted: str
) -> None:
    assert found(text, name, permitted=(permitted,))


def test_a_permitted_phrase_clears_the_names_within_it() -> None:
    assert not found("Jean Marie Roy", "Marie Roy", permitted=("Jean Marie Roy",))
    assert not found("Voices of Women", organizations=("Women",), permitted=("Voices of Women",))


@pytest.mark.parametrize(
    "innocent", ["I am young and walk.", "the young leaders", "a ROY of light", "He cotes it"]
)
def test_common_words_name_nobody(innocent: str) -> None:
    assert not found(innocent, "Rose Young", NAME)
