"""Reads a CSV file: its encoding, its delimiter, its heading, and where in the file each row starts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from submissions.intake.importers.columns import columns_of

DELIMITERS = ",;\t|"
UTF_8 = "utf-8-sig"  # with or without a byte order mark
# Above the longest text that any event takes, with room for quotation marks.
LONGEST_CELL = 200_000


class FileError(ValueError):
    """The file as a whole cannot be read; in a sentence for whoever started the import."""


@dataclass(frozen=True)
class Row:
    """One row by field; ``line`` is that on which it starts, counted from 1 with the heading."""

    line: int
    values: Mapping[str, str]


def read(path: Path, *, encoding: str = UTF_8, chosen: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The rows of the file; blank ones are left out.

    Raises ``ColumnsError`` and :class:`FileError`, the latter perhaps half-way.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield from rows_of(file, chosen or {})
    except UnicodeDecodeError as error:
        raise FileError(
            f"{path.name} is not {encoding} (byte {error.start} does not fit). "
            "Save it as UTF-8, or name its encoding with --encoding, for example cp1252."
        ) from error
    except LookupError as error:
        raise FileError(f"There is no encoding “{encoding}”.") from error
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error


def rows_of(file: TextIO, chosen: Mapping[str, str]) -> Iterator[Row]:
    heading = file.readline()
    if not heading.strip():
        raise FileError("The file is empty: its first line must name the columns.")
    delimiter = max(DELIMITERS, key=heading.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        headings = [cell.strip() for cell in next(reader)]
        columns = columns_of(headings, chosen)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, {field: cell_at(cells, place) for field, place in columns.items()})
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileError(f"Line {reader.line_num} is not CSV: {error}.") from error


def cell_at(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
