"""No count under the floor is printed, or can be worked out from what is printed.

The attacker here tries every table of whole numbers that agrees with the printed cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.disclosure import (
    Shown,
    hidden_in_line,
    hidden_in_table,
    label_is_allowed,
    printable_from,
    shown,
    slack,
    with_sums,
)

FLOOR = 3


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (0, None),
        (9, None),
        (10, Shown(10)),
        (11, Shown(10, is_more=True)),
        (37, Shown(35, is_more=True)),
        (50, Shown(50)),
        (1213, Shown(1210, is_more=True)),
    ],
)
def test_a_count_is_printed_from_k_on_as_a_multiple_of_five(count: int, printed: Shown | None) -> None:
    assert shown(count, 10) == printed


@pytest.mark.parametrize(("k", "floor"), [(3, 5), (5, 5), (6, 10), (10, 10), (12, 15)])
def test_a_smallest_group_between_multiples_of_five_is_brought_up(k: int, floor: int) -> None:
    assert printable_from(k) == floor
    assert shown(floor - 1, k) is None
    assert shown(floor, k) == Shown(floor)


@given(st.integers(0, 10_000), st.integers(3, 100))
def test_what_is_printed_is_never_small_and_never_above_the_truth(count: int, k: int) -> None:
    printed = shown(count, k)
    if count < k:
        assert printed is None
    if printed:
        assert k <= printed.value <= count < printed.value + 5
        assert printed.is_more == (printed.value != count)


@pytest.mark.parametrize(("people", "allowed"), [(0, False), (9, False), (10, True), (11, True)])
def test_a_label_needs_k_people(people: int, allowed: bool) -> None:
    assert label_is_allowed(people, 10) is allowed


def test_a_line_without_small_counts_is_printed_whole() -> None:
    assert hidden_in_line([10, 50, 37], 10) == frozenset()


def test_a_single_small_count_takes_the_next_larger_one_with_it() -> None:
    assert hidden_in_line([50, 7, 20, 12], 10) == {1, 3}


def test_small_counts_that_are_few_together_take_another_with_them() -> None:
    assert hidden_in_line([50, 1, 2, 20], 10) == {1, 2, 3}


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_the_rest_of_a_line_never_gives_a_small_count_away(counts: list[int]) -> None:
    hidden = hidden_in_line(counts, 10)
    assert {place for place, count in enumerate(counts) if count < 10} <= hidden
    rest = sum(counts[place] for place in hidden)
    if hidden and sum(counts) >= 10:
        # The reader knows ``rest``; each hidden count may be anything from none of it to all of it.
        assert len(hidden) >= 2
        assert rest >= 10 or hidden == set(range(len(counts)))


def test_a_table_hides_a_rectangle_around_two_small_counts_and_keeps_the_rest() -> None:
    by_channel = [[82, 13], [35, 7], [39, 14], [14, 8], [32, 24]]
    assert hidden_in_table(by_channel, 10) == {(1, 0), (1, 1), (3, 0), (3, 1)}


def test_a_table_without_small_counts_is_printed_whole() -> None:
    assert hidden_in_table([[10, 20], [30, 40]], 10) == frozenset()


def tables_that_agree(
    table: tuple[tuple[int, ...], ...], hidden: frozenset[tuple[int, int]]
) -> Iterator[list[list[int]]]:
    """Every small table whose sums and cells are those that are printed; no count in it is above the largest sum."""
    rows, columns = len(table) - 1, len(table[0]) - 1
    inner = [(row, column) for row in range(rows) for column in range(columns)]
    most = table[-1][-1] + FLOOR
    unknown = [cell for cell in inner if cell in hidden]
    for values in product(range(most + 1), repeat=len(unknown)):
        guess = {cell: table[cell[0]][cell[1]] for cell in inner} | dict(zip(unknown, values, strict=True))
        candidate = [[guess[row, column] for column in range(columns)] for row in range(rows)]
        sums = with_sums(candidate)
        margins = [(row, columns) for row in range(rows + 1)] + [(rows, column) for column in range(columns)]
        if all(cell in hidden or sums[cell[0]][cell[1]] == table[cell[0]][cell[1]] for cell in margins):
            yield candidate


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2))
def test_whoever_tries_every_table_finds_a_wide_range_for_each_small_count(counts: list[list[int]]) -> None:
    table = with_sums(counts)
    hidden = hidden_in_table(counts, FLOOR)
    small = [(row, column) for row in range(2) for column in range(2) if counts[row][column] < FLOOR]
    assert set(small) <= hidden
    if len(hidden) == 9:
        return  # nothing at all is printed
    possible = list(tables_that_agree(table, hidden))
    for row, column in small:
        values = {candidate[row][column] for candidate in possible}
        assert max(values) - min(values) >= FLOOR


@settings(deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=2, max_size=5
        )
    )
)
def test_every_small_count_of_a_larger_table_keeps_its_slack(counts: list[list[int]]) -> None:
    table, hidden = with_sums(counts), hidden_in_table(counts, 10)
    cells = {(row, column) for row in range(len(table)) for column in range(len(table[0]))}
    for row, column in cells:
        if table[row][column] < 10:
            assert (row, column) in hidden
            assert hidden == cells or slack(table, hidden, (row, column)) >= 10
