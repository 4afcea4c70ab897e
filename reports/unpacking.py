"""Takes finished files apart into every text that somebody could find in them: (where, text).

Nothing here knows how the files were made; whoever wants to hide a name has to hide it from this, not from us.
"""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2

from reports.decoding import texts_of

Texts = Iterator[tuple[str, str]]

INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong",
     "sub", "sup", "tspan", "u"]
)  # fmt: skip
EMBEDDED_FONT = re.compile(r"url\(data:font/woff2;base64,[\w+/=]+\)")
# Elements of WordprocessingML and SpreadsheetML between which words end.
PARTING = frozenset(["p", "br", "tab", "tc", "tr", "c", "row", "si"])
# The share of a page's height, above and below, that is its head and its foot.
EDGE = 0.085
# Streams of a PDF that hold glyph outlines, no words.
FONT_PROGRAMS = ("/CIDFontType0C", "/OpenType", "/Type1C")


def unpack_html(data: bytes) -> Texts:
    reader = _Html()
    reader.feed(EMBEDDED_FONT.sub("", data.decode()))
    reader.close()
    yield "text", "".join(reader.text)
    yield from reader.elsewhere


class _Html(HTMLParser):
    """Inline elements do not part words; all others do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.elsewhere: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        self.elsewhere += [(f"attribute {name}", value) for name, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.elsewhere.append(("comment", data))

    def handle_pi(self, data: str) -> None:
        self.elsewhere.append(("instruction", data))

    def handle_decl(self, decl: str) -> None:
        self.elsewhere.append(("declaration", decl))


def unpack_markdown(data: bytes) -> Texts:
    """As text and as the page it becomes: escapes undone, marks of emphasis gone."""
    text = data.decode()
    yield "text", text
    yield "text", html.unescape(re.sub(r"\\(?=[!-/:-@\[-`{-~])|(?<!\\)[*_`]+", "", text))


def unpack_json(data: bytes) -> Texts:
    yield from _json_texts(json.loads(data, object_pairs_hook=_Pairs), "$")


class _Pairs(list[tuple[str, Any]]):
    """An object with all its keys: of two that are alike, a dictionary would keep one."""


def _json_texts(value: Any, path: str) -> Texts:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, _Pairs):
        for key, inner in value:
            yield f"key of {path}", key
            yield from _json_texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _json_texts(inner, path)


def unpack_package(data: bytes) -> Texts:
    """A zip, as a Word file, a workbook and a set of CSV files are."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        yield "package", package.comment.decode(errors="replace")
        for info in package.infolist():
            yield "file name", info.filename
            yield info.filename, (info.comment + b" " + info.extra).decode(errors="replace")
            yield from _package_part(info.filename, package.read(info))


def _package_part(name: str, content: bytes) -> Texts:
    if name.endswith(".csv"):
        yield from _table_texts(name, content)
        return
    if not name.endswith((".xml", ".rels")):
        yield from _binary(name, content)
        return
    said, other = [], []
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 (written by our own exporter)
        tag = str(element.tag).rpartition("}")[2]
        if tag == "t":
            said.append(element.text or "")
        elif tag in PARTING:
            said.append(" ")
        other += [text for text in (element.text, element.tail) if text and tag != "t"]
        yield from ((f"{name} attribute", value) for value in element.attrib.values())
    # Runs do not part words; everything else does.
    yield name, "".join(said)
    yield name, "\n".join(other)


def _binary(where: str, content: bytes) -> Texts:
    """What is no format of ours: as a package, if it is one, and as every text that its bytes may be."""
    if content.startswith(b"PK\x03\x04"):
        yield from ((f"{where} in a package", text) for _place, text in unpack_package(content))
    # Here the two signs that PDFium writes where it broke a word are noise.
    yield from ((where, text.replace("\x02", "\0").replace("\ufffe", "\0")) for text in texts_of(content))


def _table_texts(name: str, content: bytes) -> Texts:
    """Row by row, as a reader reads, and as it is written."""
    text = content.decode("utf-8-sig")
    yield name, text
    yield name, "\n".join("\t".join(row) for row in csv.reader(StringIO(text, newline="")))


def unpack_pdf(data: bytes) -> Texts:
    bands = list(_pdf_pages(data))
    # Without its head and foot a page runs on into the next, as a reader reads.
    yield "text", "\n".join(body for body, _edges in bands)
    yield "head and foot", "\n".join(edges for _body, edges in bands)
    with pikepdf.open(BytesIO(data)) as pdf:
        for value in pdf.objects:
            yield from _pdf_texts(value)
        yield from _pdf_texts(pdf.trailer)


def _pdf_pages(data: bytes) -> Iterator[tuple[str, str]]:
    """Of each page its body, and what stands above and below it."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            height, words = page.get_height(), page.get_textpage()
            top, bottom = height * (1 - EDGE), height * EDGE
            body = words.get_text_bounded(bottom=bottom, top=top)
            yield body, f"{words.get_text_bounded(bottom=top)}\n{words.get_text_bounded(top=bottom)}"
            words.close()
            page.close()
    finally:
        document.close()


def _pdf_texts(value: Any) -> Texts:
    """Strings of an object and of what it holds directly; a stream also decoded."""
    if isinstance(value, pikepdf.Stream):
        yield from _pdf_stream(value)
    if isinstance(value, pikepdf.String):
        yield "metadata", str(value)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            yield from () if _is_indirect(inner) else _pdf_texts(inner)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in value.items():
            yield "metadata", str(key)
            yield from () if _is_indirect(inner) else _pdf_texts(inner)


def _is_indirect(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and value.is_indirect


def _pdf_stream(stream: pikepdf.Stream) -> Texts:
    if stream.get("/Subtype") == "/Image" or "/Length1" in stream or stream.get("/Subtype") in FONT_PROGRAMS:
        return
    yield from _binary("stream", stream.read_bytes())


UNPACKERS: dict[str, Callable[[bytes], Texts]] = {
    "html": unpack_html,
    "pdf": unpack_pdf,
    "docx": unpack_package,
    "xlsx": unpack_package,
    "csv": unpack_package,
    "md": unpack_markdown,
    "json": unpack_json,
}
