"""Somebody wrote on a device that others use, had it forget, and left the window open: what does going back show?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from consultations.models import AttributionRule, EventKind
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import (
    CALL,
    CHECK,
    SAVE,
    SEND,
    WORDS,
    comes_from_memory,
    press,
    saved,
    words,
)
from tests.e2e.test_questions import ASK
from tests.factories import both, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FORGET = "Forget it on this device"


def sent_by_call(page: Page) -> None:
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, CHECK)
    press(page, SEND)


def asked(page: Page) -> None:
    page.goto(ASK)
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, "Send the question")


def saved_twice(page: Page) -> None:
    saved(page)
    press(page, "Go on writing")
    press(page, SAVE)
    page.wait_for_url("**/saved/")


def goes_back(page: Page, pages: int, to: str) -> None:
    """Without a browser's own memory of pages: it has them from its cache, or asks for them again."""
    page.evaluate(f"history.go(-{pages})")
    page.wait_for_url(f"**{to}")
    page.wait_for_load_state()


def test_what_was_sent_or_saved_and_forgotten_is_not_shown_to_whoever_goes_back(
    open_page: OpenPage, scene: Scene
) -> None:
    make_event(
        scene.consultation, EventKind.WEBINAR, slug="talk", title=both("Evening talk"),
        attribution_rule=AttributionRule.ATTRIBUTABLE, takes_questions=True,
    )  # fmt: skip
    for write, pages, to in ((asked, 2, ASK), (sent_by_call, 3, CALL), (saved_twice, 2, CALL)):
        page = open_page()
        write(page)
        press(page, FORGET)
        page.wait_for_url(lambda url: url.endswith(("/find/", "/draft/")))
        goes_back(page, pages, to)
        expect(page.locator("textarea[name=text]")).to_have_value("")


def test_whoever_goes_back_from_what_was_not_sent_yet_has_it_again(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    page.goto("/en/privacy/")
    goes_back(page, 1, CALL)
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)


def test_a_page_from_the_browsers_memory_forgets_what_was_sent_meanwhile(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    comes_from_memory(page)
    assert words(page) == WORDS
    page.evaluate("sessionStorage.clear()")  # as the page does that says that it has arrived
    comes_from_memory(page)
    assert words(page) == ""
