"""A browser that is killed, and one that keeps pages in its memory: what tests/e2e/test_drafts.py tries as if, for real."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from submissions.intake import drafts
from tests.e2e.conftest import PATIENCE, how_to_start
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import (
    CALL,
    CHECK,
    SAVE,
    SEND,
    WORDS,
    drafts_in,
    press,
    resumed,
    saved,
    sent_in,
    words,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PROFILE = "profile"


def started(chromium: BrowserType, profile: Path, server: LiveServer) -> BrowserContext:
    context = chromium.launch_persistent_context(profile, base_url=server.url, **how_to_start())
    context.set_default_timeout(PATIENCE)
    return context


def kill(context: BrowserContext, profile: Path) -> None:
    """The browser notes its process in its profile, as host-number. Nothing is written or closed any more."""
    process = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])
    with context.expect_event("close"):
        os.kill(process, signal.SIGKILL)


def test_after_a_crash_the_code_leads_to_what_was_said_to_be_saved(
    chromium: BrowserType, live_server: LiveServer, scene: Scene, tmp_path: Path
) -> None:
    """What the page called saved is there. What was typed since was in the tab alone, and no more is promised of it."""
    profile = tmp_path / PROFILE
    context = started(chromium, profile, live_server)
    page = context.pages[0]
    code = saved(page)
    press(page, "Go on writing")
    page.locator("textarea[name=text]").fill("Better words.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    page.locator("textarea[name=text]").fill("Better words. And then")
    kill(context, profile)
    context = started(chromium, profile, live_server)
    page = context.pages[0]
    resumed(page, code)
    assert words(page) == "Better words."
    page.locator("textarea[name=text]").fill("Better words, and more.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    assert drafts_in(scene) == 1
    context.close()


class Memory:
    """A page of a browser that keeps the pages it leaves, as people's browsers do. A page that comes back has its fields
    emptied, since none is to be filled in by the browser itself; what is in them then is what the tab was to keep.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shown: list[str] = []
        page.on("console", lambda message: self.shown.append(message.text))
        page.add_init_script("addEventListener('pageshow', ({ persisted }) => console.info(persisted))")

    def go_back(self, pages: int = 1) -> None:
        """To the form. A page that comes from memory, script and all, says so; one that is made anew does not."""
        shown = len(self.shown)
        self.page.evaluate(f"history.go(-{pages})")
        self.page.wait_for_url(f"**{CALL}", wait_until="commit")
        self.page.wait_for_function("document.readyState === 'complete'")
        self.was_kept = "true" in self.shown[shown:]


@pytest.fixture
def memory(chromium: BrowserType, live_server: LiveServer) -> Iterator[Memory]:
    browser = chromium.launch(ignore_default_args=["--disable-back-forward-cache"], **how_to_start())
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    yield Memory(context.new_page())
    browser.close()


def test_going_back_for_real_finds_the_words_as_they_were_left_and_a_draft_as_it_was_saved(
    memory: Memory, scene: Scene
) -> None:
    page = memory.page
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/en/")
    memory.go_back()
    assert (memory.was_kept, words(page)) == (True, WORDS)
    press(page, SAVE)
    page.wait_for_url("**/saved/")
    memory.go_back()
    expect(page.get_by_text("What you type is saved as you go.")).to_be_visible()
    assert (memory.was_kept, words(page)) == (True, WORDS)
    page.locator("textarea[name=text]").fill("Better words.")
    press(page, SAVE)
    page.wait_for_url("**/saved/")
    code = page.locator(".receipt").inner_text()
    assert (drafts_in(scene), drafts.open_(code).values["text"]) == (1, ["Better words."])


def test_going_back_for_real_after_sending_sends_nothing_twice(memory: Memory, scene: Scene) -> None:
    page = memory.page
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, CHECK)
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    memory.go_back(2)
    expect(page.locator("h1")).to_have_text("You have sent this")
    assert sent_in(scene) == [WORDS]


def test_going_back_for_real_shows_nothing_of_what_a_device_was_told_to_forget(
    memory: Memory, scene: Scene
) -> None:
    page = memory.page
    saved(page)
    press(page, "Forget it on this device")
    page.wait_for_url("**/draft/")
    memory.go_back(2)
    assert (memory.was_kept, words(page)) == (False, "")
