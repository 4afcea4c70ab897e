"""What people write in other scripts, and their emoji, stand whole in every file, the PDF among them."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import page as pdf_checker
import pypdfium2
import pytest

from config.quality.office import convert
from reports.document import Document, Entries, Entry, Heading, Paragraph, Part, Quotation, Table
from reports.exporters import EXPORTERS, glyphs, pdf
from reports.exporters.text import lines
from tests.reports.documents import sample
from tests.reports.extraction import READERS, squeezed, statements
from tests.reports.writing import EMOJI, LANGUAGES, MARKED, MIXED

A_SHADE = 2
TEXTS = {**LANGUAGES, "en": EMOJI, "fr": MIXED}


def quoted(language: str = "en") -> Document:
    """Every text where it says its language, where it does not, and in a heading."""
    blocks = (
        *(Quotation(text, code, "A participant") for code, text in TEXTS.items()),
        Entries(tuple(Entry(text, code, "A participant") for code, text in TEXTS.items())),
        *(Paragraph(text) for text in (*TEXTS.values(), *MARKED)),
        Table(
            "Two cells", ("עברית יפה", "שָׁלוֹם"), tuple((text, text) for text in MARKED), (False, False), "t"
        ),
        Heading(2, MIXED, "mixed"),
    )
    return replace(sample(language), parts=(Part("section_1", "", "Streets", "streets", blocks),))


@pytest.fixture(scope="module")
def made() -> bytes:
    return EXPORTERS["pdf"].render(quoted())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_character_is_replaced(text: str) -> None:
    assert glyphs.printable(text) == text


@pytest.mark.parametrize("format_", sorted(EXPORTERS))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_stands_there_in_order(format_: str, language: str) -> None:
    text, at = READERS[format_](EXPORTERS[format_].render(quoted(language))).text, 0
    for statement in statements(quoted(language)):
        wanted = squeezed("".join(lines(statement)))
        found = text.find(wanted, at)
        assert found >= 0, statement
        at = found + len(wanted)


def test_the_pdf_meets_pdf_ua(made: bytes) -> None:
    result = pdf_checker.validate_pdf_bytes(made, profile="ua-1")
    assert [(failure.rule_id, failure.message) for failure in result.failures] == []


def test_in_what_order_words_are_stored_changes_no_page(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "put_in_reading_order", lambda _pdf: None)
    as_typst_made_it = EXPORTERS["pdf"].render(quoted())
    assert as_typst_made_it != made
    drawn = zip(pictures(as_typst_made_it), pictures(made), strict=True)
    # Letters that touch are laid one over the other: in another order, a dot may be a shade away.
    assert max(int(abs(one - other).max()) for one, other in drawn) <= A_SHADE


def pictures(data: bytes) -> list[Any]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render().to_numpy().astype(int) for page in document]


def test_lines_that_break_keep_their_words_in_order() -> None:
    for code in ("ar", "he", "ur"):
        long = " ".join([LANGUAGES[code]] * 8)
        for block in (Quotation(long, code, "Ada"), Paragraph(long)):
            part = Part("section_1", "", "Streets", "streets", (block,))
            document = replace(sample(), parts=(part,))
            assert squeezed(long) in READERS["pdf"](EXPORTERS["pdf"].render(document)).text


def test_a_word_processor_and_a_spreadsheet_program_read_every_text(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(EXPORTERS["docx"].render(quoted()))
    (tmp_path / "book.xlsx").write_bytes(EXPORTERS["xlsx"].render(quoted()))
    convert(tmp_path, "--convert-to", "txt:Text", "report.docx")
    convert(tmp_path, "--convert-to", "ods", "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.ods") as package:
        cells = ElementTree.fromstring(package.read("content.xml"))
    read = {
        "docx": squeezed((tmp_path / "report.txt").read_text(encoding="utf-8-sig")),
        "xlsx": squeezed("".join(cells.itertext())),
    }
    missing = {
        (f, text) for f, words in read.items() for text in TEXTS.values() if squeezed(text) not in words
    }
    assert missing == set()


def test_a_label_of_a_chart_in_word_is_drawn_in_its_own_script() -> None:
    bars = [
        {"kind": "annex", "bars": [{"label": text, "share": 0.5, "shown": "5"}]} for text in ("漢字", "字漢")
    ]
    _stripes, *drawn = pdf.charts(bars)
    assert len(set(drawn)) == 2
