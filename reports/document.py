"""The report as a value, in one language. The compiler makes it; the exporters see nothing else.

It imports no Django and holds only what may be printed: a protected entry has no name, organization, id or
time here.
Every text is plain (no markup). A document is in English or French; ``language`` of a part marks what is in another,
which may be any that people wrote in.

A document is a title page and a tuple of *parts* (a heading of level 1 and blocks). Exporters walk
``document.parts`` in order and write one thing per block, so every format has the same headings,
statements and figures.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

PartKind = Literal["front", "section_1", "section_2", "section_3", "annex"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 2 is a topic or an addressee, level 3 a theme or a figure's group. ``anchor`` is unique in
    the document.
    """

    level: Literal[2, 3]
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style``: "body"; "lede" for a guiding question; "strength" for the words that say how often;
    "note" for small print.
    """

    text: str
    style: Literal["body", "lede", "strength", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words as they were said (after redaction) or a paraphrase, and a source that says no more than the
    rule permits.
    """

    text: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. ``note`` is set small behind it (a source, an organization)."""

    text: str
    language: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A bulleted list."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row is its header. Cells are ready to print; ``numeric`` columns are set to
    the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` is 0.0 to 1.0 of the longest possible bar; ``shown`` is the printed figure."""

    label: str
    share: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart. ``finding`` is its title, ``description`` its alternative text; a table with the same
    figures follows it.
    """

    finding: str
    description: str
    bars: tuple[Bar, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Internal edition only: the contributions behind a statement."""

    entries: tuple[Entry, ...]


Block = Heading | Paragraph | Quotation | Entries | Table | Chart | Evidence


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of level 1 and what follows it. ``label`` stands small above the title: "Section 1",
    "Annex A", or nothing.
    """

    kind: PartKind
    label: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words that exporters print, in the document's language."""

    contents: str
    kind: str  # "What we heard"
    skip_to_content: str
    same_as_table: str
    page: str  # "Page"
    language_name: str  # "English"
    internal_warning: str  # stands on every page of the internal edition
    colon: str  # ":" or " :" with a no-break space
    internal_evidence: str  # heading above evidence
    release: str  # "Release", before the release's number


@dataclass(frozen=True, slots=True)
class Document:
    """``number`` identifies the release: random to a reader, equal for equal data."""

    language: str
    title: str
    subtitle: str
    short_title: str
    chairs: tuple[str, ...]
    chairs_line: str
    date: str
    date_iso: str
    notice: str
    number: str
    edition: Literal["public", "internal"]
    wording: Wording
    parts: tuple[Part, ...]

    @property
    def release_line(self) -> str:
        """As printed on the title page: "Release 5fdd789b"; empty without a number."""
        return f"{self.wording.release} {self.number}" if self.number else ""

    def blocks(self) -> Iterator[tuple[Part, Block]]:
        for part in self.parts:
            for block in part.blocks:
                yield part, block

    def headings(self) -> tuple[tuple[int, str], ...]:
        """(level, text) of every heading in order, parts included, as every format must show them."""
        found: list[tuple[int, str]] = []
        for part in self.parts:
            found.append((1, part_title(part, self.wording)))
            found += [(block.level, block.text) for block in part.blocks if isinstance(block, Heading)]
        return tuple(found)

    def as_data(self) -> dict[str, Any]:
        """JSON-ready; every block carries its ``type``."""
        return {
            "schema": "what-we-heard/document/1",
            **{
                field.name: getattr(self, field.name)
                for field in dataclasses.fields(self)
                if field.name not in ("parts", "wording", "chairs")
            },
            "chairs": list(self.chairs),
            "wording": dataclasses.asdict(self.wording),
            "parts": [
                {
                    "kind": part.kind,
                    "label": part.label,
                    "title": part.title,
                    "anchor": part.anchor,
                    "blocks": [
                        {"type": type(b).__name__.lower(), **dataclasses.asdict(b)} for b in part.blocks
                    ],
                }
                for part in self.parts
            ],
        }

    def as_json(self) -> str:
        return json.dumps(self.as_data(), ensure_ascii=False, indent=1)


def part_title(part: Part, wording: Wording) -> str:
    """The heading of level 1 as printed: "Section 1: Looking back", or the title alone."""
    return f"{part.label}{wording.colon} {part.title}" if part.label else part.title
