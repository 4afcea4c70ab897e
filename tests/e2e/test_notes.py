"""Notes in a real browser: by keyboard, without a connection, with a reply that is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from consultations import invitations
from consultations.models import Event, Invitation, InvitationPurpose
from submissions.models import Contribution, Submission
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NOTES = "/en/consultations/streets/events/day/notes/"
POST = "**/notes/"


@pytest.fixture
def notes(open_page: OpenPage, scene: Scene) -> Page:
    """With session and topic chosen, as they stay all day. It says that it needs no connection any more: before that, a
    browser that loses it complains that it was fetching the page.
    """
    page = opened(open_page(), scene)
    expect(page.locator("span[data-kept]")).to_be_visible()
    return page


def opened(page: Page, scene: Scene) -> Page:
    page.goto(f"/en/invitation/{invitations.issue(scene.conference, InvitationPurpose.RAPPORTEUR)[1]}/")
    page.locator("main form button").first.click()
    page.wait_for_url(POST)
    page.locator("select[name=session]").select_option(label="Table 1")
    page.locator("select[name=topic]").select_option(label="Traffic")
    return page


def write(page: Page, text: str) -> None:
    """By keyboard alone, without looking for the field: it has the focus."""
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("textarea[name=text]")).to_have_value("")


def state(page: Page) -> Any:
    return page.locator("[data-state]")


def kept(page: Page) -> str:
    """Everything that the browser holds for this site in a place that outlives the page."""
    return page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def taken() -> list[str]:
    rows = Contribution.objects.filter(submission__event__consultation__slug="streets")
    return sorted(rows.values_list("text", flat=True))


def lose_replies(page: Page, how_many: int) -> list[str]:
    """The server gets what is sent; the browser never hears of it. Returns the keys as they come by."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.post_data or "")
        if len(keys) > how_many:
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route(POST, lambda route: lose(route) if route.request.method == "POST" else route.continue_())
    return keys


def test_points_are_taken_by_keyboard_and_the_page_stays(notes: Page) -> None:
    notes.locator("textarea[name=text]").focus()
    notes.evaluate("window.isTheSamePage = true")
    write(notes, "Light the crossing.")
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    write(notes, "Paint it again.")
    expect(state(notes)).to_have_text("2 points taken in this sitting.")
    assert notes.evaluate("window.isTheSamePage")
    assert taken() == ["Light the crossing.", "Paint it again."]
    assert set(Submission.objects.filter(event__slug="day").values_list("via", "session__code")) == {
        ("rapporteur", "table")
    }
    assert "Light" not in kept(notes)


def test_without_a_connection_points_wait_and_go_in_their_order(notes: Page) -> None:
    sent: list[str] = []
    notes.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    notes.locator("textarea[name=text]").focus()
    notes.context.set_offline(True)
    write(notes, "First point.")
    write(notes, "Second point.")
    expect(state(notes)).to_have_text(
        "2 points wait on this device, and are sent when the connection is back."
    )
    assert ("First point." in kept(notes), taken()) == (True, [])
    expect(notes.locator("[data-actions] button:visible")).to_have_text(
        ["Try now", "Save what waits as a text file", "Delete what waits here"]
    )
    sent.clear()
    notes.context.set_offline(False)
    expect(state(notes)).to_have_text("2 points taken in this sitting.")
    assert taken() == ["First point.", "Second point."]
    assert ["First" in sent[0], "Second" in sent[1], len(sent)] == [True, True, 2]
    assert "point" not in kept(notes)
    expect(notes.locator("[data-actions]")).to_be_hidden()


def test_a_lost_reply_does_not_double_a_point(notes: Page) -> None:
    lose_replies(notes, 2)
    notes.locator("textarea[name=text]").focus()
    write(notes, "Heard once.")
    expect(state(notes)).to_contain_text("1 point waits on this device")
    notes.get_by_role("button", name="Try now").click()
    expect(state(notes)).to_contain_text("1 point waits on this device")
    notes.get_by_role("button", name="Try now").click()
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    assert taken() == ["Heard once."]
    assert "Heard" not in kept(notes)
    notes.reload()
    expect(state(notes)).to_contain_text("1 point taken in this sitting.")


