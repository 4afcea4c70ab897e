"""Somebody borrows the browser in which words were written, perhaps with a copy of the database beside it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from submissions.models import Submission
from tests.submissions.test_draft_pages import save, saved_page
from tests.submissions.test_intake_pages import address, call, filled
from tests.submissions.test_intake_rapporteur import address as notes
from tests.submissions.test_intake_rapporteur import conference, let_in

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


def test_what_is_forgotten_on_a_device_is_not_in_its_cache_for_whoever_goes_back(client: Client) -> None:
    event, day = call(), conference()
    let_in(client, day)
    save(client, event)
    registered = reverse("consultations:registered", args=[event.consultation.slug, event.slug])
    pressed = [
        client.post(reverse("submissions:forget")),
        client.post(saved_page(event), {"do": "forget"}),
        client.post(registered),
        client.post(notes(day), {"do": "leave"}),
    ]
    assert [(each.status_code, each.headers.get("Clear-Site-Data")) for each in pressed] == [
        (302, '"cache"')
    ] * 4
