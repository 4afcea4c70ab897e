"""Which texts are much like each other, without comparing each with all.

MinHash (A. Z. Broder, "On the resemblance and containment of documents", 1997) with banding: two texts share at least
one of 16 numbers with probability 1 - (1 - s^4)^16, where s is the share of three-word sequences they have in common:
0.64 for s = 0.5, 0.99 for s = 0.7. The numbers are stored and indexed; only texts that share one are compared in full.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import pairwise
from random import Random

from rapidfuzz import fuzz

BANDS, ROWS = 16, 4
SEQUENCE = 3
PRIME = (1 << 61) - 1
_numbers = Random(20170420)  # noqa: S311 - fixed on purpose: what is stored must be comparable with what comes
PERMUTATIONS = [(_numbers.randrange(1, PRIME), _numbers.randrange(PRIME)) for _ in range(BANDS * ROWS)]
ALIKE = 80  # of 100, by rapidfuzz


def plain(text: str) -> str:
    """Words alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def bands(text: str) -> list[int]:
    """Sixteen signed 64-bit numbers; texts much alike share some of them."""
    words = plain(text).split()
    sequences = {tuple(words[i : i + SEQUENCE]) for i in range(max(1, len(words) - SEQUENCE + 1))}
    hashes = [number(" ".join(sequence)) % PRIME for sequence in sequences]
    least = [min((a * value + b) % PRIME for value in hashes) for a, b in PERMUTATIONS]
    edges = range(0, BANDS * ROWS + 1, ROWS)
    return [number(f"{start}:{least[start:end]}") for start, end in pairwise(edges)]


def number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def alike(one: str, other: str) -> int:
    """0 to 100; under ``ALIKE`` two texts merely share some words."""
    return round(fuzz.ratio(plain(one), plain(other)))
