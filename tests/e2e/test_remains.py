"""What a tab still holds when an event closes or when something has arrived: no more is forgotten than that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import CALL, CHECK, SEND, WORDS, close, press, saved, words
from tests.factories import both, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OTHER = CALL.replace("/call/", "/other/")


def typed(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(text)


def test_discarding_what_was_typed_for_one_event_leaves_what_was_typed_for_another(
    open_page: OpenPage, scene: Scene
) -> None:
    make_event(scene.consultation, slug="other", title=both("Another call"))
    page = open_page()
    typed(page, OTHER, "For the other call.")
    typed(page, CALL, WORDS)
    close(scene.call)
    page.goto(CALL)
    page.get_by_role("button", name="Discard what you typed").click()
    expect(page.locator("[data-remains]")).to_be_hidden()
    page.goto(OTHER)
    assert words(page) == "For the other call."


def sent_into_the_void(page: Page) -> None:
    """Nothing arrives, and the browser does not know it."""
    press(page, CHECK)
    page.route("**/take-part/", lambda route: route.fulfill(status=204))
    with page.expect_response("**/take-part/"):
        press(page, SEND)
    page.unroute("**/take-part/")


def sent(page: Page) -> None:
    press(page, CHECK)
    press(page, SEND)
    page.wait_for_url("**/receipt/")


def test_what_arrives_takes_nothing_from_another_event_that_may_not_have_arrived(
    open_page: OpenPage, scene: Scene
) -> None:
    make_event(scene.consultation, slug="other", title=both("Another call"))
    page = open_page()
    typed(page, OTHER, "For the other call.")
    sent_into_the_void(page)
    typed(page, CALL, WORDS)
    sent(page)
    page.goto(OTHER)
    assert words(page) == "For the other call."


def test_a_receipt_that_is_looked_at_again_takes_nothing_of_what_is_typed_since(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    typed(page, CALL, WORDS)
    sent(page)
    page.goto(CALL)
    page.locator("main button[value=another]").click()
    page.locator("textarea[name=text]").fill("A second thought.")
    page.goto("/en/receipt/")
    page.goto(CALL)
    assert words(page) == "A second thought."


def test_what_may_have_arrived_is_not_said_to_be_unsent(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    typed(page, CALL, WORDS)
    sent_into_the_void(page)
    close(scene.call)
    page.goto(CALL)
    expect(page.locator("[data-remains]")).to_contain_text(WORDS.splitlines()[0])
    expect(page.locator("[data-unsent]")).to_be_hidden()


def test_what_was_saved_is_shown_from_the_tab_where_the_browser_knows_its_code_no_more(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    saved(page)
    press(page, "Go on writing")
    page.locator("textarea[name=text]").fill("Better words.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    page.context.clear_cookies(name=f"draft_{scene.call.pk}")
    close(scene.call)
    page.goto(CALL)
    expect(page.locator("[data-remains]")).to_contain_text("Better words.")
    expect(page.locator("[data-unsent]")).to_be_visible()