def test_what_waits_outlives_the_page_and_is_sent_when_it_is_opened_again(notes: Page) -> None:
    notes.route(POST, lambda route: route.abort())
    notes.locator("textarea[name=text]").focus()
    write(notes, "Before the page closed.")
    expect(state(notes)).to_contain_text("1 point waits")
    again = notes.context.new_page()
    notes.close()
    again.goto(NOTES)
    expect(state(again)).to_contain_text("1 point taken in this sitting.")
    assert taken() == ["Before the page closed."]
    assert "Before" not in kept(again)


SHELLS = """async () => {
    const kept = {};
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
            kept[new URL(request.url).pathname] = await (await caches.match(request)).text();
    return kept;
}"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.map(({scope}) => new URL(scope).pathname))"


def is_kept(page: Page) -> None:
    expect(page.get_by_text("It opens again on this device without a connection")).to_be_visible()


def test_without_a_connection_the_page_opens_again_with_what_was_half_typed(notes: Page) -> None:
    is_kept(notes)
    notes.context.set_offline(True)
    notes.locator("textarea[name=text]").focus()
    write(notes, "First point.")
    notes.keyboard.type("Half of the ne")
    notes.on("dialog", lambda dialog: dialog.accept())
    for typed in ("xt point.", "Third point."):
        notes.reload()
        expect(notes.locator("select[name=topic] option:checked")).to_have_text("Traffic")
        assert notes.locator("main").evaluate("main => getComputedStyle(main).flexGrow") == "1"
        notes.locator("textarea[name=text]").press("Control+End")
        write(notes, typed)
        notes.locator("select[name=session]").select_option(label="Table 1")
        notes.locator("select[name=topic]").select_option(label="Traffic")
        notes.locator("textarea[name=text]").focus()
    expect(state(notes)).to_contain_text("3 points wait on this device")
    notes.context.set_offline(False)
    expect(state(notes)).to_have_text("3 points taken in this sitting.")
    assert taken() == ["First point.", "Half of the next point.", "Third point."]
    notes.reload()
    is_kept(notes)
    shells = notes.evaluate(SHELLS)
    assert {name for name in shells if not name.startswith("/static/")} == {NOTES}
    assert not [name for name, body in shells.items() if re.search("(First|next|Third) point", body)]
    assert kept(notes) == "[{},{}]"


def test_whoever_leaves_takes_all_of_it_from_the_device(notes: Page) -> None:
    is_kept(notes)
    assert notes.evaluate(WORKERS) == [NOTES]
    other = notes.context.new_page()
    other.goto(NOTES)
    other.locator("textarea[name=text]").fill("Half of a point")
    assert "Half" in kept(other)
    notes.route(
        POST,
        lambda route: route.abort() if "Not sent" in (route.request.post_data or "") else route.continue_(),
    )
    notes.locator("textarea[name=text]").focus()
    write(notes, "Not sent.")
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.get_by_role("button", name="Forget it on this device").click()
    notes.wait_for_url("**/events/day/")
    assert (notes.evaluate(SHELLS), notes.evaluate(WORKERS), kept(notes)) == ({}, [], "[{},{}]")
    expect(other.locator("textarea[name=text]")).to_have_value("")
    assert kept(other) == "[{},{}]"
    answer = notes.goto(NOTES)
    assert answer is not None
    assert answer.status == 404


def test_a_closed_door_keeps_the_points_and_gives_them_out_as_text(
    notes: Page, scene: Scene, tmp_path: Path
) -> None:
    Invitation.objects.filter(event=scene.conference).update(revoked=True)
    notes.locator("textarea[name=text]").focus()
    write(notes, "Still here.")
    expect(notes.get_by_role("alert")).to_contain_text("The server takes nothing from this browser now")
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save what waits as a text file").click()
    download.value.save_as(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "Table 1\nTraffic\nStill here."
    Invitation.objects.filter(event=scene.conference).update(revoked=False)
    notes.get_by_role("button", name="Try now").click()
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    expect(notes.get_by_role("alert")).to_have_text("")
    assert taken() == ["Still here."]


def test_a_point_that_is_refused_does_not_hold_up_the_next(notes: Page, scene: Scene) -> None:
    notes.locator("textarea[name=text]").focus()
    notes.context.set_offline(True)
    write(notes, "At a table that is gone.")
    notes.locator("select[name=session]").select_option(label="Opening talk")
    notes.locator("textarea[name=text]").focus()
    write(notes, "In the hall.")
    expect(state(notes)).to_contain_text("2 points wait")
    scene.table.delete()
    notes.context.set_offline(False)
    expect(state(notes)).to_have_text(
        "1 point taken in this sitting. 1 point was not taken, and waits for you to correct it."
    )
    expect(notes.get_by_role("alert")).to_contain_text("What was not taken stays on this device")
    assert taken() == ["In the hall."]
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.get_by_role("button", name="Delete what waits here").click()
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    assert "gone" not in kept(notes)


def is_wrong(page: Page, name: str) -> None:
    """Its field has the focus and says what is wrong, for eyes and for a screen reader."""
    field = page.locator(f"[name={name}]")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(r"Error: \w+"))
    expect(page.locator(f"#id_{name}_error")).to_be_visible()


def test_a_point_that_is_refused_comes_back_with_what_is_wrong_at_its_field(
    notes: Page, scene: Scene
) -> None:
    notes.locator("textarea[name=text]").focus()
    scene.table.delete()
    notes.keyboard.type("Light the crossing.")
    notes.keyboard.press("Control+Enter")
    is_wrong(notes, "session")
    expect(notes.locator("textarea[name=text]")).to_have_value("Light the crossing.")
    notes.keyboard.type("Opening")
    notes.keyboard.press("Control+Enter")
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    expect(notes.locator("textarea[name=text]")).to_be_focused()
    assert taken() == ["Light the crossing."]
    assert notes.locator("[aria-invalid], [id$=_error], .wrong").count() == 0
    assert kept(notes) == "[{},{}]"
    # The hint and the count are still said.
    expect(notes.locator("textarea[name=text]")).to_have_accessible_description(
        re.compile("Never who.*2,000")
    )


def half_typed(notes: Page, scene: Scene) -> None:
    """One point is refused while another is being typed."""
    notes.locator("textarea[name=text]").focus()
    notes.context.set_offline(True)
    write(notes, "At a table that is gone.")
    notes.locator("select[name=topic]").select_option(label="Plans")
    notes.locator("textarea[name=text]").focus()
    notes.keyboard.type("Half of the ne")
    scene.table.delete()
    notes.context.set_offline(False)
    expect(notes.get_by_role("alert")).to_contain_text("What was not taken stays on this device")


def test_a_refused_point_is_corrected_in_the_middle_of_another(notes: Page, scene: Scene) -> None:
    half_typed(notes, scene)
    text = notes.locator("textarea[name=text]")
    expect(text).to_be_focused()
    expect(text).to_have_value("Half of the ne")
    notes.get_by_role("button", name="Correct what was not taken").click()
    is_wrong(notes, "session")
    expect(text).to_have_value("At a table that is gone.")
    expect(notes.locator("select[name=topic] option:checked")).to_have_text("Traffic")
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.reload()
    is_wrong(notes, "session")
    notes.locator("select[name=session]").select_option(label="Opening talk")
    text.fill("At a table that is gone now.")
    notes.keyboard.press("Control+Enter")
    expect(text).to_have_value("Half of the ne")
    expect(text).to_be_focused()
    expect(notes.locator("select[name=topic] option:checked")).to_have_text("Plans")
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    notes.locator("select[name=session]").select_option(label="Opening talk")
    notes.keyboard.press("Control+Enter")
    expect(state(notes)).to_have_text("2 points taken in this sitting.")
    assert taken() == ["At a table that is gone now.", "Half of the ne"]
    assert kept(notes) == "[{},{}]"


def test_a_correction_can_be_left_for_later(notes: Page, scene: Scene) -> None:
    half_typed(notes, scene)
    text = notes.locator("textarea[name=text]")
    notes.get_by_role("button", name="Correct what was not taken").click()
    text.fill("At a table, half corrected.")
    notes.get_by_role("button", name="Correct it later").click()
    expect(text).to_have_value("Half of the ne")
    assert notes.locator("[aria-invalid], [id$=_error]").count() == 0
    with notes.expect_response(POST):
        notes.get_by_role("button", name="Try now").click()
    expect(notes.get_by_role("alert")).to_contain_text("What was not taken stays on this device")
    notes.get_by_role("button", name="Correct what was not taken").click()
    expect(text).to_have_value("At a table, half corrected.")
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.get_by_role("button", name="Delete what waits here").click()
    expect(text).to_have_value("Half of the ne")
    assert "At a table" not in kept(notes)
    text.fill("")
    assert (kept(notes), taken()) == ("[{},{}]", [])


def test_a_point_without_its_topic_is_not_taken_and_not_lost(notes: Page) -> None:
    notes.locator("select[name=topic]").select_option(value="")
    notes.locator("textarea[name=text]").fill("About what?")
    notes.keyboard.press("Control+Enter")
    expect(state(notes)).to_contain_text("Not taken yet")
    is_wrong(notes, "topic")
    expect(notes.locator("textarea[name=text]")).to_have_value("About what?")
    assert taken() == []


def test_what_waits_when_the_event_is_over_can_be_saved_and_deleted_on_the_closed_page(
    notes: Page, scene: Scene, tmp_path: Path
) -> None:
    notes.route(POST, lambda route: route.abort())
    notes.locator("textarea[name=text]").focus()
    write(notes, "Never sent.")
    expect(state(notes)).to_contain_text("1 point waits")
    start = timezone.now() - timedelta(days=2)
    Event.objects.filter(pk=scene.conference.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    again = notes.context.new_page()
    notes.close()
    again.goto(NOTES)
    expect(again.get_by_role("heading", level=1)).to_contain_text("Closed")
    expect(again.get_by_role("alert")).to_contain_text("Points that were not sent are still on this device.")
    expect(again.get_by_role("button", name="Try now")).to_have_count(0)
    with again.expect_download() as download:
        again.get_by_role("button", name="Save what waits as a text file").click()
    download.value.save_as(tmp_path / "notes.txt")
    assert "Never sent." in (tmp_path / "notes.txt").read_text()
    again.on("dialog", lambda dialog: dialog.accept())
    other = again.context.new_page()
    other.goto(NOTES)
    again.get_by_role("button", name="Delete what waits here").click()
    expect(again.locator("[data-actions]")).to_be_hidden()
    expect(other.locator("[data-actions]")).to_be_hidden()
    assert (kept(again), kept(other), taken()) == ("[{},{}]", "[{},{}]", [])
    expect(again.locator("[data-forgotten]")).to_be_attached()
    assert (again.evaluate(SHELLS), again.evaluate(WORKERS)) == ({}, [])


def test_a_point_that_was_half_typed_when_the_event_ended_can_be_saved(
    notes: Page, scene: Scene, tmp_path: Path
) -> None:
    notes.locator("textarea[name=text]").fill("Half of a po")
    start = timezone.now() - timedelta(days=2)
    Event.objects.filter(pk=scene.conference.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    notes.reload()
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save what waits as a text file").click()
    download.value.save_as(tmp_path / "notes.txt")
    assert "Half of a po" in (tmp_path / "notes.txt").read_text()
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.get_by_role("button", name="Forget it on this device").click()
    notes.wait_for_url("**/events/day/")
    assert kept(notes) == "[{},{}]"


def test_once_the_page_is_shut_to_this_browser_the_device_keeps_none_of_it(notes: Page, scene: Scene) -> None:
    is_kept(notes)
    Invitation.objects.filter(event=scene.conference).update(revoked=True)
    answer = notes.goto(NOTES)
    assert answer is not None
    assert answer.status == 404
    assert (notes.evaluate(SHELLS), notes.evaluate(WORKERS)) == ({}, [])


@pytest.mark.parametrize("button", ["Delete what waits here", "Forget it on this device"])
def test_whoever_says_no_keeps_what_waits(notes: Page, button: str) -> None:
    notes.route(POST, lambda route: route.abort())
    notes.locator("textarea[name=text]").focus()
    write(notes, "Not sent yet.")
    expect(state(notes)).to_contain_text("1 point waits")
    notes.on("dialog", lambda dialog: dialog.dismiss())
    notes.get_by_role("button", name=button).click()
    assert "Not sent yet." in kept(notes)
    notes.unroute(POST)
    notes.get_by_role("button", name="Try now").click()
    expect(state(notes)).to_have_text("1 point taken in this sitting.")
    assert taken() == ["Not sent yet."]


def test_after_everything_was_deleted_nothing_is_said_to_wait(notes: Page) -> None:
    notes.route(POST, lambda route: route.abort())
    notes.locator("textarea[name=text]").focus()
    write(notes, "Not this one.")
    expect(state(notes)).to_contain_text("1 point waits")
    notes.on("dialog", lambda dialog: dialog.accept())
    notes.get_by_role("button", name="Delete what waits here").click()
    expect(state(notes)).to_have_text("Write one point at a time, as it is made. Each is stored on its own.")
