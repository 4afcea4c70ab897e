"""Names, addresses and bodies that exist nowhere else: wherever one turns up, it was carried there by the product.

They read like names in English and French, with accents, so that nothing treats them otherwise than real ones. The
middle of each is its number written in syllables: no two consultations of a run share one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from random import Random

FIRST_NAMES = (
    "Adèle", "Amina", "Benoît", "Björn", "Chloé", "David", "Élise", "Étienne", "Farah", "Grace", "Hélène", "Ingrid",
    "Joël", "Kateri", "Léa", "Marc", "Noémie", "Olivia", "Peter", "Rachel", "Stéphane", "Thomas", "Véronique", "Zoë",
)  # fmt: skip
STEMS = str.split(
    "bel cor dan mar ric ton ver lan ger mon fer rol sim thi bri cha dur gal hen jol kel lor mir nal pel quin ros sal "
    "tal val wen bor cam del gor hal kir lem mad nor par rav sor tri vin wil bau cre dri fau gri hur jas lau mel nes "
    "pru rab sta tor vau wes zel bra cou der gui hol jul lev mur nov pon ren sur ter vol wal cla fro gra ler mos pla rud "
    "nim dov bex fal gim hov jun kov lub mip zan"
)  # fmt: skip
PARTS = str.split(
    "ab ec id of ug al em in or ut ap er is od um az ev ik ol un ad eb if om ul ac et ib op us ak en il os ur av es im on "
    "uv ar ez ig ot ub at ed ir ob uk"
)  # fmt: skip
ENDINGS = {"en": ("ley", "worth", "son", "field"), "fr": ("eau", "ault", "ière", "ène")}
BODIES = {
    "en": ("Alliance of {}", "{} Network", "{} Women’s Centre"),
    "fr": ("Alliance de {}", "Réseau {}", "Centre des femmes de {}"),
}
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
DOMAINS = ("example.org", "example.ca", "courriel.example")
PER_CONSULTATION = 72
COMBINING = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
NO_WORD = re.compile(r"\W+")
SPACE = len(STEMS) ** 3


class Kind(StrEnum):
    PERSON = "person"
    EMAIL = "e-mail"
    PHONE = "phone"
    HANDLE = "handle"
    ORGANIZATION = "organization"
    ACRONYM = "acronym"
    ROW = "id of a row"  # of a submission or contribution: no name, but a key to one
    CODE = "code"  # of a receipt, a draft, an invitation, a place or a room: opens something, and may not be stored
    UNSENT = "words of a draft"


@dataclass(frozen=True)
class Canary:
    """``written`` is how people write it; ``needle`` is what nothing else holds, as :func:`squash` leaves it.

    An acronym is looked for as it is written, as a whole word; everything else squashed.
    """

    kind: Kind
    written: str
    needle: str


def squash(text: str) -> str:
    """Letters and digits alone, without case and accents: line ends, tags and marks between them make no difference."""
    return squashed(text).decode()


def squashed(text: str) -> bytes:
    """The same as ASCII: a letter of another alphabet becomes its number."""
    bare = text.replace(NO_CHARACTER, "").encode("latin-1", "tests.leaks.folded").translate(FOLDS, NO_LETTERS)
    return (
        bare
        if bare.isascii()
        else BEYOND.sub(lambda found: FOLDED[found.group().decode("latin-1")].encode(), bare)
    )


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    return COMBINING.sub("", unicodedata.normalize("NFKD", text))


class Folded(dict[str, str]):
    """What each character becomes, once it was met."""

    def __missing__(self, character: str) -> str:
        bare = NO_WORD.sub("", without_accents(character).casefold()).replace("_", "")
        self[character] = bare = "".join(each if each.isascii() else f"u{ord(each):x}" for each in bare)
        return bare


def beyond_latin(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(FOLDED[each] for each in error.object[error.start : error.end]), error.end


FOLDED = Folded()
NO_CHARACTER = "\N{REPLACEMENT CHARACTER}"
LATIN = [chr(code) for code in range(256)]
# Of each byte what it becomes, where that is one byte or none; the few others stay for a second look.
FOLDS = bytes(ord(FOLDED[each] if len(FOLDED[each]) == 1 else each) for each in LATIN)
NO_LETTERS = bytes(ord(each) for each in LATIN if not FOLDED[each])
BEYOND = re.compile(rb"[\x80-\xff]")
codecs.register_error("tests.leaks.folded", beyond_latin)


def number(index: int, serial: int) -> int:
    """Of one canary in one consultation; scattered, so that neighbours do not look alike."""
    if not 0 <= serial < PER_CONSULTATION:
        raise ValueError("too many canaries in one consultation")
    return ((index * PER_CONSULTATION + serial) * 314_159 + 27) % SPACE


def syllables(value: int, parts: list[str], length: int) -> str:
    found = []
    for _ in range(length):
        value, rest = divmod(value, len(parts))
        found.append(parts[rest])
    return "".join(found)


def person(index: int, serial: int, random: Random, language: str) -> Canary:
    family = syllables(number(index, serial), STEMS, 3).title() + random.choice(ENDINGS[language])
    family = family.replace("er", "ér", 1) if language == "fr" else family
    return Canary(Kind.PERSON, f"{random.choice(FIRST_NAMES)} {family}", squash(family))


def email(index: int, serial: int, random: Random) -> Canary:
    local = syllables(number(index, serial), PARTS, 5)
    return Canary(Kind.EMAIL, f"{local}@{random.choice(DOMAINS)}", local)


def handle(index: int, serial: int) -> Canary:
    name = "s" + syllables(number(index, serial), PARTS, 5) + "q"
    return Canary(Kind.HANDLE, f"@{name}", name)


def phone(index: int, serial: int, random: Random) -> Canary:
    digits = f"{random.choice(('613', '819', '514'))}{2_000_000 + number(index, serial)}"
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    written = random.choice(
        (f"{area}-{exchange}-{line}", f"({area}) {exchange}-{line}", f"+1 {area} {exchange} {line}")
    )
    return Canary(Kind.PHONE, written, digits)


def body(index: int, serial: int, random: Random) -> dict[str, tuple[Canary, Canary]]:
    """Name and acronym of one organization, in each language."""
    stem, found = syllables(number(index, serial), STEMS, 3).title(), {}
    for place, language in enumerate(("en", "fr")):
        # Not a family name's ending, and another in each language: each is found for itself.
        word = stem + ("burgh" if language == "en" else "villiers")
        name = random.choice(BODIES[language]).format(word)
        letters = acronym(2 * number(index, serial) + place)
        found[language] = (
            Canary(Kind.ORGANIZATION, name, squash(word)),
            Canary(Kind.ACRONYM, letters, letters),
        )
    return found


def acronym(value: int) -> str:
    return syllables(value * 7 + 3, list(LETTERS), 6)
