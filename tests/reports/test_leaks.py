"""Whoever is protected is found in the finished bytes, wherever and however the name got in."""

import base64
import json
import re
import time
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import product

import docx
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import (
    Bar,
    Block,
    Chart,
    Document,
    Entries,
    Entry,
    Heading,
    Paragraph,
    Part,
    Quotation,
    Table,
)
from reports.exporters import EXPORTERS
from reports.leaks import ProtectedTerms, find_leaks
from tests.reports.documents import internal, long, sample

NAME = "Marie-Ève Lafleur-Roy"
ORGANIZATION = "Société des ponts (SDP)"
TERMS = ProtectedTerms(names=(NAME,), organizations=(ORGANIZATION,))
FORMATS = sorted(EXPORTERS)
each_format = pytest.mark.parametrize("format_", FORMATS)


def with_blocks(*blocks: Block) -> Document:
    return replace(
        sample(), parts=(Part("section_1", "", "Looking back", "back", (Heading(2, "Topic", "t"), *blocks)),)
    )


def found(data: bytes, format_: str, terms: ProtectedTerms = TERMS) -> set[str]:
    return {leak.term for leak in find_leaks(data, format_, terms)}


def found_in_text(text: str, terms: ProtectedTerms = TERMS) -> set[str]:
    return found(json.dumps(text).encode(), "json", terms)


PLACES = {
    "paragraph": with_blocks(Paragraph(f"It was {NAME} who said so.")),
    "quotation": with_blocks(Quotation(f"As {NAME} knows.", "fr", "A participant")),
    "source": with_blocks(Quotation("As all know.", "fr", f"{NAME}, conference")),
    "entry": with_blocks(Entries((Entry(f"Ask {NAME}.", "en"),))),
    "note": with_blocks(Entries((Entry("Ask.", "en", NAME),))),
    "address": with_blocks(Entries((Entry("Ask.", "en", url="https://example.org/marie-eve-lafleur-roy"),))),
    "heading": with_blocks(Heading(3, NAME, "n")),
    "caption": with_blocks(Table(NAME, ("A", "B"), (("c", "d"),), (False, True), "n")),
    "cell": with_blocks(Table("T", ("A", "B"), (("c", NAME),), (False, False), "n")),
    "chart": with_blocks(Chart(NAME, "Bars.", (Bar("a", 0.5, "50%"),), "n")),
    "alternative text": with_blocks(Chart("Bars", f"Bars: {NAME} 50%.", (Bar("a", 0.5, "50%"),), "n")),
    "title": sample(title=f"What {NAME} said"),
    "subtitle": sample(subtitle=f"For {NAME}"),
    "head of each page": sample(short_title=f"What {NAME} said"),
    "notice": sample(notice=f"Written by {NAME}"),
}


@each_format
@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found_in_every_place_of_every_format(place: str, format_: str) -> None:
    data = EXPORTERS[format_].render(PLACES[place])
    if place == "head of each page" and format_ in ("html", "md", "csv", "xlsx"):  # which have no pages
        assert found(data, format_) == set()
    else:
        assert found(data, format_) == {NAME}


@each_format
@pytest.mark.parametrize(
    "document", [sample("en"), sample("fr"), internal("en")], ids=["en", "fr", "internal"]
)
def test_a_clean_report_has_no_leak(document: Document, format_: str) -> None:
    terms = ProtectedTerms(
        (NAME, "@peace", "a@b.example", "Sam Young"), (ORGANIZATION, "Training", "WHO", "PLAN")
    )
    found_here = find_leaks(EXPORTERS[format_].render(document), format_, terms)
    assert [leak for leak in found_here if leak.term != "Training"] == []


def test_what_looks_like_a_font_in_the_text_is_read() -> None:
    """The fonts of a page are no words of anybody; an address that carries words is."""
    carried = base64.b64encode(NAME.encode()).decode()
    page = EXPORTERS["html"].render(with_blocks(Paragraph(f"See data:text/plain;base64,{carried} there.")))
    assert found(page, "html") == {NAME}


