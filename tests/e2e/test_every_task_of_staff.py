"""What staff come for can be done by keyboard alone, and without any script: docs/pages.md lists all tasks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from consultations import invitations, mail_queue, room_codes
from consultations.models import Consultation, EventKind, Letter, Mail, MailState
from reports.models import Narrative
from submissions.models import Questionnaire, Status, Theme
from tests.e2e.hands import Hand
from tests.e2e.scene import Scene
from tests.e2e.test_every_task import EVENTS, come_in
from tests.factories import both, make_contribution, make_event, make_participant, make_reason

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SAVE = "input[name=_save]"


def write_both(page: Page, hand: Hand, name: str, words: str) -> None:
    for language in ("en", "fr"):
        hand.write(page, f"[name={name}_{language}]", f"{words} ({language})")


def test_a_consultation_and_an_event_are_set_up(page: Page, hand: Hand, scene: Scene) -> None:
    come_in(page, hand, scene.coordinator, "/admin/consultations/consultation/add/")
    hand.write(page, "[name=slug]", "parks")
    for name in ("title", "summary", "purpose"):
        write_both(page, hand, name, "Greener parks")
    hand.write(page, "[name=opens_on]", "2030-05-01")
    hand.write(page, "[name=closes_on]", "2030-06-01")
    write_both(page, hand, "report_title", "What we heard about the parks")
    hand.press(page, SAVE)
    made = Consultation.objects.get(slug="parks")
    assert (made.opens_on, made.purpose.fr) == (date(2030, 5, 1), "Greener parks (fr)")
    assert list(made.memberships.values_list("user", flat=True)) == [scene.coordinator.pk]
    page.goto("/admin/consultations/event/add/")
    hand.choose(page, "[name=consultation]", "Greener parks (en)")
    hand.choose(page, "[name=kind]", "Webinar")
    hand.write(page, "[name=slug]", "evening")
    write_both(page, hand, "title", "Evening")
    for part, words in enumerate(("2030-05-02", "18:00")):
        hand.write(page, f"[name=starts_at_{part}]", words)
    for part, words in enumerate(("2030-05-02", "20:00")):
        hand.write(page, f"[name=ends_at_{part}]", words)
    hand.press(page, SAVE)
    event = made.events.get()
    assert (event.slug, event.kind, event.ends_at - event.starts_at) == (
        "evening", EventKind.WEBINAR, timedelta(hours=2),
    )  # fmt: skip


def test_the_code_of_the_room_is_shown_and_changed(page: Page, hand: Hand, scene: Scene) -> None:
    event = make_event(scene.consultation, slug="room", title=both("Here"), needs_room_code=True)
    before = room_codes.code_of(event)
    come_in(page, hand, scene.coordinator, f"/admin/consultations/event/{event.pk}/change/")
    hand.press(page, "#content-main a[href$='/room-code/']")
    page.wait_for_url(f"**{EVENTS}/room/room-code/")
    expect(page.locator(".room .code")).to_have_text(before)
    hand.press(page, "main form button")
    event.refresh_from_db()
    assert room_codes.code_of(event) != before
    expect(page.locator(".room .code")).to_have_text(room_codes.code_of(event))


def test_a_letter_is_marked_as_returned(page: Page, hand: Hand, scene: Scene) -> None:
    person = make_participant(scene.consultation)
    invitations.issue(scene.conference, "register", participant=person)
    invitations.remind(person.invitations.all())
    assert mail_queue.send_due() == 1
    come_in(page, hand, scene.coordinator, "/admin/consultations/mail/")
    hand.mark(page, "input.action-select")
    hand.choose(page, "[name=action]", "It came back: do not write to this address")
    hand.press(page, "button[name=index]")
    expect(page.get_by_text("1 address is left out.")).to_be_visible()
    person.refresh_from_db()
    assert (person.bounced, Mail.objects.get().state) == (True, MailState.BOUNCED)


def test_a_survey_is_built(page: Page, hand: Hand, scene: Scene) -> None:
    sheet = Questionnaire.objects.create(
        event=make_event(scene.consultation, EventKind.SURVEY, slug="survey", title=both("Survey"))
    )
    come_in(page, hand, scene.coordinator, f"/admin/submissions/questionnaire/{sheet.pk}/build/")
    hand.press(page, "#content-main a[href*='/question/add/']")
    hand.write(page, "[name=code]", "what")
    hand.choose(page, "[name=kind]", "Long text")
    hand.choose(page, "[name=topic]", "Traffic")
    write_both(page, hand, "text", "What would help?")
    hand.press(page, SAVE)
    page.wait_for_url("**/build/**")
    hand.press(page, "button[name=do][value=page-1]")
    expect(page.locator("article.built")).to_have_count(2)
    hand.press(page, "a[hreflang=en]")
    expect(page.locator("main textarea")).to_have_count(1)
    assert [question.text.fr for question in sheet.questions.all()] == ["What would help? (fr)"] * 2


def test_words_are_covered_and_put_behind_a_theme(page: Page, hand: Hand, scene: Scene) -> None:
    said = make_contribution(scene.call, "Ask Ines to light it.", scene.topics[1])
    come_in(page, hand, scene.reviewer, "/admin/submissions/theme/add/")
    hand.write(page, "[name=code]", "light")
    hand.choose(page, "[name=topic]", "Traffic")
    write_both(page, hand, "title", "Light")
    write_both(page, hand, "statement", "More light.")
    hand.press(page, SAVE)
    page.goto(f"/admin/submissions/contribution/{said.pk}/change/")
    hand.write(page, "#redact [name=phrase]", "Ines")
    hand.write(page, "#redact [name=why]", "A name.")
    hand.press(page, "#redact [type=submit]")
    hand.tick(page, "#decide [name=action]", "accept")
    hand.press(page, "#decide [type=submit]")
    hand.choose(page, "#support select", "Traffic: Light (en)")
    hand.press(page, "#support [type=submit]")
    said.refresh_from_db()
    assert said.status == Status.ACCEPTED
    assert [each.replacement for each in said.redactions.all()] == ["[name removed]"]
    assert list(Theme.objects.get(code="light").contributions.all()) == [said]


def test_words_are_set_aside_and_merged(page: Page, hand: Hand, scene: Scene) -> None:
    same, first, other = (
        make_contribution(scene.call, text, scene.topics[1]) for text in ("Light it.", "Light!", "Buy lamps.")
    )
    make_reason(scene.consultation, label=both("Advertising"))
    come_in(page, hand, scene.reviewer, f"/admin/submissions/contribution/{other.pk}/change/")
    hand.tick(page, "#decide [name=action]", "set_aside")
    hand.choose(page, "#decide [name=reason]", "Advertising")
    hand.press(page, "#decide [type=submit]")
    page.goto(f"/admin/submissions/contribution/{same.pk}/change/")
    hand.tick(page, "#decide [name=action]", "merge")
    hand.write(page, "#decide [name=into]", str(first.pk))
    hand.press(page, "#decide [type=submit]")
    for each in (same, other):
        each.refresh_from_db()
    assert (other.status, same.status, same.merged_into) == (Status.SET_ASIDE, Status.MERGED, first)


def test_several_are_accepted_at_once(page: Page, hand: Hand, scene: Scene) -> None:
    said = [make_contribution(scene.call, text, scene.topics[1]) for text in ("Light it.", "Paint it.")]
    queue = f"/admin/submissions/contribution/?consultation={scene.consultation.pk}"
    come_in(page, hand, scene.reviewer, queue)
    hand.mark(page, "#action-toggle" if hand.script else "input.action-select")
    hand.choose(page, "[name=action]", "Decide on the selected contributions")
    hand.press(page, "button[name=index]")
    hand.tick(page, "#content-main [name=step]", "accept")
    hand.press(page, "#content-main [type=submit]")
    for each in said:
        each.refresh_from_db()
    assert [each.status for each in said] == [Status.ACCEPTED] * 2


def test_people_are_reminded(page: Page, hand: Hand, scene: Scene) -> None:
    person = make_participant(scene.consultation)
    invitations.issue(scene.conference, "register", participant=person)
    come_in(page, hand, scene.coordinator, "/admin/consultations/invitation/")
    hand.mark(page, "input.action-select")
    hand.choose(page, "[name=action]", "Remind those who have not answered")
    hand.press(page, "button[name=index]")
    assert Mail.objects.filter(participant=person, letter=Letter.REMINDER).count() == 1


def test_a_narrative_is_written(page: Page, hand: Hand, scene: Scene) -> None:
    come_in(page, hand, scene.coordinator, "/admin/reports/narrative/add/")
    hand.choose(page, "[name=consultation]", "Safer streets")
    hand.choose(page, "[name=part]", "About this consultation")
    hand.choose(page, "select[name=language]", "English")
    hand.write(page, "[name=text]", "Why we asked.")
    hand.press(page, SAVE)
    assert Narrative.objects.get().text == "Why we asked."
