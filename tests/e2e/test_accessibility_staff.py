"""What staff work with: the workspace, the versions of a report, the review queue. Titles that tell pages apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import polib
import pytest
from django.conf import LazySettings, settings
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page, expect

from config.demo.options import ROOT
from config.quality.messages import CATALOGUE
from consultations.models import ChairSide, Membership, Registration, StaffRole
from consultations.views import attendance as attendance_view
from reports.models import Report, ReportStatus
from submissions.models import Contribution, Flag, FlagKind, Questionnaire, Redaction, Status, Via
from tests.e2e.looking import (
    Answered,
    answered,
    in_every_size_and_light,
    is_in_order,
    outline,
    overheard,
    violations,
)
from tests.e2e.site import Site, committed, for_a_moment

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

# What Django's own admin pages lack, by axe's rule. Our pages inside the admin have to do without these excuses.
DJANGO = {
    "empty-table-header": "the first column of rows edited in place has no header",
    "label": "fields of rows edited in place have a column header only",
    "select-name": "so have their lists to choose from",
}
INVITE = "/admin/consultations/invitation/invite/"
QUEUE = "/admin/submissions/contribution/"
BOARD = "/{{language}}/consultations/new/events/{event}/questions/panel/"


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    come_in(page, site)
    yield page
    context.close()


def come_in(page: Page, site: Site) -> None:
    """As somebody who holds every role."""
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": site.staff, "url": site.url}])


def contribution(site: Site) -> str:
    """One with a flag, redactions and a theme to show."""
    return f"{QUEUE}{Flag.objects.get(closed_by=None).contribution_id}/change/"


def pending(site: Site) -> str:
    waiting = Contribution.objects.for_consultation(site.case).filter(status=Status.PENDING)
    return f"{QUEUE}{waiting.first().pk}/change/"


def version(state: str, prefix: str = "/{language}/workspace/versions/") -> Callable[[Site], str]:
    return lambda site: f"{prefix}{site.reports[state].pk}/"


def object_without_reason(page: Page) -> None:
    form = page.locator("form#words")
    form.locator(f"input[value={ChairSide.GOVERNMENT}]").check()
    form.locator("input[value=objected]").check()
    form.locator("button[type=submit]").click()


def sign_for_one_side_alone(page: Page) -> None:
    role = Membership.objects.filter(role=StaffRole.SIGNATORY_CIVIL_SOCIETY, user__username="everybody")
    with for_a_moment(role, user=get_user_model().objects.get(username="outsider").pk):
        page.reload()


def take_down_without_reason(page: Page) -> None:
    page.locator("form[action$='/take-down/'] button").click()


def decide_nothing(page: Page) -> None:
    page.locator("form#decide input[type=submit]").first.click()


def queue(site: Site) -> str:
    """Of the consultation in which something waits."""
    return f"{QUEUE}?consultation={site.case.pk}"


def find_something_to_review(page: Page) -> None:
    expect(page.locator("#result_list tbody tr").first).to_be_visible()


def choose_many(page: Page) -> None:
    for box in page.locator("input.action-select").all()[:2]:
        box.check()
    page.locator("select[name=action]").select_option("decide_on_selected")
    page.locator("button[name=index]").click()
    expect(page.locator("#content-main [name=step]").first).to_be_visible()


def everything(site: Site) -> Questionnaire:
    return Questionnaire.objects.get(event__consultation=site.new, event__slug="everything")


def check_nothing(page: Page) -> None:
    page.locator("main form.question button[value=next]").click()


def attendance(site: Site) -> str:
    return f"/consultations/{site.new.slug}/events/full/attendance/"


def let_in_one_too_many(page: Page) -> None:
    page.locator(".attendance button[value=undo]").or_(
        page.locator(".attendance button[value=present]")
    ).last.click()


def make_a_group_without_name(page: Page) -> None:
    page.locator("button[value=make]").click()


def mark_as_answered(page: Page) -> None:
    page.locator("button[value=mark-answered]").first.click()


def invite_nobody(page: Page) -> None:
    page.click("[name=look]")


def invite_a_list(page: Page, last: str = "Academia") -> None:
    option = page.locator("[name=event] option", has_text="Full webinar")
    page.select_option("[name=event]", option.get_attribute("value"))
    page.check("[name=purpose][value=register]")
    table = f"name,e-mail,sector\nAda,ada@example.org,Academia\nEve,eve@example.org,{last}\n"
    page.set_input_files(
        "[name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.click("[name=look]")


def invite_with_faults(page: Page) -> None:
    invite_a_list(page, "Martians")


def try_all_of_it(page: Page) -> None:
    for line in page.locator(".matrix-row").all():
        line.locator("input[type=radio]").last.check()
    for _page in range(3):
        with page.expect_navigation():
            check_nothing(page)
    page.locator("dl.lines").first.wait_for()


def let_somebody_in(page: Page) -> None:
    person = Registration.objects.filter(event__slug="full", waiting_position=None)
    with for_a_moment(person, attended=True):
        page.reload()


def see_only_the_first(page: Page) -> None:
    with patch.object(attendance_view, "SHOWN", 1):
        page.reload()


def find_the_words_that_leaked(page: Page) -> None:
    with for_a_moment(Report.objects.filter(status=ReportStatus.FAILED), failure_detail="Ines Duarte"):
        page.reload()


def flagged(page: Page, kind: FlagKind, contribution: Contribution) -> None:
    flag = committed(lambda: Flag.objects.create(contribution=contribution, kind=kind))
    page.reload()
    committed(flag.delete)


def find_a_flag_of_the_leak(page: Page) -> None:
    flagged(page, FlagKind.LEAK, Redaction.objects.all()[0].contribution)


def find_who_asks(page: Page) -> None:
    asked = Contribution.objects.filter(submission__via=Via.QUESTION, submission__event__slug="asked")[0]
    flagged(page, FlagKind.PERSONAL_INFORMATION, asked)


def hear_of_something_new(page: Page) -> None:
    """As after a new question, but at once: what is seen is older than what there is."""
    news = page.locator(".news")
    news.evaluate("news => htmx.ajax('GET', news.dataset.hxGet + 'x', news)")
    news.filter(has_text=re.compile(r"\w")).wait_for()


def come_from_outside(page: Page) -> None:
    """To the page that asks who it is, and nobody is signed out by it."""
    cookies: list[Any] = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.reload()
    page.context.add_cookies(cookies)


OURS: dict[str, tuple[Callable[[Site], str], Callable[[Page], None] | None]] = {
    "workspace": (lambda site: f"/{{language}}/workspace/{site.case.slug}/", None),
    "workspace, begun": (lambda site: f"/{{language}}/workspace/{site.new.slug}/", None),
    "workspace, nothing compiled": (lambda site: "/{language}/workspace/over/", None),
    "list of staff": (lambda site: "/{language}/", None),
    "code of the room": (lambda site: "/{language}/consultations/new/events/in-the-room/room-code/", None),
    "version, active": (version("active"), None),
    "version, failed": (version("failed"), None),
    "version, failed with words": (version("failed"), find_the_words_that_leaked),
    "version, failed with flags": (version("failed"), find_a_flag_of_the_leak),
    "version, ready": (version("ready"), None),
    "version, of one side": (version("ready"), sign_for_one_side_alone),
    "version, wrong": (version("ready"), object_without_reason),
    "version, published": (version("published"), None),
    "version, published, wrong": (version("published"), take_down_without_reason),
    "version, taken down": (version("taken_down"), None),
    "internal edition": (
        lambda site: f"/{{language}}/reports/{site.reports['ready'].pk}/read/{{language}}/?edition=internal", None
    ),
    "survey being built": (
        lambda site: f"/admin/submissions/questionnaire/{everything(site).pk}/build/", None
    ),
    "survey previewed": (
        lambda site: "/{language}/consultations/new/events/everything/take-part/preview/", check_nothing
    ),
    "survey previewed, all of it": (
        lambda site: "/{language}/consultations/new/events/everything/take-part/preview/",
        try_all_of_it,
    ),
    "attendance": (lambda site: f"/{{language}}{attendance(site)}", None),
    "attendance, nobody found": (lambda site: f"/{{language}}{attendance(site)}?q=nobody", None),
    "attendance, one is present": (lambda site: f"/{{language}}{attendance(site)}", let_somebody_in),
    "attendance, more than fit": (lambda site: f"/{{language}}{attendance(site)}", see_only_the_first),
    "attendance, no place left": (lambda site: f"/{{language}}{attendance(site)}", let_in_one_too_many),
    "board": (lambda site: BOARD.format(event="asked"), None),
    "board, empty": (lambda site: BOARD.format(event="unasked"), None),
    "board, no name for a group": (lambda site: BOARD.format(event="asked"), make_a_group_without_name),
    "board, one marked": (lambda site: BOARD.format(event="asked"), mark_as_answered),
    "board, one may tell who asks": (lambda site: BOARD.format(event="asked"), find_who_asks),
    "board, something new": (lambda site: BOARD.format(event="asked"), hear_of_something_new),
    "webinar of a moderator": (lambda site: "/{language}/consultations/new/events/asked/", None),
    "invite": (lambda site: INVITE, None),
    "invite, wrong": (lambda site: INVITE, invite_nobody),
    "invite, faults": (lambda site: INVITE, invite_with_faults),
    "invite, looked at": (lambda site: INVITE, invite_a_list),
    "contribution": (contribution, None),
    "contribution, wrong": (pending, decide_nothing),
}  # fmt: skip
DJANGOS: dict[str, tuple[Callable[[Site], str], Callable[[Page], None] | None]] = {
    "index": (lambda site: "/admin/", None),
    "queue": (queue, find_something_to_review),
    "invitations": (lambda site: "/admin/consultations/invitation/", None),
    "letters": (lambda site: "/admin/consultations/mail/", None),
    "many at once": (queue, choose_many),
    "question": (
        lambda site: f"/admin/submissions/question/{everything(site).questions.first().pk}/change/",
        None,
    ),
    "consultation, in the admin": (
        lambda site: f"/admin/consultations/consultation/{site.case.pk}/change/",
        None,
    ),
    "event, in the admin": (
        lambda site: f"/admin/consultations/event/{site.new.events.get(slug='webinar').pk}/change/",
        None,
    ),
    "themes": (lambda site: "/admin/submissions/theme/", None),
    "sign in": (lambda site: "/admin/", come_from_outside),
}


def open_state(page: Page, site: Site, name: str, language: str) -> Answered:
    path, steps = OURS.get(name) or DJANGOS[name]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}])
    with answered(page) as answer:
        page.goto(site.url + path(site).format(language=language))
        if steps:
            steps(page)
    return answer


def looked_at(page: Page, site: Site, name: str, language: str, excused: dict[str, str]) -> Answered:
    with overheard(page) as heard:
        answer = open_state(page, site, name, language)
        assert in_every_size_and_light(page, excused=excused) == {}
    assert heard == []
    assert outline(page)["lang"][:2] == language
    return answer


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", OURS)
def test_our_page(staff: Page, site: Site, seen: dict[str, Answered], name: str, language: str) -> None:
    seen[f"{name}.{language}"] = looked_at(staff, site, name, language, {})
    found = outline(staff)
    assert (found["mains"], is_in_order(found["levels"])) == (1, True), found


@pytest.mark.parametrize("name", DJANGOS)
def test_page_of_the_admin(staff: Page, site: Site, seen: dict[str, Answered], name: str) -> None:
    seen[f"{name}.en"] = looked_at(staff, site, name, "en", DJANGO)


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Our texts that are other words in French."""
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    alike = {entry.msgid.lower() for entry in catalogue if entry.msgid.lower() == entry.msgstr.lower()}
    return {entry.msgid.lower() for entry in catalogue} - alike


@pytest.mark.parametrize("name", DJANGOS)
def test_page_of_the_admin_in_french(staff: Page, site: Site, english: set[str], name: str) -> None:
    with overheard(staff) as heard:
        open_state(staff, site, name, "fr")
        assert violations(staff, excused=DJANGO) == []
    assert heard == []
    assert outline(staff)["lang"] == "fr"
    lines = {line.strip(" :\xa0").lower() for line in staff.locator("body").inner_text().splitlines()}
    assert lines & english == {"english"}
