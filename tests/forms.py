"""What a browser would send of a page, and what a person reads off it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def page_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def fields_of(page: BeautifulSoup) -> dict[str, Any]:
    """What the browser would send if the form of words were sent as it stands; a list where several are ticked."""
    form = page.select_one("form#words")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for box in form.select("input[type=hidden], input[checked]"):
        sent.setdefault(str(box["name"]), []).append(str(box.get("value", "")))
    found: dict[str, Any] = {name: each if len(each) > 1 else each[0] for name, each in sent.items()}
    for one in form.select("select"):
        if chosen := one.select_one("option[selected]"):
            found[str(one["name"])] = chosen["value"]
    found |= {str(box["name"]): box["value"] for box in form.select("input[type=text][value]")}
    return found | {str(area["name"]): area.text.removeprefix("\n") for area in form.select("textarea")}


def code_on(page: BeautifulSoup) -> str:
    """The receipt or resume code that the page shows to be noted."""
    shown = page.select_one(".receipt")
    assert shown is not None
    return shown.text.strip()
