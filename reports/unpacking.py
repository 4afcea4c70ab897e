"""Takes finished files apart into every text that somebody could find in them: (where, text).

Nothing here knows how the files were made; whoever wants to hide a name has to hide it from this, not from us.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2

Texts = Iterator[tuple[str, str]]

INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong",
     "sub", "sup", "tspan", "u"]
)  # fmt: skip
EMBEDDED_DATA = re.compile(r"data:[\w/+.-]+;base64,[\w+/=\s]+")
# Streams of a PDF that hold glyph outlines, no words.
FONT_PROGRAMS = ("/CIDFontType0C", "/OpenType", "/Type1C")


def unpack_html(data: bytes) -> Texts:
    reader = _Html()
    reader.feed(EMBEDDED_DATA.sub("", data.decode()))
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
    yield "text", data.decode()
    yield from _json_texts(json.loads(data), "$")


def _json_texts(value: Any, path: str) -> Texts:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"key of {path}", key
            yield from _json_texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _json_texts(inner, path)


def unpack_docx(data: bytes) -> Texts:
    with zipfile.ZipFile(BytesIO(data)) as package:
        yield "package", package.comment.decode(errors="replace")
        for info in package.infolist():
            yield "file name", info.filename
            yield info.filename, (info.comment + b" " + info.extra).decode(errors="replace")
            yield from _package_part(info.filename, package.read(info))


def _package_part(name: str, content: bytes) -> Texts:
    if not name.endswith((".xml", ".rels")):
        yield name, content.decode("latin-1")
        return
    text: list[str] = []
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 (written by our own exporter)
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
        # Runs ("r", "t") do not part words; paragraphs, cells, breaks and tabs do.
        text.append(" " if tag in ("p", "br", "tab", "tc", "tr", "instrText") else "")
        text.append(element.text or "")
        yield from ((f"{name} attribute", value) for value in element.attrib.values())
    yield name, "".join(text)


def unpack_pdf(data: bytes) -> Texts:
    pages = _pdf_pages(data)
    running = _running_lines(pages)
    # Without its head and foot a page runs on into the next, as a reader reads.
    body = [line for page in pages for line in page if line not in running]
    yield "text", "\n".join(body)
    yield "head and foot", "\n".join(sorted(running))
    with pikepdf.open(BytesIO(data)) as pdf:
        for value in pdf.objects:
            yield from _pdf_texts(value)
        yield from _pdf_texts(pdf.trailer)


def _pdf_pages(data: bytes) -> list[list[str]]:
    document = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            # PDFium marks the hyphen of a broken word by U+FFFE.
            pages.append(text_page.get_text_bounded().splitlines())
            text_page.close()
            page.close()
        return pages
    finally:
        document.close()


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines at the edge of more than one page (the header), and those that hold only a page number."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    return {
        line
        for line, times in edges.items()
        if (times > 1 and times >= len(pages) // 2) or re.fullmatch(r"(\w+\s)?\d+", line.strip())
    }


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
    raw = stream.read_bytes()
    yield "stream", raw.decode("utf-8", errors="replace")


UNPACKERS: dict[str, Callable[[bytes], Texts]] = {
    "html": unpack_html,
    "pdf": unpack_pdf,
    "docx": unpack_docx,
    "md": unpack_markdown,
    "json": unpack_json,
}
