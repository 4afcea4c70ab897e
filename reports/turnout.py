"""Who took part by sector, as the published report prints it, for the consultation's own page.

Nothing is counted here: a figure of its own, of another day, could be compared with the one in the report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from consultations import languages
from reports import store
from reports.compiler import labels
from reports.models import Edition, FileFormat, Report

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Bar:
    """``length`` is in percent of the longest bar that is drawn."""

    label: str
    shown: str
    length: str


@dataclass(frozen=True)
class Turnout:
    event: str
    finding: str
    bars: tuple[Bar, ...]
    language: str


def turnouts(report: Report | None) -> tuple[Turnout, ...]:
    """One for each event of which ``report``, a published version, gives figures by sector."""
    language = languages.for_texts()
    rows = printed_rows(report, language) if report else ()
    events = ((event, list(of_event)) for event, of_event in groupby(rows, key=lambda row: row[0]))
    return tuple(turnout(event, of_event, language) for event, of_event in events)


def printed_rows(report: Report, language: str) -> tuple[Row, ...]:
    """Event, sector, figure. Empty when the file is gone or damaged: the page does not need it."""
    file = report.files.filter(edition=Edition.PUBLIC, format=FileFormat.JSON, language=language).first()
    try:
        return read_rows(file.path, language) if file else ()
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=64)
def read_rows(path: str, language: str) -> tuple[Row, ...]:
    """A stored file is named by its content, so what was read of it stays true."""
    document = json.loads(store.path_of(path).read_bytes())
    sectors = {label.in_(language) for label in labels.WHO.values()}
    return tuple(row for row in participation(document, language) if row[1] in sectors)


def participation(document: dict[str, Any], language: str) -> Iterator[Row]:
    caption = labels.PARTICIPATION_CAPTION.in_(language)
    for part in document.get("parts", []):
        for block in part["blocks"]:
            if block["type"] == "table" and block["caption"] == caption:
                yield from ((row[0], row[1], row[2]) for row in block["rows"])


def turnout(event: str, rows: list[Row], language: str) -> Turnout:
    figures = [figure(shown) for _event, _label, shown in rows]
    bars = tuple(
        Bar(languages.written(label, language), shown, f"{100 * figure(shown) / max(figures):.2f}%")
        for _event, label, shown in rows
    )
    return Turnout(event, finding(event, rows, figures), bars, language)


def figure(shown: str) -> int:
    """What is printed, without "over" and without what sets thousands apart."""
    return int(re.sub(r"\D", "", shown))


def finding(event: str, rows: list[Row], figures: list[int]) -> str:
    largest = [
        label for (_event, label, _shown), number in zip(rows, figures, strict=True) if number == max(figures)
    ]
    if len(rows) < 2 or len(largest) > 1:
        return _("Who took part: %(event)s") % {"event": event}
    return _("%(event)s: the largest group was %(sector)s") % {"event": event, "sector": largest[0]}
