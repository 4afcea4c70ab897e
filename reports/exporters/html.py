"""One page that holds everything: styles and fonts inside, no script, nothing fetched, readable in fifty years."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reports.document import (
    Block,
    Chart,
    Document,
    Entries,
    Entry,
    Evidence,
    Heading,
    Paragraph,
    Part,
    Quotation,
    Table,
    part_title,
)
from reports.exporters.chart_svg import drawing
from reports.exporters.tags import Markup, joined, tag
from reports.exporters.text import direction, is_foreign, lines, locale, one_line, web_address

HERE = Path(__file__).parent
WEB_FONTS = HERE.parent.parent / "static" / "fonts"


def _style() -> str:
    def face(family: str, weight: str, file_name: str) -> str:
        data = base64.b64encode((WEB_FONTS / file_name).read_bytes()).decode()
        source = f"url(data:font/woff2;base64,{data}) format('woff2')"
        return f"@font-face{{font-family:'{family}';font-weight:{weight};src:{source}}}"

    sheet = re.sub(r"\s*\n\s*", "\n", (HERE / "report.css").read_text())
    return "\n".join(
        [
            sheet,
            face("WWH Sans", "400 700", "wwh-sans.woff2"),
            face("WWH Serif", "400", "wwh-serif.woff2"),
            face("WWH Serif", "600 700", "wwh-serif-600.woff2"),
        ]
    )


STYLE: Final = _style()
# For whoever serves the page: it may show itself and do nothing else.
CSP: Final = "; ".join(
    [
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)
SECTION_CLASSES: Final = {"section_1": "s1", "section_2": "s2", "section_3": "s3"}


def render(document: Document) -> bytes:
    page = tag("html", "\n", _head(document), "\n", _body(document), "\n", lang=locale(document.language))
    return f"<!doctype html>\n{page}\n".encode()


def _head(document: Document) -> Markup:
    return tag(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        tag("title", f"{one_line(document.title)} – {one_line(document.wording.kind)}"),
        Markup(f"<style>{STYLE}</style>"),
    )


def _body(document: Document) -> Markup:
    parts = joined(*(_part(part, document) for part in document.parts))
    return tag(
        "body",
        tag("a", document.wording.skip_to_content, class_="skip", href="#main"),
        "\n",
        _cover(document),
        "\n",
        tag("div", _contents(document), "\n", tag("main", "\n", parts, id="main"), class_="wrap report"),
    )


def _cover(document: Document) -> Markup:
    colours = joined(*(tag("span", class_=section) for section in ("s1", "s2", "s3")))
    inside = [
        tag("p", document.wording.kind, class_="eyebrow"),
        tag("h1", one_line(document.title)),
        tag("p", _broken(document.subtitle), class_="lede"),
        tag("div", colours, class_="colours", aria_hidden="true"),
        tag("p", _broken(document.chairs_line)),
        tag("p", tag("time", document.date, datetime=document.date_iso), class_="soft"),
        tag("p", _broken(document.notice), class_="note") if document.notice else "",
        tag("p", document.release_line, class_="note") if document.number else "",
    ]
    warning = _internal_warning(document)
    return tag("header", warning, tag("div", *inside, class_="wrap"), class_="cover")


def _internal_warning(document: Document) -> Markup:
    if document.edition == "public":
        return Markup()
    return tag("p", tag("strong", document.wording.internal_warning), class_="warning")


def _contents(document: Document) -> Markup:
    items = (_contents_item(part, document) for part in document.parts)
    title = tag("p", document.wording.contents, class_="eyebrow", id="contents")
    return tag("nav", title, tag("ol", *items), class_="toc", aria_labelledby="contents")


def _contents_item(part: Part, document: Document) -> Markup:
    topics = [block for block in part.blocks if isinstance(block, Heading) and block.level == 2]
    below = joined(*(tag("li", _jump(topic.anchor, topic.text)) for topic in topics))
    line = _jump(part.anchor, part_title(part, document.wording))
    return tag("li", line, tag("ol", below) if topics else "", class_=SECTION_CLASSES.get(part.kind, ""))


def _jump(anchor: str, text: str) -> Markup:
    return tag("a", one_line(text), href=f"#{anchor}")


def _part(part: Part, document: Document) -> Markup:
    colon = tag("span", f"{document.wording.colon} ", class_="unseen")
    label = tag("span", part.label, colon, class_="eyebrow") if part.label else ""
    blocks = joined(*(joined(_block(block, document), "\n") for block in part.blocks))
    heading = tag("h2", label, one_line(part.title), id=part.anchor)
    styles = f"part {SECTION_CLASSES.get(part.kind, '')}".strip()
    return tag("section", "\n", heading, "\n", blocks, class_=styles, aria_labelledby=part.anchor)


def _block(block: Block, document: Document) -> Markup:
    match block:
        case Heading(level, text, anchor):
            return tag(f"h{level + 1}", one_line(text), id=anchor)
        case Paragraph(text, style):
            return tag("p", _broken(text), class_="" if style == "body" else style)
        case Quotation():
            return _quotation(block, document)
        case Entries(entries):
            return tag("ul", *_items(entries, document))
        case Evidence(entries):
            summary = tag("summary", document.wording.internal_evidence)
            return tag("details", summary, tag("ul", *_items(entries, document)))
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)


def _broken(text: str) -> Markup:
    first, *others = lines(text)
    return joined(first, *(joined(tag("br"), line) for line in others))


def _marks(language: str, document: Document) -> dict[str, str]:
    """Attributes of words that are not in the document's language."""
    return {"lang": locale(language), "dir": direction(language)} if is_foreign(language, document) else {}


