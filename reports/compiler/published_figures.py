"""Every count that a public document prints, by the words beside it. Pure.

Two versions are compared by it (see ``reports/publication.py``), as a reader would compare them who kept both. Words can
be changed and can be alike: ``worked_out.py`` has the same counts by names that stay. A version that was published before
it did has these names alone.
"""

from __future__ import annotations

import re

from reports.document import Document, Table

FIGURE = re.compile(r"(over )?([\d,]+)")
ROUNDED_AWAY = 4

Figures = dict[str, tuple[int, int]]


def published_figures(document: Document) -> Figures:
    """The range in which a reader of the English document knows each printed count to lie; none of what is left out."""
    found: Figures = {}
    for _part, block in document.blocks():
        if isinstance(block, Table):
            found |= of_table(block)
    return found


def of_table(table: Table) -> Figures:
    found: Figures = {}
    for row in table.rows:
        name = " / ".join(text for text, is_number in zip(row, table.numeric, strict=True) if not is_number)
        for title, shown, is_number in zip(table.columns, row, table.numeric, strict=True):
            known = range_of(shown) if is_number else None
            if known:
                found[f"{table.caption} / {name} / {title}"] = known
    return found


def range_of(shown: str) -> tuple[int, int] | None:
    """Between what a count lies that is printed so; None for what is left out."""
    match = FIGURE.fullmatch(shown)
    if not match:
        return None
    value = int(match[2].replace(",", ""))
    return (value + 1, value + ROUNDED_AWAY) if match[1] else (value, value)


def smallest_move(before: Figures, after: Figures, k: int) -> int:
    """The least of those moves of a figure that a reader of both knows to be under ``k``; 0 when there is none.

    Ranges that have a number in common tell of no move.
    """
    moves = []
    for name in before.keys() & after.keys():
        (least, most), (least_now, most_now) = before[name], after[name]
        farthest = max(most_now - least, most - least_now)
        if (most < least_now or most_now < least) and farthest < k:
            moves.append(farthest)
    return min(moves, default=0)
