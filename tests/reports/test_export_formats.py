"""The same report in every format: nothing is lost, reordered, renamed or dated on the way."""

import hashlib
import re
import subprocess
import sys
import time
import zipfile
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import page as pdf_checker
import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from config.quality.office import convert
from reports.document import Document, Entries, Entry, Heading, Paragraph, Part
from reports.exporters import EXPORTERS
from reports.exporters.html import CSP
from reports.exporters.text import web_address
from reports.models import FileFormat
from tests.reports.documents import internal, long, sample
from tests.reports.extraction import READERS, foreign_texts, squeezed, statements

FORMATS = sorted(EXPORTERS)
DOCUMENTS = [sample("en"), sample("fr"), internal("en"), internal("fr")]
each_format = pytest.mark.parametrize("format_", FORMATS)
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d.edition}-{d.language}")


def rendered(document: Document, format_: str) -> bytes:
    return EXPORTERS[format_].render(document)


def test_every_format_of_a_report_has_its_exporter() -> None:
    assert sorted(FileFormat.values) == FORMATS


@each_format
@each_document
def test_headings_are_those_of_the_document(document: Document, format_: str) -> None:
    assert READERS[format_](rendered(document, format_)).headings == document.headings()


@each_format
@each_document
def test_every_text_and_figure_stands_there_in_order(document: Document, format_: str) -> None:
    text, at = READERS[format_](rendered(document, format_)).text, 0
    for statement in statements(document):
        found = text.find(squeezed(statement), at)
        assert found >= 0, statement
        at = found + len(squeezed(statement))


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "json", "csv", "xlsx"])
@each_document
def test_what_is_not_in_the_documents_language_declares_its_own(document: Document, format_: str) -> None:
    assert READERS[format_](rendered(document, format_)).foreign == foreign_texts(document)


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "csv", "xlsx"])
def test_a_chart_has_its_alternative_text(format_: str) -> None:
    descriptions = READERS[format_](rendered(sample(), format_)).descriptions
    # The Word file also has the stripes of its title page: a picture with nothing to say.
    assert [each for each in descriptions if each] == [
        "Bar chart: 62% a budget, 25% training, 13% a public baseline."
    ]


@each_format
@each_document
def test_the_same_document_gives_the_same_bytes(document: Document, format_: str) -> None:
    assert rendered(document, format_) == rendered(document, format_)


def test_another_process_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import hashlib; from reports.exporters import EXPORTERS; from tests.reports.documents import sample\n"
        "print([hashlib.sha256(EXPORTERS[f].render(sample('fr'))).hexdigest() for f in sorted(EXPORTERS)])"
    )
    environment = {
        "PYTHONPATH": str(Path.cwd()),
        "TZ": "Asia/Tokyo",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [hashlib.sha256(rendered(sample("fr"), format_)).hexdigest() for format_ in FORMATS]
    assert done.stdout.strip() == str(here)


@each_document
def test_the_pdf_meets_pdf_ua(document: Document) -> None:
    result = pdf_checker.validate_pdf_bytes(rendered(document, "pdf"), profile="ua-1")
    assert [(failure.rule_id, failure.message) for failure in result.failures] == []
    assert result.rules.total > 100


def test_the_pdf_says_nothing_of_who_made_it_where_and_when() -> None:
    with pikepdf.open(BytesIO(rendered(sample(), "pdf"))) as pdf:
        said = {key: str(value) for key, value in pdf.docinfo.items()}
        assert re.fullmatch(r"Typst [\d.]+", said.pop("/Creator"))
        assert said == {
            "/Title": "Looking Back, Looking Forward",
            "/CreationDate": "D:20170428000000Z",
            "/ModDate": "D:20170428000000Z",
        }
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", xmp)) == {"2017-04-28T00:00:00"}


def test_the_word_file_says_nothing_of_who_made_it_where_and_when() -> None:
    data = rendered(sample("fr"), "docx")
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in package.namelist() if name.startswith("docProps")] == ["docProps/core.xml"]
    properties = docx.Document(BytesIO(data)).core_properties
    assert (properties.title, properties.language) == ("Regard sur le passé, regard vers l’avenir", "fr-CA")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert {properties.created, properties.modified} == {properties.last_printed}
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2017-04-28"


def test_the_word_file_brings_no_looks_that_nothing_has() -> None:
    data = rendered(sample(), "docx")
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert [name for name in package.namelist() if "Effects" in name or "customXml" in name] == []
    looks = [style for style in docx.Document(BytesIO(data)).styles if style.type == WD_STYLE_TYPE.TABLE]
    assert [style.name for style in looks] == ["Normal Table"]


def test_contents_lead_the_eye_by_a_line_and_not_by_points_that_are_read_aloud() -> None:
    page = pypdfium2.PdfDocument(rendered(sample(), "pdf"))[1].get_textpage().get_text_range()
    assert "Contents" in page
    assert ". ." not in page
    assert ".." not in page


@each_format
def test_no_file_holds_a_path_or_name_of_this_machine(format_: str) -> None:
    data = rendered(sample(), format_)
    for word in (str(Path.cwd()), str(Path.home()) + "/", Path(sys.prefix).name):
        assert word.encode() not in data


