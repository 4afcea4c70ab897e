"""Looks at a page as people and their tools meet it: axe, its width, its outline, what it asks of other hosts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import is_valid_path, resolve
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HEIGHT = 900

RUN_AXE = """async (options) => (await axe.run(document, options)).violations.flatMap(
    found => found.nodes.map(node => [found.id, node.target.join(" "), node.failureSummary]))"""

# Where people force their colours, Chromium paints text in them and yet tells scripts that its fill, which we never set,
# is still ours. axe asks for the fill first; it gets the colour that is painted.
FILL = """() => {
    const told = CSSStyleDeclaration.prototype.getPropertyValue;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        return told.call(this, name === "-webkit-text-fill-color" ? "color" : name);
    };
}"""

# As people set them.
COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}

# For those who ask for more contrast, as level AAA wants it for all.
ENHANCED = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "preload": False}

# Opacity and colour change over some milliseconds where motion is allowed; axe would measure the middle of it.
STILL = "document.getAnimations().forEach(animation => animation.finish())"

# The list of errors stands above the title on purpose: it is what has to be read first.
OUTLINE = """() => ({
    lang: document.documentElement.lang,
    title: document.title,
    levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
        .filter(one => !one.closest("[data-error-summary]")).map(one => Number(one.tagName[1])),
    banners: document.querySelectorAll("body > header").length,
    mains: document.querySelectorAll("main").length,
    footers: document.querySelectorAll("body > footer").length,
})"""

# What sticks out at the right, but for what scrolls in a box of its own.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > width + 1)
        .map(one => `${one.tagName.toLowerCase()}.${one.className} ${one.textContent.trim().slice(0, 40)}`);
}"""


def violations(page: Page, *, excused: dict[str, str] | None = None) -> list[Any]:
    """What axe finds, but for the rules in ``excused`` (rule: reason)."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
        page.evaluate(FILL)
    page.evaluate(STILL)
    options = {
        "runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False,
    }  # fmt: skip
    return [found for found in page.evaluate(RUN_AXE, options) if found[0] not in (excused or {})]


def faint(page: Page) -> list[Any]:
    """Text with a contrast under 7 to 1 where people ask for more, in light and dark."""
    found = []
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, contrast="more")  # type: ignore[arg-type]
        page.evaluate(STILL)
        found += page.evaluate(RUN_AXE, ENHANCED)
    page.emulate_media(**COLOURS["light"], contrast="no-preference")
    return found


def in_every_size_and_light(page: Page, *, excused: dict[str, str] | None = None) -> dict[str, list[Any]]:
    """What is wrong at which width and in which colours, by every rule of axe. Empty when nothing is."""
    wrong: dict[str, list[Any]] = {}
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for colours, media in COLOURS.items():
            page.emulate_media(**media)
            wrong[f"axe at {width}, {colours}"] = violations(page, excused=excused)
            wrong[f"too wide at {width}, {colours}"] = page.evaluate(TOO_WIDE)
    page.emulate_media(**COLOURS["light"])
    return {where: found for where, found in wrong.items() if found}


def outline(page: Page) -> dict[str, Any]:
    return page.evaluate(OUTLINE)


def is_in_order(levels: list[int]) -> bool:
    """One h1, at the beginning; no level is skipped on the way down."""
    return levels[:1] == [1] and levels.count(1) == 1 and all(b <= a + 1 for a, b in pairwise(levels))


@dataclass
class Answered:
    """The page as it was sent, before any script of ours: the last document that came into this window."""

    body: str = ""
    view: str = ""


@contextmanager
def answered(page: Page) -> Iterator[Answered]:
    """The last page that is asked for meanwhile; whole before anybody looks at it."""
    documents: list[Response] = []
    asked: list[Request] = []

    def went(request: Request) -> None:
        if request.is_navigation_request():
            asked.append(request)

    def came(response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            documents.append(response)

    page.on("request", went)
    page.on("response", came)
    found = Answered()
    yield found
    asked[-1].response()
    page.remove_listener("request", went)
    page.remove_listener("response", came)
    found.body = documents[-1].text()
    page.wait_for_load_state()
    path = urlsplit(documents[-1].url).path
    found.view = resolve(path).view_name if is_valid_path(path) else ""


@contextmanager
def overheard(page: Page) -> Iterator[list[str]]:
    """Collects requests to other hosts, errors of scripts and whatever the console complains about."""
    heard: list[str] = []

    def request(found: Any) -> None:
        parts = urlsplit(found.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "localhost":
            heard.append(f"request to {found.url}")

    def console(message: ConsoleMessage) -> None:
        # The browser reports the page's own 404 or 422 as an error; that status is meant.
        is_meant = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type in ("error", "warning") and not is_meant:
            heard.append(f"console: {message.text}")

    def script_error(error: Any) -> None:
        heard.append(f"script: {error}")

    listeners: list[tuple[Any, Any]] = [
        ("request", request), ("console", console), ("pageerror", script_error)
    ]  # fmt: skip
    for event, listener in listeners:
        page.on(event, listener)
    yield heard
    for event, listener in listeners:
        page.remove_listener(event, listener)


class Weight:
    """Of the page that is shown: starts anew with every page, and takes nothing from a cache. Headers included.

    Styles and scripts count as they are sent in production, compressed; the server of the tests sends them as they are.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: dict[str, float] = {}
        self.urls: dict[str, str] = {}
        self.line = page.context.new_cdp_session(page)
        self.line.on("Network.requestWillBeSent", self.begin)
        self.line.on("Network.loadingFinished", self.finish)
        self.line.send("Network.enable")
        self.line.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def begin(self, event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            self.parts, self.urls = {}, {}
        self.urls[event["requestId"]] = event["request"]["url"]

    def finish(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.urls:
            url = self.urls[event["requestId"]]
            self.parts[url] = event["encodedDataLength"] - saved_by_compression(url)

    def bytes(self) -> float:
        """Once everything is there that the page asks for by itself."""
        self.page.wait_for_load_state()
        self.page.evaluate("document.fonts.ready")
        return sum(self.parts.values())

    def count(self, ending: str) -> int:
        return sum(url.endswith(ending) for url in self.parts)


@cache
def saved_by_compression(url: str) -> int:
    path = urlsplit(url).path
    found = finders.find(path.removeprefix(settings.STATIC_URL)) if path.endswith((".css", ".js")) else None
    body = Path(str(found)).read_bytes() if found else b""
    return len(body) - len(gzip.compress(body)) if found else 0


@contextmanager
def weighed(page: Page) -> Iterator[Weight]:
    weight = Weight(page)
    yield weight
    weight.line.detach()
