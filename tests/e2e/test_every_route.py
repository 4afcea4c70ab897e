"""Every page was looked at, and what was sent for each is valid HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import LazySettings
from django.urls import URLPattern, get_resolver
from playwright.sync_api import Browser, Page

from config.demo.options import ROOT
from config.quality.html_checker import Message, check
from config.quality.messages import CATALOGUE
from tests.e2e import screenshots
from tests.e2e import test_accessibility as public
from tests.e2e import test_accessibility_keyboard as keyboard
from tests.e2e import test_accessibility_staff as staff
from tests.e2e.looking import Answered
from tests.e2e.site import Site
from tests.e2e.test_language_switch import ASKS, asks, is_public, sends_along

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

LANGUAGES = ("en", "fr")
NOT_A_PAGE = {
    "health": "an answer for machines",
    "None": "the admin's detour, which leads nowhere",
    "set_language": "remembers a choice and leads back",
    "consultations:programme_calendar": "a calendar file",
    "consultations:event_calendar": "a calendar file",
    "submissions:withdraw": "takes a form and leads to the receipt",
    "submissions:forget": "takes a form and leads to the search for a receipt",
    "admin:submissions_contribution_next": "leads to the next in the queue",
    "submissions:notes_worker": "a script",
    "submissions:board_news": "a part of the page of questions, looked at with it",
    "reports:file": "a file",
    "reports:compile": "takes a form and leads to the version",
    "reports:publish": "takes a form and leads to the report",
    "reports:announce": "takes a form and leads to the version",
}
# Looked at in a test of its own, tests/e2e/test_api_viewer.py.
ELSEWHERE = {"api"}
# Sentences of our pages that are on none of those looked at.
UNSEEN = {
    "The report that is published now does not rest on it. A later version may.": (
        "stands on a receipt in the place of what the report says of it"
    ),
    "Yes,No": "two words for Django, which shows one",
    "These figures do not balance. Tell the operators before you compile.": "no step of review leads there",
    "There is something new. “Show the questions as they are now” shows it; nothing on this page moves by itself.": (
        "comes into the page of questions by itself: the state “board, something new”"
    ),
}
SENTENCES = re.compile(r"templates/(?!admin/|mail/|api/)|\w+/templatetags/|consultations/limits")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
# Django's own pages; what they show of ours is looked at by tests/e2e/test_accessibility_staff.py.
DJANGOS = re.compile(
    r"admin:(\w+_(changelist|add|change|delete|history)|index|login|logout|app_list|autocomplete|jsi18n"
    r"|password_change(_done)?|view_on_site|auth_user_password_change|None)"
)


# The list of models beside the admin's pages has no link in one column where nothing can be added.
DJANGO_WARNS = (
    "A table row was 2 columns wide, which is less than the column count established by the first row (3)."
)


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture
def all_seen(browser: Browser, site: Site, seen: dict[str, Answered]) -> dict[str, Answered]:
    """What the tests before these have looked at; if only some of them were run, the rest is opened now."""
    assert public.STATES.keys().isdisjoint(staff.OURS)
    with window(browser) as page:
        for name, language in product(public.STATES, LANGUAGES):
            if f"{name}.{language}" not in seen:
                seen[f"{name}.{language}"] = public.open_state(page, site, name, language)
    with window(browser) as page:
        staff.come_in(page, site)
        for name, language in (*product(staff.OURS, LANGUAGES), *product(staff.DJANGOS, ("en",))):
            if f"{name}.{language}" not in seen:
                seen[f"{name}.{language}"] = staff.open_state(page, site, name, language)
    return seen


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{prefix}{one.name}"
        elif one.namespace not in ELSEWHERE:
            yield from routes(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)


def test_every_route_that_answers_with_a_page_was_looked_at(all_seen: dict[str, Answered]) -> None:
    ours = {name for name in routes(get_resolver().url_patterns) if not DJANGOS.fullmatch(name)}
    looked_at = {answer.view for answer in all_seen.values()}
    assert ours - looked_at == set(NOT_A_PAGE)


def test_every_public_page_that_asks_something_sends_it_along(all_seen: dict[str, Answered]) -> None:
    """But for those that a broken server makes; they have a test of their own."""
    asking = {name: answer for name, answer in all_seen.items() if is_public(name) and asks(answer.body)}
    assert {answer.view for name, answer in asking.items() if name.endswith(".en")} == set(ASKS)
    assert [name for name, answer in asking.items() if not sends_along(answer.body)] == []


def test_every_public_page_is_walked_through_by_keyboard(all_seen: dict[str, Answered]) -> None:
    views = {all_seen[f"{name}.en"].view for name in public.STATES}
    walked = {all_seen[f"{name}.en"].view for name in keyboard.OPENED}
    # Those who are refused, or come where nothing is.
    assert views - walked == {"", "admin:login", "admin:consultations_invitation_invite"}


def test_pictures_show_the_routes_that_they_say(all_seen: dict[str, Answered]) -> None:
    pictured = {**screenshots.PUBLIC, **screenshots.STAFF}
    assert {name: all_seen[f"{name}.en"].view for name in pictured} == pictured


def test_every_page_is_valid_html(all_seen: dict[str, Answered], tmp_path: Path) -> None:
    files = [tmp_path / f"{re.sub(r'[^a-z]+', '-', name)}.html" for name in all_seen]
    assert len(set(files)) == len(files)
    for file, answer in zip(files, all_seen.values(), strict=True):
        file.write_text(answer.body, encoding="utf-8")
    found = [message for message in check(files) if message.kind in ("error", "warning")]
    assert [str(each) for each in found if not (each.text.startswith(DJANGO_WARNS) or is_a_guess(each))] == []


def is_a_guess(message: Message) -> bool:
    """The page of invitations shows its letter in both languages, each marked as such; the checker guesses one for all."""
    return message.file.startswith("invite-") and "appears to be written in" in message.text


def test_every_sentence_of_our_pages_was_looked_at(all_seen: dict[str, Answered]) -> None:
    """So no state is forgotten: each that says something of its own has been on the screen."""
    pages = [squeezed(html.unescape(all_seen[name].body)) for name in all_seen if name.endswith(".en")]
    unseen = {
        entry.msgid
        for entry in polib.pofile(str(ROOT / CATALOGUE))
        if any(SENTENCES.match(file) for file, _line in entry.occurrences)
        and not any(stands_in(page, entry.msgid) or stands_in(page, entry.msgid_plural) for page in pages)
    }
    assert unseen == set(UNSEEN)


def stands_in(page: str, sentence: str) -> bool:
    parts = [part.strip() for part in PLACEHOLDER.split(squeezed(sentence))]
    return any(parts) and all(part in page for part in parts)


def squeezed(text: str) -> str:
    return " ".join(text.split())
