"""Forms are for slow lines: with an empty cache each loads at most 100 kB. Here even without compressed styles."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from tests.e2e.site import Site
from tests.e2e.test_accessibility import open_state

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

AT_MOST = 100_000  # bytes, headers included
FORMS = (
    "write", "write, check", "write, saved", "write, a draft", "survey", "survey of every kind", "register", "notes", "ask",
    "receipt", "find",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


class Weight:
    """Of the page that ``page`` shows: starts anew with every page, and takes nothing from a cache."""

    def __init__(self, page: Page) -> None:
        self.parts: dict[str, float] = {}
        self.urls: dict[str, str] = {}
        line = page.context.new_cdp_session(page)
        line.on("Network.requestWillBeSent", self.begin)
        line.on("Network.loadingFinished", self.finish)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def begin(self, event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            self.parts, self.urls = {}, {}
        self.urls[event["requestId"]] = event["request"]["url"]

    def finish(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.urls:
            self.parts[self.urls[event["requestId"]]] = event["encodedDataLength"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FORMS)
def test_form_is_light(browser: Browser, site: Site, name: str, language: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    weight = Weight(page)
    open_state(page, site, name, language)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    fonts = [url for url in weight.parts if url.endswith(".woff2")]
    styles = [url for url in weight.parts if url.endswith(".css")]
    context.close()
    assert sum(weight.parts.values()) <= AT_MOST, weight.parts
    assert len(fonts) >= 2, "letters and headings are there, and nothing was measured away"
    assert len(styles) == 2
