"""What somebody can be reached by is found in running words, and what only looks like it is not."""

import pytest

from consultations.contacts import contacts_in, key


def found(text: str) -> list[tuple[str, str]]:
    return [(each.words, each.kind) for each in contacts_in(text)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Write to farah.t@example.org, please.", "farah.t@example.org", "email"),
        ("As @ada_w said", "@ada_w", "handle"),
        ("Call 613-555-0134 now", "613-555-0134", "phone"),
        ("Call (613)\u00a0555\u20110134 now", "(613)\u00a0555\u20110134", "phone"),
        ("Call 6132550134 now", "6132550134", "phone"),
        ("Call +1 613.555.0134 now", "+1 613.555.0134", "phone"),
        ("Appelez le 01 42 34 56 78.", "01 42 34 56 78", "phone"),
        ("Ring 020 7946 0958 or", "020 7946 0958", "phone"),
        ("Ring 07700 900123 or", "07700 900123", "phone"),
        ("du +33 (0)1 42 34 56 78 ou", "+33 (0)1 42 34 56 78", "phone"),
        ("at K1A 0B1, Ottawa", "K1A 0B1", "postal_code"),
        ("at k1a0b1", "k1a0b1", "postal_code"),
        ("in SW1A 1AA, London", "SW1A 1AA", "postal_code"),
        ("12 rue Basse, 75007 Paris", "75007", "postal_code"),
        ("à F-75007 Paris", "75007", "postal_code"),
        ("in New York, NY 10001-1234", "10001-1234", "postal_code"),
    ],
)
def test_it_is_found_as_it_stands(text: str, words: str, kind: str) -> None:
    assert found(text) == [(words, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Resolutions 1325, 1820 and 2122 of 2000-2013 cost $1 000 000.",
        "Meet @ noon; 12.5 % of 2010 2011 2012",
        "Of 50000 Canadians 12345 answered; the UN 10000 times.",
        "In Q3 1st place; the G20 and H1N1; 2500000000 dollars.",
        "By post 10000 people; la rue a 10000pas.",
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    assert found(text) == []


def test_the_same_number_or_code_has_one_key_however_it_is_written() -> None:
    assert key("+1 (613) 555-0134") == key("6135550134") != key("613-555-0135")
    assert key("K1A 0B1") == key("k1a-0b1")
    assert key("Ada@Example.org") == key("ada@example.org")
