"""A reviewer's session ends while they write; they sign in beside it and lose nothing."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from submissions.models import Status
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import PASSWORD, Scene, sign_in
from tests.factories import make_contribution

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_note_outlives_the_session(open_page: OpenPage, scene: Scene, javascript: bool) -> None:
    said = make_contribution(scene.call, "Light the crossing.", scene.topics[1])
    page = open_page(java_script_enabled=javascript)
    sign_in(page, scene.reviewer, f"/admin/submissions/contribution/{said.pk}/change/")
    page.check("#decide [name=action][value=accept]")
    page.fill("#decide [name=note]", "Long thought about.")
    Session.objects.all().delete()
    page.click("#decide [type=submit] >> nth=0")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    expect(page.locator("textarea[name=note]")).to_have_value("Long thought about.")
    sign_in_beside(page, scene)
    page.get_by_role("button", name="Send it again").click()
    if not javascript:
        # The other tab has made the token of this one an old one: once more.
        page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".messagelist")).to_be_visible()
    said.refresh_from_db()
    assert said.status == Status.ACCEPTED
    assert said.notes.get().text == "Long thought about."


def sign_in_beside(page: Page, scene: Scene) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in, in another tab").click()
    beside = opened.value
    beside.fill("[name=username]", scene.reviewer.username)
    beside.fill("[name=password]", PASSWORD)
    beside.click("[type=submit]")
    beside.wait_for_url("**/admin/")
    beside.close()
