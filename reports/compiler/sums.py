"""Counts that add up, as a reader knows them: each in a range that the others narrow. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

Range = tuple[float, float]
ANYTHING: Range = (0, math.inf)


class Sums:
    """``ranges``: the least and the most that each count can be, by its name."""

    def __init__(self) -> None:
        self.ranges: dict[str, Range] = {}
        self.sums: list[tuple[str, tuple[str, ...]]] = []

    def know(self, name: str, low: float = 0, high: float = math.inf) -> bool:
        """Whether that tells more than was known. What contradicts it is passed over."""
        known = self.ranges.get(name, ANYTHING)
        narrower = max(low, known[0]), min(high, known[1])
        if narrower[0] > narrower[1]:
            return False
        self.ranges[name] = narrower
        return narrower != known

    def add_up(self, whole: str, *parts: str) -> None:
        for name in (whole, *parts):
            self.know(name)
        self.sums.append((whole, parts))

    def add_rests(self) -> None:
        """Of each sum of three or more what is left without one of its parts, and what is left out of it together."""
        for whole, parts in [each for each in self.sums if len(each[1]) > 2]:
            for part in parts:
                self._set_apart(whole, parts, f"{whole} without {part}", {part})
            left_out = [part for part in parts if self.ranges[part] == ANYTHING]
            if 1 < len(left_out) < len(parts):
                self._set_apart(whole, parts, " + ".join(left_out), set(parts) - set(left_out))

    def _set_apart(self, whole: str, parts: Iterable[str], rest: str, others: set[str]) -> None:
        self.add_up(whole, rest, *sorted(others))
        self.add_up(rest, *(part for part in parts if part not in others))

    def narrow(self) -> None:
        """Until no sum tells more."""
        while sum(self.know(*told) for told in self._told()):
            pass

    def _told(self) -> Iterator[tuple[str, float, float]]:
        for whole, parts in self.sums:
            yield whole, *self._together(parts)
            for part in parts:
                low, high = self._together(other for other in parts if other != part)
                yield part, self.ranges[whole][0] - high, self.ranges[whole][1] - low

    def _together(self, names: Iterable[str]) -> Range:
        ranges = [self.ranges[name] for name in names]
        return sum(low for low, _high in ranges), sum(high for _low, high in ranges)
