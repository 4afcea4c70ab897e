"""Every public page in each state, language and width: axe finds nothing, nothing sticks out, the outline holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings, settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from playwright.sync_api import Browser, Page, expect

from consultations import limits, places, tokens
from consultations.models import AttributionRule, EventKind
from reports.models import Report
from submissions.models import Draft, Question, QuestionKind
from tests.e2e.looking import (
    Answered,
    answered,
    in_every_size_and_light,
    is_in_order,
    outline,
    overheard,
    weighed,
)
from tests.e2e.site import Site, committed, for_a_moment
from tests.factories import both, make_participant

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

Steps = Callable[[Page, Site], None]
AT_MOST = 100_000  # bytes that a form may load with an empty cache
ERROR = {"en": "Error:", "fr": "Erreur"}


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    """The site's own files, not an empty folder for each test."""
    settings.MEDIA_ROOT = site.media


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def send(page: Page, site: Site) -> None:
    """The button of the form in the middle of the page."""
    page.locator("main form.question .actions button").first.click()


def write_words(page: Page, site: Site, text: str = "Light the crossing at the school.") -> None:
    """To the page on which all of it is checked; where notes are taken they are taken at once."""
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill(text)
    send(page, site)


def send_words(page: Page, site: Site) -> None:
    write_words(page, site)
    send_after_checking(page, site)


def send_words_of_danger(page: Page, site: Site) -> None:
    write_words(page, site, "I am afraid to go home.")
    send_after_checking(page, site)


def send_after_checking(page: Page, site: Site) -> None:
    page.locator("button[name=do][value=send]").click()


def change_after_checking(page: Page, site: Site) -> None:
    write_words(page, site)
    page.locator("dl.lines button").first.click()


def turn_to_the_second_page(page: Page, site: Site) -> None:
    page.locator("input[type=radio]").last.check()
    send(page, site)


def miss_the_second_page(page: Page, site: Site) -> None:
    turn_to_the_second_page(page, site)
    send(page, site)


def check_all_pages(page: Page, site: Site) -> None:
    turn_to_the_second_page(page, site)
    page.locator("textarea").first.fill("A bench.")
    send(page, site)
    send(page, site)


def send_too_much(page: Page, site: Site) -> None:
    page.locator("textarea[name=text]").fill("word " * 500)
    send(page, site)


def write_a_question(page: Page, site: Site) -> None:
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("When will the crossing be lit?")


def ask(page: Page, site: Site) -> None:
    write_a_question(page, site)
    send(page, site)


def ask_like_a_program(page: Page, site: Site) -> None:
    page.locator("input[name=homepage]").evaluate("field => { field.value = 'example.org'; }")
    ask(page, site)


def send_named_without_name(page: Page, site: Site) -> None:
    page.locator("input[name=attribution][value=named]").check()
    write_words(page, site)


def answer_the_survey(page: Page, site: Site) -> None:
    page.locator("textarea").first.fill("Publish a timetable, and keep to it.")
    send(page, site)
    send_after_checking(page, site)


def fail_the_survey(page: Page, site: Site) -> None:
    page.locator("textarea").first.fill("word " * 3000)
    page.locator(".rank select").first.select_option(index=1)
    send(page, site)


def fill_every_kind(page: Page, year: str) -> None:
    """The first page, with the question that is asked of those on foot."""
    page.locator("fieldset.field").first.locator("input[type=radio]").nth(1).check()
    page.locator("[data-only-if] textarea").fill("The corner of the school.")
    for line in page.locator(".matrix-row").all():
        line.locator("input[type=radio]").last.check()
    page.locator(".date-parts input").first.fill("29")
    page.locator(".date-parts select").select_option("2")
    page.locator(".date-parts input").last.fill(year)


def fail_every_kind(page: Page, site: Site) -> None:
    """A day that is none, and words beside a choice that was not made."""
    fill_every_kind(page, "2017")
    page.locator("textarea[name$=_other]").fill("By canoe.")
    send(page, site)


def fail_the_ranks(page: Page, site: Site) -> None:
    fill_every_kind(page, "2016")
    send(page, site)
    for rank in page.locator(".rank select").all()[:2]:
        rank.select_option("1")
    send(page, site)


