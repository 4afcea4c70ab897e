"""The description of the API is complete, and reading it needs nobody else's server."""

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_description_is_valid_and_silent(capfd: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
    assert capfd.readouterr() == ("", "")


def test_the_viewer_is_made_of_our_own_files_under_the_policy_of_every_page(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "http" not in text.replace("</html>", "")
    assert "<style" not in text
    assert "<script>" not in text
    script = client.get("/api/v1/docs/", {"script": ""})
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert b'url: "/api/v1/schema/"' in script.content


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/none/", "application/json"), ("/none/", "text/html")])
def test_programs_and_people_are_told_in_their_own_way_that_there_is_nothing(
    client: Client, db: None, path: str, kind: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith(kind)


def test_a_forgotten_slash_leads_to_the_address(client: Client) -> None:
    answer = client.get("/api/v1/docs")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/docs/")
