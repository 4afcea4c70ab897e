"""How a name is recognised in running words, in the forms in which people write it. Pure functions.

Words are compared folded (case, accents, width, apostrophes, dashes and invisible characters make no difference),
so a name is found across line breaks and whatever stands between its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from consultations.common_names import COMMON, DOTTED, OPENERS

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
# Letters without a decomposition, and those of other alphabets that look like ours.
LOOKALIKES = str.maketrans(
    "øłđħıаеорсухіѕјкмтвнԁԛԝαεικορτυχνημβζ", "oldhiaeopcyxisjkmtbhdqwaeikoptyxvhmbz"
) | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
ARTICLES = frozenset(["the", "le", "la", "les", "l"])
# Words run together ("janedoe") are looked for from this length on; shorter ones turn up by accident.
GLUED_LENGTH = 7
# A family name alone is looked for from this length on.
FAMILY_LENGTH = 3

WORD = re.compile(r"@?[^\W_]+")
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                       r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ff]")  # fmt: skip
ENDS_SENTENCE = re.compile(r"[.!?…:«“\"\u2022|]|\n\s*\n")
NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().\-\u2010-\u2014/]{0,3}\d){6,14}(?!\w)")
POSTAL_CODE = re.compile(r"(?i)([a-z]\d[a-z])\s?-?(\d[a-z]\d)")

Words = tuple[str, ...]
# "any": in whatever case; "exact": as written; "dotted": single letters with a full stop after each;
# "family": a family name alone, capitalised inside a sentence.
Form = Literal["any", "exact", "dotted", "family"]


@dataclass(frozen=True)
class Needle:
    term: str
    words: Words
    form: Form = "any"


class Folds(dict[str, str]):
    """Folding a word costs more than looking it up, and a report repeats its words."""

    def __missing__(self, word: str) -> str:
        self[word] = folded = word.lower() if word.isascii() else fold(word)
        return folded


class Tokens:
    """A text as words, with where each stands once somebody asks."""

    def __init__(self, text: str, folds: Folds) -> None:
        self.text = text
        self.words: list[str] = WORD.findall(text)
        self.folded = [folds[word] for word in self.words]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(self.text)]

    def gap(self, at: int) -> str:
        """What stands between the word at ``at`` and the one before it."""
        return self.text[self.spans[at - 1][1] if at else 0 : self.spans[at][0]]

    def starts_sentence(self, at: int) -> bool:
        return at == 0 or ENDS_SENTENCE.search(self.gap(at)) is not None


class Names:
    """Protected names, ready to be looked for. ``people`` also holds e-mail addresses, handles and numbers."""

    def __init__(self, people: Iterable[str], organizations: Iterable[str]) -> None:
        people = list(people)
        wanted = [needle for name in people for needle in of_person(name)]
        wanted += [needle for name in organizations for needle in of_organization(name)]
        self.alone: dict[str, list[Needle]] = defaultdict(list)
        # By their first two words: a great many begin with the same initial.
        self.several: dict[tuple[str, str], list[Needle]] = defaultdict(list)
        for needle in dict.fromkeys(wanted):
            first, *others = map(fold, needle.words)
            if others:
                self.several[first, others[0]].append(needle)
            else:
                self.alone[first].append(needle)
        self.numbers = {number: name for name in people if (number := digits(name))}

    def are_absent(self, tokens: Tokens) -> bool:
        """A quick look; most texts hold none."""
        words = tokens.folded
        return self.alone.keys().isdisjoint(words) and self.several.keys().isdisjoint(pairwise(words))

    def in_words(self, tokens: Tokens) -> Iterator[tuple[int, Needle]]:
        """Each needle that stands in the text, with the place of its first word."""
        for at, pair in enumerate(pairwise((*tokens.folded, ""))):
            for needle in (*self.alone.get(pair[0], ()), *self.several.get(pair, ())):
                if stands(needle, at, tokens):
                    yield at, needle

    def in_digits(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Telephone numbers, however they are spaced."""
        if self.numbers:
            for match in NUMBER.finditer(text):
                term = self.numbers.get(digits(match.group()))
                if term:
                    yield match, term


