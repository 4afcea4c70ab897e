"""Reads finished bytes as an outsider could and finds who must not be in them.

Every format is taken apart into streams of words: visible text, attributes, comments, metadata, file names,
alternative texts. Words are compared folded (case, accents, width, apostrophes, dashes and invisible characters
make no difference), so a name is found across line breaks, runs, elements and escapes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.unpacking import UNPACKERS

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

WORD = re.compile(r"@?[^\W_]+")
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                       r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ff]")  # fmt: skip
# A hyphen at the end of a line; PDFium writes U+0002 or U+FFFE for it.
BROKEN_WORD = re.compile(r"(?<=[^\W\d_])(?:[-\u2010\u00ac][ \t]*\r?\n|[\x02\ufffe])\s*(?=[^\W\d_])")
HYPHEN = re.compile(r"[-\u2010\u2011]")

Words = tuple[str, ...]


@dataclass(frozen=True)
class ProtectedTerms:
    """``names`` also holds e-mail addresses and @handles. ``permitted`` are phrases that the attribution gate
    itself printed or that a reviewer cleared: a protected word inside one of them is no leak.
    """

    names: tuple[str, ...]
    organizations: tuple[str, ...]
    permitted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """``term`` as it stands in the protected terms; ``where`` names a place in the file, never its words."""

    term: str
    where: str


def find_leaks(data: bytes, format: str, terms: ProtectedTerms) -> tuple[Leak, ...]:
    """Every protected term in the file, once for each place. A format that nobody can read is an error."""
    needles = _needles(terms)
    permitted = _index(terms.permitted)
    found: dict[Leak, None] = {}
    folds = _Folds()
    for where, text in dict.fromkeys(UNPACKERS[format](data)):
        for variant in _variants(text):
            words = list(_words(variant))
            folded = [folds[word] for word in words]
            if needles.keys().isdisjoint(folded):
                continue
            spans = _permitted_spans(words, folded, permitted)
            found |= {Leak(term, where): None for term in _matches(words, folded, needles, spans)}
    return tuple(found)


class _Folds(dict[str, str]):
    """Folding a word costs more than looking it up, and a report repeats its words."""

    def __missing__(self, word: str) -> str:
        self[word] = folded = word.lower() if word.isascii() else fold(word)
        return folded


@dataclass(frozen=True)
class _Needle:
    term: str
    words: Words
    exact: bool = False


_Needles = dict[str, list[_Needle]]  # by folded first word, the longest first


def _needles(terms: ProtectedTerms) -> _Needles:
    wanted = [needle for name in terms.names for needle in _of_person(name)]
    wanted += [needle for name in terms.organizations for needle in _of_organization(name)]
    by_first: dict[str, list[_Needle]] = defaultdict(list)
    for needle in dict.fromkeys(wanted):
        by_first[fold(needle.words[0])].append(needle)
    return by_first


def _of_person(name: str) -> Iterator[_Needle]:
    """For Marie Anne Roy also "Roy, Marie Anne", "Marie Roy", "M. Roy", "Ms. Roy" and "marieroy"; one word only
    exactly as written, because it may be a common one.
    """
    words = tuple(_words(name))
    if "@" in name:
        yield from _of_address(name, words)
        return
    words = tuple(word for word in words if fold(word) not in HONORIFICS) or words
    if len(words) < 2:
        yield from (_Needle(name, words, exact=True),) if words else ()
        return
    folded = tuple(map(fold, words))
    first, last = folded[0], folded[-1]
    for form in (folded, (last, *folded[:-1]), (first, last), (last, first)):
        yield _Needle(name, form)
    # As written, or "women's young leaders" would name every S. Young.
    yield _Needle(name, (words[0][0], words[-1]), exact=True)
    yield from _of_family(name, words, tuple(_words(name.split()[-1])))
    yield from _glued(name, (first, last))


def _of_family(name: str, words: Words, family: Words) -> Iterator[_Needle]:
    """The family name, which may be a double one, and each half of it: after a title, an initial, the first name."""
    first, initial = fold(words[0]), words[0][0]
    for part in dict.fromkeys((family, *((word,) for word in family))):
        if len(part) < len(words) and len("".join(part)) > 1:
            yield _Needle(name, (first, *map(fold, part)))
            yield _Needle(name, (initial, *part), exact=True)
            yield from (_Needle(name, (title, *part), exact=True) for title in TITLES)
    yield from _glued(name, (fold(initial), *map(fold, family)))


def _of_address(name: str, words: Words) -> Iterator[_Needle]:
    """An e-mail address also as people disguise it: "jane.doe [at] example [dot] org"."""
    yield from _as_written(name, words)
    local, domain = (tuple(map(fold, _words(part))) for part in name.rsplit("@", 1))
    if not (local and domain):
        return
    for spelled in ((), *((at,) for at in AT)):
        yield _Needle(name, (*local, *spelled, *domain))
        for dot in DOT:
            yield _Needle(name, (*local, *spelled, *_joined(domain, dot)))
            yield _Needle(name, (*_joined(local, dot), *spelled, *_joined(domain, dot)))
    yield _Needle(name, (*local, f"40{domain[0]}", *domain[1:]))


def _joined(words: Words, between: str) -> Words:
    return tuple(part for word in words for part in (between, word))[1:]


def _of_organization(name: str) -> Iterator[_Needle]:
    for form in (name, re.sub(r"\s*\([^)]*\)", "", name)):
        words = tuple(_words(form))
        folded = tuple(map(fold, words))
        if len(folded) > 2 and folded[0] in ARTICLES:
            words, folded = words[1:], folded[1:]
        yield from _as_written(name, words)
        yield from _glued(name, folded)


def _as_written(term: str, words: Words) -> Iterator[_Needle]:
    """Several words in any case. One alone only as a name is written: "Voices" and "VOICES", not "voices"."""
    if len(words) == 1 and not words[0].startswith("@"):
        yield _Needle(term, words, exact=True)
        yield _Needle(term, (words[0].upper(),), exact=True)
    elif words:
        yield _Needle(term, tuple(map(fold, words)))


def _glued(term: str, folded: Words) -> Iterator[_Needle]:
    glued = "".join(folded)
    if len(folded) > 1 and len(glued) >= GLUED_LENGTH:
        yield from (_Needle(term, (glued,)), _Needle(term, (f"@{glued}",)))


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.translate(LOOKALIKES)


def _words(text: str) -> Iterator[str]:
    """Words as written, composed and without invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return iter(WORD.findall(text))


