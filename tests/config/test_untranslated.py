"""A page in a language whose catalogue has gaps says which of its words are English."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from config.untranslated import EnglishIsMarked, marked
from tests.factories import make_consultation
from tests.further_languages import arabic

pytestmark = pytest.mark.usefixtures("arabic")
__all__ = ["arabic"]
ENGLISH = '<span lang="en" dir="ltr">{}</span>'


def answered(language: str, body: str, content_type: str = "text/html; charset=utf-8") -> str:
    """As a page that looks up a few messages; the catalogue has "Consultations" alone."""

    def view(request: object) -> HttpResponse:
        for message in ("Consultations", "No such words", "Ask %(whom)s, then wait", "Salt & pepper"):
            gettext(message)
        ngettext("One bench", "Many benches", 2)
        pgettext("of a tree", "Barking loud here")
        return HttpResponse(body, content_type=content_type)

    with translation.override(language):
        return EnglishIsMarked(view)(RequestFactory().get("/")).content.decode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>\n No such words </p>", f"<p>\n {ENGLISH.format('No such words')} </p>"),
        ("<p>أولا. No such words</p>", f"<p>أولا. {ENGLISH.format('No such words')}</p>"),
        ("<p>Ask Ada &amp; Eve, then wait</p>", f"<p>{ENGLISH.format('Ask Ada &amp; Eve, then wait')}</p>"),
        ("<p>Salt &amp; pepper</p>", f"<p>{ENGLISH.format('Salt &amp; pepper')}</p>"),
        ("<b>Many benches</b>", f"<b>{ENGLISH.format('Many benches')}</b>"),
        ("<b>Barking loud here</b>", f"<b>{ENGLISH.format('Barking loud here')}</b>"),
    ],
)
def test_text_of_a_page_is_marked(body: str, expected: str) -> None:
    assert answered("ar", body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<p>Consultations</p>",
        "<p>Somebody else has many benches and said: Many benches here</p>",
        "<a aria-label=\"> No such words <\" title='No such words'>.</a>",
        "<title>No such words</title>",
        "<textarea>No such words</textarea>",
        "<option>No such words</option>",
        "<svg><title>x</title><text>No such words</text></svg>",
        "<!-- No such words > No such words -->",
        "<p>One bench</p>",
    ],
)
def test_what_cannot_hold_a_mark_or_is_not_ours_is_left_as_it_is(body: str) -> None:
    assert answered("ar", body) == body


def test_pages_in_english_and_french_and_what_is_no_page_are_left_as_they_are() -> None:
    body = "<p>No such words</p>"
    assert [answered(language, body) for language in ("en", "fr", "en-ca")] == [body] * 3
    assert answered("ar", body, "application/json") == body


def test_a_message_of_signs_alone_marks_nothing() -> None:
    assert marked("<p>a – b</p>", {"%(start)s – %(end)s", "–", ""}) == "<p>a – b</p>"


@pytest.mark.django_db
def test_a_page_with_a_gap_says_so_and_one_message_in_a_catalogue_stays(
    client: Client, settings: LazySettings
) -> None:
    make_consultation(slug="streets")
    page = BeautifulSoup(client.get("/ar/consultations/streets/programme/").content, "html.parser")
    english = [span.get_text() for span in page.select("span[lang=en][dir=ltr]")]
    assert "The programme is not out yet." in english
    assert page.select_one("title").find() is None
    assert "<span lang" not in client.get("/fr/consultations/streets/programme/").content.decode()
