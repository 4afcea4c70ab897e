"""The forms in which people write a name, an address or a number: what to look for. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from consultations.common_names import ABBREVIATIONS, DOTTED
from consultations.folding import fold, words_of

HONORIFICS = frozenset(
    ["dr", "dre", "m", "mr", "mrs", "ms", "mme", "mlle", "me", "prof", "hon", "sir", "dame",
     "senator", "senateur", "senatrice"]
)  # fmt: skip
# Before a family name alone, as they are written: "I’m young" names no Mr. Young.
TITLES = (
    "Dr", "Dre", "M", "MM", "Mr", "Mrs", "Ms", "Miss", "Mme", "Mmes", "Mlle", "Prof", "Hon", "Sir", "Dame",
    *(form for title in ("madame", "monsieur", "professor", "professeur", "professeure", "senator", "sénateur",
      "sénatrice", "ambassador", "ambassadeur", "ambassadrice", "colonel") for form in (title, title.title())),
)  # fmt: skip
# What people write for the sign in an address, and for the dot.
AT, DOT = ("at", "a", "arobase", "chez", "40"), ("dot", "point")
ARTICLES = frozenset(["the", "le", "la", "les", "l"])
# Capitals up to this number may be a word in a heading that is written in capitals.
SHORT = 3
# Words run together ("janedoe") are looked for from this length on; shorter ones turn up by accident.
GLUED_LENGTH = 7
# A family name alone is looked for from this length on.
FAMILY_LENGTH = 3

# Canada, the United Kingdom, the United States and France.
POSTAL_CODE = re.compile(
    r"(?i)([a-z]\d[a-z])[\s./\u2010-\u2015-]?(\d[a-z]\d)|([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})|(\d{5})(?:-\d{4})?"
)
TELEPHONE = re.compile(r"\+?\(?\d(?:[\s().\-\u2010-\u2015/]{0,3}\d){6,14}")

Words = tuple[str, ...]
# "any": in whatever case; "exact": as written; "dotted": single letters with a full stop after each;
# "family": a family name alone, capitalised inside a sentence; "acronym": a few capitals among small letters.
Form = Literal["any", "exact", "dotted", "family", "acronym"]


@dataclass(frozen=True)
class Needle:
    term: str
    words: Words
    form: Form = "any"


def of_person(name: str) -> Iterator[Needle]:
    """For Marie Anne Roy also "Roy, Marie Anne", "Marie Roy", "M. Roy", "Ms. Roy", "M. A. R.", "Roy" and "marieroy";
    one word only exactly as written, because it may be a common one.
    """
    words = tuple(words_of(name))
    if "@" in name:
        yield from of_address(name, words)
        return
    if postal := POSTAL_CODE.fullmatch(name.strip()):
        yield from of_postal_code(name, tuple(filter(None, postal.groups())))
        return
    if figures_of(name):  # compared by its figures, not by its words
        return
    words = tuple(word for word in words if fold(word) not in HONORIFICS) or words
    if len(words) < 2:
        yield from (Needle(name, words, "exact"),) if words else ()
        return
    folded = tuple(map(fold, words))
    first, last = folded[0], folded[-1]
    for form in (folded, (last, *folded[:-1]), (first, last), (last, first)):
        yield Needle(name, form)
    # As written, or "women's young leaders" would name every S. Young.
    yield Needle(name, (words[0][0], words[-1]), "exact")
    yield from of_family(name, words, tuple(words_of(name.split()[-1])))
    yield from of_initials(name, words)
    yield from glued(name, (first, last))


def of_postal_code(name: str, halves: Words) -> Iterator[Needle]:
    """Also run together, and letter by letter. Of a code of the United States the first five figures are enough."""
    if halves[0].isdecimal():
        yield Needle(name, halves[:1])
        return
    halves = tuple(map(fold, halves))
    for words in (halves, ("".join(halves),), tuple("".join(halves))):
        yield Needle(name, words)


def figures_of(text: str) -> str:
    """The figures of what is a telephone number and nothing else, without the country; "" for any other text."""
    if not TELEPHONE.fullmatch(text.strip()):
        return ""
    figures = re.sub(r"\D", "", text)
    return figures[-10:] if len(figures) > 9 and figures[-10] != "0" else figures[-9:]


def of_family(name: str, words: Words, family: Words) -> Iterator[Needle]:
    """The family name, which may be a double one, and each half of it: after a title, an initial, the first name."""
    first, initial = fold(words[0]), words[0][0]
    for part in dict.fromkeys((family, *((word,) for word in family))):
        if len(part) < len(words) and len("".join(part)) > 1:
            yield Needle(name, (first, *map(fold, part)))
            yield Needle(name, (initial, *part), "exact")
            yield from (Needle(name, (title, *part), "exact") for title in TITLES)
    if len(family) < len(words) and len("".join(family)) >= FAMILY_LENGTH:
        yield Needle(name, family, "family")
        yield Needle(name, tuple(word.upper() for word in family), "family")
    yield from glued(name, (fold(initial), *map(fold, family)))


def of_initials(name: str, words: Words) -> Iterator[Needle]:
    for letters in dict.fromkeys(
        (tuple(word[0].upper() for word in words), (words[0][0].upper(), words[-1][0].upper()))
    ):
        if "".join(letters) not in DOTTED:
            yield Needle(name, letters, "dotted")


def of_address(name: str, words: Words) -> Iterator[Needle]:
    """An e-mail address also as people disguise it: "jane.doe [at] example [dot] org"."""
    yield from as_written(name, words)
    local, domain = (tuple(map(fold, words_of(part))) for part in name.rsplit("@", 1))
    if not (local and domain):
        return
    for spelled in ((), *((at,) for at in AT)):
        yield Needle(name, (*local, *spelled, *domain))
        for dot in DOT:
            yield Needle(name, (*local, *spelled, *joined(domain, dot)))
            yield Needle(name, (*joined(local, dot), *spelled, *joined(domain, dot)))
    yield Needle(name, (*local, f"40{domain[0]}", *domain[1:]))


def joined(words: Words, between: str) -> Words:
    return tuple(part for word in words for part in (between, word))[1:]


def of_organization(name: str) -> Iterator[Needle]:
    for form in (name, re.sub(r"\s*\([^)]*\)", "", name)):
        words = tuple(words_of(form))
        folded = tuple(map(fold, words))
        if len(folded) > 2 and folded[0] in ARTICLES:
            words, folded = words[1:], folded[1:]
        yield from as_written(name, words)
        yield from glued(name, folded)
    yield from of_acronym(name)


def is_looked_for_alone(acronym: str) -> bool:
    """Whether anything but the letters with their full stops is looked for: not where they are a single letter, or
    stand for something else as well.
    """
    return any(needle.form != "dotted" for needle in of_organization(acronym))


def of_acronym(name: str) -> Iterator[Needle]:
    """An acronym, alone or behind the name, also with full stops: "G.A.C."."""
    for acronym in re.findall(r"(?:^|\()([A-ZÀ-Ü]{2,8})(?:\)|$)", name.strip()):
        if acronym not in DOTTED:
            yield Needle(name, tuple(acronym), "dotted")


def as_written(term: str, words: Words) -> Iterator[Needle]:
    """Several words in any case. One alone only as a name is written: "Voices" and "VOICES", not "voices".

    A single letter is no name to look for.
    """
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= SHORT:
        if len(words[0]) > 1 and words[0] not in ABBREVIATIONS:
            yield Needle(term, words, "acronym")
            yield Needle(term, (f"{words[0]}s",), "exact")
    elif len(words) == 1 and not words[0].startswith("@"):
        yield Needle(term, words, "exact")
        yield Needle(term, (words[0].upper(),), "exact")
        if words[0].isupper():
            yield Needle(term, (f"{words[0]}s",), "exact")
    elif words:
        yield Needle(term, tuple(map(fold, words)))


def glued(term: str, folded: Words) -> Iterator[Needle]:
    together = "".join(folded)
    if len(folded) > 1 and len(together) >= GLUED_LENGTH:
        yield from (Needle(term, (together,)), Needle(term, (f"@{together}",)))
