"""The programme as a picture: when each event is, on one line of days. Pure; lengths are in percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consultations.dates import last_day
from consultations.models import Event
from consultations.schedule import Entry

# More labels than this run into each other at 320 pixels; months have long names.
TICKS, TICKS_OVER_MONTHS = 3, 2
LONG = 180  # days
SHORTEST = 2.0


@dataclass(frozen=True)
class Lane:
    """One event. ``start`` and ``length`` are where it stands in print, as a drawing wants them."""

    entry: Entry
    start: str
    length: str


@dataclass(frozen=True)
class Tick:
    day: date
    place: str
    anchor: str


@dataclass(frozen=True)
class Timeline:
    first: date
    last: date
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]

    @property
    def is_long(self) -> bool:
        """Over months, which are then what is written at the ticks."""
        return (self.last - self.first).days > LONG


def timeline(entries: Sequence[Entry]) -> Timeline | None:
    """Nothing for fewer than two events: there is no before and after."""
    days = [days_of(entry.event) for entry in entries]
    if len(days) < 2:
        return None
    first, last = min(start for start, _end in days), max(end for _start, end in days)
    whole = (last - first).days + 1
    lanes = tuple(
        lane(entry, (start - first).days / whole, ((end - start).days + 1) / whole)
        for entry, (start, end) in zip(entries, days, strict=True)
    )
    return Timeline(first, last, lanes, ticks(first, whole))


def days_of(event: Event) -> tuple[date, date]:
    zone = event.consultation.zone
    first = event.starts_at.astimezone(zone).date()
    return first, max(first, last_day(event.ends_at, zone))


def lane(entry: Entry, start: float, length: float) -> Lane:
    width = max(100 * length, SHORTEST)
    left = min(100 * start, 100 - width)
    return Lane(entry, percent(left), percent(width))


def ticks(first: date, whole: int) -> tuple[Tick, ...]:
    """The first day, the last one and some between, each at the middle of its day but for the two ends."""
    steps = min(TICKS if whole - 1 <= LONG else TICKS_OVER_MONTHS, whole)
    offsets = sorted({round((whole - 1) * step / max(steps - 1, 1)) for step in range(steps)})
    return tuple(tick(first + timedelta(days=offset), offset, whole) for offset in offsets)


def tick(day: date, offset: int, whole: int) -> Tick:
    place = 0.0 if offset == 0 else 100.0 if offset == whole - 1 else 100 * (offset + 0.5) / whole
    anchor = {0.0: "start", 100.0: "end"}.get(place, "middle")
    return Tick(day, percent(place), anchor)


def percent(number: float) -> str:
    """With a point, whatever the reader's language writes."""
    return f"{number:.2f}%"
