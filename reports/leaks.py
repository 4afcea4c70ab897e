"""Reads finished bytes as an outsider could and finds who must not be in them.

Every format is taken apart into streams of words: visible text, attributes, comments, metadata, file names,
alternative texts; what is encoded in them is decoded. What is drawn in pixels is not read: charts are drawn from
numbers and labels that stand in the text as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from consultations.folding import INVISIBLE, Folds, fold, plain, words_of
from consultations.name_forms import Needle
from consultations.names import Names, Tokens
from reports.decoding import BETWEEN, around, decoded
from reports.unpacking import UNPACKERS

# A hyphen at the end of a line; PDFium writes U+0002 or U+FFFE for it.
BROKEN_WORD = re.compile(
    r"[-\u2010\u00ac\x02\ufffe](?<=[^\W\d_].)(?:(?<=[\x02\ufffe])|[ \t]*\r?\n)\s*(?=[^\W\d_])"
)
HYPHEN = re.compile(r"[-\u2010\u2011]")


@dataclass(frozen=True)
class ProtectedTerms:
    """``names`` also holds e-mail addresses, @handles, telephone numbers and postal codes. ``permitted`` are phrases
    that the attribution gate itself printed or that a reviewer cleared: a protected word inside one of them is no leak.
    """

    names: tuple[str, ...]
    organizations: tuple[str, ...]
    permitted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """``term`` as it stands in the protected terms; ``where`` names a place in the file, never its words."""

    term: str
    where: str


_Permitted = dict[str, list[Needle]]  # by folded first word, the longest first


def find_leaks(data: bytes, format: str, terms: ProtectedTerms) -> tuple[Leak, ...]:
    """Every protected term in the file, once for each place. A format that nobody can read is an error."""
    return find_in_texts(UNPACKERS[format](data), terms)


def find_in_texts(texts: Iterable[tuple[str, str]], terms: ProtectedTerms) -> tuple[Leak, ...]:
    """The same in texts that travel beside a file: its name, the headers it is sent with. Pairs of (where, text)."""
    names, permitted = _prepared(terms)
    by_place: dict[str, list[str]] = defaultdict(list)
    for where, text in dict.fromkeys(texts):
        by_place[where].append(text)
    found: dict[Leak, None] = {}
    folds = Folds()
    for where, parts in by_place.items():
        for variant in _variants(BETWEEN.join(parts)):
            found |= {Leak(term, where): None for term in _terms_in(variant, names, permitted, folds)}
    return tuple(found)


@lru_cache(maxsize=1)
def _prepared(terms: ProtectedTerms) -> tuple[Names, _Permitted]:
    """All files of a report are searched for the same."""
    return Names(terms.names, terms.organizations), _index(terms.permitted)


def _terms_in(text: str, names: Names, permitted: _Permitted, folds: Folds) -> Iterator[str]:
    """Terms that do not lie within a permitted phrase as a whole: "Rose" may stand, "Rose Young" may not."""
    text = plain(text)
    figures = list(names.in_figures(text))
    if names.are_out_of_sight(text) and not figures:
        return
    tokens = Tokens(text, folds)
    there: list[tuple[int, int, str]] = []  # the words [start, end) in which a term stands
    if not names.are_absent(tokens):
        there += [(at, at + len(needle.words), needle.term) for at, needle in names.in_words(tokens)]
    there += [(*tokens.between(start, end), term) for start, end, term in figures]
    if there:
        ends = _permitted_ends(tokens, permitted)
        yield from (term for start, end, term in there if ends[start] < end)


def _variants(text: str) -> Iterator[str]:
    for each in (text, *decoded(INVISIBLE.sub("", text))):
        yield each
        # Of bytes that are no text of people only what stands around.
        broken = around(each, BROKEN_WORD) if "\0" in each else each
        if (whole := BROKEN_WORD.sub("", broken)) != broken:
            yield whole


def _index(phrases: Iterable[str]) -> _Permitted:
    """Permitted phrases by their first word, the longest first."""
    by_first: dict[str, list[Needle]] = defaultdict(list)
    for phrase in phrases:
        for words in dict.fromkeys(tuple(words_of(form)) for form in _hyphenated(phrase)):
            folded = tuple(map(fold, words))
            by_first[folded[0] if folded else ""].append(Needle(phrase, folded))
    by_first.pop("", None)
    for needles in by_first.values():
        needles.sort(key=lambda needle: -len(needle.words))
    return by_first


def _hyphenated(phrase: str) -> Iterator[str]:
    """The phrase, and as it becomes when a line breaks at one of its hyphens and the word is put together."""
    yield phrase
    yield from (phrase[: hyphen.start()] + phrase[hyphen.end() :] for hyphen in HYPHEN.finditer(phrase))


def _permitted_ends(tokens: Tokens, permitted: _Permitted) -> list[int]:
    """For each word where the permitted phrase that it stands in ends, the longest phrase first; else 0."""
    ends = [0] * len(tokens.words)
    at = 0
    while at < len(ends):
        phrases = permitted.get(tokens.folded[at], ())
        length = next((len(p.words) for p in phrases if _is_at(p, at, tokens)), 0)
        ends[at : at + length] = [at + length] * length
        at += length or 1
    return ends


def _is_at(phrase: Needle, at: int, tokens: Tokens) -> bool:
    return tuple(tokens.folded[at : at + len(phrase.words)]) == phrase.words
