"""Saving and coming back in a real browser: another device, the other language, two tabs, a lost line, going back."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Dialog, Page, Route, expect

from consultations.models import Event
from submissions.intake import drafts
from submissions.models import Contribution, Draft
from tests.e2e.conftest import OpenPage
from tests.e2e.scene import Scene

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CALL = "/en/consultations/streets/events/call/take-part/"
WORDS = "Light the crossing at the school,\nand « the one » behind it."
SAVE, CHECK, SEND = "Save and come back later", "Check before sending", "Send"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def words(page: Page) -> str:
    return page.locator("textarea[name=text]").input_value()


def saved(page: Page, text: str = WORDS) -> str:
    """Fills in the form and saves it; returns the code."""
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(text)
    press(page, SAVE)
    page.wait_for_url("**/saved/")
    return page.locator(".receipt").inner_text()


def sent_in(scene: Scene) -> list[str]:
    return list(Contribution.objects.filter(submission__event=scene.call).values_list("text", flat=True))


def drafts_in(scene: Scene) -> int:
    """Other files save drafts too, and share the database of the browser tests."""
    return Draft.objects.filter(event=scene.call).count()


def resumed(page: Page, code: str, language: str = "en") -> None:
    page.goto(f"/{language}/draft/")
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    page.locator("main form button").click()
    page.wait_for_url("**/take-part/")


def test_without_javascript_a_draft_comes_back_elsewhere_in_french_and_is_sent(
    open_page: OpenPage, scene: Scene
) -> None:
    code = saved(open_page(java_script_enabled=False))
    phone = open_page(java_script_enabled=False, viewport={"width": 320, "height": 700})
    resumed(phone, code, "fr")
    assert phone.locator("html").get_attribute("lang") == "fr"
    assert words(phone) == WORDS
    assert phone.locator("select[name=topic] option:checked").inner_text() == str(scene.topics[1].title.fr)
    press(phone, "Vérifier avant l’envoi")
    press(phone, "Envoyer")
    phone.wait_for_url("**/receipt/")
    assert sent_in(scene) == [WORDS]
    assert drafts_in(scene) == 0


def test_a_link_with_the_code_fills_it_in_and_leaves_it_in_no_address(
    open_page: OpenPage, scene: Scene
) -> None:
    code = saved(open_page())
    phone = open_page()
    phone.goto(f"/fr/draft/#{code}")
    expect(phone.locator("input[name=code]")).to_have_value(code)
    assert "#" not in phone.url
    assert phone.evaluate("history.length") == 2
    press(phone, "Continuer")
    phone.wait_for_url("**/take-part/")
    assert words(phone) == WORDS


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_switch_keeps_what_was_typed(
    open_page: OpenPage, scene: Scene, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    page.locator("input[value=named]").check()
    page.locator("input[name=name]").fill("Ada Walker")
    for name, language in (("Français", "fr"), ("English", "en")):
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{language}/**")
        assert page.locator("html").get_attribute("lang") == language
        assert (words(page), page.locator("input[name=name]").input_value()) == (WORDS, "Ada Walker")
        assert page.locator(".error").count() == 0
    assert drafts_in(scene) == 0


def test_what_is_typed_after_saving_is_saved_by_itself_and_survives_a_lost_line(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    code = saved(page)
    press(page, "Go on writing")
    state = page.locator("[data-autosave-state]")
    field = page.locator("textarea[name=text]")
    field.press_sequentially("More. ")
    expect(state).to_have_text("Saved.")
    expect(field).to_be_focused()
    assert drafts.open_(code).values["text"] == [f"More. {WORDS}".replace("\n", "\r\n")]
    page.context.set_offline(True)
    field.press_sequentially("Offline. ")
    expect(state).to_contain_text("Not saved since")
    page.context.set_offline(False)
    expect(state).to_have_text("Saved.")
    assert "Offline." in drafts.open_(code).values["text"][0]


def test_nothing_is_saved_by_itself_before_somebody_saves(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    page.clock.install()
    page.goto(CALL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.locator("textarea[name=text]").fill(WORDS)
    page.clock.run_for(60_000)
    assert "POST" not in asked
    assert drafts_in(scene) == 0


BACK = "What you typed here before is back. It has not been sent."


def in_the_tab(page: Page) -> str:
    return page.evaluate("JSON.stringify({...sessionStorage})")


def test_a_page_that_is_reloaded_before_anything_was_saved_has_what_was_typed(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    page.goto(CALL)
    expect(page.get_by_text(BACK)).to_be_hidden()
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    page.get_by_label("My name and my organization").check()
    secrets = [page.locator(f"input[name={name}]").input_value() for name in ("key", "csrfmiddlewaretoken")]
    assert not [each for each in (*secrets, "homepage") if each in in_the_tab(page)]
    page.reload()
    expect(page.get_by_text(BACK)).to_be_visible()
    assert words(page) == WORDS
    expect(page.locator("select[name=topic]")).not_to_have_value("")
    expect(page.get_by_label("My name and my organization")).to_be_checked()
    page.get_by_role("button", name="Discard what came back").click()
    expect(page.locator("select[name=topic]")).to_be_focused()
    expect(page.get_by_text(BACK)).to_be_hidden()
    assert (words(page), in_the_tab(page)) == ("", "{}")
    page.reload()
    assert words(page) == ""
    assert drafts_in(scene) == 0


def test_what_comes_back_never_takes_the_place_of_what_was_refused_or_outlives_what_was_sent(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, CHECK)
    expect(page.locator("#id_topic_error")).to_be_visible()
    expect(page.get_by_text(BACK)).to_be_hidden()
    page.locator("textarea[name=text]").fill("Typed after it was refused.")
    page.reload()
    expect(page.locator("#id_topic_error")).to_be_visible()
    assert words(page) == "Typed after it was refused."
    page.goto(CALL)
    assert words(page) == "Typed after it was refused."
    page.locator("select[name=topic]").select_option(index=2)
    press(page, CHECK)
    expect(page.get_by_text("You have typed more")).to_be_hidden()
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    assert (sent_in(scene), in_the_tab(page)) == (["Typed after it was refused."], "{}")


def test_what_was_typed_and_not_saved_comes_back_into_its_draft_and_shows_another(
    open_page: OpenPage, scene: Scene
) -> None:
    desk, phone = open_page(), open_page()
    code = saved(desk)
    press(desk, "Go on writing")
    expect(desk.get_by_text(BACK)).to_be_hidden()
    lost = "**/take-part/"
    desk.route(lost, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    desk.locator("textarea[name=text]").fill("Typed on a lost line.")
    desk.reload()
    expect(desk.get_by_text(BACK)).to_be_visible()
    assert words(desk) == "Typed on a lost line."
    resumed(phone, code)
    phone.locator("textarea[name=text]").fill("Written on the phone.")
    expect(phone.locator("[data-autosave-state]")).to_have_text("Saved.")
    desk.reload()
    assert words(desk) == "Typed on a lost line."
    expect(desk.get_by_text("A draft was saved elsewhere since")).to_be_visible()
    desk.unroute(lost)
    press(desk, SAVE)
    expect(desk.locator(".both dd")).to_have_text(["Typed on a lost line.", "Written on the phone."])
    press(desk, "Keep what was saved elsewhere")
    assert words(desk) == "Written on the phone."
    expect(desk.get_by_text(BACK)).to_be_hidden()
    desk.locator("textarea[name=text]").fill("Written at the desk.")
    expect(desk.locator("[data-autosave-state]")).to_have_text("Saved.")
    phone.goto(CALL)
    assert words(phone) == "Written at the desk."
    expect(phone.get_by_text(BACK)).to_be_hidden()


def test_after_saving_ten_seconds_of_typing_are_the_most_that_can_be_lost(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    code = saved(page, "")
    page.clock.install()
    press(page, "Go on writing")
    page.wait_for_url("**/take-part/")
    asked: list[str] = []
    answered: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: answered.append(request.url))
    page.locator("textarea[name=text]").focus()
    missing = []
    for second in range(1, 21):
        page.keyboard.press("a")
        page.clock.run_for(1000)
        while len(answered) < len(asked):
            page.wait_for_event("requestfinished")
        missing.append(second - len(drafts.open_(code).values["text"][0]))
    page.context.set_offline(True)
    page.close()
    phone = open_page()
    resumed(phone, code)
    assert len(words(phone)) == 20 - missing[-1]
    assert max(missing) <= 10


def test_what_is_typed_while_an_answer_takes_long_does_not_wait_as_after_a_lost_line(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    code = saved(page, "")
    page.clock.install(time=0)
    press(page, "Go on writing")
    page.clock.pause_at(60_000)
    slow: list[Route] = []
    page.route("**/take-part/", lambda route: slow.append(route))
    with page.expect_request("**/take-part/"):
        page.locator("textarea[name=text]").press("a")
        page.clock.run_for(2000)
    page.locator("textarea[name=text]").press("b")
    page.clock.run_for(7000)
    slow.pop().continue_()
    expect(page.locator("input[name=version]")).to_have_value("2")
    page.unroute("**/take-part/")
    page.clock.run_for(1000)
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    assert drafts.open_(code).values["text"] == ["ab"]


def held_up(page: Page) -> list[tuple[Route, APIResponse]]:
    """What the script sends from here on arrives, and its answer waits; buttons are answered at once."""
    slow: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        is_by_script = route.request.headers["accept"] == "application/json"
        slow.append((route, route.fetch())) if is_by_script else route.continue_()

    page.route("**/take-part/", hold)
    return slow


def saving_slowly(page: Page) -> list[tuple[Route, APIResponse]]:
    """Somebody who goes on writing in a draft; the answer to what the script saves is held up."""
    saved(page)
    press(page, "Go on writing")
    page.wait_for_url("**/take-part/")
    slow = held_up(page)
    page.locator("textarea[name=text]").fill("Better words.")
    while not slow:
        page.wait_for_timeout(100)
    return slow


@pytest.mark.parametrize("more", ["", " And more."])
def test_a_button_that_is_pressed_while_an_answer_takes_long_waits_for_it_and_finds_no_other_text(
    open_page: OpenPage, scene: Scene, more: str
) -> None:
    page = open_page()
    slow = saving_slowly(page)
    page.locator("textarea[name=text]").press_sequentially(more)
    page.get_by_role("button", name=CHECK).focus()
    for _press in range(2):
        page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    route, answer = slow.pop()
    route.fulfill(response=answer)
    expect(page.locator("h1")).to_have_text("Check before sending")
    assert page.locator(".overtaken").count() == 0
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    assert sent_in(scene) == [f"Better words.{more}"]


def test_a_button_does_not_wait_for_an_answer_that_never_comes(open_page: OpenPage, scene: Scene) -> None:
    page = open_page()
    saving_slowly(page)
    press(page, CHECK)
    expect(page.locator("h1")).to_have_text("Check before sending")


def comes_from_memory(page: Page) -> None:
    """As a browser tells a page that it kept as it was left; this one keeps none."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")