def check_every_kind(page: Page, site: Site) -> None:
    fill_every_kind(page, "2016")
    send(page, site)
    page.locator("fieldset:has(input[type=radio])").last.locator("input[type=radio]").last.check()
    send(page, site)
    page.locator("input[name=attribution]").first.check()
    send(page, site)


def send_and_find(page: Page, site: Site) -> None:
    send_words(page, site)
    code = page.locator(".receipt").inner_text()
    language = page.locator("html").get_attribute("lang")
    page.goto(f"{site.url}/{language}/receipt/find/")
    page.locator("input[name=code]").fill(code.lower())
    send(page, site)


def send_and_withdraw(page: Page, site: Site) -> None:
    send_words(page, site)
    page.wait_for_load_state("networkidle")
    page.locator(".withdraw summary").click()
    page.locator(".withdraw button").click()


def send_and_forget(page: Page, site: Site) -> None:
    send_words(page, site)
    page.locator("form[action$='/forget/'] button").click()


def send_and_have_it_mailed(page: Page, site: Site) -> None:
    send_and_mail_to(page, site, "ada@example.org")


def send_and_mail_when_crowded(page: Page, site: Site) -> None:
    send_words(page, site)
    page.wait_for_url("**/receipt/")
    with crowded(limits.letters):
        page.locator("details:has(input[name=address]) summary").click()
        page.locator("input[name=address]").fill("ada@example.org")
        page.locator("button[value=mail]").click()
        page.wait_for_load_state()


def send_and_mail_to_nobody(page: Page, site: Site) -> None:
    send_and_mail_to(page, site, "nobody")


def send_and_mail_to(page: Page, site: Site, to: str) -> None:
    send_words(page, site)
    page.locator("details:has(input[name=address]) summary").click()
    page.locator("input[name=address]").fill(to)
    page.locator("button[value=mail]").click()


def look_up_a_wrong_code(page: Page, site: Site) -> None:
    page.locator("input[name=code]").fill("AAAA-BBBB")
    send(page, site)


def register(page: Page, site: Site) -> None:
    page.locator("input[name=name]").fill("Ada Walker")
    page.locator("input[name=email]").fill("ada@example.org")
    page.locator("input[name=sector]").first.check()
    send(page, site)


def register_without_address(page: Page, site: Site) -> None:
    page.locator("input[name=name]").fill("Ada Walker")
    page.locator("input[name=sector]").first.check()
    send(page, site)


def decline(page: Page, site: Site) -> None:
    page.locator("main button[name=decline]").click()


def press(page: Page, site: Site) -> None:
    page.locator("main form button").first.click()


def lose_the_cookie_and_send(page: Page, site: Site) -> None:
    page.context.clear_cookies()
    write_words(page, site)


def save_words(page: Page, site: Site) -> None:
    page.locator("textarea[name=text]").fill("Light the crossing at the school.")
    page.locator("button[name=do][value=save]").click()


def save_and_go_on(page: Page, site: Site) -> None:
    save_words(page, site)
    page.locator("main button[value=theirs]").click()


def save_and_lose(page: Page, site: Site) -> None:
    save_words(page, site)
    committed(Draft.objects.all().delete)
    page.locator("main button[value=theirs]").click()
    page.locator("p.draft[role=status] strong").wait_for()


def type_and_reload(page: Page, site: Site) -> None:
    page.locator("textarea[name=text]").fill("Light the crossing at the school.")
    page.reload()
    expect(page.locator("[data-is-back]")).to_be_visible()


def save_in_two_tabs(page: Page, site: Site) -> None:
    save_and_go_on(page, site)
    page.locator("input[name=version]").evaluate("field => { field.value = 7; }")
    page.locator("textarea[name=text]").fill("Light every crossing.")
    page.locator("#words button[name=do][value=save]").click()


def mail_to_somebody(page: Page, site: Site) -> None:
    save_words(page, site)
    page.locator("input[name=address]").fill("ada@example.org")
    page.locator("button[value=mail]").click()


def save_and_forget(page: Page, site: Site) -> None:
    save_words(page, site)
    page.locator("button[value=forget]").click()


