"""The quick look at a text as a whole misses nothing that the look at its words would find."""

from __future__ import annotations

import sys

import pytest

from consultations.folding import Folds, fold, plain
from consultations.name_forms import Needle
from consultations.names import Names, Tokens

PEOPLE = (
    "Jane Doe", "Élise Lœwe", "Jean-Pierre D’Arcy", "Marie Anne Roy", "Li Ngo", "Šárka Þór", "3M Ødegård",
    "jane.doe@example.org", "@janedoe", "613-200-4411", "K1A 0B1",
)  # fmt: skip
BODIES = ("Alliance of Whitby (AW)", "NGO", "Voices", "Réseau Œuvres")
NEAR, FAR = Names(PEOPLE, BODIES), Names((*PEOPLE, "王 小明"), BODIES)


def needles_of(names: Names) -> list[Needle]:
    return [
        needle for kept in (names.alone, names.several) for needles in kept.values() for needle in needles
    ]


def as_written(needle: Needle) -> str:
    return " ".join(f"{word}." if needle.form == "dotted" else word for word in needle.words)


@pytest.mark.parametrize("names", [NEAR, FAR])
@pytest.mark.parametrize("around", ["{}", "Ask {}, they said.", "x\0\u4e00\u05d0 ask {}, \ufffd then"])
def test_no_form_that_is_found_is_out_of_sight(names: Names, around: str) -> None:
    texts = [plain(around.format(as_written(needle))) for needle in needles_of(names)]
    found = [text for text in texts if any(names.in_words(Tokens(text, Folds())))]
    assert len(found) > len(texts) * 0.9
    assert [text for text in found if names.are_out_of_sight(text)] == []


def test_what_holds_no_name_is_out_of_sight() -> None:
    assert NEAR.are_out_of_sight(plain("Paint the crossings again, e.g. near the école."))


def test_a_text_as_a_whole_is_folded_as_each_of_its_characters() -> None:
    characters = [chr(code) for code in range(0, sys.maxunicode + 1, 7)]
    assert fold("".join(characters)) == "".join(map(fold, characters))
