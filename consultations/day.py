"""A day of an event: which sessions are held at the same time, and where each stands on the hours. Pure.

Lengths are in percent of the width, or in pixels where they say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from consultations.schedule import Item
from consultations.timeline import percent

HOUR = timedelta(hours=1)
# More labels than this run into each other at 320 pixels.
LABELS = 5
SHORTEST = 1.5
ROW = 10  # pixels


@dataclass(frozen=True)
class Bar:
    """One session as it is drawn. ``top`` is in pixels: those at the same time lie one below the other."""

    start: str
    length: str
    top: int


@dataclass(frozen=True)
class Slot:
    """Sessions that overlap, or a single one. ``height`` of the picture is in pixels."""

    items: tuple[Item, ...]
    bars: tuple[Bar, ...] = ()
    height: int = 0

    @property
    def starts_at(self) -> datetime:
        return min(item.session.starts_at for item in self.items)

    @property
    def ends_at(self) -> datetime:
        return max(item.session.ends_at for item in self.items)

    @property
    def is_parallel(self) -> bool:
        return len(self.items) > 1

    @property
    def is_even(self) -> bool:
        """All of them begin and end together."""
        return len({(item.session.starts_at, item.session.ends_at) for item in self.items}) == 1


@dataclass(frozen=True)
class Hour:
    """A label under the line of hours, in local time."""

    moment: datetime
    place: str
    anchor: str


@dataclass(frozen=True)
class Day:
    slots: tuple[Slot, ...]
    hours: tuple[Hour, ...] = ()


def day_of(items: Sequence[Item], zone: ZoneInfo) -> Day:
    """``items`` are those of one day, by their start. A single session is drawn nowhere: there is no before and after."""
    slots = [*together(items)]
    if len(items) < 2:
        return Day(tuple(map(Slot, slots)))
    first = items[0].session.starts_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    # Between clocks of the same zone Python would count the hour that a change of the clocks takes or gives.
    begin, end = first.astimezone(UTC), max(item.session.ends_at for item in items).astimezone(UTC)
    whole = ceil((end - begin) / HOUR)
    return Day(tuple(drawn(slot, begin, whole) for slot in slots), hours(begin, whole, zone))


def together(items: Iterable[Item]) -> Iterable[tuple[Item, ...]]:
    slot: list[Item] = []
    for item in items:
        if slot and item.session.starts_at >= max(each.session.ends_at for each in slot):
            yield tuple(slot)
            slot = []
        slot.append(item)
    if slot:
        yield tuple(slot)


def drawn(items: tuple[Item, ...], begin: datetime, whole: int) -> Slot:
    taken: list[datetime] = []  # until when, row by row
    bars = []
    for item in items:
        start, end = item.session.starts_at, item.session.ends_at
        row = next((row for row, until in enumerate(taken) if until <= start), len(taken))
        taken[row : row + 1] = [end]
        bars.append(bar((start - begin) / HOUR / whole, (end - start) / HOUR / whole, row))
    return Slot(items, tuple(bars), len(taken) * ROW)


def bar(start: float, length: float, row: int) -> Bar:
    width = max(100 * length, SHORTEST)
    return Bar(percent(min(100 * start, 100 - width)), percent(width), row * ROW + 1)


def hours(begin: datetime, whole: int, zone: ZoneInfo) -> tuple[Hour, ...]:
    step = ceil(whole / LABELS)
    return tuple(hour(begin + n * HOUR, n / whole, zone) for n in range(0, whole + 1, step))


def hour(moment: datetime, part: float, zone: ZoneInfo) -> Hour:
    anchor = {0.0: "start", 1.0: "end"}.get(part, "middle")
    return Hour(moment.astimezone(zone), percent(100 * part), anchor)
