"""What people come for can be done by keyboard alone, and without any script: docs/pages.md lists all tasks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations import room_codes, tokens
from consultations.invitations import issue
from consultations.models import Event, EventKind, StaffRole
from reports.generation import generate
from reports.models import Report
from reports.services import request_compile
from submissions.models import Answer, Contribution, Status
from submissions.review import themes, workflow
from tests.e2e.hands import Hand
from tests.e2e.scene import PASSWORD, Scene
from tests.e2e.site import ask_on_two_pages
from tests.e2e.test_drafts import CALL
from tests.factories import both, make_contribution, make_event, make_participant

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EVENTS = "/en/consultations/streets/events"
GO_ON, SEND = "main form button[value=next]", "main button[value=send]"


def texts(event: Event) -> dict[str, str]:
    return dict(Contribution.objects.filter(submission__event=event).values_list("text", "status"))


def come_in(page: Page, hand: Hand, user: Any, to: str) -> None:
    page.goto(f"/admin/login/?next={to}")
    hand.write(page, "[name=username]", user.username)
    hand.write(page, "[name=password]", PASSWORD)
    hand.press(page, "[type=submit]")
    page.wait_for_url(f"**{to}")


def test_a_survey_is_answered(page: Page, hand: Hand, scene: Scene) -> None:
    event = make_event(scene.consultation, EventKind.SURVEY, slug="survey", title=both("Survey"))
    ask_on_two_pages(event)
    last = event.questionnaire.questions.get(page=1).choices.last()
    page.goto(f"{EVENTS}/survey/take-part/")
    hand.tick(page, "main input[type=radio]", str(last.pk))
    hand.press(page, GO_ON)
    hand.write(page, "main textarea", "A bench.")
    hand.press(page, GO_ON)
    page.locator("input[name=attribution]").first.wait_for()
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    assert texts(event) == {"A bench.": Status.PENDING}
    assert Answer.objects.get(submission__event=event).choice == last


def test_a_draft_is_saved_resumed_sent_changed_and_withdrawn(page: Page, hand: Hand, scene: Scene) -> None:
    page.goto(CALL)
    hand.choose(page, "select[name=topic]", "Traffic")
    hand.write(page, "textarea[name=text]", "First words.")
    hand.press(page, "main form button[value=save]")
    code = page.locator(".receipt").inner_text()
    hand.press(page, "main button[value=forget]")
    page.wait_for_url("**/draft/")
    hand.write(page, "input[name=code]", code)
    hand.press(page, "main form button")
    expect(page.locator("textarea[name=text]")).to_have_value("First words.")
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    hand.press(page, "main form[action$='/take-part/'] button")
    hand.write(page, "textarea[name=text]", "Better words.")
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    assert texts(scene.call) == {"First words.": Status.WITHDRAWN, "Better words.": Status.PENDING}
    hand.press(page, ".withdraw summary")
    hand.press(page, ".withdraw button")
    expect(page.locator("[role=status]").first).to_contain_text("withdrawn")
    assert set(texts(scene.call).values()) == {Status.WITHDRAWN}


def test_who_is_in_the_room_writes_with_its_code(page: Page, hand: Hand, scene: Scene) -> None:
    event = make_event(scene.consultation, slug="room", title=both("Here"), needs_room_code=True)
    page.goto(f"{EVENTS}/room/take-part/")
    hand.write(page, "input[name=room_code]", room_codes.code_of(event))
    hand.choose(page, "select[name=topic]", "Traffic")
    hand.write(page, "textarea[name=text]", "Said in the room.")
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    assert texts(event) == {"Said in the room.": Status.PENDING}


def publish(scene: Scene) -> None:
    report = request_compile(scene.consultation, by=scene.reviewer)
    generate(str(report.pk))
    Report.objects.filter(pk=report.pk).update(published_on=date(2030, 1, 2))


def downloaded(page: Page, hand: Hand, link: str) -> bytes:
    with page.expect_download() as download:
        hand.press(page, link, stays=True)
    return Path(download.value.path()).read_bytes()


def test_the_outcome_is_looked_up_with_the_code(page: Page, hand: Hand, scene: Scene) -> None:
    page.goto(CALL)
    hand.choose(page, "select[name=topic]", "Plans")
    hand.write(page, "textarea[name=text]", "Light the crossing.")
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    code = page.locator(".receipt").inner_text()
    hand.press(page, "main form[action$='/forget/'] button")
    page.wait_for_url("**/receipt/find/")
    said = scene.call.submissions.get().contributions.get()
    themes.support(scene.theme, workflow.accept(said, by=scene.reviewer), by=scene.reviewer)
    publish(scene)
    hand.write(page, "input[name=code]", code)
    hand.press(page, "main form button")
    page.wait_for_url("**/receipt/")
    expect(page.get_by_text("In the published report it stands behind:")).to_be_visible()
    hand.press(page, ".entries a")
    page.wait_for_url("**/read/en/#*")
    expect(page.locator("h1")).to_have_text("What we heard about the streets")


def test_a_report_is_read_and_downloaded(page: Page, hand: Hand, scene: Scene) -> None:
    workflow.accept(make_contribution(scene.call, "Light it.", scene.topics[1]), by=scene.reviewer)
    publish(scene)
    page.goto("/en/reports/")
    hand.press(page, ".entries a")
    page.wait_for_url("**/reports/streets/")
    assert downloaded(page, hand, ".downloads a[hreflang=en][href$='.pdf']").startswith(b"%PDF-")
    hand.press(page, "main .actions a[href$='/read/en/']")
    page.wait_for_url("**/read/en/")
    expect(page.locator("h1")).to_have_text("What we heard about the streets")


def test_a_calendar_file_is_taken(page: Page, hand: Hand, scene: Scene) -> None:
    page.goto("/en/consultations/streets/programme/")
    assert b"SUMMARY:Conference day" in downloaded(page, hand, "main a[href$='/programme.ics']")
    page.goto(f"{EVENTS}/day/")
    assert b"SUMMARY:Conference day" in downloaded(page, hand, "main a[href$='/event.ics']")


def test_somebody_wants_no_more_mail(page: Page, hand: Hand, scene: Scene) -> None:
    person = make_participant(scene.consultation)
    page.goto(f"/en/no-more-mail/{tokens.token_for(tokens.NO_MORE_MAIL, person.pk)}/")
    hand.press(page, "main form button")
    expect(page.get_by_text("Done. You get no more")).to_be_visible()
    person.refresh_from_db()
    assert person.left_alone


def test_a_rapporteur_takes_notes(page: Page, hand: Hand, scene: Scene) -> None:
    _invitation, token = issue(scene.conference, "rapporteur")
    page.goto(f"/en/invitation/{token}/")
    hand.press(page, "main form button")
    page.wait_for_url("**/notes/")
    hand.choose(page, "select[name=session]", "Table 1")
    hand.choose(page, "select[name=topic]", "Plans")
    hand.write(page, "textarea[name=text]", "Noted at a table.")
    hand.press(page, "main form.question button[type=submit]", stays=True)
    expect(page.get_by_text("1 point taken in this sitting.")).to_be_visible()
    assert texts(scene.conference) == {"Noted at a table.": Status.PENDING}


def test_attendance_is_taken(page: Page, hand: Hand, scene: Scene) -> None:
    start = timezone.now() + timedelta(days=1)
    event = make_event(
        scene.consultation, EventKind.WEBINAR, slug="webinar", title=both("Webinar"),
        starts_at=start, ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    person = scene.consultation.participants.create(name="Ada Walker", sector="public")
    event.registrations.create(participant=person)
    come_in(page, hand, scene.coordinator, f"{EVENTS}/webinar/attendance/")
    hand.press(page, ".attendance button[value=present]")
    expect(page.locator(".counts dd").first).to_have_text("1")
    assert event.registrations.get().attended is True


def test_words_are_accepted_compiled_signed_and_published(page: Page, hand: Hand, scene: Scene) -> None:
    for role in (StaffRole.SIGNATORY_GOVERNMENT, StaffRole.SIGNATORY_CIVIL_SOCIETY, StaffRole.REVIEWER):
        scene.consultation.memberships.create(user=scene.coordinator, role=role)
    page.goto(CALL)
    hand.choose(page, "select[name=topic]", "Traffic")
    hand.write(page, "textarea[name=text]", "Paint the crossings.")
    hand.press(page, GO_ON)
    hand.press(page, SEND)
    page.wait_for_url("**/receipt/")
    said = scene.call.submissions.get().contributions.get()
    come_in(
        page,
        hand,
        scene.coordinator,
        f"/admin/submissions/contribution/?consultation={scene.consultation.pk}",
    )
    hand.press(page, f'#result_list a[href*="{said.pk}"]')
    hand.tick(page, "#decide [name=action]", "accept")
    hand.press(page, "#decide [type=submit]")
    expect(page.locator(".messagelist")).to_be_visible()
    assert texts(scene.call) == {"Paint the crossings.": Status.ACCEPTED}
    page.goto("/en/workspace/streets/")
    hand.press(page, 'form[action$="/compile/"] button')
    page.wait_for_url("**/workspace/versions/**")
    report = Report.objects.get(consultation=scene.consultation)
    generate(str(report.pk))
    for side in ("government", "civil_society"):
        page.goto(f"/en/workspace/versions/{report.pk}/")
        page.wait_for_load_state("networkidle")
        hand.tick(page, "#words input[name=side]", side)
        hand.tick(page, "#words input[name=decision]", "approved")
        hand.press(page, "#words button")
        expect(page.get_by_text("Your decision is recorded.")).to_be_visible()
    hand.press(page, 'form[action$="/publish/"] button')
    page.wait_for_url("**/en/reports/streets/")
    report.refresh_from_db()
    assert report.published_on
    issue(scene.conference, "register", participant=make_participant(scene.consultation))
    page.goto(f"/en/workspace/versions/{report.pk}/")
    hand.press(page, 'form[action$="/announce/"] button')
    expect(page.get_by_text("1 letter will be sent.")).to_be_visible()
    hand.write(page, 'form[action$="/take-down/"] [name=reason]', "A name stood in it.")
    hand.press(page, 'form[action$="/take-down/"] button')
    expect(page.get_by_text("The version is taken down.")).to_be_visible()
    report.refresh_from_db()
    assert report.taken_down_on