def digits(text: str) -> str:
    """The digits of what is a telephone number and nothing else; "" for any other text. The country is left out."""
    if not NUMBER.fullmatch(text.strip()):
        return ""
    figures = re.sub(r"\D", "", text)
    return figures[-10:] if len(figures) > 9 and figures[-10] != "0" else figures[-9:]


def stands(needle: Needle, at: int, tokens: Tokens) -> bool:
    length = len(needle.words)
    there: Sequence[str] = tokens.folded if needle.form == "any" else tokens.words
    if tuple(there[at : at + length]) != needle.words:
        return False
    if needle.form == "dotted":
        return is_dotted(tokens, at, length)
    return needle.form != "family" or is_family(tokens, at, length)


def is_dotted(tokens: Tokens, at: int, length: int) -> bool:
    """As in "J. D.", "J.-D." and "G.A.C."."""
    start, end = tokens.spans[at][0], tokens.spans[at + length - 1][1]
    around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    return re.fullmatch(r"(?:\w\.[ \u00a0-]?)+\w", tokens.text[start:end]) is not None and around[-1:] == "."


def is_family(tokens: Tokens, at: int, length: int) -> bool:
    """Inside a sentence, no part of a longer name, and no common word."""
    first, after = tokens.words[at], at + length
    if fold(first) in COMMON or tokens.starts_sentence(at) or not follows_plain_word(tokens, at):
        return False
    if after < len(tokens.words) and tokens.gap(after).strip("-\u2010\u2011 \u00a0\r\n") == "":
        following = tokens.words[after]
        if following[:1].isupper() and len(following) > 1:
            return False
    return not is_common_here(tokens, first)


def follows_plain_word(tokens: Tokens, at: int) -> bool:
    """What stands before it makes no longer name of it, as in "Port Young" and "Marie-Young"."""
    before, between = tokens.words[at - 1], tokens.gap(at)
    if between.strip() in ("-", "\u2010", "\u2011", "@", "/", ".", "&"):
        return False
    if before[:1].islower() or re.search(r"[,;()\u2013\u2014]", between):
        return True
    return fold(before) in OPENERS


def is_common_here(tokens: Tokens, word: str) -> bool:
    """Written small at least twice as often as with a capital: "young", "hope"."""
    return tokens.words.count(word.lower()) >= 2 * max(1, tokens.words.count(word))


def of_person(name: str) -> Iterator[Needle]:
    """For Marie Anne Roy also "Roy, Marie Anne", "Marie Roy", "M. Roy", "Ms. Roy", "M. A. R.", "Roy" and "marieroy";
    one word only exactly as written, because it may be a common one.
    """
    words = tuple(words_of(name))
    if "@" in name:
        yield from of_address(name, words)
        return
    if postal := POSTAL_CODE.fullmatch(name.strip()):
        yield from of_postal_code(name, postal)
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


def of_postal_code(name: str, postal: re.Match[str]) -> Iterator[Needle]:
    halves = tuple(map(fold, postal.groups()))
    yield Needle(name, halves)
    yield Needle(name, ("".join(halves),))


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


def of_acronym(name: str) -> Iterator[Needle]:
    """An acronym, alone or behind the name, also with full stops: "G.A.C."."""
    for acronym in re.findall(r"(?:^|\()([A-ZÀ-Ü]{2,8})(?:\)|$)", name.strip()):
        if acronym not in DOTTED:
            yield Needle(name, tuple(acronym), "dotted")


def as_written(term: str, words: Words) -> Iterator[Needle]:
    """Several words in any case. One alone only as a name is written: "Voices" and "VOICES", not "voices"."""
    if len(words) == 1 and not words[0].startswith("@"):
        yield Needle(term, words, "exact")
        yield Needle(term, (words[0].upper(),), "exact")
    elif words:
        yield Needle(term, tuple(map(fold, words)))


def glued(term: str, folded: Words) -> Iterator[Needle]:
    together = "".join(folded)
    if len(folded) > 1 and len(together) >= GLUED_LENGTH:
        yield from (Needle(term, (together,)), Needle(term, (f"@{together}",)))


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.translate(LOOKALIKES)


def plain(text: str) -> str:
    """Composed and without invisible characters."""
    return text if text.isascii() else unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def words_of(text: str) -> list[str]:
    """Words as written, composed and without invisible characters."""
    return WORD.findall(plain(text))
