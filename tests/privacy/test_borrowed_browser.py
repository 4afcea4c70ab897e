"""Somebody borrows the browser in which words were written, perhaps with a copy of the database beside it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from submissions.models import Submission
from tests.submissions.test_intake_pages import address, call, filled

pytestmark = pytest.mark.django_db


def cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}


def test_no_cookie_holds_the_key_that_is_stored_with_what_was_sent(client: Client) -> None:
    event = call()
    page = BeautifulSoup(client.get(address(event)).content, "html.parser")
    key = str(page.select_one("input[name=key]")["value"])  # type: ignore[index]
    assert key in str(cookies(client)), "or this would look for nothing"
    client.post(address(event), filled(event, key=key))
    assert str(Submission.objects.get().idempotency_key) == key
    assert key not in str(cookies(client))
    assert "You have sent this" in client.get(address(event)).content.decode()


def test_what_is_forgotten_on_a_device_leaves_no_cookie_and_an_empty_form(client: Client) -> None:
    event = call()
    client.get(address(event))
    client.post(address(event), filled(event), follow=True)
    client.post(reverse("submissions:forget"))
    assert cookies(client).keys() <= {"csrftoken"}
    page = client.get(address(event)).content.decode()
    assert "You have sent this" not in page
    assert "More crossings." not in page
