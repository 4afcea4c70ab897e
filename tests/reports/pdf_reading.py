"""Reads a PDF as ISO 32000-1 says: what its tags hold, in their order, each letter by what its font says of it.

Programs that read PDFs guess the direction of a line by its letters instead, and take ligatures apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from reports.exporters import glyphs
from reports.exporters.text import lines


def as_printed(text: str) -> str:
    """As far as the fonts have it: a box stands for a character that they have not."""
    printed: str = glyphs.printable("\n".join(lines(text)))
    return printed


@dataclass(frozen=True)
class Piece:
    """Words between two marks, with the language that they are in."""

    language: str
    text: str


@dataclass(frozen=True)
class Pages:
    language: str
    pieces: tuple[Piece, ...]
    headings: tuple[tuple[int, str], ...]
    descriptions: tuple[str, ...]


def read_pages(data: bytes) -> Pages:
    with pikepdf.open(BytesIO(data)) as pdf:
        own = str(pdf.Root.Lang)
        marked = {number: _Marked(page) for number, page in enumerate(pdf.pages)}
        elements = list(_elements(pdf.Root.StructTreeRoot))
        headings = tuple((int(str(e.S)[2]), str(e.T)) for e in elements if re.fullmatch("/H[1-6]", str(e.S)))
        descriptions = tuple(str(e.Alt) for e in elements if "/Alt" in e)
        return Pages(own, tuple(_pieces(pdf.Root.StructTreeRoot, own, marked)), headings, descriptions)


def _pieces(element: Any, language: str, marked: dict[int, _Marked]) -> Iterator[Piece]:
    """In reading order; the language may be declared by an element or by its content."""
    language = str(element.get("/Lang", language))
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _pieces(kid, language, marked)
        elif isinstance(kid, int) or kid.get("/Type") == "/MCR":
            number, holder = (kid, element) if isinstance(kid, int) else (int(kid.MCID), kid)
            page = marked[pikepdf.Page(holder.get("/Pg", element.get("/Pg"))).index]
            yield Piece(page.languages.get(number, language), page.texts[number])


class _Marked:
    """The words of each numbered piece of a page."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.texts: defaultdict[int, str] = defaultdict(str)
        self.languages: dict[int, str] = {}
        self.letters = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        self.marks: list[tuple[str, Any]] = []
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BMC" | "BDC":
                    self._open(str(operands[0]), operands[1] if len(operands) > 1 else {})
                case "EMC":
                    self.marks.pop()
                case "Tf":
                    font = str(operands[0])
                case "Tj" | "TJ":
                    self._say(operands[0], self.letters[font])

    def _open(self, kind: str, said: Any) -> None:
        self.marks.append((kind, said))
        if "/MCID" in said and "/Lang" in said:
            self.languages[int(said["/MCID"])] = str(said["/Lang"])
        if "/ActualText" in said and (number := self._number()) is not None:
            self.texts[number] += str(said["/ActualText"])

    def _number(self) -> int | None:
        return next((int(said["/MCID"]) for _kind, said in reversed(self.marks) if "/MCID" in said), None)

    def _say(self, shown: Any, letters: dict[bytes, str]) -> None:
        number = self._number()
        if number is None or any("/ActualText" in said for _kind, said in self.marks):
            return
        strings = [bytes(each) for each in (shown if isinstance(shown, pikepdf.Array) else [shown])
                   if isinstance(each, pikepdf.String)]  # fmt: skip
        codes = b"".join(strings)
        said = [letters[codes[at : at + 2]] for at in range(0, len(codes), 2)]
        turned = any(kind == "/ReversedChars" for kind, _said in self.marks)
        self.texts[number] += "".join(reversed(said) if turned else said)


def _letters(font: Any) -> dict[bytes, str]:
    """What each glyph stands for. Typst lists them one by one, in two bytes each."""
    listed = font.ToUnicode.read_bytes().decode("ascii")
    assert "beginbfrange" not in listed
    return {
        bytes.fromhex(code): bytes.fromhex(letters).decode("utf-16-be")
        for block in re.findall("beginbfchar(.*?)endbfchar", listed, re.DOTALL)
        for code, letters in re.findall(r"<(\w{4})>\s*<(\w*)>", block)
    }


def _elements(element: Any) -> Iterator[Any]:
    if "/S" in element:
        yield element
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
