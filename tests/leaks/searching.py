"""Canaries in bytes: by their needle in every text that :mod:`reading` finds, forwards and backwards."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.leaks.canaries import Canary, Kind, squash
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
        self.digits: dict[str, Canary] = {}
        self.encoded = Index()
        for canary in canaries:
            self.add(canary)
        self.marks = {squash(mark): mark for mark in marks}

    def add(self, canary: Canary) -> None:
        self.known.clear()
        if canary.kind == Kind.ACRONYM:
            self.acronyms[canary.written] = canary
        elif canary.kind == Kind.PHONE:
            self.digits[canary.needle] = canary
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
        bare, level = squash(text), BETWEEN_DIGITS.sub("", text) if self.digits else ""
        found = [
            *self.encoded.found(data),
            *self.squashed.found(bare.encode("utf-8", "surrogatepass")),
            *(self.acronyms[word] for word in WORD.findall(text) if word in self.acronyms),
            *(canary for needle, canary in self.digits.items() if needle in level),
        ]
        places = {mark: bare.find(needle) for needle, mark in self.marks.items()}
        return Seen(frozenset(found), {mark: place for mark, place in places.items() if place >= 0})


def within_base64(canary: Canary) -> Iterable[bytes]:
    """The middle of the written form as it stands at any place of a longer base64 text."""
    for written in (canary.written, canary.written.upper(), canary.written.lower()):
        for before in range(3):
            coded = base64.b64encode(b"\x00" * before + written.encode())
            yield coded[4 if before else 0 : len(coded) // 4 * 4 - 4]
