"""Each kind of public page by keyboard alone, at 400 percent, and for those who ask for more contrast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect

from submissions.models import Contribution, Status
from tests.e2e.hands import tab_to
from tests.e2e.looking import TOO_WIDE, faint
from tests.e2e.site import Site
from tests.e2e.test_accessibility import open_state

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]
WORDS = "Written without a mouse."


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def test_the_whole_way_goes_by_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/en/consultations/new/")
    tab_to(page, 'a[href$="/events/chatham-house/take-part/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/take-part/")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type(WORDS)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    # No topic was chosen: the list of errors has the focus, and leads to the field.
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "id_topic"
    expect(page.locator("#id_topic")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("C")
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Check before sending")
    tab_to(page, "dl.lines button[formaction$='#id_text']")
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_be_focused()
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Check before sending")
    tab_to(page, "main form button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    contribution = Contribution.objects.get(text=WORDS)
    tab_to(page, ".withdraw summary")
    page.keyboard.press("Enter")
    tab_to(page, ".withdraw button")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]").first).to_contain_text("withdrawn")
    contribution.refresh_from_db()
    assert contribution.status == Status.WITHDRAWN


def test_enter_in_a_field_goes_on_and_does_not_change_the_language(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/en/consultations/new/events/by-consent/take-part/")
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("Written without a mouse, too.")
    tab_to(page, "input[name=organization_name]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Check before sending")


def test_the_first_stop_skips_to_the_content(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/en/consultations/new/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "main"


@pytest.mark.parametrize("field", ["name", "sector_0"])
def test_each_line_of_the_list_of_errors_leads_to_its_field(page: Page, site: Site, field: str) -> None:
    page.goto(f"{site.url}/fr/consultations/new/events/webinar/register/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, f'a[href="#id_{field}"]')
    page.keyboard.press("Enter")
    assert focused(page) == f"id_{field}"


def test_the_other_language_is_one_link_away_on_the_same_page(page: Page, site: Site) -> None:
    for path in ("consultations/new/", "promise/"):
        page.goto(f"{site.url}/en/{path}")
        tab_to(page, "a[hreflang=fr][lang=fr]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/fr/{path}")
        tab_to(page, "a[hreflang=en][lang=en]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/en/{path}")


def test_the_count_of_characters_is_spoken_only_near_the_end(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/en/consultations/new/events/chatham-house/take-part/")
    words, spoken = page.locator("textarea[name=text]"), page.locator(".count + [role=status]")
    words.fill("a" * 100)
    expect(page.locator(".count")).to_have_text("1,900 characters left.")
    words.fill("a" * 1_990)
    expect(spoken).to_have_text("10 characters left.")
    words.fill("a" * 2_001)
    expect(spoken).to_have_text("1 character too many.")


STOP = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const isAfter = !window.before || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    window.before = one;
    return {
        where: one.outerHTML.slice(0, 80), isAfter,
        shows: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
# A page of each public route.
OPENED = (
    "list",
    "consultation",
    "programme",
    "open call",
    "register",
    "registered",
    "invitation",
    "own registration",
    "no more mail",
    "promise",
    "accessibility",
    "privacy",
    "write, check",
    "write, saved",
    "resume",
    "survey of every kind",
    "notes",
    "ask",
    "receipt",
    "find",
    "reports",
    "report",
    "report, to read",
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", OPENED)
def test_at_400_percent_each_stop_is_seen_in_its_order(
    page: Page, site: Site, name: str, language: str
) -> None:
    """A window of 1280 by 1024, enlarged four times."""
    open_state(page, site, name, language)
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate("scrollTo(0, 0)")
    stops = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(STOP)) is not None:
        stops.append(stop)
        page.keyboard.press("Tab")
    assert len(stops) > 2
    assert [stop for stop in stops if not (stop["isAfter"] and stop["shows"] and stop["isInView"])] == []


@pytest.mark.parametrize("name", [*OPENED, "write, empty", "notes, one waits", "nothing there"])
def test_who_asks_for_more_contrast_gets_it(page: Page, site: Site, name: str) -> None:
    open_state(page, site, name, "en")
    assert faint(page) == []
    page.emulate_media(contrast="more")
    for link in page.locator(".site-nav a:not([aria-current])").all():
        assert link.evaluate("link => parseFloat(getComputedStyle(link).textDecorationThickness)") > 2


LATE = {
    "consultations/new/events/webinar/register/": {
        "name": "Ada Walker",
        "email": "late@example.org",
        "needs": "A ramp",
    },
    "consultations/new/events/by-consent/take-part/": {"text": "Sent too late."},
    "receipt/find/": {"code": "AAAA-BBBB"},
    "draft/": {"code": "AAAA-BBBB"},
}


@pytest.mark.parametrize("path", LATE)
def test_what_was_typed_outlives_the_cookie_of_its_form(page: Page, site: Site, path: str) -> None:
    page.goto(f"{site.url}/en/{path}")
    for name, words in LATE[path].items():
        page.locator(f"[name={name}]").fill(words)
    page.context.clear_cookies()
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("This form could not be sent")
    page.get_by_role("button", name="Send it again").click()
    for name, words in LATE[path].items():
        expect(page.locator(f"main [name={name}]")).to_have_value(words)
