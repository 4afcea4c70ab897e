"""The description of the API can be read and tried in a browser, under the policy of every page."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import OpenPage
from tests.factories import make_consultation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_viewer_shows_every_operation_and_tries_one(live_server: LiveServer, open_page: OpenPage) -> None:
    make_consultation(slug="streets")
    page = open_page()
    page.goto("/api/v1/docs/")
    expect(page.locator(".opblock")).to_have_count(11)
    page.locator("#operations-programme-consultations_list .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text('"slug": "streets"')
