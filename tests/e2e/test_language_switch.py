"""On every public page with something to fill in, the other language keeps what was typed, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import LazySettings
from django.contrib.admin.models import LogEntry
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from consultations.models import Event, Invitation, Registration, Session, Topic
from submissions.models import (
    Contribution,
    Draft,
    Flag,
    FlagKind,
    Note,
    Question,
    Redaction,
    Submission,
    Theme,
)
from tests.e2e import test_accessibility as public
from tests.e2e import test_accessibility_staff as staff
from tests.e2e.site import Site, committed
from tests.e2e.test_accessibility import STATES

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

# For each route that asks something, a state in which it does; tests/e2e/test_every_route.py finds the routes.
ASKS = {
    "consultations:register": "register",
    "submissions:ask": "ask",
    "submissions:find": "find",
    "submissions:rapporteur": "notes",
    "submissions:receipt": "receipt",
    "submissions:resume": "resume",
    "submissions:saved": "write, saved",
    "submissions:take_part": "survey of every kind",
}
TO_FILL = "input:not([type=hidden]):visible, textarea:visible, select:visible"
TYPED = """form => [...new FormData(form)].filter(([name]) =>
    [...form.elements].some(one => one.name === name && one.type !== "hidden" && !one.closest("[aria-hidden]")))"""


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("state", ASKS.values())
def test_the_other_language_keeps_what_was_typed(
    browser: Browser, site: Site, state: str, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    context.set_default_timeout(10_000)
    page = context.new_page()
    begin(page, site, state)
    typed = fill(page)
    before = stored()
    for name, language in (("Français", "fr"), ("English", "en")):
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url(f"**/{language}/**")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("form#words").evaluate(TYPED) == typed
        assert page.locator(".error").count() == 0
    assert stored() == before
    context.close()


@pytest.fixture
def at_work(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of somebody who holds every role, in a browser of its own."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        staff.come_in(page, site)
        return page

    yield opened
    for context in contexts:
        context.close()


ADMIN: dict[str, Callable[[Site], str]] = {
    "an event": lambda site: f"consultations/event/{site.new.events.get(slug='conference').pk}/change/",
    "a new event": lambda site: f"consultations/event/add/?consultation={site.new.pk}",
    "a theme": lambda site: f"submissions/theme/{Theme.objects.first().pk}/change/",
    "a question": lambda site: (
        f"submissions/question/{Question.objects.get(questionnaire__event__slug='paged', page=2).pk}/change/"
    ),
}
SENT_OFF = """form => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")"""


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", ADMIN)
def test_a_form_of_the_admin_keeps_what_was_typed(
    at_work: Callable[..., Page], site: Site, form: str, javascript: bool
) -> None:
    """Wrong as it may be: a day that is none, a field that was emptied, a row that was added."""
    page = at_work(java_script_enabled=javascript)
    page.goto(f"{site.url}/admin/{ADMIN[form](site)}")
    words = page.locator("#content-main form")
    for number, field in enumerate(words.locator("input[type=text]:visible, textarea:visible").all()):
        field.fill("" if number == 1 else f"Words {number}")
    if javascript and words.locator(".add-row a").count():
        words.locator(".add-row a").first.click()
        words.locator("[class*=dynamic-] input[type=text]:visible").last.fill("Added")
    typed, before = words.evaluate(SENT_OFF), rows()
    assert "Words 0" in [value for _name, value in typed]
    turn_and_turn_back(page, words, typed)
    assert rows() == before
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", ["invite", "bulk"])
def test_what_is_done_for_many_keeps_what_was_typed(
    at_work: Callable[..., Page], site: Site, form: str, javascript: bool
) -> None:
    page = at_work(java_script_enabled=javascript)
    if form == "invite":
        page.goto(f"{site.url}{staff.INVITE}")
        words = page.locator("form#invite")
        words.locator("select").select_option(index=1)
        words.locator("input[type=checkbox]").first.check()
    else:
        page.goto(f"{site.url}/admin/submissions/contribution/?consultation={site.new.pk}")
        staff.choose_many(page)
        words = page.locator("form#content-main")
        words.locator("textarea").fill("Read with the team.")
    words.locator("input[type=radio]").nth(1).check()
    typed, before = words.evaluate(SENT_OFF), decided()
    turn_and_turn_back(page, words, typed)
    assert decided() == before


@pytest.mark.parametrize("javascript", [True, False])
def test_the_step_of_review_that_was_typed_in_last_goes_along(
    at_work: Callable[..., Page], site: Site, javascript: bool
) -> None:
    """Without scripts, by the button of its own."""
    page = at_work(java_script_enabled=javascript)
    contribution = Contribution.objects.filter(submission__event__consultation=site.new).first()
    address = f"{site.url}/admin/submissions/contribution/{contribution.pk}/change/"
    page.goto(address)
    before = decided()
    names = page.locator("form.step:has(textarea, input[type=text])").evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert {"redact", "note"} <= set(names)
    for name in names:
        page.goto(address)
        words = page.locator(f"form#{name}")
        for number, field in enumerate(words.locator("input[type=text]:visible, textarea:visible").all()):
            field.fill(f"Words {number}")
        turn_and_turn_back(page, words, words.evaluate(SENT_OFF), switch=page if javascript else words)
    assert decided() == before


