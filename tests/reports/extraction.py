"""Reads finished files as a reader's software does, so that tests can compare them with the Document."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Any
from xml.etree import ElementTree

import docx
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from markdown_it import MarkdownIt

from reports.document import (
    Chart,
    Document,
    Entries,
    Evidence,
    Heading,
    Paragraph,
    Quotation,
    Table,
    part_title,
)
from reports.exporters.open_data import FORMULA, FORMULA_STARTS
from reports.exporters.open_data_words import KINDS, SHEETS
from tests.reports.pdf_reading import read_pages


@dataclass(frozen=True)
class Reading:
    """``text`` is everything in reading order; ``foreign`` are the texts that declare the other language."""

    headings: tuple[tuple[int, str], ...]
    text: str
    foreign: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()


def squeezed(text: str) -> str:
    """Without blanks and invisible characters: formats break lines where they like."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def statements(document: Document) -> Iterator[str]:
    """Every text that each format must show, in order."""
    for part in document.parts:
        yield part_title(part, document.wording)
        for block in part.blocks:
            yield from _texts(block)


def _texts(block: Any) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Quotation():
            yield from (block.text, block.source)
        case Entries() | Evidence():
            for entry in block.entries:
                yield from (entry.text, entry.note)
        case Table():
            yield block.caption
            for row in (block.columns, *block.rows):
                yield from row
        case Chart():
            yield block.finding


def foreign_texts(document: Document) -> tuple[str, ...]:
    other = [
        text
        for _part, block in document.blocks()
        for one in (block.entries if isinstance(block, Entries | Evidence) else [block])
        if (language := getattr(one, "language", "")) and language != document.language
        for text in [one.text]
    ]
    return tuple(squeezed(text) for text in other)


def read_html(data: bytes) -> Reading:
    page = BeautifulSoup(data, "html.parser")
    main = page.main
    assert main is not None
    headings = tuple((int(h.name[1]) - 1, _inner(h)) for h in main.find_all(["h2", "h3", "h4"]))
    foreign = tuple(
        squeezed(e.get_text()) for e in main.find_all(lang=True) if e["lang"] != page.html["lang"]
    )
    descriptions = tuple(_inner(e) for e in main.find_all("desc"))
    return Reading(headings, squeezed(main.get_text()), foreign, descriptions)


def _inner(element: Any) -> str:
    return " ".join(element.get_text().split(" ")).strip()


def read_docx(data: bytes) -> Reading:
    word = docx.Document(BytesIO(data))
    paragraphs = list(_word_paragraphs(word))
    headings = tuple(
        (int(p.style.name[-1]), p.text) for p in paragraphs if p.style.name.startswith("Heading")
    )
    default = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val"))
    runs = [r for r in word.element.body.iter(qn("w:r")) if _run_language(r) not in ("", default)]
    foreign = tuple(squeezed("".join(t.text or "" for t in r.iter(qn("w:t")))) for r in runs)
    pictures = tuple(p.get("descr") for p in word.element.body.iter(qn("wp:docPr")))
    return Reading(headings, squeezed("".join(_all_text(p) for p in paragraphs)), foreign, pictures)


def _word_paragraphs(word: Any) -> Iterator[WordParagraph]:
    for block in word.iter_inner_content():
        if isinstance(block, WordTable):
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)
        else:
            yield block


def _all_text(paragraph: WordParagraph) -> str:
    return "".join(t.text or "" for t in paragraph._p.iter(qn("w:t")))


def _run_language(run: Any) -> str:
    declared = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
    return "" if declared is None else declared.get(qn("w:val"))


def read_markdown(data: bytes) -> Reading:
    tokens = MarkdownIt("commonmark").enable("table").parse(data.decode())
    headings = tuple(
        (int(opened.tag[1]) - 1, _inline(content))
        for opened, content in pairwise(tokens)
        if opened.type == "heading_open" and opened.tag != "h1"
    )
    text = "".join(_inline(token) for token in tokens if token.type == "inline")
    return Reading(headings, squeezed(text))


def _inline(token: Any) -> str:
    return "".join("\n" if child.type == "hardbreak" else child.content for child in token.children)


def read_json(data: bytes) -> Reading:
    report = json.loads(data)
    colon, headings, texts = report["wording"]["colon"], [], []
    for part in report["parts"]:
        title = f"{part['label']}{colon} {part['title']}" if part["label"] else part["title"]
        headings.append((1, title))
        texts.append(title)
        for block in part["blocks"]:
            if block["type"] == "heading":
                headings.append((block["level"], block["text"]))
            texts += list(_json_texts(block))
    foreign = tuple(squeezed(text) for text in _json_foreign(report["parts"], report["language"]))
    return Reading(tuple(headings), squeezed("".join(texts)), foreign)