def mail_to_nobody(page: Page, site: Site) -> None:
    save_words(page, site)
    page.locator("button[value=mail]").click()


def send_and_go_back(page: Page, site: Site) -> None:
    start = page.url
    send_words(page, site)
    page.goto(start)


def accept(page: Page, site: Site) -> None:
    """Until the page of the notes is there with its script."""
    send(page, site)
    page.wait_for_url("**/notes/")


def accept_and_send(page: Page, site: Site) -> None:
    accept(page, site)
    send(page, site)


def accept_and_take_a_point(page: Page, site: Site) -> None:
    accept(page, site)
    page.locator("select[name=session]").select_option(index=1)
    write_words(page, site)


def let_a_point_wait(page: Page, site: Site) -> None:
    """For as long as the page is looked at: what waits is sent again after seconds."""
    accept(page, site)
    page.route("**/notes/", lambda route: route.abort())
    page.locator("select[name=session]").select_option(index=1)
    write_words(page, site)
    page.locator("[data-actions]").wait_for()


def be_shut_out_of_the_notes(page: Page, site: Site) -> None:
    accept(page, site)
    page.context.clear_cookies()
    page.locator("select[name=session]").select_option(index=1)
    write_words(page, site)
    page.locator("[data-trouble]:not(:empty)").wait_for()


def get_a_point_back(page: Page, site: Site) -> None:
    """The server takes no topic that it does not know."""
    accept(page, site)
    page.locator("select[name=session]").select_option(index=1)
    page.locator("select[name=topic] option").nth(1).evaluate("option => { option.value = '0'; }")
    write_words(page, site)
    page.locator("[aria-invalid]").wait_for()


def find_the_notes_closed(page: Page, site: Site) -> None:
    """With a point that was never sent."""
    accept(page, site)
    waits = {"fields": [["text", "Light the crossing."]], "trace": "1"}
    name = "notes:new/conference:000001:1"
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, json.dumps(waits)])
    start = timezone.now() - timedelta(days=2)
    ended = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    with for_a_moment(site.new.events.filter(slug="conference"), **ended):
        page.goto(page.url)
    page.locator("[data-trouble]:not(:empty)").wait_for()
    assert page.locator("form#words").count() == 0


