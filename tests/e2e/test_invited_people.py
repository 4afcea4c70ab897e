"""From a coordinator's list to a place: letters, links, a full room, and a place that moves on. In both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations import mail_queue
from consultations.models import Event, EventKind, Registration, StaffRole
from tests.e2e.conftest import OpenPage
from tests.e2e.hands import Keyboard, tab_to
from tests.e2e.scene import sign_in
from tests.factories import both, make_consultation, make_event, make_organization, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
INVITE = "/admin/consultations/invitation/invite/"
TABLE = """name,e-mail,organization,sector,role,language
Ada Walker,ada@example.org,Walkers United,Civil society,Participant,English
Inès Duarte,ines@example.org,,Academia,Expert,French
"""


@pytest.fixture
def event(transactional_db: None) -> Event:
    start = timezone.now() + timedelta(days=3)
    consultation = make_consultation(slug="streets", contact="streets@example.org")
    make_organization(consultation, name=both("Walkers United"), listed=True)
    make_user(StaffRole.COORDINATOR, consultation, username="coordinator")
    return make_event(
        consultation, EventKind.WEBINAR, slug="webinar", title=both("Webinar"), capacity=1,
        starts_at=start, ends_at=start + timedelta(hours=2),
    )  # fmt: skip


def invite(page: Page, event: Event, table: str, folder: Path) -> None:
    path = folder / "list.csv"
    path.write_text(table)
    page.select_option("[name=event]", str(event.pk))
    page.check("[name=purpose][value=register]")
    page.set_input_files("[name=file]", path)
    page.click("[name=look]")


def link_to(address: str, part: str, language: str) -> str:
    """The newest link of this kind that was written to this address, as a path of this site."""
    letter = [each for each in mail.outbox if each.to == [address]][-1]
    found = re.findall(rf"https?://\S+/{language}/{part}/\S+", str(letter.body))
    assert len(set(found)) == 1, letter.body
    return urlsplit(found[0]).path


@pytest.mark.parametrize("script", [False, True])
def test_a_list_a_letter_a_link_a_place_and_the_place_moves_on(
    event: Event, open_page: OpenPage, tmp_path: Path, settings: LazySettings, script: bool
) -> None:
    staff = open_page(java_script_enabled=script)
    user = event.consultation.memberships.get().user
    sign_in(staff, user, INVITE)
    invite(staff, event, TABLE.replace("Academia", "Martians"), tmp_path)
    expect(staff.get_by_text("“Martians” is not a sector.")).to_be_visible()
    assert staff.locator("[name=send]").count() == 0
    staff.goto(INVITE)
    invite(staff, event, TABLE, tmp_path)
    expect(staff.get_by_text("Hello (name)").first).to_be_visible()
    staff.click("[name=send]")
    expect(staff.get_by_text("2 people are invited.")).to_be_visible()
    assert mail_queue.send_due() == 2

    ada = open_page(java_script_enabled=script)
    ada.goto(link_to("ada@example.org", "invitation", "en"))
    ada.click("main form button >> nth=0")
    expect(ada.locator("[name=name]")).to_have_value("Ada Walker")
    ada.fill("[name=needs]", "Captions, please")
    ada.click("main form.question button")
    expect(ada.get_by_text("You have a place.")).to_be_visible()

    ines = open_page(java_script_enabled=script)
    ines.goto(link_to("ines@example.org", "invitation", "fr"))
    ines.click("main form button >> nth=0")
    expect(ines.get_by_text("Toutes les places sont prises.")).to_be_visible()
    ines.click("main form.question button")
    expect(ines.get_by_text("vous êtes donc sur la liste d’attente")).to_be_visible()
    assert mail_queue.send_due() == 2

    ada.goto(link_to("ada@example.org", "registration", "en"))
    expect(ada.get_by_text("Captions, please")).to_be_visible()
    ada.get_by_role("button", name="Withdraw my registration").click()
    expect(ada.get_by_text("Your registration is withdrawn and deleted.")).to_be_visible()
    assert mail_queue.send_due() == 1
    assert mail.outbox[-1].subject.startswith("Une place s’est libérée pour vous")

    ines.goto(link_to("ines@example.org", "registration", "fr"))
    expect(ines.get_by_text("Vous avez une place.")).to_be_visible()
    assert Registration.objects.get().participant.email == "ines@example.org"


def test_an_invitation_goes_by_keyboard_alone(event: Event, open_page: OpenPage, tmp_path: Path) -> None:
    staff = open_page(java_script_enabled=False)
    sign_in(staff, event.consultation.memberships.get().user, INVITE)
    invite(staff, event, TABLE, tmp_path)
    staff.click("[name=send]")
    mail_queue.send_due()

    page = open_page()
    page.goto(link_to("ines@example.org", "invitation", "fr"))
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    tab_to(page, "[name=needs]")
    page.keyboard.type("Une rampe")
    tab_to(page, "main form.question button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous avez une place.")).to_be_visible()
    mail_queue.send_due()
    page.goto(link_to("ines@example.org", "registration", "fr"))
    tab_to(page, "main form button.danger")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Votre inscription est retirée")).to_be_visible()
    assert not Registration.objects.exists()


def test_a_list_is_invited_by_keyboard_alone(event: Event, open_page: OpenPage, tmp_path: Path) -> None:
    page, hand, path = open_page(), Keyboard(), tmp_path / "list.csv"
    path.write_text(TABLE)
    sign_in(page, event.consultation.memberships.get().user, INVITE)
    page.on(
        "filechooser", lambda _chooser: None
    )  # asked for in time: what opens before that is the system's own window
    tab_to(page, "[name=event]")
    page.keyboard.press("ArrowDown")
    hand.tick(page, "[name=purpose]", "register")
    tab_to(page, "[name=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(path)
    hand.press(page, "[name=look]")
    expect(page.get_by_text("Hello (name)").first).to_be_visible()
    hand.press(page, "[name=send]")
    expect(page.get_by_text("2 people are invited.")).to_be_visible()
    assert mail_queue.send_due() == 2


def test_attendance_is_taken_on_a_phone_without_script(event: Event, open_page: OpenPage) -> None:
    event.capacity = None
    event.save()
    for name in ("Ada Walker", "Inès Duarte", "Walter Adams"):
        person = event.consultation.participants.create(name=name, sector="public")
        event.registrations.create(participant=person)
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    sign_in(page, event.consultation.memberships.get().user, f"/en{event.get_absolute_url()[3:]}attendance/")
    page.fill("#q", "wal")
    page.click("form[role=search] button")
    expect(page.locator(".attendance > li")).to_have_count(2)
    page.get_by_role("button", name="Present Ada Walker").click()
    page.get_by_role("button", name="Absent Walter Adams").click()
    expect(page.locator(".counts dd").first).to_have_text("1")
    expect(page.locator("#q")).to_have_value("wal")
    buttons = page.locator(".attendance button").all()
    assert all((box := button.bounding_box()) and box["height"] >= 44 for button in buttons)
    page.get_by_role("button", name="Undo Walter Adams").click()
    said = event.registrations.order_by("participant__name").values_list("attended", flat=True)
    assert list(said) == [True, None, None]
