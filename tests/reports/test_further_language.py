"""Words in a further language are printed as they were said where many speak it, and give nobody away where few do."""

from __future__ import annotations

from io import BytesIO

import docx
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from reports.document import Document, Entries, Entry, Part, Quotation
from reports.exporters import EXPORTERS
from submissions.intake.errors import UnknownLanguage
from submissions.models import Contribution
from submissions.review import workflow
from tests.factories import make_contribution
from tests.further_languages import arabic
from tests.reports.compiling import Streets, make_streets, quotations, texts
from tests.reports.documents import sample
from tests.reports.extraction import read_csv, read_docx, read_html, read_json, read_pdf, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("arabic")]
__all__ = ["arabic"]
WORDS = "أصلحوا الأرصفة قرب المدرسة."


def streets_with(arabic_speakers: int, others: int = 20) -> Streets:
    """Under the rule: so many who speak Arabic at the conference, the others English."""
    streets = make_streets(languages=["en", "fr", "ar"])
    streets.attended_by(others)
    streets.attended_by(arabic_speakers, name="Somebody", language="ar")
    return streets


def said_in_arabic(streets: Streets, **paraphrase: str) -> Contribution:
    said = streets.said(WORDS, streets.conference, language="ar", via="rapporteur", accept=not paraphrase)
    if paraphrase:
        said = workflow.set_paraphrase(said, by=streets.reviewer, **paraphrase)
        said = workflow.accept(said, by=streets.reviewer)
    streets.theme(said, quoted=True)
    return said


def report_of_many(language: str = "en") -> Document:
    streets = streets_with(10)
    said_in_arabic(streets)
    return streets.report(language)


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("en", "A member of civil society, conference (original in Arabic)"),
        ("fr", "Une personne de la société civile, conférence (original en arabe)"),
    ],
)
def test_words_that_many_could_have_said_are_quoted_with_their_language(language: str, source: str) -> None:
    streets = streets_with(10)
    said = streets.said(WORDS, streets.conference, language="ar", sector="civil_society", via="rapporteur")
    streets.theme(said, quoted=True)
    assert quotations(streets.report(language)) == [Quotation(WORDS, "ar", source)]


@pytest.mark.parametrize("few", [1, 9])
def test_words_in_a_language_of_few_are_in_neither_report(few: int) -> None:
    streets = streets_with(few)
    said_in_arabic(streets)
    for language in ("en", "fr"):
        printed = "\n".join(texts(streets.report(language)))
        assert WORDS not in printed
        assert "rab" not in printed  # "Arabic", « arabe »


def test_they_are_printed_in_other_words_without_a_mark_that_sets_them_apart() -> None:
    streets = streets_with(9)
    said_in_arabic(streets, en="Mend the pavements.", fr="Réparez les trottoirs.")
    for language in ("en", "fr"):
        (quotation,) = quotations(streets.report(language))
        assert (quotation.text, quotation.language) == ("Mend the pavements.", "en")
        assert "rab" not in quotation.source


def test_where_most_speak_it_the_few_others_are_not_quoted_in_their_own() -> None:
    """There is no paraphrase in that language, so nothing would hide that they spoke another."""
    streets = streets_with(20, others=3)
    said = streets.said("Mend the pavements.", streets.conference, via="rapporteur", accept=False)
    said = workflow.set_paraphrase(said, by=streets.reviewer, en="Mend them.", fr="Réparez-les.")
    streets.theme(workflow.accept(said, by=streets.reviewer), quoted=True)
    assert quotations(streets.report()) == []


def test_a_consultation_takes_words_only_in_its_own_languages() -> None:
    streets = make_streets()
    with pytest.raises(UnknownLanguage):
        make_contribution(streets.call, WORDS, language="ar")


def test_every_format_holds_the_words_and_says_their_language() -> None:
    document = report_of_many()
    readers = {"html": read_html, "docx": read_docx, "json": read_json, "csv": read_csv, "pdf": read_pdf}
    for format_, read in readers.items():
        assert read(EXPORTERS[format_].render(document)).foreign == (squeezed(WORDS),), format_


def test_a_page_turns_the_lines_of_the_words_alone() -> None:
    page = BeautifulSoup(EXPORTERS["html"].render(report_of_many()), "html.parser")
    turned = page.find_all(dir=True)
    assert [(each.name, each["lang"], each["dir"]) for each in turned] == [("blockquote", "ar", "rtl")]


def entries_in(*languages: str) -> Document:
    words = {"he": "תקנו את המדרכות (רחוב King), זה דחוף!", "en": "Mend the pavements (King Street), now!"}
    listed = Entries(tuple(Entry(words[language], language, "A participant") for language in languages))
    return sample(parts=(Part("section_1", "", "Streets", "streets", (listed,)),))


def test_an_entry_that_runs_from_the_right_has_its_bullet_and_its_signs_in_their_places() -> None:
    document = entries_in("he", "en", "he")
    page = BeautifulSoup(EXPORTERS["html"].render(document), "html.parser")
    assert [item.get("dir") for item in page.select("main li")] == ["rtl", None, "rtl"]
    word = docx.Document(BytesIO(EXPORTERS["docx"].render(document)))
    items = [each for each in word.paragraphs if each.style.style_id == "ListBullet"]
    assert [item._p.pPr.find(qn("w:bidi")) is not None for item in items] == [True, False, True]
    with pypdfium2.PdfDocument(EXPORTERS["pdf"].render(document)) as pdf:
        text = pdf[2].get_textpage()
        found = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
    signs = {sign: [box[0] for char, box in found if char == sign] for sign in ("•", "!", "ת", "M")}
    (left, right), (ends_left, ends_right) = (sorted(set(map(round, signs[sign]))) for sign in ("•", "!"))
    assert left < min(signs["M"]) < ends_right  # from the left: bullet, first letter, last sign
    assert ends_left < max(signs["ת"]) < right  # and from the right


def test_letters_that_word_calls_complex_look_like_the_others() -> None:
    styles = docx.Document(BytesIO(EXPORTERS["docx"].render(sample()))).styles
    for name in ("Quote", "List Bullet", "Heading 1"):
        look = styles[name].element.rPr
        assert look.find(qn("w:szCs")).get(qn("w:val")) == look.find(qn("w:sz")).get(qn("w:val")), name
        assert styles[name].font.cs_italic is False, name


def test_a_word_file_turns_them_in_the_order_that_its_schema_wants() -> None:
    word = docx.Document(BytesIO(EXPORTERS["docx"].render(report_of_many())))
    (quote,) = (paragraph for paragraph in word.paragraphs if paragraph.text == WORDS)
    of_paragraph = [child.tag for child in quote._p.pPr]
    assert (
        of_paragraph.index(qn("w:pBdr")) < of_paragraph.index(qn("w:bidi")) < of_paragraph.index(qn("w:ind"))
    )
    of_run = quote.runs[0]._r.rPr
    assert [child.tag for child in of_run][-2:] == [qn("w:rtl"), qn("w:lang")]
    assert of_run.find(qn("w:lang")).get(qn("w:bidi")) == "ar"
