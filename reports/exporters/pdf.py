"""PDF/UA-1 by Typst: tagged, with the language of every part, from bundled fonts alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst

from reports.document import Document
from reports.exporters import glyphs
from reports.exporters.pdf_order import put_in_reading_order
from reports.exporters.pdf_rows import add_row_headers
from reports.exporters.text import direction, lines, one_line, web_address

HERE: Final = Path(__file__).parent
OF_SEVERAL_LINES: Final = ("text", "subtitle", "chairs_line", "notice")


def render(document: Document) -> bytes:
    data = _written(document.as_data())
    for part in data["parts"]:
        _without_skipped_levels(part["blocks"])
    try:
        return _compiled(glyphs.printable(data), document.date_iso)
    except typst.TypstError:
        # A sequence of characters that each have a glyph, but not together. Anything else fails again.
        return _compiled(glyphs.plainly_printable(data), document.date_iso)


def _without_skipped_levels(blocks: list[dict[str, Any]]) -> None:
    """PDF/UA refuses a heading two levels below the one before it; the words matter more than their level."""
    level = 1
    for heading in blocks:
        if heading["type"] == "heading":
            level = heading["level"] = min(heading["level"], level + 1)


def charts(data: list[dict[str, Any]]) -> list[bytes]:
    """PNG pictures: the stripes of a title page, then bars in the order given. Each of ``data`` has ``kind``
    (of its part) and ``bars``.
    """
    shown = json.dumps(glyphs.printable(_written(data)))
    made = compiler("charts.typ").compile(format="png", ppi=192, sys_inputs={"charts": shown})
    return made if isinstance(made, list) else [made or b""]


@cache
def compiler(source: str) -> typst.Compiler:
    """Reading the fonts takes longer than a short report."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
    return typst.Compiler(HERE / source, root=HERE, font_paths=fonts)


def _compiled(data: dict[str, Any], date_iso: str) -> bytes:
    midnight = datetime.combine(date.fromisoformat(date_iso), time.min, UTC)
    made = compiler("report.typ").compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": json.dumps(data)},
        timestamp=int(midnight.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return _finished(made)


def _finished(made: bytes) -> bytes:
    with pikepdf.open(BytesIO(made)) as pdf:
        add_row_headers(pdf)
        put_in_reading_order(pdf)
        saved = BytesIO()
        pdf.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return saved.getvalue()


def _written(value: Any, key: str = "") -> Any:
    """Texts as every format writes them, with the direction of their lines; an address only where it may be followed."""
    if isinstance(value, str):
        if key == "url":
            return web_address(value)
        return "\n".join(lines(value)) if key in OF_SEVERAL_LINES else one_line(value)
    if isinstance(value, list | tuple):
        return [_written(inner, key) for inner in value]
    if isinstance(value, dict):
        turned = {"from_right": bool(direction(value["language"]))} if "language" in value else {}
        return {name: _written(inner, name) for name, inner in value.items()} | turned
    return value
