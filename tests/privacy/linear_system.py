"""Whole counts that are not negative, what is known of them, and how far each can be pinned down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy
from scipy.optimize import linprog


@dataclass
class System:
    """Unknown counts, and what is known of them. Each file is a system of its own: both languages say the same."""

    k: int
    names: dict[str, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    equal: list[dict[str, float]] = field(default_factory=list)
    most: list[tuple[dict[str, float], float]] = field(default_factory=list)
    hidden: dict[str, int] = field(
        default_factory=dict
    )  # left out; a range narrower than this tells too much
    derived: set[str] = field(default_factory=set)  # never printed: telling only when they may be small

    def cell(self, name: str, low: float = 0, high: float = math.inf) -> str:
        """An unknown count; said twice, both hold."""
        if name not in self.names:
            self.names[name] = len(self.names)
            self.low.append(min(low, 0))
            self.high.append(math.inf)
        place = self.names[name]
        self.low[place], self.high[place] = max(self.low[place], low), min(self.high[place], high)
        return name

    def total(self, whole: str, parts: Iterable[str]) -> None:
        terms = {whole: -1.0}
        for part in parts:
            terms[part] = terms.get(part, 0) + 1.0
        self.meet(terms)
        self.equal.append(terms)

    def at_most(self, terms: Mapping[str, float], limit: float = 0) -> None:
        self.meet(terms)
        self.most.append((dict(terms), limit))

    def meet(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.names:
                self.cell(name)

    def ends(self, name: str) -> tuple[float, float]:
        """What is known of it by itself."""
        place = self.names[name]
        return self.low[place], self.high[place]

    def rests(self) -> None:
        """Of each sum of three or more what is left without one of its parts, and what nobody printed of it together."""
        for terms in list(self.equal):
            whole, *parts = terms
            for part in parts if len(parts) > 2 else ():
                self.total(whole, [part, f"{whole} without {part}"])
            unknown = [part for part in parts if math.isinf(self.ends(part)[1])]
            if 1 < len(unknown) < len(parts):
                self.total(" + ".join(unknown), unknown)

    def range_of(self, name: str) -> tuple[float, float] | None:
        """None when nothing fits: then what was assumed is wrong."""
        return self.ranges([name])[name]

    def ranges(self, names: Iterable[str]) -> dict[str, tuple[float, float] | None]:
        known, bounds = self.matrices(), self.bounds()
        return {name: self.between(name, known, bounds) for name in names}

    def between(
        self, name: str, known: dict[str, object], bounds: list[tuple[float | None, float | None]]
    ) -> tuple[float, float] | None:
        ends = []
        for sign in (1.0, -1.0):
            goal = numpy.zeros(len(self.names))
            goal[self.names[name]] = sign
            answer = linprog(goal, **known, bounds=bounds, method="highs")
            if answer.status == 2:
                return None
            ends.append(sign * answer.fun if answer.status == 0 else sign * -math.inf)
        return ends[0], ends[1]

    def matrices(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.equal:
            found["A_eq"] = numpy.array([self.row(terms) for terms in self.equal])
            found["b_eq"] = numpy.zeros(len(self.equal))
        if self.most:
            found["A_ub"] = numpy.array([self.row(terms) for terms, _limit in self.most])
            found["b_ub"] = numpy.array([limit for _terms, limit in self.most])
        return found

    def row(self, terms: Mapping[str, float]) -> list[float]:
        line = [0.0] * len(self.names)
        for name, factor in terms.items():
            line[self.names[name]] = factor
        return line

    def bounds(self) -> list[tuple[float | None, float | None]]:
        return [
            tuple(None if math.isinf(end) else end for end in ends)
            for ends in zip(self.low, self.high, strict=True)
        ]


def whole(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    """The whole numbers in a range; None for no range at all."""
    if ends is None:
        return None
    low, high = (end if math.isinf(end) else round(end, 6) for end in ends)
    return (low if math.isinf(low) else math.ceil(low)), (high if math.isinf(high) else math.floor(high))
