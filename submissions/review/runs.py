"""Runs of words by which somebody's sentence can be recognised or searched for. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from consultations.folding import INVISIBLE, WORD, Folds, without_marks

# A text printed with so many words in a row as they were said can be found again by whoever heard or wrote them.
RUN = 8

# Scripts written without spaces between words. A Chinese word is one or two characters long; of Japanese syllables, and
# of the letters of Thai, Lao, Khmer, Burmese and their neighbours without marks, about three are a word.
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LETTERS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\u3041-\u312f\u31a0-\u31ff\ua9e0-\ua9ff\uaa60-\uaadf"
)
UNSPACED = re.compile(f"[{HAN}{LETTERS}]")
UNIT = re.compile(f"[{HAN}{LETTERS}]|[^{HAN}{LETTERS}]+")
IS_HAN = re.compile(f"[{HAN}]")
# In thirds of a word: what a unit counts for.
OF_A_WORD, OF_HAN, OF_A_LETTER = 3, 2, 1

Run = tuple[str, ...]


def words_of(text: str, folds: Folds | None = None) -> list[str]:
    """Words alone, and characters of scripts that have no spaces: case, accents, marks and line breaks make no
    difference. Whoever asks for many texts gives all of them the same ``folds``.
    """
    folds = Folds() if folds is None else folds
    if not text.isascii():
        text = without_marks(INVISIBLE.sub("", text))
    words = [folds[word] for word in WORD.findall(text)]
    # Asked of the folded words: Japanese syllables of half the width are theirs as well.
    if text.isascii() or not UNSPACED.search(" ".join(words)):
        return words
    return [unit for word in words for unit in UNIT.findall(word)]


def runs_of(text: str) -> frozenset[Run]:
    """Every ``RUN`` words in a row, or as many characters as stand for them; of a shorter text, none."""
    return frozenset(runs_in(words_of(text)))


def runs_in(words: list[str]) -> Iterator[Run]:
    if any(map(UNSPACED.match, words)):
        return weighed(words)
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def weighed(words: list[str]) -> Iterator[Run]:
    """From each word the shortest run that counts for ``RUN`` words."""
    weights = [weight_of(word) for word in words]
    end = weight = 0
    for start in range(len(words)):
        while weight < RUN * OF_A_WORD and end < len(words):
            weight += weights[end]
            end += 1
        if weight < RUN * OF_A_WORD:
            return
        yield tuple(words[start:end])
        weight -= weights[start]


def weight_of(word: str) -> int:
    if IS_HAN.match(word):
        return OF_HAN
    return OF_A_LETTER if UNSPACED.match(word) else OF_A_WORD


def repeated(text: str, said: Mapping[Run, str]) -> dict[str, str]:
    """Whose words ``text`` repeats: the value in ``said`` for each run that stands in both, with the first such run."""
    found: dict[str, str] = {}
    for run in sorted(runs_of(text) & said.keys()):
        found.setdefault(said[run], as_text(run))
    return found


def index(texts: Iterable[tuple[str, str]], wanted: frozenset[Run]) -> dict[Run, str]:
    """Of (name, text): each of the ``wanted`` runs with the first name whose text holds it."""
    found: dict[Run, str] = {}
    folds = Folds()
    for name, text in texts if wanted else ():
        for run in wanted.intersection(runs_in(words_of(text, folds))):
            found.setdefault(run, name)
    return found


def as_text(run: Run) -> str:
    """As it is shown to staff: words with spaces between them, characters that have none without."""
    return re.sub(f"(?<=[{HAN}{LETTERS}]) (?=[{HAN}{LETTERS}])", "", " ".join(run))
