"""A real browser that talks to our server alone, and says so when a page tries something else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from config.quality.browser import find_browser
from tests.e2e.hands import Hand, Keyboard, NoScript
from tests.e2e.looking import Answered
from tests.e2e.scene import Scene, make_scene
from tests.e2e.site import Site, filled

# Playwright keeps an event loop in this thread, beside which Django would refuse to read the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PATIENCE = 15_000  # milliseconds for anything but a compile


class OpenPage(Protocol):
    def __call__(self, **options: Any) -> Page: ...


@pytest.fixture(scope="package")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


def how_to_start() -> dict[str, Any]:
    return {"executable_path": find_browser(), "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="package")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    browser = chromium.launch(**how_to_start())
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens pages, each in a browser of its own. At the end nobody else was asked and no policy was broken."""
    contexts: list[BrowserContext] = []
    asked: set[str] = set()
    complaints: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: asked.add(request.url))
        context.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    elsewhere = {url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))}
    assert elsewhere == set()
    # A page that is told "no" by its own server says so; that is no fault of the page.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


@pytest.fixture(scope="package")
def seen() -> dict[str, Answered]:
    """The pages that the tests of this run have looked at, by state and language."""
    return {}


@pytest.fixture(scope="package")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The model case, reopened, compiled and published, behind a server. Taken away after the last test here."""
    with django_db_blocker.unblock(), filled(tmp_path_factory.mktemp("media")) as found:
        yield found


@pytest.fixture(params=[Keyboard(), NoScript()], ids=["by keyboard", "without script"])
def hand(request: pytest.FixtureRequest) -> Hand:
    return request.param


@pytest.fixture
def page(open_page: OpenPage, hand: Hand) -> Page:
    """For tasks that are done both by keyboard alone and without a script."""
    return open_page(java_script_enabled=hand.script)


@pytest.fixture
def scene() -> Scene:
    return make_scene()
