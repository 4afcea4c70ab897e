"""`make screenshots`: a picture of each kind of page, narrow and wide, in both languages, for docs/pages.md.

Not collected with the tests: it looks at nothing, it only draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import Browser, Page

from config.demo.options import ROOT
from tests.e2e import test_accessibility as public
from tests.e2e import test_accessibility_staff as staff
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

INTO = ROOT / "docs" / "screenshots"
WIDTHS = (320, 1280)
TALLEST = 1200  # CSS pixels; what stands below is cut off
QUALITY = 35
WIDEST = 800  # pixels of a picture: all of them together stay below 4.5 megabytes
# What is drawn, and the route that each shows.
PUBLIC = {
    "list": "consultations:list",
    "consultation": "consultations:consultation",
    "programme": "consultations:programme",
    "conference": "consultations:event",
    "register": "consultations:register",
    "registered": "consultations:registered",
    "invitation in person": "consultations:invitation",
    "own registration": "consultations:own_registration",
    "no more mail": "consultations:no_more_mail",
    "promise": "consultations:promise",
    "accessibility": "consultations:accessibility",
    "privacy": "consultations:privacy",
    "write, empty": "submissions:take_part",
    "write, check": "submissions:take_part",
    "write, saved": "submissions:saved",
    "survey of every kind": "submissions:take_part",
    "notes, one taken": "submissions:rapporteur",
    "ask": "submissions:ask",
    "receipt": "submissions:receipt",
    "resume": "submissions:resume",
    "find": "submissions:find",
    "reports": "reports:published",
    "report": "reports:report",
    "report, to read": "reports:preview",
    "report, taken down": "reports:report",
    "write, not yet": "submissions:take_part",
    "write, sent already": "submissions:take_part",
    "registration closed": "consultations:register",
    "invitation, gone": "consultations:invitation",
    "nothing there": "",
    "broken": "consultations:list",
}
STAFF = {
    "workspace": "reports:workspace",
    "version, ready": "reports:progress",
    "contribution": "admin:submissions_contribution_change",
    "survey being built": "admin:submissions_questionnaire_build",
    "attendance": "consultations:attendance",
    "code of the room": "consultations:room_code",
    "board": "submissions:board",
    "invite": "admin:consultations_invitation_invite",
    "sign in": "admin:login",
    "queue": "admin:submissions_contribution_changelist",
    "many at once": "admin:submissions_contribution_changelist",
    "themes": "admin:submissions_theme_changelist",
    "question": "admin:submissions_question_change",
    "survey previewed": "submissions:preview",
    "consultation, in the admin": "admin:consultations_consultation_change",
    "event, in the admin": "admin:consultations_event_change",
    "invitations": "admin:consultations_invitation_changelist",
    "letters": "admin:consultations_mail_changelist",
}
NOT_DRAWN = {
    "reports:sign": "the version to sign, with what is wrong",
    "reports:take_down": "the version that is published, with what is wrong",
}
PAGES = (*PUBLIC, *STAFF)


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, site: Site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    yield from window(browser)


@pytest.fixture(scope="module")
def insider(browser: Browser, site: Site) -> Iterator[Page]:
    for page in window(browser):
        staff.come_in(page, site)
        yield page


def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def file_name(name: str, language: str, width: int) -> str:
    return f"{name.replace(', ', '-').replace(' ', '-')}.{language}.{width}.webp"


@pytest.mark.parametrize(("name", "language"), [*product(PUBLIC, ("en", "fr"))])
def test_draw_public_page(visitor: Page, site: Site, name: str, language: str) -> None:
    public.open_state(visitor, site, name, language)
    draw(visitor, name, language)


@pytest.mark.parametrize(("name", "language"), [*product(STAFF, ("en", "fr"))])
def test_draw_page_of_staff(insider: Page, site: Site, name: str, language: str) -> None:
    staff.open_state(insider, site, name, language)
    draw(insider, name, language)


def draw(page: Page, name: str, language: str) -> None:
    INTO.mkdir(exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        picture = Image.open(BytesIO(page.screenshot(full_page=True, clip=clip)))
        picture.thumbnail((WIDEST, TALLEST))
        picture.convert("RGB").save(
            INTO / file_name(name, language, width), "WEBP", quality=QUALITY, method=6
        )
