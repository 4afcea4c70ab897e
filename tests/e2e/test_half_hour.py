"""In a real browser without scripts: half an hour later the pages of a draft and a receipt still do what is pressed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from submissions.models import Contribution, Status
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import CHECK, SEND, WORDS, press, saved, words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def half_an_hour_later(page: Page) -> None:
    """The browser drops the cookies with the codes by itself."""
    for cookie in page.context.cookies():
        if cookie["name"].startswith(("receipt", "draft_")):
            page.context.clear_cookies(name=cookie["name"])


def test_a_draft_and_a_receipt_outlive_their_cookies(open_page: OpenPage, scene: Scene) -> None:
    page = open_page(java_script_enabled=False)
    code = saved(page)
    for language in ("Français", "English"):
        half_an_hour_later(page)
        press(page, language)
        expect(page.locator(".receipt")).to_have_text(code)
    press(page, "Go on writing")
    page.wait_for_url("**/take-part/")
    assert words(page) == WORDS
    press(page, CHECK)
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    code = page.locator(".receipt").inner_text()
    half_an_hour_later(page)
    press(page, "Français")
    expect(page.locator(".receipt")).to_have_text(code)
    page.locator(".withdraw summary").click()
    press(page, "Tout retirer")
    page.wait_for_url("**/fr/receipt/")
    expect(page.locator(".receipt")).to_have_text(code)
    assert Contribution.objects.get(submission__event=scene.call).status == Status.WITHDRAWN
    half_an_hour_later(page)
    page.goto("/en/receipt/")
    assert page.url.endswith("/en/receipt/find/")
    expect(page.locator(".messages")).to_contain_text("Write your receipt code to see it again.")
    assert code not in page.url
