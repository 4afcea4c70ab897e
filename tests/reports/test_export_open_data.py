"""The tables for those who calculate: nothing in them is calculated, linked, dated or lost on the way to a spreadsheet."""

import csv
import re
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.quality.office import convert
from reports.document import Document, Entries, Entry, Part
from reports.exporters import EXPORTERS
from reports.exporters.open_data import LONGEST_CELL, guarded, sheets
from tests.reports.documents import hostile, sample
from tests.reports.extraction import SHEET, read_csv, read_xlsx, squeezed

STARTS = "=+-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"


def tables(document: Document) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(BytesIO(EXPORTERS["csv"].render(document))) as package:
        return {
            name: list(csv.reader(StringIO(package.read(name).decode("utf-8-sig"), newline="")))
            for name in package.namelist()
        }


def test_there_is_a_table_for_each_kind_and_all_are_named_in_the_documents_language() -> None:
    english, french = tables(sample("en")), tables(sample("fr"))
    assert [*english] == [
        "about.csv",
        "text.csv",
        "themes.csv",
        "statements.csv",
        "advice.csv",
        "figures.csv",
    ]
    assert [*french] == [
        "a-propos.csv",
        "texte.csv",
        "themes.csv",
        "propos.csv",
        "conseils.csv",
        "chiffres.csv",
    ]
    assert english["themes.csv"][0] == ["Section", "Topic", "Theme", "How often", "Statement"]
    assert french["themes.csv"][0] == ["Section", "Sujet", "Thème", "Fréquence", "Énoncé"]
    assert [len(rows) for rows in english.values()] == [len(rows) for rows in french.values()]


def test_a_figure_stands_in_a_row_with_its_table_row_and_column() -> None:
    header, first, *_others = tables(sample())["figures.csv"]
    assert header == ["Group", "Table", "Rows are", "Row", "Column", "Figure"]
    budget = "A budget of its own, published each year and reported on to Parliament"
    assert first[1:] == ["What should come first?", "Answer", budget, "Share of respondents", "62%"]


def test_advice_stands_beside_whom_it_is_addressed_to_and_beside_nobody_else() -> None:
    header, *rows = tables(sample())["advice.csv"]
    assert header == ["Addressed to", "Topic", "Text", "Language"]
    assert {row[0] for row in rows} == {"Global Affairs Canada"}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\u00a0", "\ufeff", "\0", "\u200b \t"])
def test_no_cell_begins_with_what_a_spreadsheet_calculates(start: str, before: str) -> None:
    assert guarded(f"{before}{start}1+1").startswith("'")


@pytest.mark.parametrize("start", "\t\r\n\0\ufeff")
def test_no_cell_begins_with_a_character_that_moves_what_follows(start: str) -> None:
    assert guarded(f"{start}1+1") == "'1+1"


@pytest.mark.parametrize("text", ["", "a = b", "it’s", "5 %", "–", "« = »", "a; b"])
def test_what_nobody_calculates_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_no_cell_begins_a_formula_where_cells_are_parted_at_semicolons() -> None:
    document = replace(sample(), title='x";=HYPERLINK("http://192.0.2.1")')
    with zipfile.ZipFile(BytesIO(EXPORTERS["csv"].render(document))) as package:
        about = package.read("about.csv").decode()
    assert not re.search(rf";\s*[{re.escape(STARTS)}]", about)


@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from(STARTS + " \t\r\n\0\ufeff;\"'a"), st.characters()), max_size=8
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_begins_no_formula_in_any_cell_or_header(text: str) -> None:
    for sheet in sheets(replace(sample(), title=text, notice=f"x{text}")):
        for cell in (*sheet.columns, *(cell for row in sheet.rows for cell in row)):
            assert not re.match(rf"[\s\x00\ufeff\u200b\u2060]*[{re.escape(STARTS)}]", cell)


def test_the_workbook_holds_text_and_nothing_that_is_calculated_or_linked() -> None:
    with zipfile.ZipFile(BytesIO(EXPORTERS["xlsx"].render(hostile()))) as package:
        parts = {n: ElementTree.fromstring(package.read(n)) for n in package.namelist() if "worksheets/" in n}
    assert not [name for name in parts if "rels" in name]
    for page in parts.values():
        assert {cell.get("t") for cell in page.iter(f"{SHEET}c")} <= {"inlineStr", None}
        assert not [*page.iter(f"{SHEET}f"), *page.iter(f"{SHEET}hyperlink"), *page.iter(f"{SHEET}v")]


def test_the_workbook_says_nothing_of_who_made_it_where_and_when() -> None:
    for format_ in ("csv", "xlsx"):
        with zipfile.ZipFile(BytesIO(EXPORTERS[format_].render(sample()))) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert {info.external_attr for info in package.infolist()} == {0o600 << 16}
    with zipfile.ZipFile(BytesIO(EXPORTERS["xlsx"].render(sample()))) as package:
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2017-04-28T00:00:00Z"}
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core


@pytest.mark.parametrize("words", ["word " * 10_000, "\U0001f44d" * 20_000])
def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row(words: str) -> None:
    document = replace(
        sample(), parts=(Part("section_1", "", "Long", "long", (Entries((Entry(words, "en"),)),)),)
    )
    text = read_xlsx(EXPORTERS["xlsx"].render(document)).text
    assert squeezed(words) in text
    assert text == read_csv(EXPORTERS["csv"].render(document)).text
    cells = [cell for rows in tables(document).values() for row in rows for cell in row]
    assert LONGEST_CELL // 2 < max(map(len, cells)) <= LONGEST_CELL


def test_spreadsheet_programs_read_every_cell(tmp_path: Path) -> None:
    document = sample("fr")
    (tmp_path / "book.xlsx").write_bytes(EXPORTERS["xlsx"].render(document))
    with zipfile.ZipFile(BytesIO(EXPORTERS["csv"].render(document))) as package:
        package.extract("texte.csv", tmp_path)
    # Fields parted at commas, in quotes, in UTF-8, every sheet; then what we wrote as CSV.
    every = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    convert(tmp_path, "--convert-to", every, "book.xlsx")
    convert(tmp_path, "--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "texte.csv")
    for sheet in sheets(document):
        written = (tmp_path / f"book-{sheet.name}.csv").read_text(encoding="utf-8-sig")
        assert [tuple(row) for row in csv.reader(StringIO(written, newline=""))] == [
            sheet.columns,
            *sheet.rows,
        ]
    with zipfile.ZipFile(tmp_path / "texte.xlsx") as package:
        shared = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    read = {"".join(t.text or "" for t in each.iter(f"{SHEET}t")) for each in shared}
    [text] = [sheet for sheet in sheets(document) if sheet.name == "texte"]
    assert {cell for row in (text.columns, *text.rows) for cell in row if cell} == read