def _quotation(quotation: Quotation, document: Document) -> Markup:
    words = tag("p", _broken(quotation.text))
    return tag(
        "figure",
        tag("blockquote", words, **_marks(quotation.language, document)),
        tag("figcaption", one_line(quotation.source)),
        class_="said",
    )


def _items(entries: Iterable[Entry], document: Document) -> Iterable[Markup]:
    for entry in entries:
        marks, address = _marks(entry.language, document), web_address(entry.url)
        text = _broken(entry.text)
        if address:
            text = tag(
                "a", text, href=address, rel="noopener noreferrer", hreflang=marks.get("lang", ""), **marks
            )
        elif marks:
            text = tag("span", text, **marks)
        note = joined(" ", tag("span", "— ", one_line(entry.note), class_="note")) if entry.note else ""
        # With its bullet where its lines begin.
        yield tag("li", text, note, dir=marks.get("dir", ""))


def _table(table: Table) -> Markup:
    head = (
        _cell("th", text, number, scope="col")
        for text, number in zip(table.columns, table.numeric, strict=True)
    )
    caption = tag("caption", one_line(table.caption), id=f"{table.anchor}-title")
    body = joined(*(tag("tr", *_cells(row, table.numeric)) for row in table.rows))
    grid = tag("table", caption, tag("thead", tag("tr", *head)), tag("tbody", body), id=table.anchor)
    # A wide table scrolls by itself, by keyboard as well.
    return tag(
        "div", grid, class_="scroll", role="region", tabindex="0", aria_labelledby=f"{table.anchor}-title"
    )


def _cells(row: tuple[str, ...], numeric: tuple[bool, ...]) -> Iterable[Markup]:
    yield _cell("th", row[0], numeric[0], scope="row")
    for text, number in zip(row[1:], numeric[1:], strict=True):
        yield _cell("td", text, number)


def _cell(name: str, text: str, number: bool, scope: str = "") -> Markup:
    return tag(name, one_line(text), class_="number" if number else "", scope=scope)


def _chart(chart: Chart) -> Markup:
    caption = tag("figcaption", one_line(chart.finding))
    return tag("figure", caption, drawing(chart), class_="chart")
