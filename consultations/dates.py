"""Days and times as people write them in English and in French; in other languages, with the names that Django knows.

Grammar differs too much for one pattern: "20–21 April 2017" is « du 20 au 21 avril 2017 », and the first of a
month « 1er ».
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation

MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"


def month_of(day: date, language: str, *, alone: bool = False) -> str:
    """Some languages bend the name beside a day."""
    return (
        MONTHS[language][day.month - 1] if language in MONTHS else named(day, "F" if alone else "E", language)
    )


def named(day: date, format_: str, language: str) -> str:
    with translation.override(language):
        return dateformat.format(day, format_)


def number_of(day: date, language: str) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def written(day: date, language: str, *, with_month: bool = True, with_year: bool = True) -> str:
    """One day: "20 April 2017", « 1er mai 2017 »."""
    parts = [number_of(day, language)]
    if with_month:
        parts.append(month_of(day, language))
    if with_year:
        parts.append(str(day.year))
    return NO_BREAK.join(parts)


def month(day: date, language: str) -> str:
    """The month that ``day`` is in: "April 2017", « avril 2017 »."""
    return f"{month_of(day, language, alone=True)}{NO_BREAK}{day.year}"


def with_weekday(day: date, language: str) -> str:
    """As in "Thursday 20 April 2017", « jeudi 20 avril 2017 »."""
    known = language in WEEKDAYS
    weekday = WEEKDAYS[language][day.weekday()] if known else named(day, "l", language)
    return f"{weekday} {written(day, language)}"


def span(first: date, last: date, language: str) -> str:
    """From ``first`` to ``last``, both included, leaving out what the end repeats."""
    if first == last:
        return written(first, language)
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    start = written(first, language, with_month=not same_month, with_year=not same_year)
    end = written(last, language)
    if language == "fr":
        return f"du {start} au {end}"
    return f"{start}{EN_DASH}{end}" if same_month else f"{start} {EN_DASH} {end}"


def clock(moment: time, language: str) -> str:
    """As in "9:30" and "14:00"; « 9 h 30 » et « 14 h »."""
    if language != "fr":
        return f"{moment.hour}:{moment.minute:02}"
    hour = f"{moment.hour}{NO_BREAK}h"
    return f"{hour}{NO_BREAK}{moment.minute:02}" if moment.minute else hour


def hours(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """As in "9:00–10:30", « 9 h – 10 h 30 », in the local time of ``zone``."""
    first, last = (clock(moment.astimezone(zone).time(), language) for moment in (start, end))
    return f"{first} {EN_DASH} {last}" if language == "fr" else f"{first}{EN_DASH}{last}"


def last_day(end: datetime, zone: ZoneInfo) -> date:
    """The last day of something that ends at ``end``: a moment at midnight belongs to the day before."""
    local = end.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() == time.min else local.date()


def local_span(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """The days between two moments in the local time of ``zone``."""
    first = start.astimezone(zone).date()
    return span(first, max(first, last_day(end, zone)), language)
