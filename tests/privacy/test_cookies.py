"""The privacy page names every cookie that the code can set, and no other."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings, settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client

OURS = ("config", "consultations", "reports", "submissions")
# Which argument of a call is the name of the cookie.
SETTERS = {"hold": 1, "set_cookie": 0, "set_signed_cookie": 0}
OF_DJANGO = {
    settings.CSRF_COOKIE_NAME,
    settings.SESSION_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    CookieStorage.cookie_name,
}
ROOT = Path(__file__).parents[2]
HOLD = ROOT / "consultations" / "cookies.py"


def names_set() -> Iterator[str]:
    for path in (path for app in OURS for path in (ROOT / app).rglob("*.py")):
        if path == HOLD:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if called in SETTERS:
                yield name_in(path, call.args[SETTERS[called]])


def name_in(path: Path, argument: ast.expr) -> str:
    """As the page writes it: with … for the number of an event."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    event = SimpleNamespace(pk="…")
    known: dict[str, Any] = {**vars(module), "event": event, "opened": SimpleNamespace(event=event)}
    return str(eval(ast.unparse(argument), known))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_names_the_cookies_that_are_set_and_no_other(client: Client, language: str) -> None:
    page = BeautifulSoup(client.get(f"/{language}/privacy/").content, "html.parser")
    assert sorted(code.text for code in page.select("dt code")) == sorted(OF_DJANGO | set(names_set()))


def test_no_script_sets_a_cookie() -> None:
    scripts = [path.read_text() for path in (ROOT / "static" / "js").glob("*.js")]
    assert scripts
    assert not any(re.search(r"document\.cookie\s*=|cookieStore", script) for script in scripts)


@pytest.mark.parametrize("days", [1, 45])
def test_the_page_says_for_how_long_a_draft_is_kept(
    client: Client, settings: LazySettings, days: int
) -> None:
    settings.DAYS_OF_A_DRAFT = days
    assert (
        f" {days} day{'s' * (days > 1)} after you last saved it"
        in client.get("/en/privacy/").content.decode()
    )
