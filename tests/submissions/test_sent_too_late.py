"""A form that was open for too long is given back on public pages, to whoever wrote it and to no other site."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Event
from submissions.models import Contribution
from tests.submissions.test_intake_pages import address, call, filled, page_of

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "http://testserver", "https://elsewhere.example"
SPY = "spy@elsewhere.example"
PAGES = ["take_part", "saved", "rapporteur", "ask", "receipt", "find", "resume"]


def page_called(name: str, event: Event) -> str:
    slugs = [] if name in ("receipt", "find", "resume") else [event.consultation.slug, event.slug]
    return reverse(f"submissions:{name}", args=slugs)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null"])
@pytest.mark.parametrize("name", PAGES)
def test_what_another_site_filled_in_is_given_back_on_no_page(name: str, origin: str) -> None:
    """One press would have sent a receipt to an address of theirs."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(page_called(name, call()), {"address": SPY, "text": SPY}, headers={"origin": origin})
    assert answer.status_code == 403
    assert SPY not in answer.content.decode()
    assert not page_of(answer).select("form.question, [name=csrfmiddlewaretoken]")


@pytest.mark.parametrize("referer", [f"{ELSEWHERE}/page", "http://testserver/", "no address", ""])
def test_nor_without_an_origin_unless_the_page_before_it_was_ours(referer: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        reverse("submissions:receipt"),
        {"address": SPY},
        secure=True,
        headers={"referer": referer} if referer else {},
    )
    assert (answer.status_code, SPY in answer.content.decode()) == (403, False)
    ours = {"referer": "https://testserver/en/receipt/"}
    answer = client.post(reverse("submissions:receipt"), {"address": SPY}, secure=True, headers=ours)
    assert (answer.status_code, SPY in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("headers", [{"origin": HERE}, {}])
def test_what_was_typed_here_is_given_back(headers: dict[str, Any]) -> None:
    event = call()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address(event), filled(event, text="Took an hour."), headers=headers)
    page = page_of(answer)
    assert (answer.status_code, page.select_one("textarea[name=text]").text.strip()) == (403, "Took an hour.")
    again = {field["name"]: field.get("value") or field.text for field in page.select("form [name]")}
    assert client.post(address(event), again, headers=headers).status_code == 302
    assert Contribution.objects.get().text == "Took an hour."


@pytest.mark.parametrize("name", PAGES)
def test_no_cache_keeps_the_page_that_gives_it_back(name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(page_called(name, call()), {"code": "AAAA-BBBB", "name": "Ada Walker"})
    assert b"Ada Walker" in answer.content
    assert "no-store" in answer.get("Cache-Control", "")
