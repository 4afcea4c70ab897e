"""Which of very many words stand in some bytes, without looking for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar

import numpy as np

START = 8  # bytes of a word by which it is known at first
BITS = 18
SPREAD = np.uint64(0x9E3779B97F4A7C15)


Word = TypeVar("Word")


class Index(Generic[Word]):
    """Every place of the text is read as the number that eight bytes are; most of them begin no word."""

    def __init__(self) -> None:
        self.words: dict[bytes, Word] = {}
        self.by_start: dict[int, list[bytes]] = defaultdict(list)
        self.short: list[bytes] = []
        self.known = np.zeros(1 << BITS, dtype=bool)

    def add(self, word: bytes, what: Word) -> None:
        if word not in self.words:
            self.enter(word)
        self.words[word] = what

    def enter(self, word: bytes) -> None:
        if len(word) < START:
            self.short.append(word)
            return
        starts = numbers(word[:START])
        self.known[slots(starts)] = True
        self.by_start[int(starts[0])].append(word)

    def found(self, text: bytes) -> Iterator[Word]:
        for word in (*self.short, *self.begun(text)):
            if word in text:
                yield self.words[word]

    def begun(self, text: bytes) -> Iterator[bytes]:
        if len(text) < START:
            return
        starts = numbers(text)
        for start in set(starts[self.known[slots(starts)]].tolist()):
            yield from self.by_start.get(start, ())


def numbers(text: bytes) -> np.ndarray:
    return np.ndarray((len(text) - START + 1,), dtype="<u8", buffer=text, strides=(1,))


def slots(starts: np.ndarray) -> np.ndarray:
    return (starts * SPREAD) >> np.uint64(64 - BITS)
