"""After half an hour the browser has dropped its cookie: the pages that are still open work, and a new look asks for the
code in words.
"""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.models import Event
from submissions.models import Contribution, Draft, Status
from submissions.views.held import draft_cookie
from tests.forms import code_on, page_of
from tests.submissions.test_draft_pages import saved_page
from tests.submissions.test_intake_pages import address, call, filled

pytestmark = pytest.mark.django_db

RECEIPT, FIND, RESUME = (reverse(f"submissions:{name}") for name in ("receipt", "find", "resume"))
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@pytest.fixture
def event() -> Event:
    return call()


@pytest.fixture
def receipt(client: Client, event: Event) -> BeautifulSoup:
    """The page of a receipt, half an hour ago."""
    page = page_of(client.post(address(event), filled(event), follow=True))
    del client.cookies["receipt"]
    return page


@pytest.fixture
def saved(client: Client, event: Event) -> BeautifulSoup:
    """The page of a draft, half an hour ago."""
    page = page_of(client.post(address(event), {**filled(event), "do": "save"}, follow=True))
    del client.cookies[draft_cookie(event)]
    return page


def press(client: Client, page: BeautifulSoup, button: str, **typed: str) -> Any:
    """Sends the form of this button as a browser does."""
    (pressed,) = [each for each in page.select("main button, nav button") if each.text.strip() == button]
    form = (
        page.select_one(f"form#{pressed['form']}") if "form" in pressed.attrs else pressed.find_parent("form")
    )
    assert isinstance(form, Tag)
    fields = {str(box["name"]): str(box.get("value", "")) for box in form.select("input[name]")}
    if "name" in pressed.attrs:
        fields[str(pressed["name"])] = str(pressed["value"])
    where = pressed.get("formaction") or form.get("action")
    return client.post(str(where), fields | typed, follow=True)


def test_what_was_sent_is_withdrawn_from_its_receipt(client: Client, receipt: BeautifulSoup) -> None:
    answer = press(client, receipt, "Withdraw all of it")
    assert Contribution.objects.get().status == Status.WITHDRAWN
    assert code_on(page_of(answer)) == code_on(receipt)
    assert "It will not be printed." in page_of(answer).text


def test_the_receipt_is_sent_and_still_shown(client: Client, receipt: BeautifulSoup) -> None:
    answer = press(client, receipt, "Send the receipt", address="ada@example.org")
    assert code_on(receipt) in mail.outbox[0].body
    assert code_on(page_of(answer)) == code_on(receipt)
    assert "The receipt is on its way." in page_of(answer).text


@pytest.mark.parametrize("backend", ["", CONSOLE])
def test_the_receipt_is_there_in_the_other_language(
    client: Client, settings: Any, event: Event, backend: str
) -> None:
    settings.EMAIL_BACKEND = backend or settings.EMAIL_BACKEND
    receipt = page_of(client.post(address(event), filled(event), follow=True))
    del client.cookies["receipt"]
    french = page_of(press(client, receipt, "Français"))
    assert (french.html["lang"], code_on(french)) == ("fr", code_on(receipt))  # type: ignore[index]
    assert code_on(page_of(press(client, french, "English"))) == code_on(receipt)
    press(client, french, "Tout retirer")
    assert Contribution.objects.get().status == Status.WITHDRAWN


def test_a_receipt_that_is_looked_at_anew_is_asked_for_in_words(
    client: Client, receipt: BeautifulSoup
) -> None:
    answer = client.get(RECEIPT, follow=True)
    assert answer.redirect_chain == [(FIND, 302)]
    assert "This browser holds no receipt now: it keeps one for half an hour." in page_of(answer).text
    # Withdrawing needs a code as well, and whoever has none is not told that it was done.
    answer = client.post(reverse("submissions:withdraw"), {"code": "AAAA-BBBB"}, follow=True)
    assert "This browser holds no receipt now" in page_of(answer).text
    assert Contribution.objects.get().status == Status.PENDING


def test_of_two_receipts_the_one_on_the_page_is_withdrawn(client: Client, event: Event) -> None:
    """The cookie holds the code of the later one."""
    first = page_of(client.post(address(event), filled(event, text="First."), follow=True))
    client.post(address(event), filled(event, text="Second."), follow=True)
    answer = press(client, first, "Withdraw all of it")
    assert code_on(page_of(answer)) == code_on(first)
    assert Contribution.objects.get(status=Status.WITHDRAWN).text == "First."


def test_writing_goes_on_from_the_page_of_the_draft(
    client: Client, event: Event, saved: BeautifulSoup
) -> None:
    answer = press(client, saved, "Go on writing")
    assert answer.redirect_chain == [(address(event), 302)]
    page = page_of(answer)
    assert page.select_one("textarea[name=text]").text.strip() == "More crossings."  # type: ignore[union-attr]
    assert "This is a saved draft." in page.text


def test_the_link_is_sent_and_the_draft_still_shown(client: Client, saved: BeautifulSoup) -> None:
    answer = press(client, saved, "Send the link", address="ada@example.org")
    assert code_on(saved) in mail.outbox[0].body
    assert code_on(page_of(answer)) == code_on(saved)
    assert "The link is on its way." in page_of(answer).text


@pytest.mark.parametrize("backend", ["", CONSOLE])
def test_the_draft_is_there_in_the_other_language(
    client: Client, settings: Any, event: Event, backend: str
) -> None:
    settings.EMAIL_BACKEND = backend or settings.EMAIL_BACKEND
    saved = page_of(client.post(address(event), {**filled(event), "do": "save"}, follow=True))
    del client.cookies[draft_cookie(event)]
    french = page_of(press(client, saved, "Français"))
    assert (french.html["lang"], code_on(french)) == ("fr", code_on(saved))  # type: ignore[index]
    assert code_on(page_of(press(client, french, "English"))) == code_on(saved)


def test_the_draft_can_be_deleted(client: Client, saved: BeautifulSoup) -> None:
    assert "Your draft is deleted." in page_of(press(client, saved, "Delete the draft")).text
    assert not Draft.objects.exists()
    assert "Your draft is no longer here." in page_of(press(client, saved, "Delete the draft")).text


def test_a_draft_that_is_looked_at_anew_is_asked_for_in_words(
    client: Client, event: Event, saved: BeautifulSoup
) -> None:
    answer = client.get(saved_page(event), follow=True)
    assert answer.redirect_chain == [(RESUME, 302)]
    assert (
        "This browser holds no draft of this form now: it keeps one for half an hour." in page_of(answer).text
    )


def test_no_code_is_in_an_address_and_no_cache_keeps_it(
    client: Client, receipt: BeautifulSoup, saved: BeautifulSoup
) -> None:
    for page, buttons in (
        (receipt, ["Français", "Send the receipt"]),
        (saved, ["Français", "Send the link"]),
    ):
        code = code_on(page)
        named = [str(each.get(where, "")) for each in page.select("[href], [action], [formaction]")
                 for where in ("href", "action", "formaction")]  # fmt: skip
        assert not [each for each in named if code in each]
        for button in buttons:
            answer = press(client, page, button, address="ada@example.org")
            assert code_on(page_of(answer)) == code
            assert "no-store" in answer["Cache-Control"]
            assert not [each for each, _status in answer.redirect_chain if code in each]
