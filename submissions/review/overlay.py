"""A text as readers see it: the original with covers laid over it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Cover(Protocol):
    """A span of the text, [start, end) in characters, and the words that stand in its place."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the original. ``cover`` is what hides it from readers, None where they see it."""

    original: str
    cover: Cover | None = None

    @property
    def shown(self) -> str:
        return self.cover.replacement if self.cover else self.original


def pieces(text: str, redactions: Iterable[Cover]) -> tuple[Piece, ...]:
    """The text cut at its redactions. Spans that overlap, which are never stored, would hide all they cover."""
    result: list[Piece] = []
    position = 0
    for cover in sorted(redactions, key=lambda each: (each.start, each.end)):
        start = max(position, cover.start)
        if start > position:
            result.append(Piece(text[position:start]))
        if cover.end > position:
            result.append(Piece(text[start : cover.end], cover))
            position = cover.end
    if position < len(text):
        result.append(Piece(text[position:]))
    return tuple(result)


def shown_text(text: str, redactions: Iterable[Cover]) -> str:
    """The text as readers see it."""
    return "".join(piece.shown for piece in pieces(text, redactions))
