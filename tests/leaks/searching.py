"""Canaries in bytes: by their needle in every text that :mod:`reading` finds, forwards and backwards."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.leaks.canaries import Canary, Kind, squash, squashed
from tests.leaks.index import Index
from tests.leaks.reading import texts

# Between the digits of a telephone number.
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .()\-–/\u00a0\u202f]+(?=\d)")
WORD = re.compile(r"[A-Z]{6}")


@dataclass(frozen=True)
class Seen:
    """What stands in some bytes."""

    canaries: frozenset[Canary]
    places: dict[str, int]  # of marks: where each stands first

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(self.places)


class Needles:
    """What is looked for: canaries and marks. ``origin`` names the consultations that they belong to."""

    def __init__(self, canaries: Iterable[Canary], marks: Iterable[str] = (), *, origin: str = "") -> None:
        self.origin = origin
        self.known: dict[bytes, Seen] = {}
        self.squashed = Index()
        self.acronyms: dict[str, Canary] = {}
        self.encoded = Index()
        for canary in canaries:
            self.add(canary)
        self.marks: Index[str] = Index()
        for mark in marks:
            self.marks.add(squash(mark).encode(), mark)

    def add(self, canary: Canary) -> None:
        self.known.clear()
        if canary.kind == Kind.ACRONYM:
            self.acronyms[canary.written] = canary
        elif canary.kind == Kind.PHONE:
            self.squashed.add(canary.needle.encode(), canary)
        else:
            for needle in (canary.needle, canary.needle[::-1]):
                self.squashed.add(needle.encode(), canary)
            for form in within_base64(canary):
                self.encoded.add(form, canary)

    def search(self, data: bytes) -> Seen:
        """What several readers get is read once."""
        digest = hashlib.sha256(data).digest()
        if digest not in self.known:
            self.known[digest] = self.searched(data)
        return self.known[digest]

    def searched(self, data: bytes) -> Seen:
        text = "\n".join(dict.fromkeys(texts(data, origin=self.origin)))
        bare = squashed(text)
        found = [
            *self.encoded.found(data),
            *with_digits_together(self.squashed.found(bare), text),
            *(self.acronyms[word] for word in set(WORD.findall(text)) & self.acronyms.keys()),
        ]
        places = {mark: bare.find(squashed(mark)) for mark in self.marks.found(bare)}
        return Seen(frozenset(found), places)


def with_digits_together(found: Iterable[Canary], text: str) -> Iterator[Canary]:
    """Those of ``found`` but telephone numbers between whose digits stands anything but what people write there."""
    level = ""
    for canary in found:
        if canary.kind == Kind.PHONE:
            level = level or BETWEEN_DIGITS.sub("", text)
        if canary.kind != Kind.PHONE or canary.needle in level:
            yield canary


def within_base64(canary: Canary) -> Iterable[bytes]:
    """The middle of the written form as it stands at any place of a longer base64 text."""
    for written in (canary.written, canary.written.upper(), canary.written.lower()):
        for before in range(3):
            coded = base64.b64encode(b"\x00" * before + written.encode())
            yield coded[4 if before else 0 : len(coded) // 4 * 4 - 4]
