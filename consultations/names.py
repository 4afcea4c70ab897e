"""How a name is recognised in running words, in the forms in which people write it. Pure functions.

Words are compared folded (case, accents, width, apostrophes, dashes and invisible characters make no difference),
so a name is found across line breaks and whatever stands between its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from consultations.common_names import COMMON, OPENERS
from consultations.folding import WORD, Folds, fold, readable_with_origin
from consultations.name_forms import SHORT, Needle, figures_of, of_organization, of_person

ENDS_SENTENCE = re.compile(r"[.!?…:«“\"\u2022|]|\n\s*\n")
# Two initials at least, as "J. D.", or "3. D." of somebody whose name begins with a figure: most texts hold none.
INITIALS = re.compile(r"[^\W_]\.[ \u00a0-]?[^\W_]\.")
# From the first full stop on: the letter before it belongs to them.
ALL_INITIALS = re.compile(r"\.(?<=\w.)(?:[ \u00a0-]?\w\.)+")
BETWEEN_INITIALS = re.compile(r"[\W_]+")
# Alphabets without relation to ours, among them most of what noise looks like.
FAR = re.compile("[\u0530-\u1aaf\u2c00-\U0010ffff]+")
NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().\-\u2010-\u2015/]{0,3}\d){6,}(?!\w)")


class Tokens:
    """A text as words, with where each stands once somebody asks.

    ``is_part``: it is to stand in other texts. What will stand before it is not known then, and how often it has a word
    small tells nothing of them.
    """

    def __init__(self, text: str, folds: Folds, *, is_part: bool = False) -> None:
        self.text, self.is_part = text, is_part
        self.words: list[str] = WORD.findall(text)
        self.folded = [folds[word] for word in self.words]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(self.text)]

    @cached_property
    def has_initials(self) -> bool:
        return INITIALS.search(self.text) is not None

    def gap(self, at: int) -> str:
        """What stands between the word at ``at`` and the one before it."""
        return self.text[self.spans[at - 1][1] if at else 0 : self.spans[at][0]]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words [first, last) that hold the characters [start, end)."""
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        return first, bisect_left(self.spans, end, key=lambda span: span[0])

    def starts_sentence(self, at: int) -> bool:
        if at == 0:
            return not self.is_part
        return ENDS_SENTENCE.search(self.gap(at)) is not None

    def is_common(self, word: str) -> bool:
        """Written small at least twice as often as with a capital: "young", "hope"."""
        count = self.words.count
        return not self.is_part and count(word.lower()) >= 2 * max(1, count(word))


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
        self.longest = {max(map(fold, each.words), key=len) for each in wanted if each.form != "dotted"}
        self.initials = {"".join(each.words) for each in wanted if each.form == "dotted"}
        self.all_are_near = not FAR.search("".join(self.longest))
        self.firsts = self.alone.keys() | {first for first, _second in self.several}
        self.numbers = {figures: name for name in people if (figures := figures_of(name))}
        self.lengths = sorted({len(figures) for figures in self.numbers})

    def are_out_of_sight(self, text: str) -> bool:
        """A quicker look, before a text is cut into words: the longest word of no needle stands in it, nor any initials.

        ``text`` is composed and without invisible characters.
        """
        folded = fold(FAR.sub("", text) if self.all_are_near else text)
        return not any(word in folded for word in self.longest) and not any(
            initials in run for run in initials_in(text) for initials in self.initials
        )

    def are_absent(self, tokens: Tokens) -> bool:
        """A quick look; most texts hold none."""
        words = tokens.folded
        return self.alone.keys().isdisjoint(words) and self.several.keys().isdisjoint(pairwise(words))

    def in_words(self, tokens: Tokens) -> Iterator[tuple[int, Needle]]:
        """Each needle that stands in the text, with the place of its first word."""
        words = (*tokens.folded, "")
        for at in [at for at, word in enumerate(tokens.folded) if word in self.firsts]:
            for needle in (*self.alone.get(words[at], ()), *self.several.get((words[at], words[at + 1]), ())):
                if stands(needle, at, tokens):
                    yield at, needle

    def in_figures(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where telephone numbers stand, however they are spaced and whatever other figures stand beside them."""
        for match in NUMBER.finditer(text) if self.numbers else ():
            places = [at for at in range(*match.span()) if text[at].isdecimal()]
            run = "".join(text[at] for at in places)
            for length in self.lengths:
                for at in range(len(run) - length + 1):
                    end = places[at + length - 1] + 1
                    if (term := self.numbers.get(run[at : at + length])) and not text[
                        end : end + 1
                    ].isdecimal():
                        yield places[at], end, term


def initials_in(text: str) -> Iterator[str]:
    """Of each row of single letters with full stops, the letters."""
    for run in ALL_INITIALS.finditer(text):
        yield BETWEEN_INITIALS.sub("", text[run.start() - 1 : run.end()])


def stands(needle: Needle, at: int, tokens: Tokens) -> bool:
    length = len(needle.words)
    there: Sequence[str] = tokens.folded if needle.form == "any" else tokens.words
    if tuple(there[at : at + length]) != needle.words:
        return False
    if needle.form == "dotted":
        return is_dotted(tokens, at, length)
    if needle.form == "acronym":
        return is_acronym(tokens, at)
    return needle.form != "family" or is_family(tokens, at, length)


def is_dotted(tokens: Tokens, at: int, length: int) -> bool:
    """As in "J. D.", "J.-D." and "G.A.C."."""
    if not tokens.has_initials:
        return False
    start, end = tokens.spans[at][0], tokens.spans[at + length - 1][1]
    around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    return re.fullmatch(r"(?:\w\.[ \u00a0-]?)+\w", tokens.text[start:end]) is not None and around[-1:] == "."


def is_acronym(tokens: Tokens, at: int) -> bool:
    """Not in a heading in capitals, as "WHO" in "WHO SPOKE". A list of acronyms is none: commas part them."""
    first = last = at
    while first and follows_closely(tokens, first):
        first -= 1
    while last + 1 < len(tokens.words) and follows_closely(tokens, last + 1):
        last += 1
    run = tokens.words[first : last + 1]
    return not (all(word == word.upper() for word in run) and any(len(word) > SHORT for word in run))


def follows_closely(tokens: Tokens, at: int) -> bool:
    """On the same line as the word before it, with no sign between."""
    return tokens.gap(at).strip(" \u00a0") == ""


def is_family(tokens: Tokens, at: int, length: int) -> bool:
    """Inside a sentence, no part of a longer name, and no common word."""
    first, after = tokens.words[at], at + length
    if fold(first) in COMMON or tokens.starts_sentence(at) or not follows_plain_word(tokens, at):
        return False
    if after < len(tokens.words) and tokens.gap(after).strip("-\u2010\u2011 \u00a0\r\n") == "":
        following = tokens.words[after]
        if following[:1].isupper() and len(following) > 1:
            return False
    return not tokens.is_common(first)


def follows_plain_word(tokens: Tokens, at: int) -> bool:
    """What stands before it makes no longer name of it, as in "Port Young" and "Marie-Young"."""
    if at == 0:
        return True
    before, between = tokens.words[at - 1], tokens.gap(at)
    if between.strip() in ("-", "\u2010", "\u2011", "@", "/", ".", "&"):
        return False
    if before[:1].islower() or re.search(r"[,;()\u2013\u2014]", between):
        return True
    return fold(before) in OPENERS


@dataclass(frozen=True, slots=True)
class Place:
    """The characters [start, end) of a text, as they stand there, and the protected name of which they are a form."""

    start: int
    end: int
    words: str
    term: str


def places(text: str, names: Names, folds: Folds) -> list[Place]:
    """Where forms of ``names`` stand in a text that is to be printed among others: all that a check of the finished
    file could find in it, but for what is encoded.
    """
    readable, origin = readable_with_origin(text)
    tokens = Tokens(readable, folds, is_part=True)
    if names.are_absent(tokens):
        return []
    found = []
    for at, needle in names.in_words(tokens):
        start, end = tokens.spans[at][0], tokens.spans[at + len(needle.words) - 1][1]
        behind = origin[end] if end < len(origin) else len(text)
        start, end = origin[start], max(behind, origin[end - 1] + 1)
        found.append(Place(start, end, text[start:end], needle.term))
    return found


def outermost(found: Iterable[Place]) -> list[Place]:
    """Each place but those that lie within another: of "Ann Lee" and "Lee" the first."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return kept
