"""Reads what a finished report prints, from its JSON or from its page, as a stranger would.

It shares no code with the product: what stands in the file is all it knows.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Item:
    """One printed thing. ``kind``: part, heading, paragraph, quotation, entry, table, chart."""

    kind: str
    text: str = ""
    level: int = 0
    source: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[tuple[str, float, str], ...] = ()  # label, length, figure


def read(name: str, data: bytes) -> list[Item]:
    """``name`` tells the format by its ending."""
    return from_json(data) if name.endswith(".json") else from_page(data)


def from_json(data: bytes) -> list[Item]:
    found: list[Item] = []
    for part in json.loads(data)["parts"]:
        found.append(Item("part", f"{part['label']}: {part['title']}" if part["label"] else part["title"]))
        for block in part["blocks"]:
            found += of_block(block)
    return found


def of_block(block: dict[str, Any]) -> list[Item]:
    match block["type"]:
        case "heading":
            return [Item("heading", block["text"], level=block["level"])]
        case "paragraph":
            return [Item("paragraph", block["text"])]
        case "quotation":
            return [Item("quotation", block["text"], source=block["source"])]
        case "entries":
            return [Item("entry", one["text"], source=one["note"]) for one in block["entries"]]
        case "table":
            rows = tuple(tuple(row) for row in block["rows"])
            return [Item("table", block["caption"], columns=tuple(block["columns"]), rows=rows)]
        case "chart":
            bars = tuple((bar["label"], bar["share"], bar["shown"]) for bar in block["bars"])
            return [Item("paragraph", block["description"]), Item("chart", block["finding"], bars=bars)]
        case _:
            return []


def from_page(data: bytes) -> list[Item]:
    page = Page()
    page.feed(re.sub(r"<(style|nav)[\s>].*?</\1>", "", data.decode(), flags=re.DOTALL))
    page.close()
    return page.found


HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
TEXTS = frozenset([*HEADINGS, "p", "li", "caption", "th", "td", "figcaption", "text", "title", "desc"])


@dataclass
class Open:
    """A table or a chart that is being read."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Item] = []
        self.words: list[list[str]] = []
        self.note: list[str] | None = None
        self.within: list[str] = []
        self.grid, self.quoted = Open(), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in TEXTS:
            self.words.append([])
        if tag in ("table", "svg", "blockquote", "thead"):
            self.within.append(tag)
        if tag in ("table", "svg"):
            self.grid = Open()
        elif tag == "tr":
            self.grid.rows.append([])
        elif tag == "g":
            self.grid.texts.append([])
        elif tag == "rect":
            self.grid.lengths.append(float(values["width"].rstrip("%")))
        elif tag == "span" and values.get("class") == "note":
            self.note = []

    def handle_data(self, data: str) -> None:
        if self.note is not None:
            self.note.append(data)
        elif self.words:
            self.words[-1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in TEXTS and self.words:
            self.text(tag, " ".join("".join(self.words.pop()).split()))
        elif tag in ("table", "svg"):
            self.close_grid(tag)
        if tag in ("table", "svg", "blockquote", "thead"):
            self.within.remove(tag)

    def text(self, tag: str, text: str) -> None:
        if tag in HEADINGS:
            kind = "part" if tag == "h2" else "heading"
            self.found.append(Item(kind, text, level=HEADINGS[tag]))
        elif "table" in self.within or (self.within and tag in ("title", "text")):
            self.in_grid(tag, text)
        elif tag == "li":
            note, self.note = " ".join("".join(self.note or []).split()), None
            self.found.append(Item("entry", text, source=note.removeprefix("— ")))
        elif tag == "figcaption" and self.quoted:
            self.found.append(Item("quotation", self.quoted, source=text))
            self.quoted = ""
        elif "blockquote" in self.within:
            self.quoted += text
        elif text:
            self.found.append(Item("paragraph", text))

    def in_grid(self, tag: str, text: str) -> None:
        if tag in ("caption", "title"):
            self.grid.caption = text
        else:
            (self.grid.texts if tag == "text" else self.grid.rows)[-1].append(text)

    def close_grid(self, tag: str) -> None:
        if tag == "table":
            head, *rows = map(tuple, self.grid.rows)
            self.found.append(Item("table", self.grid.caption, columns=head, rows=tuple(rows)))
            return
        longest = max(self.grid.lengths, default=0) or 1
        bars = tuple(
            (" ".join(texts[:-1]), length / longest, texts[-1])
            for texts, length in zip(self.grid.texts, self.grid.lengths, strict=True)
        )
        self.found.append(Item("chart", self.grid.caption, bars=bars))