@contextmanager
def crowded(*crowds: limits.Limit) -> Iterator[None]:
    """As if many forms had come from this address."""
    names = ("SENDINGS_IN_TEN_MINUTES", "WRONG_CODES_IN_TEN_MINUTES", "LETTERS_IN_TEN_MINUTES")
    with override_settings(**dict.fromkeys(names, 1)):
        for crowd in crowds:
            crowd.take(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"))
        try:
            yield
        finally:
            for crowd in crowds:
                crowd.start_again()


CROWDS = (limits.sendings, limits.registrations, limits.new_drafts, limits.letters, limits.wrong_codes)


def when_crowded(steps: Steps) -> Steps:
    def go(page: Page, site: Site) -> None:
        with crowded(*CROWDS):
            steps(page, site)
            page.wait_for_load_state()

    return go


def write_like_a_program(page: Page, site: Site) -> None:
    write_words(page, site)
    page.locator("input[name=homepage]").evaluate("field => { field.value = 'example.org'; }")
    send_after_checking(page, site)


def register_like_a_program(page: Page, site: Site) -> None:
    page.locator("input[name=homepage]").evaluate("field => { field.value = 'example.org'; }")
    register(page, site)


def look_up(page: Page, site: Site, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    send(page, site)


def find_what_was_decided(page: Page, site: Site) -> None:
    look_up(page, site, site.decided)


def answer_closed_questions_only(page: Page, site: Site) -> None:
    page.locator("input[type=radio]").first.check()
    send(page, site)
    send(page, site)
    send_after_checking(page, site)


def take_back_answers_to_closed_questions(page: Page, site: Site) -> None:
    answer_closed_questions_only(page, site)
    page.locator(".withdraw summary").click()
    page.locator(".withdraw button").click()


def send_on_the_record(page: Page, site: Site) -> None:
    page.locator("input[name=name]").fill("Ada Walker")
    page.locator("input[name=organization_name]").fill("Walkers United")
    send_words(page, site)


def send_while_the_rule_changes(page: Page, site: Site) -> None:
    """For good: what was said under a rule cannot come under a milder one again."""
    write_words(page, site)
    events = site.new.events.filter(slug=f"stricter-{get_language()}")
    committed(lambda: events.update(attribution_rule=AttributionRule.CHATHAM_HOUSE))
    send_after_checking(page, site)
    page.wait_for_url("**/receipt/")


def change_what_was_sent(page: Page, site: Site) -> None:
    send_words(page, site)
    page.locator("main form[action$='/take-part/'] button").click()


def change_ranks_after_a_choice_was_added(page: Page, site: Site) -> None:
    fill_every_kind(page, "2016")
    send(page, site)
    for place, rank in enumerate(page.locator(".rank select").all(), 1):
        rank.select_option(str(place))
    send(page, site)
    page.locator("input[name=attribution]").first.check()
    send(page, site)
    send_after_checking(page, site)
    page.wait_for_url("**/receipt/")
    ranking = Question.objects.get(questionnaire__event__consultation=site.new, kind=QuestionKind.RANKING)
    added = committed(lambda: ranking.choices.create(code="late", position=9, text=both("Harbour")))
    page.locator("main form[action$='/take-part/'] button").click()
    page.wait_for_url("**/everything/take-part/")
    committed(added.delete)


def lose_the_draft_and_send(page: Page, site: Site) -> None:
    save_and_go_on(page, site)
    committed(Draft.objects.all().delete)
    send(page, site)


def save_the_same_in_two_tabs(page: Page, site: Site) -> None:
    """In one of them to change what was sent, and in the other not."""
    save_and_go_on(page, site)
    for name in ("version", "basis"):
        page.locator(f"input[name={name}]").evaluate("field => { field.value = 7; }")
    page.locator("#words button[name=do][value=save]").click()
    expect(page.locator(".overtaken")).to_be_visible()


def find_it_closed_with_a_draft(page: Page, site: Site) -> None:
    save_and_go_on(page, site)
    written = site.case.events.filter(kind=EventKind.OPEN_CALL)
    with for_a_moment(written, late_until=None):
        page.goto(page.url)


def find_it_closed_with_what_was_typed(page: Page, site: Site) -> None:
    fill_every_kind(page, "2016")
    ended = timezone.now() - timedelta(hours=1)
    with for_a_moment(site.new.events.filter(slug="everything"), ends_at=ended, late_until=None):
        page.goto(page.url)
    expect(page.locator("[data-remains]")).to_be_visible()


def check_what_was_saved_in_another_tab(page: Page, site: Site) -> None:
    save_and_go_on(page, site)
    page.locator("input[name=version]").evaluate("field => { field.value = 7; }")
    write_words(page, site, "Light every crossing.")
    expect(page.locator(".overtaken")).to_be_visible()


def check_what_was_changed_since(page: Page, site: Site) -> None:
    """As after a way back, some more words, and the way forward."""
    write_words(page, site)
    page.locator("button[value=send]").wait_for()
    page.wait_for_load_state()
    page.evaluate("""() => {
        const [box, kept] = Object.entries(sessionStorage)[0];
        sessionStorage.setItem(box, kept.replace("the crossing", "every crossing"));
    }""")
    page.reload()
    expect(page.locator("[data-is-back]")).to_be_visible()


def find_questions_switched_off(page: Page, site: Site) -> None:
    write_a_question(page, site)
    with for_a_moment(site.new.events.filter(slug="asked"), takes_questions=False):
        page.goto(page.url)
    expect(page.locator("[data-remains]")).to_be_visible()


def register_when_it_was_closed(page: Page, site: Site) -> None:
    with for_a_moment(site.new.events.filter(slug="webinar"), registration_is_open=False):
        with page.expect_response(page.url) as answer:
            register(page, site)
        assert answer.value.status == 403
        page.wait_for_load_state()


def ask_when_no_more_is_taken(page: Page, site: Site) -> None:
    write_a_question(page, site)
    with for_a_moment(site.new.events.filter(slug="asked"), takes_questions=False):
        send(page, site)
        page.wait_for_load_state()


def register_where_no_mail_is_sent(page: Page, site: Site) -> None:
    register(page, site)
    page.wait_for_url("**/registered/")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        page.goto(page.url)


def look_where_no_mail_is_sent(page: Page, site: Site) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        page.goto(page.url)


def withdraw_ones_registration(page: Page, site: Site) -> None:
    event = site.new.events.get(slug="full")
    row = committed(lambda: places.enter(event, make_participant(site.new, name="Uma Vale")))
    own = page.url.rstrip("/").rpartition("/")[0]
    page.goto(f"{own}/{tokens.token_for(tokens.OWN_REGISTRATION, row.pk)}/")
    page.locator("main button.danger").click()


def look_after_the_event(page: Page, site: Site) -> None:
    ended = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}
    with for_a_moment(site.new.events.filter(slug="full"), **ended):
        page.goto(page.url)


def publish_a_second_version(page: Page, site: Site) -> None:
    with for_a_moment(Report.objects.filter(pk=site.reports["ready"].pk), published_on=site.case.today()):
        page.goto(page.url)


def sign_in_without_a_role(page: Page, site: Site) -> None:
    come_in(page, site, site.outsider)
    page.goto(f"{site.url}/admin/consultations/invitation/invite/")


def come_in(page: Page, site: Site, session: str) -> None:
    """To pages whose language is not part of their address."""
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: get_language()}
    page.context.add_cookies([
        {"name": name, "value": str(value), "url": site.url} for name, value in cookies.items() if value
    ])  # fmt: skip


