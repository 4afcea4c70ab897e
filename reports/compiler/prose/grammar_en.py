"""English articles, lists, numbers and days, for names that nobody here has seen before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from consultations.dates import written

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names whose last common noun is one of these take an article: "the Royal Canadian Mounted Police".
TAKES_THE = words_of(
    """
    administration agency alliance armed assembly association authority board branch branches bureau centre
    center circle city coalition collective commission committee confederation congregation congress council
    department directorate division federation forces forum foundation fund government group house initiative
    institute institution kingdom league library ministry mission museum network office organization
    organisation panel parliament party police program programme project province secretariat senate service
    services society state states town tribunal union unit university village
    """
)
HEAD_ENDS = re.compile(r"\s[–—-]\s|\s\(|,?\s(?:of|for|on|to|in|against|and the)\s")


def number(count: int) -> str:
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def the(name: str) -> str:
    """``name`` with its article, if it takes one: "the Government of Canada", "Public Safety Canada"."""
    if name.lower().startswith(("the ", "a ", "an ")):
        return name[0].lower() + name[1:]
    head = HEAD_ENDS.split(name, maxsplit=1)[0]
    last = head.split()[-1].casefold() if head.split() else ""
    # "York University" and "Oxford Union" stand alone; "University of Ottawa" does not.
    alone = last == "university" and not name.startswith("University")
    return f"the {name}" if last in TAKES_THE and not alone else name


def listed(items: Sequence[str]) -> str:
    """As in "a, b and c"; with semicolons when an item has a comma or an "and" of its own."""
    *first, last = items or [""]
    if not first:
        return last
    if any("," in item or " and " in item for item in items) and len(items) > 2:
        return f"{'; '.join(first)}; and {last}"
    return f"{', '.join(first)} and {last}"


def either(items: Sequence[str]) -> str:
    """As in "a, b or c"."""
    *first, last = items or [""]
    return f"{', '.join(first)} or {last}" if first else last


def days(moments: Sequence[date]) -> str:
    """Single days: "10, 12 and 18 April 2017"."""
    last = moments[-1]
    parts = [
        written(
            day,
            "en",
            with_month=(day.year, day.month) != (last.year, last.month),
            with_year=day.year != last.year,
        )
        for day in moments[:-1]
    ]
    return listed([*parts, written(last, "en")])


def on_days(first: date, last: date) -> str:
    """As in "on 20 and 21 April 2017", "from 3 to 21 April 2017"."""
    if first == last:
        return f"on {written(first, 'en')}"
    if (last - first).days == 1:
        return f"on {days((first, last))}"
    return from_to(first, last)


def from_to(first: date, last: date) -> str:
    if first == last:
        return f"on {written(first, 'en')}"
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    start = written(first, "en", with_month=not same_month, with_year=not same_year)
    return f"from {start} to {written(last, 'en')}"
