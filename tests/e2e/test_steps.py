"""A survey in steps and what comes after sending, in a real browser: conditions, changing, withdrawing, the report."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from config.demo.options import ROOT
from config.servers.account import Account
from config.servers.processes import spawn
from consultations.models import Event, EventKind
from reports.generation import generate
from reports.models import Report
from reports.services import request_compile
from submissions.models import Condition, Contribution, Questionnaire, Status
from submissions.review import themes, workflow
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene
from tests.e2e.test_drafts import CALL, WORDS, press, words
from tests.factories import both, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SURVEY = "/en/consultations/streets/events/survey/take-part/"
ONLY, ALL = "Only for those who walk.", "For everybody."


@pytest.fixture
def survey(scene: Scene) -> Event:
    """Page 1 asks for a choice; page 2 asks those who chose the second one; page 3 asks everybody."""
    event = make_event(scene.consultation, EventKind.SURVEY, slug="survey", title=both("Survey"))
    sheet = Questionnaire.objects.create(event=event)
    first, second, _third = (
        sheet.questions.create(code=f"q{page}", page=page, kind=kind, topic=scene.topics[0], text=both(text))
        for page, kind, text in (
            (1, "single_choice", "How do you go?"), (2, "long_text", "Where do you walk?"), (3, "long_text", "What else?"),
        )
    )  # fmt: skip
    choices = [
        first.choices.create(code=f"c{n}", position=n, text=both(way))
        for n, way in enumerate(("Ride", "Walk"))
    ]
    Condition.objects.create(question=second, choice=choices[1])
    return event


@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_changed_back_takes_its_page_out_and_nothing_else(
    open_page: OpenPage, survey: Event, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(SURVEY)
    page.get_by_label("Walk").check()
    press(page, "Next page")
    expect(page.locator(".progress")).to_have_text("Page 2 of 4")
    warning = page.get_by_text("the Back button of your browser loses the answers")
    expect(warning).to_be_visible(visible=not javascript)
    page.locator("textarea").fill(ONLY)
    press(page, "Next page")
    page.locator("textarea").fill(ALL)
    press(page, "Previous page")
    assert words_in(page) == ONLY
    press(page, "Previous page")
    page.get_by_label("Ride").check()
    press(page, "Next page")
    assert words_in(page) == ALL
    press(page, "Next page")
    press(page, "Check before sending")
    expect(page.locator("h1")).to_have_text("Check before sending")
    assert ONLY not in page.locator("main").inner_text()
    assert ALL in page.locator("main").inner_text()
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    assert texts(survey) == {ALL: Status.PENDING}


def words_in(page: Page) -> str:
    return page.locator("textarea").input_value()


def texts(event: Event) -> dict[str, str]:
    return dict(Contribution.objects.filter(submission__event=event).values_list("text", "status"))


def test_by_keyboard_alone_what_was_sent_is_changed_and_withdrawn(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("First words.")
    press(page, "Check before sending")
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    code = page.locator(".receipt").inner_text()
    strike(page, "Change what you sent")
    expect(page.get_by_text("You are changing what you sent.")).to_be_visible()
    page.locator("textarea[name=text]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Better words.")
    strike(page, "Check before sending")
    strike(page, "Send")
    page.wait_for_url("**/receipt/")
    assert page.locator(".receipt").inner_text() == code
    assert texts(scene.call) == {"First words.": Status.WITHDRAWN, "Better words.": Status.PENDING}
    page.locator(".withdraw summary").focus()
    page.keyboard.press("Enter")
    strike(page, "Withdraw all of it")
    done = page.get_by_role("status", name="1 text is withdrawn. It will not be printed.", exact=True)
    expect(done).to_be_focused()
    assert set(texts(scene.call).values()) == {Status.WITHDRAWN}
    expect(page.get_by_role("button", name="Change what you sent")).to_have_count(0)


def strike(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_after_publication_the_receipt_leads_to_the_theme(open_page: OpenPage, scene: Scene) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(str(scene.topics[2].pk))
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, "Check before sending")
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    expect(page.get_by_text("Nobody has read it yet.")).to_be_visible()
    accepted = workflow.accept(Contribution.objects.get(submission__event=scene.call), by=scene.reviewer)
    themes.support(scene.theme, accepted, by=scene.reviewer)
    report = request_compile(scene.consultation, by=scene.reviewer)
    generate(str(report.pk))
    page.reload()
    assert page.locator(".entries a").count() == 0
    Report.objects.filter(pk=report.pk).update(published_on=date(2030, 1, 2))
    page.reload()
    page.get_by_role("link", name="Safe crossings").click()
    anchor = urlsplit(page.url).fragment
    expect(page.locator(f"[id='{anchor}']")).to_have_text("Safe crossings")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_a_draft_outlives_the_server_that_took_it(browser: Browser, scene: Scene, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://localhost:{port}"
    with serving(port, tmp_path / "first.log") as server:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{url}{CALL}")
        page.locator("textarea[name=text]").fill(WORDS)
        press(page, "Save and come back later")
        code = page.locator(".receipt").inner_text()
        server.kill()
        server.wait()
    with serving(port, tmp_path / "second.log"):
        page.goto(f"{url}{CALL}")
        assert words(page) == WORDS
        phone = browser.new_context(java_script_enabled=False).new_page()
        phone.goto(f"{url}/fr/draft/")
        phone.locator("input[name=code]").fill(code)
        press(phone, "Continuer")
        assert words(phone) == WORDS
        for one in (page, phone):
            one.context.close()


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The site in a process of its own, on the database of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    server = spawn(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        account=Account.ours(), stop_signal=signal.SIGTERM, log=log,
        environment=os.environ | {"DATABASE_URL": address.geturl()}, cwd=ROOT,
    )  # fmt: skip
    try:
        wait_until_it_answers(f"http://localhost:{port}/health/", server, log)
        yield server
    finally:
        server.kill()
        server.wait()


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, and says what else is not there
        except OSError:
            time.sleep(0.2)


def test_going_back_in_the_browser_loses_no_later_answer(open_page: OpenPage, survey: Event) -> None:
    page = open_page()
    page.goto(SURVEY)
    page.get_by_label("Walk").check()
    press(page, "Next page")
    page.locator("textarea").fill(ONLY)
    press(page, "Next page")
    page.locator("textarea").fill(ALL)
    press(page, "Next page")
    expect(page.locator(".progress")).to_have_text("Page 4 of 4")
    for _page in range(3):
        page.go_back()
    expect(page.locator(".progress")).to_have_text("Page 1 of 3")
    press(page, "Next page")
    assert words_in(page) == ONLY
    press(page, "Next page")
    assert words_in(page) == ALL
    press(page, "Next page")
    press(page, "Check before sending")
    shown = page.locator("main").inner_text()
    assert ONLY in shown
    assert ALL in shown
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('carried'))") == []


def test_a_page_of_a_survey_that_is_reloaded_has_what_was_typed_on_it_and_before(
    open_page: OpenPage, survey: Event
) -> None:
    page = open_page()
    page.goto(SURVEY)
    page.get_by_label("Walk").check()
    press(page, "Next page")
    page.locator("textarea").fill(ONLY)
    page.reload()
    assert words_in(page) == ONLY
    page.goto(SURVEY)
    expect(page.get_by_label("Walk")).to_be_checked()
    press(page, "Next page")
    assert words_in(page) == ONLY
    press(page, "Next page")
    press(page, "Next page")
    press(page, "Check before sending")
    expect(page.locator("h1")).to_have_text("Check before sending")
    for _page in range(3):
        page.go_back()
    page.locator("textarea").fill(ALL)
    page.go_forward()
    page.go_forward()
    page.go_forward()
    # What it would send is not what it shows.
    expect(page.get_by_text("You have typed more since this page was made.")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    press(page, "Check before sending")
    assert ALL in page.locator("main").inner_text()
    press(page, "Send")
    page.wait_for_url("**/receipt/")
    assert set(texts(survey)) == {ALL}


def test_a_device_that_forgets_keeps_no_answer_in_its_tab(open_page: OpenPage, survey: Event) -> None:
    page = open_page()
    page.goto(SURVEY)
    page.get_by_label("Walk").check()
    press(page, "Next page")
    page.locator("textarea").fill(ONLY)
    press(page, "Next page")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert ONLY in kept
    assert page.locator("input[name=key]").get_attribute("value") not in kept
    press(page, "Save and come back later")
    press(page, "Forget it on this device")
    page.wait_for_url("**/draft/")
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_before_a_first_save_the_form_forgets_what_was_typed_when_it_is_told_to(
    open_page: OpenPage, survey: Event
) -> None:
    page = open_page()
    page.goto(SURVEY)
    forgets = page.get_by_role("button", name="Forget what is typed here")
    expect(forgets).to_be_hidden()
    page.get_by_label("Walk").check()
    press(page, "Next page")
    page.locator("textarea").fill(ONLY)
    page.once("dialog", lambda dialog: dialog.dismiss())
    forgets.click()
    assert words_in(page) == ONLY
    page.once("dialog", lambda dialog: dialog.accept())
    forgets.click()
    expect(page.locator(".progress")).to_have_text("Page 1 of 3")
    expect(page.get_by_label("Walk")).not_to_be_checked()
    expect(forgets).to_be_hidden()
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"
