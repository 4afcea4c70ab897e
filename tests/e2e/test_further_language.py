"""A participant writes in Arabic, on pages in Arabic, and the words stand in the finished report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from consultations.models import Consultation
from reports import store
from reports.generation import generate
from reports.models import Edition, Report, ReportStatus
from reports.services import request_compile
from submissions.models import Contribution, Submission
from submissions.review import themes, workflow
from tests.e2e.conftest import OpenPage
from tests.e2e.looking import in_every_size_and_light, is_in_order, outline
from tests.e2e.scene import Scene, make_scene, sign_in
from tests.factories import make_contribution
from tests.further_languages import arabic
from tests.reports.extraction import read_docx, read_html, read_pdf, squeezed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("arabic")]
__all__ = ["arabic"]
WORDS = "أصلحوا الأرصفة قرب المدرسة، فالأطفال يمشون في الشارع."
CALL = "/ar/consultations/streets/events/call/take-part/"
# A text of coordinators that is not inside an element that says it is English.
UNMARKED = """(texts) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("[lang=en], optgroup, svg, script")) continue;
        if (texts.includes(node.textContent.trim())) found.push(node.textContent.trim());
    }
    return found;
}"""
# Words of ours that the catalogue lacks; a name is of two words and in no language.
ENGLISH_UNMARKED = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode, text = node.textContent.trim();
        if (!/^[^\\u0600-\\u06ff]*[a-z]+\\s+[a-z]+\\s+[a-z]+[^\\u0600-\\u06ff]*$/i.test(text)) continue;
        if (!node.parentElement.closest("[lang=en], [lang=fr], optgroup, option, svg, script")) found.push(text);
    }
    return found;
}"""
OUT_OF_SIGHT_AT_THE_LEFT = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().left < -1
        && !one.closest(".visually-hidden, .scroll"))
    .map(one => `${one.tagName}.${one.className}`)"""


@pytest.fixture
def scene() -> Scene:
    scene = make_scene()
    Consultation.objects.filter(pk=scene.consultation.pk).update(languages=["en", "fr", "ar"], k=3)
    scene.consultation.refresh_from_db()
    scene.call.refresh_from_db()
    return scene


def texts_of_coordinators(scene: Scene) -> list[str]:
    consultation = scene.consultation
    named = [
        consultation.title,
        consultation.summary,
        consultation.purpose,
        scene.call.title,
        scene.conference.title,
    ]
    return [text.en for text in (*named, *(topic.title for topic in scene.topics)) if text.en]


def seen(page: Page, scene: Scene) -> None:
    """From right to left, whole, and fit for a screen reader, on a telephone and on a desk."""
    found = outline(page)
    assert (found["lang"], page.locator("html").get_attribute("dir")) == ("ar", "rtl")
    assert is_in_order(found["levels"])
    assert in_every_size_and_light(page) == {}
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(OUT_OF_SIGHT_AT_THE_LEFT) == []
    assert page.evaluate(UNMARKED, texts_of_coordinators(scene)) == []
    assert page.evaluate(ENGLISH_UNMARKED) == []


@pytest.mark.parametrize(
    "path",
    [
        "/ar/",
        "/ar/consultations/streets/",
        "/ar/consultations/streets/programme/",
        "/ar/consultations/streets/events/call/",
        "/ar/consultations/streets/events/day/",
        "/ar/reports/",
        "/ar/receipt/find/",
        "/ar/promise/",
        "/ar/privacy/",
        "/ar/accessibility/",
    ],
)
def test_pages_run_from_right_to_left(open_page: OpenPage, scene: Scene, path: str) -> None:
    page = open_page(bypass_csp=True)
    assert page.goto(path).ok
    seen(page, scene)


def test_what_is_said_in_arabic_is_read_as_it_was_said(
    open_page: OpenPage, scene: Scene, settings: LazySettings
) -> None:
    write(open_page(bypass_csp=True), scene)
    said = Contribution.objects.get()
    assert (said.text, said.language, said.submission.language) == (WORDS, "ar", "ar")
    for number in range(2):  # as many as may be named as a group
        other = make_contribution(scene.call, f"مزيد من الأشجار {number}.", scene.topics[1], language="ar")
        workflow.accept(other, by=scene.reviewer)
    reviewed(open_page(), scene, said)
    for language, mark in (("en", "original in Arabic"), ("fr", "original en arabe")):
        files = {each.format: store.path_of(each.path) for each in compiled(scene, language)}
        for format_, read in (("html", read_html), ("pdf", read_pdf), ("docx", read_docx)):
            reading = read(files[format_].read_bytes())
            # Letter by letter: our reader of PDFs takes the words of a line from the left.
            assert sorted(squeezed(WORDS)) in map(sorted, reading.foreign), format_
            assert squeezed(mark) in reading.text, format_
        shown_from_right(open_page(), files["html"])


def write(page: Page, scene: Scene) -> None:
    page.goto("/en/consultations/streets/")
    page.get_by_role("link", name="العربيّة").click()
    page.locator('main a[href$="/call/take-part/"]').first.click()
    expect(page.get_by_role("group", name="اللغة التي تكتب بها").get_by_label("العربيّة")).to_be_checked()
    seen(page, scene)
    page.select_option("[name=topic]", str(scene.topics[2].pk))
    page.check("[name=attribution][value=not_attributed]")
    press(page, "راجع قبل الإرسال")
    expect(page.get_by_role("alert")).to_contain_text("اكتب شيئًا قبل الإرسال.")
    seen(page, scene)
    page.fill("[name=text]", WORDS)
    press(page, "راجع قبل الإرسال")
    expect(page.get_by_text(WORDS)).to_be_visible()
    seen(page, scene)
    press(page, "إرسال")
    page.wait_for_url("**/ar/receipt/")
    expect(page.get_by_role("heading", level=1)).to_have_text("وصلنا ما أرسلته")
    seen(page, scene)
    code = page.locator(".receipt").inner_text()
    page.goto("/ar/receipt/find/")
    page.fill("[name=code]", code)
    page.locator("main form button").first.click()
    expect(page.locator("blockquote[lang=ar]")).to_have_text(WORDS)
    seen(page, scene)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (0, "بقي 0 حرف."),
        (1, "بقي حرف واحد (1)."),
        (2, "بقي حرفان (2)."),
        (5, "بقيت 5 أحرف."),
        (14, "بقي 14 حرفًا."),
        (100, "بقي 100 حرف."),
        (103, "بقيت 103 أحرف."),
    ],
)
def test_a_script_counts_as_the_language_does(
    open_page: OpenPage, scene: Scene, left: int, said: str
) -> None:
    page = open_page()
    page.goto(CALL)
    page.fill("[name=text]", "x" * (scene.call.max_characters - left))
    expect(page.locator("#id_text_count")).to_have_text(said)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def reviewed(page: Page, scene: Scene, said: Contribution) -> None:
    """On the reviewer's page the words run from the right, whatever the page does."""
    sign_in(page, scene.reviewer, f"/admin/submissions/contribution/{said.pk}/change/")
    original = page.locator(".words.original")
    assert (original.get_attribute("lang"), original.get_attribute("dir")) == ("ar", "rtl")
    page.check("#decide [name=action][value=accept]")
    page.click("#decide [type=submit] >> nth=0")
    expect(page.locator(".messagelist")).to_be_visible()
    said.refresh_from_db()
    themes.support(scene.theme, said, by=scene.reviewer, quoted=True)


def compiled(scene: Scene, language: str) -> list[Any]:
    report = request_compile(scene.consultation, by=scene.coordinator)
    generate(str(report.pk))
    report.refresh_from_db()
    assert report.status == ReportStatus.READY, report.failure_reason
    return list(report.files.filter(edition=Edition.PUBLIC, language=language))


def shown_from_right(page: Page, file: Path) -> None:
    """In the page of the report, the last line of the words ends at the left."""
    page.set_content(file.read_text())
    quote = page.locator("blockquote[lang=ar]")
    assert quote.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_switch_keeps_what_was_typed_in_a_third_language_too(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    for name, language in (("Français", "fr"), ("العربيّة", "ar")):
        press(page, name)
        page.wait_for_url(f"**/{language}/**")
        assert page.locator("textarea[name=text]").input_value() == WORDS
    assert Submission.objects.count() == 0
    assert Report.objects.count() == 0
