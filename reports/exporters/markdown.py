"""CommonMark with pipe tables. Whatever a text contains stays text: no heading, link, tag or emphasis comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.document import (
    Block,
    Chart,
    Document,
    Entries,
    Entry,
    Evidence,
    Heading,
    Paragraph,
    Quotation,
    Table,
    part_title,
)
from reports.exporters.text import lines, one_line, web_address

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!^=$@])")
# What opens a block only at the start of a line, and "www." and ".com/" that some readers turn into links.
BLOCK_STARTS = re.compile(r"^(\d{1,9})([.)])|^([-+:])")
BARE_LINK = re.compile(r"(?i)(www)\.|(https?|ftp|mailto)(:)")


def render(document: Document) -> bytes:
    blocks = [*_title_page(document)]
    for part in document.parts:
        blocks.append(f"## {escaped(part_title(part, document.wording))}")
        blocks += [_block(block, document) for block in part.blocks]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _title_page(document: Document) -> Iterable[str]:
    if document.edition == "internal":
        yield _strong(document.wording.internal_warning)
    yield escaped(document.wording.kind)
    yield f"# {escaped(document.title)}"
    yield _paragraph(document.subtitle)
    yield _paragraph(document.chairs_line)
    yield escaped(document.date)
    yield _paragraph(document.notice)
    yield escaped(document.release_line)


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {escaped(text)}"
        case Paragraph(text, style):
            return _strong(text) if style == "strength" else _paragraph(text)
        case Quotation():
            return _quotation(block)
        case Entries(entries):
            return _list(entries)
        case Evidence(entries):
            return f"{_strong(document.wording.internal_evidence)}\n\n{_list(entries)}"
        case Table():
            return _table(block)
        case Chart():
            return f"{_strong(block.finding)}\n\n{escaped(block.description)}"


def _strong(text: str) -> str:
    return f"**{escaped(text)}**"


def escaped(text: str) -> str:
    """One line that CommonMark prints as it stands."""
    return _line(one_line(text))


def _line(line: str) -> str:
    line = MARKS.sub(r"\\\1", line)
    line = BARE_LINK.sub(lambda m: f"{m[1]}\\." if m[1] else f"{m[2]}\\:", line)
    return BLOCK_STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _paragraph(text: str) -> str:
    return "\\\n".join(_line(line) for line in lines(text) if line)


def _quotation(quotation: Quotation) -> str:
    said = "\\\n".join(f"> {_line(line)}" for line in lines(quotation.text))
    return f"{said}\n>\n> — {escaped(quotation.source)}"


def _list(entries: Iterable[Entry]) -> str:
    return "\n".join(f"- {_entry(entry)}" for entry in entries)


def _entry(entry: Entry) -> str:
    text, address = escaped(entry.text), web_address(entry.url)
    linked = f"[{text}](<{address}>)" if address else text
    return f"{linked} — {escaped(entry.note)}" if entry.note else linked


def _table(table: Table) -> str:
    rows = [table.columns, *table.rows]
    header, *body = [f"| {' | '.join(escaped(cell) or ' ' for cell in row)} |" for row in rows]
    rule = f"| {' | '.join('---:' if numeric else '---' for numeric in table.numeric)} |"
    return "\n".join([_strong(table.caption), "", header, rule, *body])
