"""The description of the API can be read and tried in a browser, under the policy of every page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from config.quality.html_checker import check
from tests.e2e.conftest import OpenPage
from tests.e2e.looking import answered, in_every_size_and_light, outline
from tests.factories import make_consultation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# Of Swagger UI itself. What it says can also be had as one file, to which the page leads.
BARRIERS = {
    "heading-order": "its groups are h3 under the h1",
    "nested-interactive": "each operation is a button with a link in it",
    "region": "its title stands outside of the landmark that it makes of the operations",
}


@pytest.fixture
def viewer(live_server: LiveServer, open_page: OpenPage) -> Page:
    make_consultation(slug="streets")
    page = open_page()
    page.goto("/api/v1/docs/")
    expect(page.locator(".opblock")).to_have_count(11)
    return page


def try_one(page: Page) -> None:
    page.locator("#operations-programme-consultations_list .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text('"slug": "streets"')


def test_the_viewer_shows_every_operation_and_tries_one(viewer: Page) -> None:
    try_one(viewer)


def test_the_viewer_has_no_barrier_but_those_that_are_named(viewer: Page) -> None:
    about = outline(viewer)
    assert (about["lang"], about["title"]) == ("en", "API – What We Heard")
    assert (about["mains"], about["levels"].count(1)) == (1, 1)
    assert in_every_size_and_light(viewer, excused=BARRIERS) == {}
    try_one(viewer)
    assert in_every_size_and_light(viewer, excused=BARRIERS) == {}


def test_the_page_of_the_viewer_is_valid_and_leads_to_the_same_as_one_file(
    viewer: Page, tmp_path: Path
) -> None:
    with answered(viewer) as page:
        viewer.reload()
    file = tmp_path / "viewer.html"
    file.write_text(page.body, encoding="utf-8")
    assert [str(each) for each in check([file])] == []
    with viewer.expect_download() as download:
        viewer.get_by_role("link", name="The same as one OpenAPI file").click()
    assert b"openapi: 3" in Path(download.value.path()).read_bytes()
