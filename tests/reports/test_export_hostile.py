"""Texts that try to become markup, links, scripts, files or another text: they stay what was typed."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import docx
import page as pdf_checker
import pikepdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

from config.quality.browser import find_browser
from reports.document import Block, Document, Heading, Paragraph, Part, Quotation
from reports.exporters import EXPORTERS, glyphs
from reports.exporters.html import CSP
from reports.exporters.text import lines, web_address
from tests.reports.documents import HOSTILE, hostile, sample
from tests.reports.extraction import READERS, squeezed, statements
from tests.reports.pdf_reading import as_printed

FORMATS = sorted(EXPORTERS)
LONGEST_PIECE = 50


def shown(text: str) -> str:
    return squeezed("".join(lines(text)))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {format_: exporter.render(hostile()) for format_, exporter in EXPORTERS.items()}


@pytest.mark.parametrize("format_", ["html", "docx", "md"])
def test_every_hostile_text_stands_there_as_text(files: dict[str, bytes], format_: str) -> None:
    text, at = READERS[format_](files[format_]).text, 0
    for statement in statements(hostile()):
        found = text.find(shown(statement), at)
        assert found >= 0, statement
        at = found + len(shown(statement))


@pytest.mark.parametrize("hostile_text", HOSTILE)
def test_a_hostile_text_stands_in_the_pdf_as_text(files: dict[str, bytes], hostile_text: str) -> None:
    times = READERS["pdf"](files["pdf"]).text.count(shown(as_printed(hostile_text)))
    assert times >= 10


def test_json_holds_the_hostile_texts_unchanged(files: dict[str, bytes]) -> None:
    assert json.loads(files["json"]) == json.loads(json.dumps(hostile().as_data()))


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_texts_add_no_heading(files: dict[str, bytes], format_: str) -> None:
    levels = [level for level, _text in READERS[format_](files[format_]).headings]
    assert levels == [level for level, _text in hostile().headings()]


def test_the_pdf_of_hostile_texts_meets_pdf_ua_and_links_nowhere_else(files: dict[str, bytes]) -> None:
    assert pdf_checker.is_pdf_compliant_bytes(files["pdf"], profile="ua-1")
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        actions = [link.A for link in links if "/A" in link]
        assert {str(link.Subtype) for link in links} == {"/Link"}
        followed = {web_address(f"https://example.org/{text}") for text in HOSTILE}
        assert {(str(action.S), str(action.URI)) for action in actions} == {
            ("/URI", each) for each in followed
        }
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())


def test_the_page_of_hostile_texts_has_only_the_elements_that_we_write(files: dict[str, bytes]) -> None:
    page = BeautifulSoup(files["html"], "html.parser")
    assert {element.name for element in page.main.find_all(True)} <= {
        "a", "blockquote", "br", "caption", "desc", "div", "figcaption", "figure", "g", "h2", "h3", "li", "p", "rect",
        "section", "span", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
    }  # fmt: skip
    assert not [name for element in page.find_all(True) for name in element.attrs if name.startswith("on")]
    assert {link["href"][:20] for link in page.main.find_all("a")} == {"https://example.org/"}


def test_a_browser_runs_and_fetches_nothing_of_the_page(files: dict[str, bytes], tmp_path: Path) -> None:
    page_file = tmp_path / "report.html"
    page_file.write_bytes(files["html"])
    happened: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 320, "height": 800})
        page.on("dialog", lambda dialog: happened.append(dialog.message))
        page.on("request", lambda request: happened.append(request.url))
        page.on("console", lambda message: happened.append(message.text))
        page.route("http://report.test/", lambda route: route.fulfill(
            body=files["html"], headers={"Content-Type": "text/html", "Content-Security-Policy": CSP}))  # fmt: skip
        page.goto("http://report.test/")
        page.wait_for_function("document.fonts.status === 'loaded'")
        serif = page.evaluate("document.fonts.check('16px \"WWH Serif\"')")
        width = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert [each for each in happened if not each.startswith("data:font/")] == ["http://report.test/"]
    assert (serif, width) == (True, 320)


def test_the_word_file_of_hostile_texts_fetches_nothing(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(files["docx"])) as package:
        relations = [
            relation
            for name in package.namelist()
            if name.endswith(".rels")
            for relation in ElementTree.fromstring(package.read(name))
        ]
    outside = [relation for relation in relations if relation.get("TargetMode") == "External"]
    assert {relation.get("Type", "").rpartition("/")[2] for relation in outside} == {"hyperlink"}
    assert {relation.get("Target", "")[:20] for relation in outside} == {"https://example.org/"}
    fields = {element.text for element in _fields(files["docx"])}
    assert fields == {r' TOC \o "1-2" \h \n ', " PAGE "}


def _fields(data: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [ElementTree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")]
    return [e for part in parts for e in part.iter() if e.tag.endswith(("}instrText", "}fldSimple"))]


def test_markdown_of_hostile_texts_is_only_what_we_write(files: dict[str, bytes]) -> None:
    parser = MarkdownIt("commonmark", {"linkify": False}).enable("table")
    tokens = parser.parse(files["md"].decode())
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {"heading", "paragraph", "blockquote", "bullet_list", "list_item", "inline", "table", "thead",
                     "tbody", "tr", "th", "td"}  # fmt: skip
    children = [child for token in tokens for child in token.children or []]
    assert {child.type for child in children} == {
        "text", "text_special", "hardbreak", "softbreak", "strong_open", "strong_close", "link_open", "link_close",
    } - _unused(children)  # fmt: skip
    links = {str(child.attrs["href"])[:20] for child in children if child.type == "link_open"}
    assert links == {"https://example.org/"}


def _unused(children: list) -> set[str]:  # type: ignore[type-arg]
    """Depending on its version, the parser joins what was escaped with the text around it."""
    return {"text_special", "softbreak"} - {child.type for child in children}


def test_a_skipped_level_does_not_stop_the_pdf() -> None:
    headings = (Heading(3, "First", "a"), Heading(3, "Second", "b"), Heading(2, "Third", "c"))
    reading = READERS["pdf"](EXPORTERS["pdf"].render(_only(*headings)))
    assert reading.headings[1:] == ((2, "First"), (3, "Second"), (2, "Third"))


def test_a_character_without_a_glyph_is_replaced_where_everybody_sees_it() -> None:
    assert glyphs.printable({"text": ["a\U00020bb7\U0001f469\u200d\U0001f4bbབོདé\u0301"]}) == {
        "text": ["a□\U0001f469\u200d\U0001f4bb□□é\u0301"]
    }
    assert glyphs.plainly_printable("Z\u0351ᐃ") == "Z□"
    assert glyphs.printable("\u0301a\n\u0301b") == "\u0301a\n\u0301b"


def test_letters_in_another_form_are_plain_where_no_font_has_them() -> None:
    styled = "\U0001d54b\U0001d559\U0001d556 \U0001d593\U0001d58a\U0001d59c \u249c \ufe35 \u2102"
    assert glyphs.printable(styled) == "The new (a) ( \u2102"


LETTERS = ("k\u0313", "\u0e17\u0e35\u0e48", "\u1781\u17d2\u1798\u17c2", "\u0915\u094d\u0937\u093f",
           "\U0001f469\U0001f3fd\u200d\U0001f4bb", "1\ufe0f\u20e3")  # fmt: skip


@pytest.mark.parametrize("letter", LETTERS)
def test_a_word_that_fits_on_no_line_is_broken_between_its_letters_alone(letter: str) -> None:
    """Each is of several characters."""
    word = "w" + letter * 60
    pieces = glyphs.printable(word).split("\u200b")
    assert "".join(pieces) == word
    assert {len(piece) % len(letter) for piece in pieces[1:]} == {0}
    assert max(map(len, pieces)) < LONGEST_PIECE
    reading = READERS["pdf"](EXPORTERS["pdf"].render(_only(Paragraph(word))))
    assert squeezed(word) in reading.text


def test_half_a_flag_begins_no_line() -> None:
    flags = "\U0001f1e8\U0001f1e6" * 60
    assert glyphs.printable(flags) == flags


def test_comparisons_and_arrows_stand_in_the_pdf() -> None:
    signs = "30 \u2264 x \u2265 y \u2260 z \u2248 a \u2192 b \u2190 c \u21d2 d \u221e \u221a2 \u2211 \u2212"
    document = sample(
        parts=(Part("section_1", "", "S", "s", (Paragraph(signs), Quotation(signs, "en", "Ada"))),)
    )
    text = READERS["pdf"](EXPORTERS["pdf"].render(document)).text
    assert (text.count(squeezed(signs)), glyphs.BOX in text) == (2, False)


def test_every_character_that_counts_as_printable_can_be_printed() -> None:
    characters = [chr(code) for code in sorted(glyphs.covered()) if lines(chr(code)) != [""]]
    text = " ".join(characters)
    document = _only(Paragraph(text), Heading(2, text, "all"), Quotation(text, "fr", text))
    assert pdf_checker.is_pdf_compliant_bytes(EXPORTERS["pdf"].render(document), profile="ua-1")


def _only(*blocks: Block) -> Document:
    return replace(sample(), parts=(Part("section_2", "", "Texts", "texts", blocks),))


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=60))
def test_whatever_is_typed_can_be_exported(format_: str, text: str) -> None:
    document = _only(Heading(2, text, "any"), Paragraph(text), Quotation(text, "fr", text))
    EXPORTERS[format_].render(document)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_whatever_is_typed_can_be_read_again_from_page_word_and_markdown(text: str) -> None:
    document = _only(Paragraph("before"), Paragraph(text), Paragraph("after"))
    for format_ in ("html", "docx", "md"):
        data = EXPORTERS[format_].render(document)
        if format_ == "docx":
            docx.Document(BytesIO(data))
        assert f"before{shown(text)}after" in READERS[format_](data).text