def sign_in_without_the_cookie_of_the_form(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.context.clear_cookies()
    come_in(page, site, "")
    for name in ("username", "password"):
        page.locator(f"[name={name}]").fill("somebody")
    page.locator("#login-form [type=submit]").click()


def note_and_come_back(page: Page, site: Site) -> None:
    accept_and_take_a_point(page, site)
    page.locator("[data-state]", has_text="1").wait_for()
    page.goto(page.url)


def as_if_empty(page: Page, site: Site) -> None:
    """What stood here before there was any consultation."""
    put(page, site, site.empty[page.url.removeprefix(site.url)])


def put(page: Page, site: Site, body: str) -> None:
    """Puts a page of ours where it cannot be had by asking for it."""
    address = page.url
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.reload()
    page.unroute(address)


def broken(template: str, *, was_typing: bool = True) -> Steps:
    """A page that comes only when something is broken."""

    def break_down(page: Page, site: Site) -> None:
        typed = (
            [("text", "Light the crossing at the school.", True), ("key", "1", False)] if was_typing else []
        )
        context = {"typed": typed, "path": "/en/", "csrf_token": "0", "sign_in": "/admin/login/"}
        put(page, site, render_to_string(template, context))

    return break_down


CASE, NEW = "consultations/{case}/", "consultations/new/"
CALL, SURVEY = f"{CASE}events/{{open_call}}/", f"{CASE}events/{{survey}}/"
EVERYTHING = f"{NEW}events/everything/take-part/"

# What is looked at: an address below the language, and what is done there first.
STATES: dict[str, tuple[str, Steps | None]] = {
    "list": ("", None),
    "list, empty": ("", as_if_empty),
    "consultation": (CASE, None),
    "consultation, begun": (NEW, None),
    "consultation, bare": ("consultations/bare/", None),
    "consultation, over": ("consultations/over/", None),
    "programme": (f"{CASE}programme/", None),
    "programme, empty": ("consultations/bare/programme/", None),
    "conference": (f"{CASE}events/{{conference}}/", None),
    "event of several rules": (f"{NEW}events/several-rules/", None),
    "event, over": ("consultations/over/events/call/", None),
    "webinar to come": (f"{NEW}events/asked-later/", None),
    "open call": (CALL, None),
    "webinar": (f"{NEW}events/webinar/", None),
    "register": (f"{NEW}events/webinar/register/", None),
    "register, wrong": (f"{NEW}events/webinar/register/", send),
    "registered": (f"{NEW}events/webinar/register/", register),
    "registered, no address": (f"{NEW}events/webinar/register/", register_without_address),
    "registered, no mail": (f"{NEW}events/webinar/register/", register_where_no_mail_is_sent),
    "register, once more": (f"{NEW}events/webinar/register/", register_like_a_program),
    "register, too many": (f"{NEW}events/webinar/register/", when_crowded(register)),
    "register, refused": (f"{NEW}events/webinar/register/", register_when_it_was_closed),
    "registration closed": (f"{CASE}events/{{conference}}/register/", None),
    "invitation": ("invitation/{register}/", None),
    "invitation of a rapporteur": ("invitation/{rapporteur}/", None),
    "invitation, gone": ("invitation/nobody/", None),
    "invitation in person": ("invitation/{personal}/", None),
    "register, invited": ("invitation/{personal}/", press),
    "invitation, declined": ("invitation/{personal}/", decline),
    "invitation, used": ("invitation/{used}/", None),
    "invitation, revoked": ("invitation/{revoked}/", None),
    "invitation, expired": ("invitation/{expired}/", None),
    "register, full": (f"{NEW}events/full/register/", None),
    "registered, full": (f"{NEW}events/full/register/", register),
    "own registration": ("registration/{own_place}/", None),
    "own registration, waiting": ("registration/{own_waiting}/", None),
    "own registration, waiting, no mail": ("registration/{own_waiting}/", look_where_no_mail_is_sent),
    "own registration, over": ("registration/{own_place}/", look_after_the_event),
    "own registration, withdrawn": ("registration/{own_place}/", withdraw_ones_registration),
    "own registration, none": ("registration/nobody/", None),
    "no more mail": ("no-more-mail/{no_more_mail}/", None),
    "no more mail, done": ("no-more-mail/{no_more_mail}/", press),
    "notes": ("invitation/{rapporteur}/", send),
    "notes, wrong": ("invitation/{rapporteur}/", accept_and_send),
    "notes, one taken": ("invitation/{rapporteur}/", accept_and_take_a_point),
    "notes, opened again": ("invitation/{rapporteur}/", note_and_come_back),
    "notes, one waits": ("invitation/{rapporteur}/", let_a_point_wait),
    "notes, to correct": ("invitation/{rapporteur}/", get_a_point_back),
    "notes, shut out": ("invitation/{rapporteur}/", be_shut_out_of_the_notes),
    "notes, closed": ("invitation/{rapporteur}/", find_the_notes_closed),
    "promise": ("promise/", None),
    "accessibility": ("accessibility/", None),
    "privacy": ("privacy/", None),
    "write": (f"{CALL}take-part/", None),
    "write, empty": (f"{CALL}take-part/", send),
    "write, too long": (f"{CALL}take-part/", send_too_much),
    "write, unknown language": (f"{CALL}take-part/?lang=tlh", None),
    "write by consent, wrong": (f"{NEW}events/by-consent/take-part/", send_named_without_name),
    "write in a room": (f"{NEW}events/in-the-room/take-part/", None),
    "write in a room, wrong": (f"{NEW}events/in-the-room/take-part/?code=WRNG-C0DE", write_words),
    "write on the record": (f"{NEW}events/attributable/take-part/", None),
    "write, not yet": (f"{NEW}events/later/take-part/", None),
    "write, closed": ("consultations/over/events/call/take-part/", None),
    "write, closed with a draft": (f"{CALL}take-part/", find_it_closed_with_a_draft),
    "write, closed with what was typed": (EVERYTHING, find_it_closed_with_what_was_typed),
    "write, too late": (f"{NEW}events/chatham-house/take-part/", lose_the_cookie_and_send),
    "write, check": (f"{CALL}take-part/", write_words),
    "write, once more": (f"{CALL}take-part/", write_like_a_program),
    "write, too many": (f"{CALL}take-part/", when_crowded(send_words)),
    "write, change": (f"{CALL}take-part/", change_after_checking),
    "write, saved": (f"{CALL}take-part/", save_words),
    "write, saved, no address": (f"{CALL}take-part/", mail_to_nobody),
    "write, saved, link sent": (f"{CALL}take-part/", mail_to_somebody),
    "write, saved, forgotten": (f"{CALL}take-part/", save_and_forget),
    "write, came back": (f"{CALL}take-part/", type_and_reload),
    "write, a draft": (f"{CALL}take-part/", save_and_go_on),
    "write, a draft that is gone, wrong": (f"{CALL}take-part/", lose_the_draft_and_send),
    "write, too many drafts": (f"{CALL}take-part/", when_crowded(save_words)),
    "write, a draft that is gone": (f"{CALL}take-part/", save_and_lose),
    "write, two tabs": (f"{CALL}take-part/", save_in_two_tabs),
    "write, two tabs, alike": (f"{CALL}take-part/", save_the_same_in_two_tabs),
    "write, check, two tabs": (f"{CALL}take-part/", check_what_was_saved_in_another_tab),
    "write, check, changed since": (f"{CALL}take-part/", check_what_was_changed_since),
    "write, sent already": (f"{CALL}take-part/", send_and_go_back),
    "resume": ("draft/", None),
    "resume, wrong": ("draft/", look_up_a_wrong_code),
    "resume, empty": ("draft/", send),
    "resume, too many": ("draft/", when_crowded(look_up_a_wrong_code)),
    "webinar with questions": (f"{NEW}events/asked/", None),
    "ask": (f"{NEW}events/asked/questions/", None),
    "ask, empty": (f"{NEW}events/asked/questions/", send),
    "ask, too long": (f"{NEW}events/asked/questions/", send_too_much),
    "ask, written": (f"{NEW}events/asked/questions/", write_a_question),
    "ask, once more": (f"{NEW}events/asked/questions/", ask_like_a_program),
    "ask, too many": (f"{NEW}events/asked/questions/", when_crowded(ask)),
    "ask, not yet": (f"{NEW}events/asked-later/questions/", None),
    "ask, switched off": (f"{NEW}events/asked/questions/", find_questions_switched_off),
    "ask, no more": (f"{NEW}events/asked/questions/", ask_when_no_more_is_taken),
    "receipt of a question": (f"{NEW}events/asked/questions/", ask),
    "survey": (f"{SURVEY}take-part/", None),
    "survey, wrong": (f"{SURVEY}take-part/", fail_the_survey),
    "survey, blank": (f"{NEW}events/blank/take-part/", None),
    "survey, second page": (f"{NEW}events/paged/take-part/", turn_to_the_second_page),
    "survey, second page, wrong": (f"{NEW}events/paged/take-part/", miss_the_second_page),
    "survey, check": (f"{NEW}events/paged/take-part/", check_all_pages),
    "survey of every kind": (EVERYTHING, None),
    "survey of every kind, wrong": (EVERYTHING, fail_every_kind),
    "survey of every kind, ranks wrong": (EVERYTHING, fail_the_ranks),
    "survey of every kind, check": (EVERYTHING, check_every_kind),
    "survey of every kind, a choice added": (EVERYTHING, change_ranks_after_a_choice_was_added),
    "receipt": (f"{CALL}take-part/", send_words),
    "receipt of a survey": (f"{SURVEY}take-part/", answer_the_survey),
    "receipt of closed questions": (f"{NEW}events/paged/take-part/", answer_closed_questions_only),
    "receipt of closed questions, withdrawn": (
        f"{NEW}events/paged/take-part/", take_back_answers_to_closed_questions
    ),
    "receipt of what was decided": ("receipt/find/", find_what_was_decided),
    "receipt on the record": (f"{NEW}events/attributable/take-part/", send_on_the_record),
    "receipt under a stricter rule": (f"{NEW}events/stricter-{{language}}/take-part/", send_while_the_rule_changes),
    "receipt, to change": (f"{CALL}take-part/", change_what_was_sent),
    "receipt, found": (f"{CALL}take-part/", send_and_find),
    "receipt, withdrawn": (f"{CALL}take-part/", send_and_withdraw),
    "receipt with help": (f"{CALL}take-part/", send_words_of_danger),
    "receipt, sent by mail": (f"{CALL}take-part/", send_and_have_it_mailed),
    "receipt, no address": (f"{CALL}take-part/", send_and_mail_to_nobody),
    "receipt, too many letters": (f"{CALL}take-part/", send_and_mail_when_crowded),
    "receipt, forgotten": (f"{CALL}take-part/", send_and_forget),
    "find": ("receipt/find/", None),
    "find, empty": ("receipt/find/", send),
    "find, wrong": ("receipt/find/", look_up_a_wrong_code),
    "find, too many": ("receipt/find/", when_crowded(look_up_a_wrong_code)),
    "reports": ("reports/", None),
    "reports, none": ("reports/", as_if_empty),
    "report": ("reports/{case}/", None),
    "report, second version": ("reports/{case}/", publish_a_second_version),
    "report, to read": ("reports/{published}/read/{language}/", None),
    "report, taken down": ("reports/bare/", None),
    "report, taken down, to read": ("reports/{taken_down}/read/{language}/", None),
    "nothing there": ("nothing/", None),
    "not for you": ("", sign_in_without_a_role),
    "form without its cookie": ("", sign_in_without_the_cookie_of_the_form),
    "broken": ("", broken("500.html")),
    "busy": ("", broken("503.html")),
    "database away": ("", broken("unavailable.html")),
    "database away, nothing typed": ("", broken("unavailable.html", was_typing=False)),
    "signed out": ("", broken("signed_out.html")),
}  # fmt: skip

# An invitation has the same title whoever is invited, and one that has ended however it did.
TAKEN_DOWN = {"reports/{taken_down}/read/{language}/"}
INVITED = {f"invitation/{{{name}}}/" for name in ("register", "personal", "used", "revoked", "expired")} | {
    "registration/{own_waiting}/"
}

# The report is a page that stands alone: its title is that of the document.
ALONE = {"report, to read"}


def address(site: Site, path: str, language: str) -> str:
    events = {event.kind: event.slug for event in site.case.events.all()}
    known: dict[str, Any] = {
        "case": site.case.slug,
        **{state: report.pk for state, report in site.reports.items()},
    }
    return f"{site.url}/{language}/{path.format(language=language, **events, **known, **site.invited)}"


def forget_everything(page: Page) -> None:
    """As if nobody had been here before."""
    page.unroute_all()
    page.context.clear_cookies()
    if page.url != "about:blank":
        page.evaluate("localStorage.clear(); sessionStorage.clear()")


def open_state(page: Page, site: Site, name: str, language: str) -> Answered:
    path, steps = STATES[name]
    forget_everything(page)
    page.set_viewport_size({"width": 320, "height": 900})
    with answered(page) as answer:
        page.goto(address(site, path, language))
        if steps:
            with translation.override(language):
                steps(page, site)
    return answer


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", STATES)
def test_page(visitor: Page, site: Site, seen: dict[str, Answered], name: str, language: str) -> None:
    with overheard(visitor) as heard, weighed(visitor) as weight:
        seen[f"{name}.{language}"] = open_state(visitor, site, name, language)
        if visitor.locator("main form").count():
            # Letters and headings are there, and nothing was measured away.
            assert weight.bytes() <= AT_MOST, weight.parts
            assert (weight.count(".woff2") >= 2, weight.count(".css") >= 2) == (True, True), weight.parts
        assert in_every_size_and_light(visitor) == {}
    assert heard == []
    found = outline(visitor)
    assert (found["lang"][:2], found["mains"]) == (language, 1)
    assert is_in_order(found["levels"]), found["levels"]
    if name not in ALONE:
        assert (found["banners"], found["footers"]) == (1, 1)
        is_wrong = visitor.locator("[data-error-summary]").count() == 1
        assert found["title"].strip().startswith(ERROR[language]) == is_wrong
        if is_wrong:
            expect(visitor.locator("[data-error-summary]")).to_be_focused()
        elif visitor.locator("[data-said]").count():
            expect(visitor.locator("[data-said]").first).to_be_focused()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_has_a_title_of_its_own(site: Site, client: Client, language: str) -> None:
    """Asked for in another way a page has the same title, and so has each invitation."""
    paths = (
        {path.partition("?")[0] for name, (path, steps) in STATES.items() if not steps and name not in ALONE}
        - INVITED
        - TAKEN_DOWN
    )
    titles = Counter(title(client, address(site, path, language)) for path in paths)
    assert {title: count for title, count in titles.items() if count > 1} == {}
    assert len(titles) == len(paths)


def title(client: Client, url: str) -> str:
    found = BeautifulSoup(client.get(urlsplit(url).path).content, "html.parser").title
    assert found is not None, url
    return found.get_text(" ", strip=True)
