"""A webinar in real browsers: somebody asks and somebody moderates, by keyboard, without script, and calmly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from consultations.models import AttributionRule, Event, EventKind
from submissions import board
from submissions.models import Contribution, Submission, Via
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene, sign_in
from tests.e2e.test_accessibility_keyboard import focused, tab_to
from tests.factories import both, make_contribution, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EVENT = "/en/consultations/streets/events/talk/"
ASK, BOARD = f"{EVENT}questions/", f"{EVENT}questions/panel/"
HALF_A_MINUTE = 30_000


@pytest.fixture
def event(scene: Scene) -> Event:
    return make_event(
        scene.consultation, EventKind.WEBINAR, slug="talk", title=both("Evening talk"),
        attribution_rule=AttributionRule.ATTRIBUTABLE, takes_questions=True,
    )  # fmt: skip


def ask(event: Event, text: str) -> Contribution:
    return make_contribution(
        event, text, event.consultation.sections.get(number=1).topics.first(), via=Via.QUESTION
    )


def sorted_as(event: Event) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (pile.group.label if pile.group else "", [(card.text, card.state.value) for card in pile.cards])
        for pile in board.piles_of(event)
    ]


def state_of_page(page: Page) -> str:
    return page.locator("main").inner_text()


def test_somebody_asks_by_keyboard_alone(open_page: OpenPage, event: Event) -> None:
    page = open_page()
    page.goto(EVENT)
    tab_to(page, f'a[href="{ASK}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ASK}")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Who pays?")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_topic")).to_be_focused()
    page.keyboard.press("T")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    expect(page.locator("main .promise")).to_contain_text("What is asked, never who asks it.")
    assert list(Submission.objects.filter(event=event).values_list("via", "rule", "contributions__text")) == [
        ("question", "chatham_house", "Who pays?")
    ]
    tab_to(page, f'a[href="{ASK}"]')


def test_a_question_outlives_a_reload_and_is_forgotten_when_it_has_arrived(
    open_page: OpenPage, event: Event
) -> None:
    page = open_page()
    page.goto(ASK)
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("Who pays?")
    page.reload()
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value("Who pays?")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_url("**/receipt/")
    assert page.evaluate("JSON.stringify({...sessionStorage})") == "{}"


@pytest.mark.parametrize("was_sent", [False, True])
def test_words_that_were_typed_when_questions_were_switched_off_can_be_copied_and_come_back_with_the_form(
    open_page: OpenPage, event: Event, was_sent: bool
) -> None:
    page = open_page()
    page.goto(ASK)
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("textarea[name=text]").fill("Who pays?")
    Event.objects.filter(pk=event.pk).update(takes_questions=False)
    if was_sent:
        with page.expect_response(f"**{ASK}") as answer:
            page.get_by_role("button", name="Send the question").click()
        assert answer.value.status == 403
        expect(page.locator("textarea[name=text]")).to_have_value("Who pays?")
    page.goto(ASK)
    expect(page.locator("h1")).to_have_text("Questions are closed now: Evening talk")
    panel = page.locator("[data-remains]")
    expect(panel.get_by_text("It was not sent.")).to_be_visible()
    expect(panel.locator("[data-name=text]")).to_have_text("Who pays?")
    page.get_by_role("link", name="Français").click()
    expect(panel.get_by_role("heading")).to_have_text("Ce que vous avez écrit ici")
    expect(panel.locator("[data-name=text]")).to_have_text("Who pays?")
    Event.objects.filter(pk=event.pk).update(takes_questions=True)
    page.goto(ASK)
    expect(page.locator("textarea[name=text]")).to_have_value("Who pays?")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_url("**/receipt/")
    assert list(Submission.objects.values_list("contributions__text", flat=True)) == ["Who pays?"]


def test_a_moderator_sorts_by_keyboard_alone(open_page: OpenPage, scene: Scene, event: Event) -> None:
    question = ask(event, "Who pays?")
    page = open_page()
    sign_in(page, scene.reviewer, BOARD)
    tab_to(page, "#label")
    page.keyboard.type("Money")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{BOARD}#group-*")
    page.goto(BOARD)
    tab_to(page, "select[name=group]")
    page.keyboard.press("M")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#question-{question.pk}")
    # The focus stands on the question that was moved, and the next stop is its own list of groups.
    page.keyboard.press("Tab")
    assert focused(page) == f"group-of-{question.pk}"
    tab_to(page, "button[value=mark-answered]")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_have_text("Answered.")
    assert sorted_as(event) == [("", []), ("Money", [("Who pays?", "answered")])]
    tab_to(page, "button[value=remove]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Money")).to_have_count(0)
    assert sorted_as(event) == [("", [("Who pays?", "answered")])]


def test_all_of_it_works_without_a_script(open_page: OpenPage, scene: Scene, event: Event) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(ASK)
    page.locator("textarea[name=text]").fill("Qui paie?")
    page.locator("select[name=topic]").select_option(label="Traffic")
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.locator("h1")).to_have_text("Nous l’avons reçu")
    sign_in(page, scene.coordinator, BOARD)
    page.fill("#label", "Money")
    page.get_by_role("button", name="Make the group").click()
    page.locator("select[name=group]").select_option(label="Money")
    page.get_by_role("button", name="Move").click()
    page.get_by_role("button", name="For the panel").click()
    assert sorted_as(event) == [("", []), ("Money", [("Qui paie?", "chosen")])]
    ask(event, "And after that?")
    page.get_by_role("link", name="Show the questions as they are now").click()
    expect(page.locator(".board > li")).to_have_count(2)


def test_news_is_said_once_and_nothing_moves(open_page: OpenPage, scene: Scene, event: Event) -> None:
    ask(event, "Who pays?")
    page = open_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/news/" in request.url else None)
    page.clock.install()
    sign_in(page, scene.reviewer, BOARD)
    page.fill("#label", "Half a lab")
    with page.expect_response("**/news/*") as answer:
        page.clock.run_for(HALF_A_MINUTE)
    assert (answer.value.status, page.locator(".news").inner_text()) == (204, "")
    before = state_of_page(page)
    ask(event, "When?")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.get_by_role("status")).to_contain_text("There is something new.")
    assert state_of_page(page).replace(page.locator(".news").inner_text(), "").split() == before.split()
    expect(page.locator("#label")).to_have_value("Half a lab")
    expect(page.locator("#label")).to_be_focused()
    often = len(asked)
    page.clock.run_for(4 * HALF_A_MINUTE)
    assert len(asked) == often
    page.get_by_role("link", name="Show the questions as they are now").click()
    expect(page.locator("blockquote", has_text="When?")).to_be_visible()