@pytest.mark.parametrize(
    "written",
    [
        "Marie-Ève Lafleur-Roy",
        "MARIE-ÈVE LAFLEUR-ROY",
        "marie eve lafleur roy",
        "Lafleur-Roy, Marie-Ève",
        "Marie-Ève\u00a0Lafleur\u2011Roy",
        "Marie–Ève Lafleur—Roy",
        "Marie-E\u0300ve Lafleur-Roy",
        "Ma\u00adrie-Ève La\u200bfleur-Roy",
        "Ｍａｒｉｅ-Ève Laﬂeur-Roy",
        "Marie-Ève\nLafleur-\nRoy",
        "Marie-Ève La-\nfleur-Roy",
        "Mme Marie-Ève (Lafleur-Roy)",
        "marie_eve_lafleur_roy",
        "Marie Roy",
        "M. Roy",
        "@MarieRoy",
        "www.example.org/~marieroy",
        "dit «Marie-Ève Lafleur-Roy», hier",
        "(Société) des ponts",
        "société\tdes\r\nponts",
    ],
)
def test_spelling_changes_nothing(written: str) -> None:
    assert found_in_text(f"We heard {written}, too.") in ({NAME}, {ORGANIZATION})


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Marie-Ève Lafleur-Royer spoke", TERMS),
        ("Rose-Marie-Ève Lafleuri-Roy spoke", TERMS),
        ("the ponts of the Société", TERMS),
        ("women's young leaders", ProtectedTerms(("Sam Young",), ())),
        ("those who plan for peace", ProtectedTerms(("@peace", "Hope"), ("WHO", "PLAN", "Voices"))),
        ("voices of hope", ProtectedTerms(("Hope",), ("Voices",))),
        ("janet.roe@example.org", ProtectedTerms(("jane.roe@example.org",), ())),
    ],
)
def test_what_only_looks_alike_is_no_leak(text: str, terms: ProtectedTerms) -> None:
    assert found_in_text(text, terms) == set()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("write to Jane.Roe@Example.org!", "jane.roe@example.org"),
        ("as @Jane_Roe posted", "@jane_roe"),
        ("via @peace", "@peace"),
        ("said Cher", "Cher"),
        ("by WHO staff", "WHO"),
        ("VOICES was there", "Voices"),
        ("Voices was there", "Voices"),
        ("the network for the north", "The Network for the North"),
        ("network for the north", "The Network for the North"),
        ("#NetworkForTheNorth", "The Network for the North"),
    ],
)
def test_handles_addresses_and_single_words_are_found(text: str, term: str) -> None:
    assert found_in_text(text, ProtectedTerms((term,), (term,))) == {term}


def test_a_permitted_phrase_hides_only_itself() -> None:
    terms = replace(TERMS, permitted=(f"{NAME}, {ORGANIZATION}", f"thanks to {NAME}"))
    assert found_in_text(f"Presented by {NAME}, {ORGANIZATION}.", terms) == set()
    assert found_in_text(f"With thanks to {NAME}; {ORGANIZATION}", terms) == {ORGANIZATION}
    assert found_in_text(f"Presented by {NAME}, {ORGANIZATION}. So {NAME} said", terms) == {NAME}


@each_format
def test_a_permitted_phrase_is_permitted_in_every_format(format_: str) -> None:
    phrase = (
        f"A presentation by {NAME} of the {ORGANIZATION} about bridges and everything that stands on them"
    )
    document = with_blocks(*(Paragraph(f"{'Word ' * n}{phrase}.") for n in range(60)))
    data = EXPORTERS[format_].render(document)
    assert found(data, format_) == {NAME, ORGANIZATION}
    assert found(data, format_, replace(TERMS, permitted=(phrase,))) == set()


@each_format
def test_names_are_found_across_every_line_and_page_break(format_: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = tuple(f"Zoé Trem{a}{b}ay" for a, b in product(letters[:16], letters))
    text = " ".join(f"{'and so on ' * (n % 5)}{name}" for n, name in enumerate(names))
    data = EXPORTERS[format_].render(with_blocks(Paragraph(text), Quotation(text, "fr", "A participant")))
    assert found(data, format_, ProtectedTerms(names, ())) == set(names)


letters_of_names = st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)
words_of_names = st.text(letters_of_names, min_size=3, max_size=9).filter(
    lambda word: unicodedata.is_normalized("NFKC", word)
)


@settings(max_examples=15, deadline=None)
@given(first=words_of_names, last=words_of_names, before=st.text(max_size=20), after=st.text(max_size=20))
def test_any_planted_name_is_found_in_every_format(first: str, last: str, before: str, after: str) -> None:
    name = f"{first} {last}"
    document = with_blocks(Paragraph(f"{before} – {name} – {after}"))
    for format_, exporter in EXPORTERS.items():
        assert name in found(exporter.render(document), format_, ProtectedTerms((name,), ())), format_


