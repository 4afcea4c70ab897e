"""What decides how soon a form can be used on a slow line: round trips and bytes before it is drawn. No clock runs here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from benchmarks.slow_phone import BYTES_A_SECOND, ROUND_TRIP
from tests.e2e import test_accessibility as public
from tests.e2e.looking import Weight, weighed
from tests.e2e.site import Site
from tests.e2e.test_language_switch import ASKS

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

AT_MOST = 2  # seconds on 400 kbit/s with 400 ms a round trip
# One round trip for a connection and one for its encryption (TLS 1.3); all comes over it at once (HTTP/2).
SETTING_UP = 2
# A browser draws nothing before these are there, or stops at them in the middle of the page.
WAITED_FOR = """() => [
    ...performance.getEntriesByType("resource")
        .filter(one => one.renderBlockingStatus === "blocking").map(one => one.name),
    ...[...document.scripts]
        .filter(one => one.src && !one.defer && !one.async && one.type !== "module").map(one => one.src),
]"""
LATE_FONTS = """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule instanceof CSSFontFaceRule && rule.style.fontDisplay !== "swap").map(rule => rule.cssText)"""


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", ASKS.values())
def test_every_form_can_be_typed_in_within_two_seconds(
    visitor: Page, site: Site, state: str, language: str
) -> None:
    with weighed(visitor) as weight:
        body = public.open_state(visitor, site, state, language).body
        weight.bytes()
        waited_for = set(visitor.evaluate(WAITED_FOR))
        assert visitor.evaluate(LATE_FONTS) == []
        assert 0 < seconds(visitor.url, body, waited_for, weight) <= AT_MOST


def seconds(page: str, body: str, waited_for: set[str], weight: Weight) -> float:
    """One round trip for the page, one for all that it names, one more for each file that only another one names."""
    found_late = [url for url in waited_for if url.removeprefix(origin(page)) not in body]
    trips = SETTING_UP + 1 + bool(waited_for) + len(found_late)
    sent = weight.parts[page] + sum(weight.parts[url] for url in waited_for)
    return trips * ROUND_TRIP / 1000 + sent / BYTES_A_SECOND


def origin(page: str) -> str:
    return "/".join(page.split("/", 3)[:3])
