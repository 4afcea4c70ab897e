"""Whether an order tells who came first: rank correlation of printed places, ids and rows with the order of arrival.

Kendall's S adds up over lists: a pair in the order of arrival counts +1, one against it -1. Without a connection
its mean is 0 and its variance n(n-1)(2n+5)/18 (M. G. Kendall, "Rank Correlation Methods", 1948).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations


def score(places: Sequence[float]) -> tuple[float, float]:
    """S and its variance, of values in the order of arrival."""
    n = len(places)
    s = sum((later > earlier) - (later < earlier) for earlier, later in combinations(places, 2))
    return float(s), n * (n - 1) * (2 * n + 5) / 18


def score_of_lists(lists: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Of several lists together, each in its own order of arrival."""
    scores = [score(places) for places in lists if len(places) > 1]
    return sum(s for s, _variance in scores), sum(variance for _s, variance in scores)
