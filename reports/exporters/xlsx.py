"""The open data set as one workbook with a sheet for each table. Every cell is text: nothing is calculated or linked."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final

import xlsxwriter

from reports.document import Document
from reports.exporters.open_data import Sheet, sheets
from reports.exporters.package import repacked

OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS: Final = (14, 28, 60)  # of columns with short, longer and long texts


def render(document: Document) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        # The date is the report's; there is no author, company or program to tell of.
        book.set_properties(
            {"title": document.title[:255], "created": datetime.fromisoformat(document.date_iso)}
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets(document):
            _write(book.add_worksheet(sheet.name), sheet, bold, plain)
    return repacked(written.getvalue())


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, bold: object, plain: object) -> None:
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    for column, cells in enumerate(zip(sheet.columns, *sheet.rows, strict=True)):
        longest = max(map(len, cells))
        page.set_column(column, column, next((w for w in WIDTHS if longest <= w), WIDTHS[-1]))
    for number, row in enumerate((sheet.columns, *sheet.rows)):
        for column, cell in enumerate(row):
            page.write_string(number, column, cell, plain if number else bold)