def test_a_page_that_comes_back_from_memory_after_a_lost_line_saves_as_it_says(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    code = saved(page)
    press(page, "Go on writing")
    page.route("**/take-part/", lambda route: route.fulfill(status=204))
    page.locator("textarea[name=text]").fill("Typed before the line was lost.")
    with page.expect_response("**/take-part/"):
        press(page, CHECK)
    page.unroute("**/take-part/")
    comes_from_memory(page)
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    assert drafts.open_(code).values["text"] == ["Typed before the line was lost."]


def saved_and_kept_in_memory(page: Page) -> None:
    """The draft arrives, and the page stays as a browser keeps it."""
    page.goto(CALL)
    page.locator("textarea[name=text]").fill(WORDS)
    answered = "**/take-part/"
    page.route(
        answered, lambda route: route.fulfill(status=204, headers=route.fetch(max_redirects=0).headers)
    )
    with page.expect_response(answered):
        press(page, SAVE)
    page.unroute(answered)


def test_a_page_that_was_left_by_saving_comes_back_from_memory_with_its_draft(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    saved_and_kept_in_memory(page)
    comes_from_memory(page)
    expect(page.get_by_text("What you type is saved as you go.")).to_be_visible()
    assert words(page) == WORDS
    page.locator("textarea[name=text]").fill("Better words.")
    press(page, SAVE)
    page.wait_for_url("**/saved/")
    assert drafts.open_(page.locator(".receipt").inner_text()).values["text"] == ["Better words."]
    assert drafts_in(scene) == 1


def test_a_page_that_comes_back_from_memory_without_a_connection_stays(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    saved_and_kept_in_memory(page)
    page.context.set_offline(True)
    page.evaluate("words.addEventListener('resumed', () => { window.isResumed = true })")
    comes_from_memory(page)
    page.wait_for_function("window.isResumed")
    assert words(page) == WORDS


def test_words_that_were_typed_when_the_event_closed_can_be_copied_and_discarded(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    close(scene.call)
    page.goto(CALL.replace("/en/", "/fr/"))
    panel = page.locator("[data-remains]")
    expect(panel.get_by_role("heading", name="Ce que vous avez écrit ici")).to_be_visible()
    expect(panel.get_by_text("Rien n’a été envoyé.")).to_be_visible()
    shown = dict(
        zip(
            panel.locator("dt:visible").all_inner_texts(),
            panel.locator("dd:visible").all_inner_texts(),
            strict=True,
        )
    )
    assert shown == {
        "Sujet": str(scene.topics[1].title.fr),
        "Vos propos": WORDS,
        "Langue dans laquelle vous écrivez": "Anglais",
        "Pouvons-nous imprimer qui vous êtes à côté de vos propos?": "Non, imprimez mes propos sans nom",
    }
    panel.get_by_role("button", name="Effacer ce que vous avez écrit").click()
    expect(panel).to_be_hidden()
    assert in_the_tab(page) == "{}"
    assert drafts_in(scene) == 0


def test_words_that_arrived_or_are_shown_as_saved_are_not_shown_as_typed_when_the_event_is_closed(
    open_page: OpenPage, scene: Scene
) -> None:
    sender, writer = open_page(), open_page()
    sender.goto(CALL)
    sender.locator("select[name=topic]").select_option(index=2)
    sender.locator("textarea[name=text]").fill(WORDS)
    press(sender, CHECK)
    sender.route("**/take-part/", lambda route: (route.fetch(max_redirects=0), route.fulfill(status=204)))
    with sender.expect_response("**/take-part/"):
        press(sender, SEND)
    sender.unroute("**/take-part/")
    saved(writer)
    press(writer, "Go on writing")
    writer.locator("textarea[name=text]").fill("Better words.")
    expect(writer.locator("[data-autosave-state]")).to_have_text("Saved.")
    close(scene.call)
    for page in (sender, writer):
        page.goto(CALL)
        expect(page.locator("h1")).to_contain_text("Closed")
        expect(page.locator("[data-remains]")).to_be_hidden()
    assert in_the_tab(sender) == "{}"
    assert writer.get_by_text("Better words.", exact=True).filter(visible=True).count() == 1


def close(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)


def questions_to(page: Page) -> list[str]:
    """What the browser asks from here on: nobody leaves a page who is asked, and what is to be forgotten is."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if dialog.type == "beforeunload" else dialog.accept()

    page.on("dialog", answer)
    return asked


def close_tab(page: Page, event: str) -> None:
    """As somebody does it: then comes the question, or the page closes."""
    with page.expect_event(event):
        page.close(run_before_unload=True)


def test_whoever_closes_the_tab_with_words_that_are_neither_saved_nor_sent_is_asked(
    open_page: OpenPage, scene: Scene
) -> None:
    page = open_page()
    asked = questions_to(page)
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    close_tab(page, "dialog")
    with page.expect_event("dialog"):
        page.locator(".crumbs a").first.click(no_wait_after=True)
    assert (words(page), asked) == (WORDS, ["beforeunload"] * 2)
    for name, language in (("Français", "fr"), ("English", "en")):
        press(page, name)
        page.wait_for_url(f"**/{language}/**")
    for name in (CHECK, "Previous page", CHECK):
        press(page, name)
        page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("Check before sending")
    page.locator("h1").click()
    assert len(asked) == 2
    close_tab(page, "dialog")
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    close_tab(page, "close")
    assert (sent_in(scene), len(asked)) == ([WORDS], 3)


def test_nobody_is_asked_who_typed_nothing_or_forgot_or_saved_it_all(
    open_page: OpenPage, scene: Scene
) -> None:
    empty, forgotten, kept = (open_page() for _n in range(3))
    asked = [questions_to(page) for page in (empty, forgotten, kept)]
    empty.goto(CALL)
    press(empty, CHECK)
    expect(empty.locator("#id_topic_error")).to_be_visible()
    close_tab(empty, "close")
    forgotten.goto(CALL)
    forgotten.locator("textarea[name=text]").fill(WORDS)
    press(forgotten, "Forget what is typed here")
    expect(forgotten.locator("textarea[name=text]")).to_have_value("")
    close_tab(forgotten, "close")
    saved(kept)
    press(kept, "Go on writing")
    kept.wait_for_url("**/take-part/")
    kept.route("**/take-part/", lambda route: route.abort())
    kept.locator("textarea[name=text]").press("a")
    close_tab(kept, "dialog")
    kept.unroute("**/take-part/")
    kept.locator("textarea[name=text]").press("b")
    expect(kept.locator("[data-autosave-state]")).to_have_text("Saved.")
    close_tab(kept, "close")
    assert asked == [[], ["confirm"], ["beforeunload"]]


def test_the_slower_of_two_tabs_is_told_and_chooses(open_page: OpenPage, scene: Scene) -> None:
    desk, phone = open_page(), open_page()
    code = saved(desk)
    press(desk, "Go on writing")
    resumed(phone, code)
    phone.locator("textarea[name=text]").fill("Written on the phone.")
    expect(phone.locator("[data-autosave-state]")).to_have_text("Saved.")
    desk.locator("textarea[name=text]").fill("Written at the desk.")
    expect(desk.locator("[data-autosave-state]")).to_contain_text("changed in another tab")
    press(desk, SAVE)
    expect(desk.locator(".overtaken")).to_be_focused()
    expect(desk.locator(".both dd")).to_have_text(["Written at the desk.", "Written on the phone."])
    assert words(desk) == "Written at the desk."
    press(desk, "Keep what is here")
    desk.wait_for_url("**/saved/")
    assert drafts.open_(code).values["text"] == ["Written at the desk."]
    press(phone, CHECK)
    press(phone, SEND)
    expect(phone.locator(".overtaken")).to_be_visible()
    press(phone, "Keep what was saved elsewhere")
    assert words(phone) == "Written at the desk."
    assert sent_in(scene) == []


def test_going_back_after_sending_does_not_bring_a_form_that_can_be_sent_again(
    open_page: OpenPage, scene: Scene
) -> None:
    """This browser keeps no page in memory: whoever goes back has it fetched again."""
    page = open_page()
    page.goto(CALL)
    page.locator("select[name=topic]").select_option(index=2)
    page.locator("textarea[name=text]").fill(WORDS)
    press(page, CHECK)
    press(page, SEND)
    page.wait_for_url("**/receipt/")
    page.goto(CALL)
    expect(page.locator("h1")).to_have_text("You have sent this")
    assert sent_in(scene) == [WORDS]
