"""The report as tables, for those who calculate: what CSV and XLSX have in common.

Every text of the document stands in ``text``, in the order of the report; the other tables show the same once
more by kind. Names of tables and columns are in the document's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from reports.document import (
    Block,
    Chart,
    Document,
    Entries,
    Evidence,
    Heading,
    Paragraph,
    Part,
    Quotation,
    Table,
    part_title,
)
from reports.exporters.open_data_words import COLUMNS, KINDS, PROPERTIES, SHEETS
from reports.exporters.text import lines, one_line, web_address

# What a spreadsheet takes for the start of a formula, in every width, and what it may skip before it.
FORMULA_STARTS: Final = r"[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]"
FORMULA: Final = re.compile(rf"[\s\x00\ufeff\u200b\u2060]*{FORMULA_STARTS}|[\t\r\n\x00\ufeff]")

# Characters that one cell may hold. Excel takes 32,767, of which an emoji is two, and what is over would be lost.
LONGEST_CELL: Final = 16_000

Row = tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """``name`` is that of the sheet or file; every row is as long as ``columns``. All cells are text."""

    name: str
    columns: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Place:
    """Where a block stands in the report."""

    part: Part
    topic: str = ""
    theme: str = ""

    def at(self, heading: Heading) -> Place:
        if heading.level == 2:
            return replace(self, topic=heading.text, theme="")
        return replace(self, theme=heading.text)


@dataclass
class _Tables:
    """Rows as they are found, by table."""

    document: Document
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, *cells: str) -> None:
        self.rows[table].append(cells)


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The tables that have rows. ``about`` and ``text`` always have."""
    tables = _Tables(document)
    _about(tables)
    for part in document.parts:
        _part(tables, part)
    language = document.language
    return tuple(
        Sheet(
            SHEETS[name][language],
            tuple(column[language] for column in COLUMNS[name]),
            tuple(line for row in rows for line in _fitting(row)),
        )
        for name, rows in tables.rows.items()
        if rows
    )


def guarded(text: str) -> str:
    """The text without what no format can hold; one that a spreadsheet would calculate is preceded by an apostrophe."""
    clean = "\n".join(lines(text))
    return f"'{clean}" if FORMULA.match(text) or FORMULA.match(clean) else clean


def _fitting(row: Row) -> Iterator[Row]:
    """The row, and below it, in rows that hold nothing else, what is too long for one cell."""
    for cells in zip_longest(*(_pieces(cell) for cell in row), fillvalue=""):
        yield tuple(guarded(cell) for cell in cells)


def _pieces(cell: str) -> list[str]:
    return [cell[at : at + LONGEST_CELL] for at in range(0, len(cell), LONGEST_CELL)] or [""]


def _about(tables: _Tables) -> None:
    document = tables.document
    values = {
        "kind": document.wording.kind,
        "title": document.title,
        "subtitle": document.subtitle,
        "chairs": "; ".join(document.chairs),
        "date": document.date_iso,
        "language": document.wording.language_name,
        "notice": document.notice,
        "release": document.number,
        "warning": document.wording.internal_warning if document.edition == "internal" else "",
    }
    for name, value in values.items():
        if value:
            tables.add("about", PROPERTIES[name][document.language], value)


def _part(tables: _Tables, part: Part) -> None:
    place, blocks = Place(part), list(part.blocks)
    _text(tables, Place(part), "part", part_title(part, tables.document.wording))
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            place = place.at(block)
            _text(tables, place, "heading_2" if block.level == 2 else "heading_3", block.text)
            _theme(tables, place, blocks[number + 1 : number + 3])
        else:
            _block(tables, place, block)


def _text(
    tables: _Tables, place: Place, kind: str, text: str, language: str = "", note: str = "", url: str = ""
) -> None:
    document = tables.document
    tables.add(
        "text",
        one_line(part_title(place.part, document.wording)),
        one_line(place.topic),
        one_line(place.theme),
        KINDS[kind][document.language],
        text,
        note,
        language or document.language,
        web_address(url),
    )


def _theme(tables: _Tables, place: Place, following: list[Block]) -> None:
    match following:
        case [Paragraph(strength, "strength"), Paragraph(statement)]:
            section = part_title(place.part, tables.document.wording)
            tables.add("themes", section, place.topic, place.theme, strength, statement)


def _block(tables: _Tables, place: Place, block: Block) -> None:
    match block:
        case Paragraph(text, style):
            _text(tables, place, style, text)
        case Quotation():
            _said(tables, place, "quotation", block.text, block.language, block.source)
        case Entries() | Evidence():
            _entries(tables, place, block)
        case Table():
            _text(tables, place, "table", block.caption)
            _figures(tables, place, block)
        case Chart():
            _text(tables, place, "chart", block.finding, note=block.description)


def _entries(tables: _Tables, place: Place, block: Entries | Evidence) -> None:
    for entry in block.entries:
        if isinstance(block, Evidence):
            _text(tables, place, "evidence", entry.text, entry.language, entry.note)
        else:
            _said(tables, place, "entry", entry.text, entry.language, entry.note, entry.url)


def _said(
    tables: _Tables, place: Place, kind: str, text: str, language: str, note: str, url: str = ""
) -> None:
    _text(tables, place, kind, text, language, note, url)
    if place.part.kind.startswith("section"):
        section = part_title(place.part, tables.document.wording)
        tables.add(
            "statements",
            section,
            place.topic,
            place.theme,
            KINDS[kind][tables.document.language],
            text,
            note,
            language,
        )
    elif place.part.anchor == "annex-a":
        tables.add("advice", place.topic, place.theme, text, language)


def _figures(tables: _Tables, place: Place, table: Table) -> None:
    for label, column, shown in _cells(table):
        tables.add("figures", place.topic, table.caption, table.columns[0], label, column, shown)


def _cells(table: Table) -> Iterator[tuple[str, str, str]]:
    for label, *others in table.rows:
        if not others:
            yield label, "", ""
        for column, shown in zip(table.columns[1:], others, strict=True):
            yield label, column, shown