def _variants(text: str) -> Iterator[str]:
    yield text
    if (whole := BROKEN_WORD.sub("", text)) != text:
        yield whole


def _index(phrases: Iterable[str]) -> _Needles:
    """Permitted phrases by their first word, the longest first."""
    by_first: dict[str, list[_Needle]] = defaultdict(list)
    for phrase in phrases:
        for words in dict.fromkeys(tuple(_words(form)) for form in _hyphenated(phrase)):
            folded = tuple(map(fold, words))
            by_first[folded[0] if folded else ""].append(_Needle(phrase, folded))
    by_first.pop("", None)
    for needles in by_first.values():
        needles.sort(key=lambda needle: -len(needle.words))
    return by_first


def _hyphenated(phrase: str) -> Iterator[str]:
    """The phrase, and as it becomes when a line breaks at one of its hyphens and the word is put together."""
    yield phrase
    yield from (phrase[: hyphen.start()] + phrase[hyphen.end() :] for hyphen in HYPHEN.finditer(phrase))


def _permitted_spans(words: list[str], folded: list[str], permitted: _Needles) -> list[int]:
    """For each word where the permitted phrase that it stands in ends, the longest phrase first; else 0."""
    ends = [0] * len(words)
    at = 0
    while at < len(words):
        phrases = permitted.get(folded[at], ())
        length = next((len(p.words) for p in phrases if _stands(p, at, words, folded)), 0)
        ends[at : at + length] = [at + length] * length
        at += length or 1
    return ends


def _matches(words: list[str], folded: list[str], needles: _Needles, permitted: list[int]) -> Iterator[str]:
    """Terms that do not lie within a permitted phrase as a whole: "Rose" may stand, "Rose Young" may not."""
    for at, word in enumerate(folded):
        for needle in needles.get(word, ()):
            if permitted[at] < at + len(needle.words) and _stands(needle, at, words, folded):
                yield needle.term


def _stands(needle: _Needle, at: int, words: list[str], folded: list[str]) -> bool:
    there = words if needle.exact else folded
    return tuple(there[at : at + len(needle.words)]) == needle.words
