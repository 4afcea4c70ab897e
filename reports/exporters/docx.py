"""A Word file with real styles, languages, header rows and alternative texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Length, Pt, Twips
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from reports.document import (
    Block,
    Chart,
    Document,
    Entries,
    Evidence,
    Heading,
    Paragraph,
    Part,
    Quotation,
    Table,
    part_title,
)
from reports.exporters import docx_styles, docx_xml, pdf
from reports.exporters.docx_package import blank, clear_properties, packed
from reports.exporters.text import INK, direction, hue, is_foreign, lines, locale, one_line, web_address

TEXT_WIDTH = Inches(6.2)
RULE = "D9D5CB"
SHORT_TABLE = 17
STYLES = {"body": "Normal", "lede": "GuidingQuestion", "strength": "Strength", "note": "SmallPrint"}


def render(document: Document) -> bytes:
    word = blank(_dressed(locale(document.language)))
    _set_page(word, document)
    _Writer(word, document).write()
    clear_properties(
        word, title=one_line(document.title), locale=locale(document.language), date_iso=document.date_iso
    )
    return packed(word)


@cache
def _dressed(locale: str) -> bytes:
    """Its styles do not depend on what is said."""
    word, written = blank(), BytesIO()
    docx_styles.dress(word, locale)
    word.save(written)
    return written.getvalue()


def _set_page(word: WordDocument, document: Document) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = Inches(1.15)
    page.top_margin, page.bottom_margin = Inches(1.1), Inches(1)
    page.different_first_page_header_footer = True
    page.header.paragraphs[0].add_run(one_line(document.short_title))
    if document.edition == "internal":
        for header in (page.header, page.first_page_header):
            line = header.paragraphs[0].insert_paragraph_before(document.wording.internal_warning)
            line.style = word.styles["Warning"]
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run(f"{document.wording.page} ")
    docx_xml.field_start(foot, "PAGE")
    foot.add_run("2")
    docx_xml.field_end(foot)


def _pictures(document: Document) -> Iterator[bytes]:
    """The stripes of the title page, then the charts in order."""
    charts = [(part, block) for part, block in document.blocks() if isinstance(block, Chart)]
    yield from pdf.charts(
        [
            {
                "kind": part.kind,
                "bars": [{"label": b.label, "share": b.share, "shown": b.shown} for b in chart.bars],
            }
            for part, chart in charts
        ]
    )


def _widths(table: Table) -> list[Length]:
    """By the longest cell; figures are short, sentences share what is left."""
    columns = zip(table.columns, *table.rows, strict=True)
    weights = [min(max(max(map(len, column)), 13), 48) for column in columns]
    return [Length(TEXT_WIDTH * weight // sum(weights)) for weight in weights]


class _Writer:
    """Appends to the Word document; holds what is counted on the way."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word = word
        self.document = document
        self.pictures = _pictures(document)
        self.bookmarks: dict[str, str] = {}
        self.picture_number = 0
        self.quotations = 0

    def write(self) -> None:
        self._title_page()
        self._contents()
        for part in self.document.parts:
            self._part(part)

    def _paragraph(self, style: str, text: str = "", language: str = "") -> WordParagraph:
        paragraph = self.word.add_paragraph()
        paragraph._p.style = style  # by id: looking each style up by its name is what takes the time
        if text:
            self._run(paragraph, text, language)
        return paragraph

    def _run(self, paragraph: WordParagraph, text: str, language: str = "") -> Run:
        run = paragraph.add_run()
        for number, line in enumerate(lines(text)):
            if number:
                run.add_break()
            run.add_text(line)
        if is_foreign(language, self.document):
            properties = run._r.get_or_add_rPr()
            docx_xml.set_language(properties, locale(language))
            if direction(language):
                docx_xml.run_from_right(properties)
        return run

    def _title_page(self) -> None:
        document = self.document
        self._paragraph("Kind", document.wording.kind.upper())
        self._paragraph("Title", one_line(document.title))
        self._paragraph("Subtitle", document.subtitle)
        self._picture(self._paragraph("Normal"), "", TEXT_WIDTH)
        self._paragraph("Normal", document.chairs_line)
        self._paragraph("SmallPrint", document.date)
        for text in (document.notice, document.release_line):
            if text:
                self._paragraph("SmallPrint", text)

    def _contents(self) -> None:
        """A contents field that Word can bring up to date, filled with links for everybody else."""
        self._paragraph("ContentsTitle", self.document.wording.contents)
        paragraph: WordParagraph | None = None
        for level, text, anchor in self._outline():
            starts = paragraph is None
            paragraph = self._paragraph(f"TOC{level}")
            if starts:
                docx_xml.field_start(paragraph, r'TOC \o "1-2" \h \n')
            docx_xml.link_inside(paragraph, one_line(text), self._bookmark_name(anchor))
        if paragraph is not None:
            docx_xml.field_end(paragraph)

    def _outline(self) -> Iterator[tuple[int, str, str]]:
        for part in self.document.parts:
            yield 1, part_title(part, self.document.wording), part.anchor
            for block in part.blocks:
                if isinstance(block, Heading) and block.level == 2:
                    yield 2, block.text, block.anchor

    def _bookmark_name(self, anchor: str) -> str:
        """Word takes 40 letters and digits; an anchor may have more."""
        return self.bookmarks.setdefault(anchor, f"_Toc{len(self.bookmarks) + 1:06}")

    def _heading(self, level: int, text: str, anchor: str) -> WordParagraph:
        paragraph = self._paragraph(f"Heading{level}", one_line(text))
        name = self._bookmark_name(anchor)
        docx_xml.bookmark(paragraph, name, int(name.removeprefix("_Toc")))
        return paragraph

    def _part(self, part: Part) -> None:
        heading = self._heading(1, part_title(part, self.document.wording), part.anchor)
        if part.kind.startswith("section"):
            docx_xml.side_border(heading, "bottom", hue(part), eighths=32, space=8)
        for block in part.blocks:
            self._block(block, part)

    def _block(self, block: Block, part: Part) -> None:
        match block:
            case Heading(level, text, anchor):
                self._heading(level, text, anchor)
            case Paragraph():
                self._words(block, part)
            case Quotation():
                self._quotation(block, part)
            case Entries() | Evidence():
                self._entries(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _words(self, paragraph: Paragraph, part: Part) -> None:
        run = self._run(self._paragraph(STYLES[paragraph.style]), paragraph.text)
        if paragraph.style == "strength":
            docx_xml.set_colour(run, hue(part))

    def _quotation(self, quotation: Quotation, part: Part) -> None:
        said = self._paragraph("Quote", quotation.text, quotation.language)
        source = self._paragraph("QuoteSource", one_line(quotation.source))
        self.quotations += 1
        for paragraph in (said, source):
            docx_xml.side_border(paragraph, "left", hue(part), eighths=16, space=8)
            # Word draws one line through neighbours that are indented alike, so every other one differs by a hair.
            paragraph.paragraph_format.right_indent = Twips(self.quotations % 2)
        if direction(quotation.language):
            docx_xml.lines_from_right(said)
            # Word counts indents from where lines begin; the border stays at the left.
            layout = said.paragraph_format
            layout.left_indent, layout.right_indent = (
                Twips(self.quotations % 2),
                Inches(docx_styles.INDENTED["Quote"]),
            )

    def _entries(self, block: Entries | Evidence) -> None:
        if isinstance(block, Evidence):
            self._paragraph("Strength", self.document.wording.internal_evidence)
        for entry in block.entries:
            paragraph = self._paragraph("ListBullet")
            run = self._run(paragraph, entry.text, entry.language)
            if is_foreign(entry.language, self.document) and direction(entry.language):
                docx_xml.lines_from_right(paragraph)
            if address := web_address(entry.url):
                run.font.underline = True
                docx_xml.link_outside(paragraph, run, address)
            if entry.note:
                self._run(paragraph, f"\u00a0— {one_line(entry.note)}").font.size = Pt(9.5)

    def _table(self, table: Table) -> None:
        self._paragraph("Caption", one_line(table.caption))
        grid = self.word.add_table(len(table.rows) + 1, len(table.columns))
        docx_xml.dress_table(grid, one_line(table.caption), RULE, INK)
        docx_xml.set_widths(grid, _widths(table))
        rows = (table.columns, *table.rows)
        for number, (row, texts) in enumerate(zip(grid._tbl.tr_lst, rows, strict=True)):
            # A short table stays on one page.
            style = "TableTextKept" if len(rows) <= SHORT_TABLE and number < len(rows) - 1 else "TableText"
            for cell, text, numeric in zip(row.tc_lst, texts, table.numeric, strict=True):
                self._cell(cell, style, text, numeric, bold=number == 0)
        self._paragraph("SmallPrint")

    def _cell(self, cell: Any, style: str, text: str, numeric: bool, bold: bool) -> None:
        paragraph = WordParagraph(cell.p_lst[0], self.word._body)
        paragraph._p.style = style
        run = self._run(paragraph, one_line(text))
        if bold:
            run.font.bold = True
        if numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _chart(self, chart: Chart) -> None:
        self._paragraph("Caption", one_line(chart.finding))
        self._picture(self._paragraph("Normal"), one_line(chart.description), TEXT_WIDTH)

    def _picture(self, paragraph: WordParagraph, description: str, width: Length) -> None:
        self.picture_number += 1
        run = paragraph.add_run()
        run.add_picture(BytesIO(next(self.pictures)), width=width)
        docx_xml.describe_picture(run, self.picture_number, description)
