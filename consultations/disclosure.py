"""Small counts: what may be printed of a number of people or contributions. Pure functions; no database.

``floor`` is the smallest number that is ever printed: see :func:`printable_from`. A table is an oblong of
counts with its sums in a last column and a last row. What is printed of it must not let a reader work out a
count under ``floor``, so further cells are left out until each of them could lie anywhere in a range at least
``floor`` wide, even for a reader who is one of those counted in it. Source of the idea: complementary cell
suppression in official statistics.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

STEP = 5

Cell = tuple[int, int]
Node = tuple[str, int]
NOTHING: Mapping[Cell, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """A printable count: a multiple of five, and whether the true count is above it ("over 35")."""

    value: int
    is_more: bool = False


def printable_from(k: int) -> int:
    """The smallest printable count: ``k`` (people) brought up to a multiple of five."""
    return -(-k // STEP) * STEP


def shown(count: int, k: int) -> Shown | None:
    """``count`` as it may be printed, or None when it is too small."""
    if count < printable_from(k):
        return None
    value = count - count % STEP
    return Shown(value, is_more=value < count)


def least_rest(whole: int, part: int) -> int:
    """The least that a reader can take ``whole`` without ``part`` to be, when both are printed."""
    lowest = whole - whole % STEP + (whole % STEP > 0)
    highest = part - part % STEP + (STEP - 1 if part % STEP else 0)
    return lowest - highest


def label_is_allowed(people: int, k: int) -> bool:
    """Whether a label (a sector, a language) may stand beside protected words."""
    return people >= k


def hidden_in_line(counts: Sequence[int], floor: int) -> frozenset[int]:
    """Places of ``counts`` to leave out when their sum is printed or known."""
    hidden = {place for place, count in enumerate(counts) if count < floor}
    if not hidden:
        return frozenset()
    rest = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place], place))
    # One unknown is the difference to the sum; unknowns with a small sum are a small count together. Whoever is
    # counted in one of them knows that it is not zero: hence "not above" and not "below".
    while rest and (len(hidden) < 2 or sum(counts[place] for place in hidden) <= floor):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def with_sums(counts: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The table with a last column and a last row of sums."""
    rows = [(*row, sum(row)) for row in counts]
    return (*rows, tuple(sum(column) for column in zip(*rows, strict=True)))


def hidden_in_table(
    counts: Sequence[Sequence[int]],
    floor: int,
    *,
    also: Iterable[Cell] = (),
    known: Mapping[Cell, int] = NOTHING,
) -> frozenset[Cell]:
    """Cells (row, column) of :func:`with_sums` to leave out; sums may be among them.

    ``also``: cells to leave out that are not small. ``known``: how many of a cell a reader can count elsewhere.
    """
    table = with_sums(counts)
    cells = [(row, column) for row, line in enumerate(table) for column in range(len(line))]
    hidden = frozenset(also) | {(row, column) for row, column in cells if table[row][column] < floor}
    while exposed := next(
        (cell for cell in sorted(hidden) if slack(table, hidden, cell, known) < floor), None
    ):
        if hidden == frozenset(cells):
            return hidden
        ways = _rectangles(table, hidden, exposed)
        enough = (each for each in ways if slack(table, each, exposed, known) >= floor)
        hidden = next(enough, frozenset(cells))
    return hidden


def slack(
    table: Sequence[Sequence[int]],
    hidden: Iterable[Cell],
    cell: Cell,
    known: Mapping[Cell, int] = NOTHING,
) -> int:
    """How wide the range is in which a reader of the other cells, one of those counted in ``cell``, can place it.

    ``floor`` is plenty.
    """
    arcs = {other: _arc(table, other) for other in hidden if other != cell}
    source, target = _arc(table, cell)
    count = table[cell[0]][cell[1]]
    enough = sum(map(sum, table)) + 1
    free = {(row, column): table[row][column] - known.get((row, column), 0) for row, column in arcs}
    up = _flow(free, arcs, target, source, enough)
    # Who is counted in it knows that it is not zero.
    down = _flow(free, arcs, source, target, max(0, count - max(known.get(cell, 0), min(count, 1))))
    return up + down


def _rectangles(table: Sequence[Sequence[int]], hidden: frozenset[Cell], cell: Cell) -> list[frozenset[Cell]]:
    """Ways to hide three more corners: what one cell gains another in its row and one in its column can lose.

    Those that cost the least (the sum of counts that readers then miss) come first.
    """
    ways = [
        {(cell[0], column), (row, cell[1]), (row, column)} - hidden
        for row in range(len(table))
        for column in range(len(table[0]))
        if row != cell[0] and column != cell[1]
    ]
    ways.sort(key=lambda way: (sum(table[row][column] for row, column in way), sorted(way)))
    return [hidden | way for way in ways]


def _arc(table: Sequence[Sequence[int]], cell: Cell) -> tuple[Node, Node]:
    """A table with sums is a flow that goes round: all -> columns -> rows -> sums of rows -> all."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    row: Node = ("all", 0) if cell[0] == last_row else ("row", cell[0])
    column: Node = ("sums", 0) if cell[1] == last_column else ("column", cell[1])
    if (cell[0] == last_row) == (cell[1] == last_column):
        return column, row
    return row, column


def _flow(
    free: Mapping[Cell, int], arcs: Mapping[Cell, tuple[Node, Node]], start: Node, end: Node, wanted: int
) -> int:
    """How much can be moved from ``start`` to ``end`` through hidden cells, none losing more than it is ``free`` to."""
    value = dict(free)
    moved = 0
    while moved < wanted:
        path = _path(arcs, value, start, end)
        if path is None:
            return moved
        amount = min([wanted - moved, *(value[cell] for cell, sign in path if sign < 0)])
        for cell, sign in path:
            value[cell] += sign * amount
        moved += amount
    return moved


def _path(
    arcs: Mapping[Cell, tuple[Node, Node]], value: Mapping[Cell, int], start: Node, end: Node
) -> list[tuple[Cell, int]] | None:
    """Hidden cells from ``start`` to ``end``: +1 where a cell grows, -1 where it shrinks."""
    reached: dict[Node, list[tuple[Cell, int]]] = {start: []}
    queue = deque([start])
    while queue and end not in reached:
        node = queue.popleft()
        for cell, (source, target) in sorted(arcs.items()):
            for here, there, sign in ((source, target, 1), (target, source, -1)):
                if here == node and there not in reached and (sign > 0 or value[cell]):
                    reached[there] = [*reached[node], (cell, sign)]
                    queue.append(there)
    return reached.get(end)