@pytest.mark.parametrize("javascript", [True, False])
def test_why_words_may_be_printed_goes_along(
    at_work: Callable[..., Page], site: Site, javascript: bool
) -> None:
    """The one for the flag where it was typed, of two that ask the same."""
    page = at_work(java_script_enabled=javascript)
    contribution = Contribution.objects.filter(submission__event__consultation=site.new).first()
    with flagged(contribution, "Lamp House", "Lamp Street"):
        page.goto(f"{site.url}/admin/submissions/contribution/{contribution.pk}/change/")
        both = page.locator("form:has(input[name=step][value=clear])")
        words = both.last
        words.locator("input[name=because]").fill("A street, and nobody’s.")
        before = decided()
        turn_and_turn_back(page, words, words.evaluate(SENT_OFF), switch=page if javascript else words)
        assert decided() == before
        assert both.first.locator("input[name=because]").input_value() == ""


def test_a_page_that_is_come_back_to_saves_and_changes_no_language(
    at_work: Callable[..., Page], site: Site
) -> None:
    """As the browser keeps it in memory: no answer takes its place here."""
    page = at_work()
    contribution = Contribution.objects.filter(submission__event__consultation=site.new).first()
    page.goto(f"{site.url}/admin/submissions/contribution/{contribution.pk}/change/")
    words = page.locator("form#note")
    words.locator("textarea").fill("Kept after all.")
    page.route("**/change/", lambda route: route.fulfill(status=204))
    with page.expect_response("**/change/") as answered:
        page.get_by_role("button", name="Français", exact=True).click()
    assert "_language=fr" in (answered.value.request.post_data or "")
    page.unroute("**/change/")
    with page.expect_navigation():
        words.locator("input[type=submit]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    note = Note.objects.get(contribution=contribution, text="Kept after all.")
    committed(note.delete)


@contextmanager
def flagged(contribution: Contribution, *words: str) -> Iterator[None]:
    flags = [
        committed(partial(Flag.objects.create, contribution=contribution, kind=FlagKind.LEAK, detail=each))
        for each in words
    ]
    yield
    for flag in flags:
        committed(flag.delete)


def turn_and_turn_back(
    page: Page, words: Locator, typed: Any, *, switch: Page | Locator | None = None
) -> None:
    for name, language in (("Français", "fr"), ("English", "en")):
        with page.expect_navigation():
            (switch or page).get_by_role("button", name=name, exact=True).click()
        assert page.locator("html").get_attribute("lang") == language
        assert words.evaluate(SENT_OFF) == typed
        assert page.locator(".errorlist, .errornote").count() == 0


def decided() -> list[list[dict[str, Any]]]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Contribution, Note, Redaction, Invitation)
    ]


def test_enter_in_a_form_of_the_admin_saves_it_and_changes_no_language(
    at_work: Callable[..., Page], site: Site
) -> None:
    page = at_work()
    topic = Topic.objects.filter(section__consultation=site.new)[0]
    page.goto(f"{site.url}/admin/consultations/topic/{topic.pk}/change/")
    with page.expect_navigation():
        page.locator("input[name=code]").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.url.endswith("/topic/")
    assert page.locator("html").get_attribute("lang") == "en"


def rows() -> list[list[dict[str, Any]]]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Event, Session, Theme, Question, LogEntry)
    ]


def begin(page: Page, site: Site, state: str) -> None:
    path, steps = STATES[state]
    page.goto(public.address(site, path, "en"))
    if steps:
        with translation.override("en"):
            steps(page, site)
        page.wait_for_load_state()
    for closed in page.locator("details:has(#words) summary").all():
        closed.click()


def fill(page: Page) -> list[list[str]]:
    """Something in every field: of choices the last, and in each text words of its own."""
    form = page.locator("form#words")
    for number, field in enumerate(form.locator(TO_FILL).all()):
        if not field.is_visible() or field.get_attribute("tabindex") == "-1":
            continue
        kind = field.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            field.check()
        elif kind == "select-one":
            field.select_option(index=field.locator("option").count() - 1)
        else:
            field.fill(f"{number}" if field.get_attribute("inputmode") == "numeric" else f"Words {number}")
    typed: list[list[str]] = form.evaluate(TYPED)
    assert typed
    return typed


def stored() -> list[int]:
    return [model.objects.count() for model in (Submission, Draft, Registration)]


def is_public(name: str) -> bool:
    state, _dot, _language = name.rpartition(".")
    return state in STATES and getattr(STATES[state][1], "__name__", "") != "break_down"


def forms_to_fill(body: str) -> list[Tag]:
    page: Any = BeautifulSoup(body, "html.parser")
    return [
        form
        for form in page.select("main form")
        if form.select("textarea, select, input:not([type=hidden], [tabindex='-1'])")
    ]


def asks(body: str) -> bool:
    return bool(forms_to_fill(body))


def sends_along(body: str) -> bool:
    switch = BeautifulSoup(body, "html.parser").select("nav button[value=switch]")
    ids = [form.get("id") for form in forms_to_fill(body)]
    return [button["form"] for button in switch] == ids