def test_a_name_is_found_in_whatever_else_a_pdf_can_hold() -> None:
    def changed(change) -> set[str]:  # type: ignore[no-untyped-def]
        with pikepdf.open(BytesIO(EXPORTERS["pdf"].render(sample()))) as pdf:
            change(pdf)
            saved = BytesIO()
            pdf.save(saved)
        return found(saved.getvalue(), "pdf")

    def set_author(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"] = NAME

    def set_xmp(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [NAME]

    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(
            pdf, f"said by {NAME}".encode(), filename="n.txt"
        )

    def annotate(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=NAME, Rect=[0, 0, 1, 1]
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))

    def name_key(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/marie_eve_lafleur_roy"] = True

    changes = (set_author, set_xmp, attach, annotate, name_key)
    assert [(change.__name__, changed(change)) for change in changes] == [
        (c.__name__, {NAME}) for c in changes
    ]


def test_a_name_is_found_in_whatever_else_a_word_file_can_hold() -> None:
    clean = EXPORTERS["docx"].render(sample())
    word = docx.Document(BytesIO(clean))
    word.core_properties.author = NAME
    saved = BytesIO()
    word.save(saved)
    assert found(saved.getvalue(), "docx") == {NAME}
    additions = {
        "customXml/item2.xml": f"<note by='{NAME}'/>",
        "word/comments.xml": "<c><r><t>Marie-</t></r><r><t>Ève Lafleur</t></r><r><t> Roy</t></r></c>",
        "word/marie-eve-lafleur-roy.bin": "x",
        "word/media/picture.png": "tEXtAuthor\0Marie Roy\0",
    }
    for file_name, content in additions.items():
        data = BytesIO(clean)
        with zipfile.ZipFile(data, "a") as package:
            package.writestr(file_name, content)
        assert NAME in found(data.getvalue(), "docx"), file_name


@pytest.mark.parametrize(
    "page",
    [
        f"<!-- {NAME} -->",
        f"<p title='{NAME}'>x</p>",
        "<p>Mar<b>ie</b>-<i lang=fr>Ève</i> Lafleur<span>-Roy</span></p>",
        "<p>Marie&#45;&Egrave;ve&nbsp;Lafleur&shy;&#x2d;Roy</p>",
        f"<style>/* {NAME} */</style>",
        f"<?note {NAME}?>",
        f"<table><tr><td>x</td><td>{NAME}</td></tr></table>",
        "<p>Marie-Ève<br>Lafleur-Roy</p>",
    ],
)
def test_a_name_is_found_in_whatever_else_a_page_can_hold(page: str) -> None:
    assert found(page.encode(), "html") == {NAME}


@pytest.mark.parametrize(
    "text", [r"Marie\-Ève Lafleur\-Roy", "Marie-&Egrave;ve **Lafleur**-Roy", "Ma*rie*-Ève Lafleur-Roy"]
)
def test_a_name_is_found_behind_marks_of_markdown(text: str) -> None:
    assert found(text.encode(), "md") == {NAME}


def test_a_name_is_found_as_a_key_of_json_and_behind_its_escapes() -> None:
    assert found(json.dumps({NAME: 1}, ensure_ascii=True).encode(), "json") == {NAME}


@each_format
def test_what_cannot_be_read_is_an_error_not_a_clean_file(format_: str) -> None:
    with pytest.raises((ValueError, zipfile.BadZipFile, pypdfium2.PdfiumError)):
        find_leaks(b"\xff\xfe\x00broken", format_, TERMS)


def test_a_leak_says_where_and_never_quotes_the_words_around_it() -> None:
    leaks = find_leaks(EXPORTERS["html"].render(PLACES["alternative text"]), "html", TERMS)
    assert [(leak.term, leak.where) for leak in leaks] == [(NAME, "text")]


def test_two_hundred_terms_in_ten_files_of_forty_pages_are_quickly_checked() -> None:
    people = tuple(f"Person{n} Family{n}" for n in range(150))
    terms = ProtectedTerms(
        people, tuple(f"Society{n} of Things" for n in range(50)), tuple(f"All of {n}" for n in range(50))
    )
    files = [
        (f, exporter.render(long(language))) for language in ("en", "fr") for f, exporter in EXPORTERS.items()
    ]
    start = time.process_time()
    assert [leak for format_, data in files for leak in find_leaks(data, format_, terms)] == []
    assert time.process_time() - start < 5.0


def test_the_places_of_a_file_are_named_without_its_words() -> None:
    leaks = find_leaks(EXPORTERS["json"].render(PLACES["paragraph"]), "json", TERMS)
    assert all(re.fullmatch(r"text|\$[\w.]*", leak.where) for leak in leaks)
