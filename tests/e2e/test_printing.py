"""What people are told to print has its code on paper, and nothing that only a screen can do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import CALL, press

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# In order: "#" and its words for a heading, "." for anything else that is seen.
ON_PAPER = """() => [...document.querySelectorAll("main *")].filter(one => one.checkVisibility()
    && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .map(one => one.closest("h2, h3") ? "#" + one.textContent.trim() : ".")"""
ONLY_ON_A_SCREEN = "button, summary, input:not([type=hidden]), select, textarea, nav, footer, .crumbs, .skip"


def on_paper(page: Page) -> list[str]:
    """The headings of what is printed, once nothing is there that paper cannot do."""
    page.emulate_media(media="print")
    expect(page.locator(ONLY_ON_A_SCREEN).filter(visible=True)).to_have_count(0)
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.locator(".code svg")).to_be_visible()
    seen = page.evaluate(ON_PAPER)
    nothing_under = [first for first, then in pairwise([*seen, "#"]) if first[0] == then[0] == "#"]
    assert nothing_under == []
    return [each for each in seen if each != "."]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_saved_draft_and_a_receipt_are_printed(open_page: OpenPage, scene: Scene, javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("Light the crossing.")
    press(page, "Save and come back later")
    expect(page.get_by_role("heading", name="Have a link sent to you")).to_be_visible()
    assert on_paper(page) == ["#Resume code"]
    expect(page.get_by_text("nobody here can read it")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Go on writing").click()
    press(page, "Check before sending")
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    expect(page.get_by_role("button", name="Forget it on this device")).to_be_visible()
    promise = page.locator(".promise")
    assert on_paper(page) == [
        "#Receipt code",
        f"#{promise.locator('h2').inner_text()}",
        "#What you sent, and what became of it",
        f"#{scene.topics[0].title}",
    ]
    expect(promise).to_be_visible()