def _json_texts(block: dict[str, Any]) -> Iterator[str]:
    for entry in [block, *block.get("entries", [])]:
        yield from (entry.get(key, "") for key in ("text", "source", "note", "caption", "finding"))
    for row in [block.get("columns", []), *block.get("rows", [])]:
        yield from row


def _json_foreign(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("language", language) != language:
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _json_foreign(inner, language)


def read_pdf(data: bytes) -> Reading:
    """By its tags, as a screen reader does: what is an artifact (head, foot, rules) is not read."""
    read = read_pages(data)
    spans = [
        "".join(piece.text for piece in pieces)
        for language, pieces in groupby(read.pieces, attrgetter("language"))
        if language != read.language
    ]
    # The contents have a heading of their own, which is no part of the document.
    return Reading(
        read.headings[1:],
        squeezed("".join(piece.text for piece in read.pieces)),
        tuple(squeezed(span) for span in spans),
        read.descriptions,
    )


def read_csv(data: bytes) -> Reading:
    return _tables(_csv_rows(data))


def _csv_rows(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        texts = {name: package.read(name).decode("utf-8-sig") for name in package.namelist()}
    return {
        name.removesuffix(".csv"): [
            [PARTED_AGAIN.sub("", cell) for cell in row] for row in csv.reader(StringIO(text, newline=""))
        ]
        for name, text in texts.items()
    }


# The apostrophe that keeps a spreadsheet from calculating where it parts cells at semicolons.
PARTED_AGAIN = re.compile(rf"(?<=;)'(?=\s*{FORMULA_STARTS})")


def read_xlsx(data: bytes) -> Reading:
    return _tables(_xlsx_rows(data))


def _xlsx_rows(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        numbered = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, start=1)}
        pages = {name: ElementTree.fromstring(package.read(part)) for name, part in numbered.items()}
    return {name: [_cells_of(row) for row in page.iter(f"{SHEET}row")] for name, page in pages.items()}


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _cells_of(row: ElementTree.Element) -> list[str]:
    return ["".join(text.text or "" for text in cell.iter(f"{SHEET}t")) for cell in row]


def _tables(rows: dict[str, list[list[str]]]) -> Reading:
    """The report put together again from its tables: texts in order, figures where their table's title stands."""
    language = "fr" if "a-propos" in rows else "en"
    kinds = {"": ""} | {words[language]: kind for kind, words in KINDS.items()}
    figures = iter(rows.get(SHEETS["figures"][language], [])[1:])
    waiting = next(figures, None)
    headings, texts, foreign, charts = [], [], [], []
    for cells in rows[SHEETS["text"][language]][1:]:
        kind, (text, note, written_in, _url) = kinds[cells[3]], [plain(cell) for cell in cells[4:]]
        level = {"part": 1, "heading_2": 2, "heading_3": 3}.get(kind)
        headings += [(level, text)] if level else []
        foreign += [squeezed(text)] if written_in not in ("", language) else []
        charts += [note] if kind == "chart" else []
        if kind:
            texts += [text, "" if kind == "chart" else note]
        else:  # It goes on with what stands in the row above.
            texts[-2:] = texts[-2] + text, texts[-1] + note
        mine = []
        while kind == "table" and waiting and waiting[1] == cells[4]:
            mine.append([plain(cell) for cell in waiting])
            waiting = next(figures, None)
        texts += _table_again(mine)
    return Reading(tuple(headings), squeezed("".join(texts)), tuple(foreign), tuple(charts))


def _table_again(cells: list[list[str]]) -> list[str]:
    columns = list(dict.fromkeys(column for *_others, column, _figure in cells))
    grid = [[row, *(figure for *_o, figure in each)] for row, each in groupby(cells, itemgetter(3))]
    return [*(cells[0][2:3] if cells else []), *columns, *(cell for line in grid for cell in line)]


def plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from calculating."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


READERS = {
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
    "md": read_markdown,
    "json": read_json,
    "csv": read_csv,
    "xlsx": read_xlsx,
}


def front(format_: str, data: bytes) -> str:
    """What stands on the title page, of the formats of which a reading leaves it out."""
    if format_ == "html":
        header = BeautifulSoup(data, "html.parser").select_one("header.cover")
        assert header is not None
        return squeezed(header.get_text())
    if format_ == "json":
        report = json.loads(data)
        return squeezed("".join((report["title"], report["subtitle"], report["notice"], *report["chairs"])))
    if format_ in ("csv", "xlsx"):
        rows = {"csv": _csv_rows, "xlsx": _xlsx_rows}[format_](data)
        about = rows.get("about") or rows["a-propos"]
        return squeezed("".join(plain(cell) for row in about for cell in row))
    return ""
