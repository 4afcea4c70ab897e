"""Runs of words by which somebody's sentence can be recognised or searched for. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consultations.folding import INVISIBLE, WORD, fold

# A text printed with so many words in a row as they were said can be found again by whoever heard or wrote them.
RUN = 8

Run = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Words alone: case, accents, marks and line breaks make no difference."""
    return [fold(word) for word in WORD.findall(INVISIBLE.sub("", text))]


def runs_of(text: str) -> frozenset[Run]:
    """Every ``RUN`` words in a row; of a shorter text, none."""
    words = words_of(text)
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def repeated(text: str, said: Mapping[Run, str]) -> dict[str, str]:
    """Whose words ``text`` repeats: the value in ``said`` for each run that stands in both, with the first such run."""
    found: dict[str, str] = {}
    for run in sorted(runs_of(text) & said.keys()):
        found.setdefault(said[run], " ".join(run))
    return found


def index(texts: Iterable[tuple[str, str]]) -> dict[Run, str]:
    """Of (name, text): each run with the name of a text that holds it."""
    return {run: name for name, text in texts for run in runs_of(text)}