def test_word_tables_repeat_their_header_and_name_their_first_column() -> None:
    table = docx.Document(BytesIO(rendered(sample(), "docx"))).tables[0]._tbl
    first, *others = table.tr_lst
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert table.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


def test_word_contents_lead_to_their_headings() -> None:
    body = docx.Document(BytesIO(rendered(sample(), "docx"))).element.body
    targets = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert len(links) == len([level for level, _text in sample().headings() if level < 3])
    assert set(links) <= targets


def test_pdf_cells_are_headed_by_column_and_by_row() -> None:
    with pikepdf.open(BytesIO(rendered(sample(), "pdf"))) as pdf:
        scopes = [
            str(attribute.Scope)
            for cell in pdf.objects
            if isinstance(cell, pikepdf.Dictionary) and cell.get("/S") == "/TH"
            for attribute in (cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A])
            if "/Scope" in attribute
        ]
    assert sorted(scopes) == ["/Column"] * 2 + ["/Row"] * 3


def test_the_page_runs_and_fetches_nothing_and_its_policy_fits_its_style() -> None:
    page = BeautifulSoup(rendered(sample(), "html"), "html.parser")
    assert page.find_all(["script", "link", "img", "iframe", "object", "embed"]) == []
    assert page.find_all(style=True) == []
    assert page.style is not None
    assert page.style.string is not None
    digest = b64encode(hashlib.sha256(page.style.string.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in CSP
    assert "default-src 'none'" in CSP
    assert "unsafe" not in CSP
    assert set(re.findall(r"url\((\w+):", page.style.string)) == {"data"}


@each_document
def test_ids_of_the_page_are_unique_and_every_jump_arrives(document: Document) -> None:
    page = BeautifulSoup(rendered(document, "html"), "html.parser")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.find_all("a", href=re.compile("^#"))} <= set(ids)


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "md", "csv", "xlsx"])
def test_the_internal_edition_warns_and_the_public_one_does_not(format_: str) -> None:
    def warns(document: Document) -> bool:
        data = rendered(document, format_)
        if format_ in ("docx", "csv", "xlsx"):
            first = {"docx": "header", "csv": "about", "xlsx": "sheet1.xml"}[format_]
            with zipfile.ZipFile(BytesIO(data)) as package:
                data = b"".join(package.read(name) for name in package.namelist() if first in name)
        if format_ == "pdf":
            return _pages_with(data, "Internal edition") == _pages_with(data, "")
        return b"Internal edition" in data

    assert warns(internal())
    assert not warns(sample())


def _pages_with(data: bytes, words: str) -> int:
    return sum(words in page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://example.org/a?b=1&c=é", "https://example.org/a?b=1&c=%C3%A9"),
        ("http://example.org", "http://example.org"),
        ("mailto:info@example.org", "mailto:info@example.org"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https:example.org", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_only_an_address_that_leads_to_a_page_or_a_mailbox_is_followed(url: str, followed: str) -> None:
    assert web_address(url) == followed


@each_format
def test_an_address_of_another_kind_becomes_no_link(format_: str) -> None:
    entries = Entries((Entry("A text", "en", url="javascript:alert(1)"),))
    document = replace(sample(), parts=(Part("annex", "", "Links", "links", (entries,)),))
    if format_ != "json":
        assert b"javascript" not in rendered(document, format_)


def test_the_word_file_opens_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(rendered(sample("fr"), "docx"))
    convert(tmp_path, "--convert-to", "txt:Text", "report.docx")
    text = squeezed((tmp_path / "report.txt").read_text(encoding="utf-8-sig"))
    assert [s for s in statements(sample("fr")) if squeezed(s) not in text] == []


def test_fourteen_files_of_forty_pages_are_quickly_made() -> None:
    documents = [long("en"), long("fr")]
    start = time.process_time()
    files = {format_: [rendered(document, format_) for document in documents] for format_ in FORMATS}
    taken = time.process_time() - start
    with pikepdf.open(BytesIO(files["pdf"][0])) as pdf:
        assert len(pdf.pages) >= 30
    assert taken < 6.0, f"{taken:.1f} s"


def test_in_a_pdf_no_heading_and_no_line_on_how_often_ends_a_page() -> None:
    blocks: list[Any] = []
    for number in range(1, 40):  # each a little further down a page
        filling = [Paragraph(f"Filling {line}.") for line in range(number % 9)]
        blocks += [Heading(3, f"Heading {number}", f"h-{number}"), Paragraph(f"Often {number}.", "strength")]
        blocks += [Paragraph(f"Body {number}."), *filling]
    document = sample(parts=(Part("section_1", "", "Streets", "streets", tuple(blocks)),))
    last = []
    with pypdfium2.PdfDocument(rendered(document, "pdf")) as pdf:
        for page in list(pdf)[2:]:
            lines = page.get_textpage().get_text_range().splitlines()
            last.append([line for line in lines if re.match("Heading|Often|Body|Filling", line)][-1])
    assert len(last) > 5
    assert [line for line in last if line.startswith(("Heading", "Often"))] == []
