"""The open data set as a zip of one CSV (RFC 4180) for each table, in UTF-8 with a mark that spreadsheets look for."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Final

from reports.document import Document
from reports.exporters.open_data import FORMULA_STARTS, Sheet, sheets
from reports.exporters.package import zipped

# Where commas are for decimals, spreadsheets part cells at semicolons, even within quotes.
PARTED: Final = re.compile(rf"(?<=;)(?=\s*{FORMULA_STARTS})")


def render(document: Document) -> bytes:
    return zipped((f"{sheet.name}.csv", table(sheet)) for sheet in sheets(document))


def table(sheet: Sheet) -> bytes:
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([PARTED.sub("'", cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")
