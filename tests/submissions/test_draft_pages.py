"""Saving and coming back as people meet it: without JavaScript, on another device, in the other language."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import dates, limits
from consultations.models import AttributionRule, Event
from submissions.intake import drafts
from submissions.models import Contribution, Draft, Submission
from tests.forms import fields_of
from tests.submissions.test_intake_pages import address, call, filled, page_of

pytestmark = pytest.mark.django_db

RESUME = reverse("submissions:resume")
MAIL_RECEIPT = reverse("submissions:receipt")


def saved_page(event: Event) -> str:
    return reverse("submissions:saved", args=[event.consultation.slug, event.slug])


def save(client: Client, event: Event, **fields: Any) -> str:
    """Presses the button, and notes the code."""
    response = client.post(address(event), {**filled(event, **fields), "do": "save"}, follow=True)
    assert response.redirect_chain == [(saved_page(event), 302)]
    return page_of(response).select_one(".receipt").text.strip()


def opened_elsewhere(code: str, language: str = "en") -> tuple[Client, dict[str, str]]:
    """On a device that has never been here."""
    client = Client()
    response = client.post(RESUME.replace("/en/", f"/{language}/"), {"code": code.lower()}, follow=True)
    assert response.status_code == 200
    return client, fields_of(page_of(response))


def test_what_was_saved_comes_back_elsewhere_in_the_other_language(client: Client) -> None:
    event = call()
    words = "Two lines\nof words, “quoted” <b>and</b> &amp; so on."
    code = save(
        client, event, text=words, attribution="named", name="Ada Walker", language="fr", sector="academia"
    )
    _other, fields = opened_elsewhere(code, "fr")
    assert fields["text"].replace("\r\n", "\n") == words
    assert {fields[name] for name in ("attribution", "name", "language", "sector")} == {
        "named", "Ada Walker", "fr", "academia",
    }  # fmt: skip
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_foot_of_every_page_the_code_leads_back(client: Client, language: str) -> None:
    event = call()
    save(client, event)
    shown = page_of(client.get(saved_page(event).replace("/en/", f"/{language}/")))
    front = page_of(client.get(f"/{language}/"))

    links = {link["href"]: link.text.strip() for link in front.select("footer a")}
    there = links.get(RESUME.replace("/en/", f"/{language}/"))
    assert there
    assert there in shown.select_one("main").text


def test_a_form_that_would_not_be_taken_can_be_saved(client: Client) -> None:
    event = call(max_characters=100)
    code = save(client, event, text="x" * 500, topic="")
    _other, fields = opened_elsewhere(code)
    assert fields["text"] == "x" * 500
    assert page_of(_other.get(address(event))).select(".error") == []


def test_sending_a_draft_deletes_it_and_sends_it_once(client: Client) -> None:
    event = call()
    code = save(client, event)
    fields = fields_of(page_of(client.get(address(event))))
    other, same = opened_elsewhere(code)
    assert client.post(address(event), fields).status_code == 302
    assert Draft.objects.count() == 0
    response = other.post(address(event), same, follow=True)
    assert response.status_code == 200
    assert Submission.objects.count() == 1
    assert address(event) not in client.cookies


def test_a_form_that_is_refused_keeps_its_draft(client: Client) -> None:
    event = call()
    save(client, event)
    fields = fields_of(page_of(client.get(address(event))))
    response = client.post(address(event), {**fields, "text": ""})
    assert response.status_code == 422
    assert fields_of(page_of(response))["draft"] == fields["draft"]
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("do", ["save", ""])
def test_two_tabs_do_not_overwrite_each_other(client: Client, do: str) -> None:
    event = call()
    code = save(client, event)
    other, theirs = opened_elsewhere(code)
    mine = fields_of(page_of(client.get(address(event))))
    other.post(address(event), {**theirs, "text": "Written on the phone.", "do": "save"})
    response = client.post(address(event), {**mine, "text": "Written at the desk.", "do": do})
    assert response.status_code == 409
    page = page_of(response)
    assert [each.text.strip() for each in page.select(".both dd")] == [
        "Written at the desk.",
        "Written on the phone.",
    ]
    assert drafts.open_(code).values["text"] == ["Written on the phone."]
    assert Submission.objects.count() == 0
    assert page.title.text.strip().startswith("Error:")
    # Nothing is saved by itself before somebody chooses.
    assert not page.select("[data-autosave]")
    # Either can be chosen, and neither is lost before it is.
    chosen = fields_of(page)
    assert chosen["text"] == "Written at the desk."
    response = client.post(address(event), {**chosen, "do": "theirs"}, follow=True)
    assert fields_of(page_of(response))["text"] == "Written on the phone."
    assert client.post(address(event), {**chosen, "do": "save"}).status_code == 409
    client.post(address(event), {**chosen, "do": keeping(page)})
    assert drafts.open_(code).values["text"] == ["Written at the desk."]


def keeping(page: BeautifulSoup) -> str:
    """What the button sends that keeps what is here."""
    return str(page.select_one(".overtaken button[value^=save]")["value"])


@pytest.mark.parametrize("do", ["switch", "back", "next", "page-1"])
def test_two_tabs_do_not_overwrite_each_other_on_the_pages_that_follow(client: Client, do: str) -> None:
    event = call()
    code = save(client, event)
    other, theirs = opened_elsewhere(code)
    mine = fields_of(page_of(client.get(address(event)))) | {"text": "Written at the desk."}
    other.post(address(event), {**theirs, "text": "Written on the phone.", "do": "save"})
    chosen = fields_of(page_of(client.post(address(event), {**mine, "do": "save"})))
    here = address(event).replace("/en/", "/fr/") if do == "switch" else address(event)
    page = page_of(client.post(here, {**chosen, "do": do}))
    assert [each.text.strip() for each in page.select(".overtaken .both dd")] == [
        "Written at the desk.",
        "Written on the phone.",
    ]
    assert not page.select("[data-autosave]")
    fields = fields_of(page)
    by_script = {"headers": {"accept": "application/json"}}
    assert client.post(here, {**fields, "do": "save"}, **by_script).status_code == 409
    assert client.post(here, {**fields, "do": "send"}).status_code == 409
    assert drafts.open_(code).values["text"] == ["Written on the phone."]
    # Whoever chose one of two texts did not choose it before a third.
    other.post(address(event), {**theirs, "version": "2", "text": "Written later.", "do": "save"})
    assert client.post(here, {**fields, "do": keeping(page)}).status_code == 409
    assert drafts.open_(code).values["text"] == ["Written later."]


@pytest.mark.parametrize("do", ["next", "save", "send"])
def test_a_script_that_saved_the_same_words_meanwhile_is_no_other_tab(client: Client, do: str) -> None:
    """The button was pressed before the script was told the new version. A name that no draft holds is none either."""
    event = call()
    code = save(client, event)
    fields = {**fields_of(page_of(client.get(address(event)))), "text": "More.", "name": "Ada Walker"}
    by_script = {"headers": {"accept": "application/json"}}
    client.post(address(event), {**fields, "do": "save"}, **by_script)
    answer = client.post(address(event), {**fields, "step": "check", "do": do})
    assert answer.status_code == (200 if do == "next" else 302)
    if do == "send":
        assert Contribution.objects.get().text == "More."
        assert Draft.objects.count() == 0
        return
    page = page_of(answer if do == "next" else client.get(address(event)))
    assert not page.select(".overtaken")
    assert fields_of(page)["version"] == str(drafts.open_(code).version)


def test_two_tabs_that_were_not_asked_the_same_are_compared(client: Client) -> None:
    """The rule became stricter between the two, so that the later one asks for no name."""
    event = call(AttributionRule.ATTRIBUTABLE)
    code = save(client, event)
    mine = fields_of(page_of(client.get(address(event)))) | {"name": "Ada Walker"}
    type(event.consultation).objects.update(attribution_rule=AttributionRule.CHATHAM_HOUSE)
    other, theirs = opened_elsewhere(code)
    fields = {**theirs, "promised": AttributionRule.CHATHAM_HOUSE, "text": "Written on the phone."}
    other.post(address(event), {**fields, "do": "save"})
    type(event.consultation).objects.update(attribution_rule=AttributionRule.ATTRIBUTABLE)
    answer = client.post(address(event), {**mine, "do": "save"})
    assert answer.status_code == 409
    assert "Written on the phone." in [each.text.strip() for each in page_of(answer).select(".both dd")]


def test_the_code_of_a_form_is_shown_long_after_it_was_saved_and_what_is_typed_stays(client: Client) -> None:
    """When the browser holds its cookie no more the form still holds the code."""
    event = call()
    code = save(client, event)
    page = page_of(client.get(address(event)))
    button = page.select_one("p.draft button[form=words]")
    del client.cookies[f"draft_{event.pk}"]
    fields = {**fields_of(page), "text": "Typed since.", button["name"]: button["value"]}
    answer = client.post(button.get("formaction", address(event)), fields, follow=True)
    assert page_of(answer).select_one(".receipt").text.strip() == code
    assert code not in str(answer.redirect_chain)
    assert drafts.open_(code).values["text"] == ["Typed since."]
    assert Draft.objects.count() == 1


def test_the_other_language_keeps_what_was_typed_and_stores_nothing(client: Client) -> None:
    event = call()
    sent = filled(event, text="Half a sen", attribution="named", name="Ada Walker")
    french = address(event).replace("/en/", "/fr/")
    button = page_of(client.get(address(event))).select_one("button[form=words][value=switch]")
    assert (button["formaction"], button["lang"], button["name"]) == (french, "fr", "do")
    response = client.post(french, {**sent, "do": "switch"})
    page = page_of(response)
    assert page.html["lang"] == "fr"
    assert {name: fields_of(page)[name] for name in ("text", "name", "key", "topic")} == {
        **{name: sent[name] for name in ("text", "name", "key")}, "topic": str(sent["topic"]),
    }  # fmt: skip
    assert page.select(".error") == []
    assert (Draft.objects.count(), Submission.objects.count()) == (0, 0)


def test_nothing_is_stored_before_somebody_saves(client: Client) -> None:
    event = call()
    client.get(address(event))
    client.post(address(event), filled(event, text=""))
    assert Draft.objects.count() == 0


def test_a_script_is_told_the_version_and_of_a_newer_one(client: Client) -> None:
    event = call()
    code = save(client, event)
    fields = {**fields_of(page_of(client.get(address(event)))), "do": "save"}
    by_script = {"headers": {"accept": "application/json"}}
    response = client.post(address(event), {**fields, "text": "More."}, **by_script)
    assert response.json() == {"draft": code, "version": 2}
    response = client.post(address(event), {**fields, "text": "Late."}, **by_script)
    assert (response.status_code, response.json()) == (409, {})
    assert drafts.open_(code).values["text"] == ["More."]


def test_a_script_makes_no_new_code_that_nobody_would_see(client: Client) -> None:
    event = call()
    code = save(client, event)
    fields = {**fields_of(page_of(client.get(address(event)))), "do": "save"}
    drafts.discard(code)
    response = client.post(
        address(event), {**fields, "text": "More."}, headers={"accept": "application/json"}
    )
    assert (response.status_code, Draft.objects.count()) == (410, 0)
    client.post(address(event), {**fields, "text": "More."})
    assert Draft.objects.count() == 1


def test_a_wrong_and_a_used_code_are_answered_alike(client: Client) -> None:
    event = call()
    code = save(client, event)
    drafts.discard(code)
    pages = []
    for one in (code, "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG"):
        response = client.post(RESUME, {"code": one})
        assert response.status_code == 422
        assert "Nothing is kept under this code." in response.content.decode()
        pages.append(page_of(response).select_one(".summary").text)
    assert pages[0] == pages[1]


def test_forgotten_on_a_shared_device_the_form_is_empty_and_the_draft_stays(client: Client) -> None:
    event = call()
    code = save(client, event)
    client.post(saved_page(event), {"do": "forget"})
    assert fields_of(page_of(client.get(address(event))))["text"] == ""
    assert client.get(saved_page(event))["Location"] == RESUME
    assert drafts.open_(code)


def test_a_draft_can_be_deleted_by_whoever_holds_it(client: Client) -> None:
    event = call()
    save(client, event)
    client.post(saved_page(event), {"do": "delete"})
    assert Draft.objects.count() == 0


def test_the_code_is_in_no_address_and_no_cache(client: Client) -> None:
    event = call()
    save(client, event)
    assert "no-store" in client.get(saved_page(event))["Cache-Control"]
    cookie = client.cookies[f"draft_{event.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_link_is_sent_and_the_address_kept_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    event = call()
    code = save(client, event, text="A secret thing.")
    response = client.post(saved_page(event), {"do": "mail", "address": "ada@example.org"}, follow=True)
    assert "We have not kept the address." in response.content.decode()
    assert "ada@example.org" not in response.content.decode()
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert f"/en/draft/#{code}" in sent.body
    assert "secret" not in sent.subject + sent.body
    assert "ada@" not in str(list(Draft.objects.values())) + caplog.text


def test_letters_to_others_are_few_from_one_network(client: Client, settings: Any) -> None:
    settings.LETTERS_IN_TEN_MINUTES = 2
    limits.letters.start_again()
    event = call()
    for _each in range(3):
        save(client, event)
        page = client.post(saved_page(event), {"do": "mail", "address": "ada@example.org"}, follow=True)
        client.cookies.clear()
    assert "Note the code, or wait" in page.content.decode()
    assert (page.status_code, int(page["Retry-After"]) > 0) == (429, True)
    assert len(mail.outbox) == 2


def test_receipts_count_among_the_letters(client: Client, settings: Any) -> None:
    settings.LETTERS_IN_TEN_MINUTES = 1
    limits.letters.start_again()
    event = call()
    client.post(address(event), {**filled(event), "do": "send"}, follow=True)
    for _each in range(2):
        page = client.post(MAIL_RECEIPT, {"address": "ada@example.org"}, follow=True)
    assert "Note the code, or wait" in page.content.decode()
    assert len(mail.outbox) == 1


def test_an_address_that_is_none_stays_in_its_field(client: Client) -> None:
    event = call()
    client.post(address(event), {**filled(event), "do": "send"}, follow=True)
    answer = client.post(MAIL_RECEIPT, {"address": "ada at example", "do": "mail"})
    page = page_of(answer)
    assert (answer.status_code, page.select_one("input[name=address]")["value"]) == (422, "ada at example")
    assert page.select_one("[data-error-summary] a")["href"] == "#id_address"
    assert page.select_one("details[open] #id_address")
    assert mail.outbox == []


def test_at_most_five_links_are_sent_for_a_draft(client: Client) -> None:
    event = call()
    save(client, event)
    for _n in range(7):
        client.post(saved_page(event), {"do": "mail", "address": "ada@example.org"})
    assert len(mail.outbox) == drafts.MOST_MAILS


def test_a_mail_server_that_is_away_is_said(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    event = call()
    save(client, event)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post(saved_page(event), {"do": "mail", "address": "ada@example.org"})
    assert response.status_code == 422
    assert "could not be sent just now" in response.content.decode()
    assert "ada@example.org" not in caplog.text
    assert Draft.objects.get().mails == 0


def test_no_link_is_offered_where_mail_is_only_printed(client: Client, settings: Any) -> None:
    event = call()
    save(client, event)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not page_of(client.get(saved_page(event))).select("input[name=address]")


def test_a_draft_of_a_closed_event_can_still_be_read(client: Client) -> None:
    event = call()
    code = save(client, event, text="Not sent in time.")
    type(event).objects.update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)
    other = Client()
    response = other.post(RESUME, {"code": code}, follow=True)
    assert "Not sent in time." in response.content.decode()
    assert not page_of(response).select("form#words")


def test_going_back_after_sending_cannot_send_again(client: Client) -> None:
    event = call()
    fields = fields_of(page_of(client.get(address(event))))
    client.post(address(event), {**filled(event), "key": fields["key"]})
    response = client.get(address(event))
    assert "You have sent this" in response.content.decode()
    assert not page_of(response).select("textarea")
    response = client.post(address(event), {"do": "another"}, follow=True)
    assert fields_of(page_of(response))["key"] != fields["key"]
    assert Contribution.objects.count() == 1


def test_going_back_before_sending_brings_the_same_key(client: Client) -> None:
    event = call()
    keys = {fields_of(page_of(client.get(address(event))))["key"] for _n in range(3)}
    assert len(keys) == 1


def test_under_the_chatham_house_rule_a_posted_name_reaches_no_draft(client: Client) -> None:
    event = call(AttributionRule.CHATHAM_HOUSE)
    code = save(client, event, attribution="named", name="Ada Walker", organization_name="Walkers United")
    assert "Walker" not in str(drafts.open_(code).values)


def kept_until(page: BeautifulSoup) -> str:
    (said,) = page.select("p.draft:not([data-is-back])")
    return " ".join(said.text.split())


def test_each_page_of_a_saved_form_says_until_when_it_is_kept(client: Client) -> None:
    event = call()
    save(client, event)
    last_day = " ".join(dates.written(event.consultation.today() + timedelta(days=30), "en").split())
    page = page_of(client.get(address(event)))
    assert f"It is kept until {last_day};" in kept_until(page)
    checked = page_of(client.post(address(event), {**fields_of(page), "do": "next"}))
    assert f"It is kept until {last_day};" in kept_until(checked)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "It can be sent until {day}."), ("fr", "Il peut être envoyé jusqu’au {day}.")],
)
def test_until_when_a_draft_can_be_sent_is_said_wherever_it_is_said_how_long_it_is_kept(
    client: Client, language: str, sentence: str
) -> None:
    """It is kept for longer than its form is open."""
    event = call(ends_at=timezone.now() + timedelta(days=5))
    save(client, event)
    day = dates.written(dates.last_day(event.ends_at, event.consultation.zone), language)
    here = saved_page(event).replace("/en/", f"/{language}/")
    assert plain(sentence.format(day=day)) in plain(page_of(client.get(here)).main.text)
    client.post(here, {"do": "mail", "address": "ada@example.org"})
    assert plain(sentence.format(day=day)) in plain(mail.outbox[0].body)


def test_the_page_to_check_says_until_when_it_can_be_sent(client: Client) -> None:
    event = call(ends_at=timezone.now() + timedelta(days=5))
    checked = page_of(client.post(address(event), {**filled(event), "do": "next"}))
    day = dates.written(dates.last_day(event.ends_at, event.consultation.zone), "en")
    assert plain(checked.select_one("p.when").text) == plain(f"Open now, until {day}")


def test_a_draft_of_a_closed_event_is_not_said_to_be_sendable(client: Client) -> None:
    event = call()
    save(client, event)
    type(event).objects.update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)
    shown = page_of(client.get(saved_page(event))).main.text
    client.post(saved_page(event), {"do": "mail", "address": "ada@example.org"})
    assert "Closed on" in shown
    assert "can be sent" not in shown + mail.outbox[0].body


def test_how_long_the_tab_keeps_what_is_typed_is_said(client: Client) -> None:
    page = page_of(client.get(address(call())))
    assert plain(page.select_one("[data-kept-here]").text).startswith(
        "What you typed stays in this tab until you send it or close the tab. To come back later, save it."
    )


def plain(text: str) -> str:
    return " ".join(text.split())


def last_day_is_over() -> None:
    Draft.objects.update(expires_on=timezone.now().date() - timedelta(days=2))


@pytest.mark.parametrize("lose", [last_day_is_over, lambda: Draft.objects.all().delete()])
def test_a_draft_that_is_no_longer_there_is_said(
    client: Client, settings: Any, lose: Callable[[], Any]
) -> None:
    settings.DAYS_OF_A_DRAFT = 14
    event = call()
    save(client, event, text="Lost.")
    begun = fields_of(page_of(client.get(address(event))))
    lose()
    page = page_of(client.get(address(event)))
    said = kept_until(page)
    assert said.startswith("Your draft is no longer here.")
    assert "kept for 14 days after it was last saved" in said
    assert fields_of(page)["text"] == ""
    # Where its form is still open, the words are there and can be saved again.
    still = page_of(client.post(address(event), {**begun, "do": "switch"}))
    assert "What you see here is not saved." in kept_until(still)
    assert fields_of(still)["text"] == "Lost."
    assert "Your draft is no longer here." in client.get(saved_page(event), follow=True).content.decode()


def test_a_browser_that_had_none_is_told_of_none(client: Client) -> None:
    event = call()
    assert not page_of(client.get(address(event))).select("p.draft:not([data-is-back])")
    save(client, event)
    client.post(saved_page(event), {"do": "delete"})
    assert not page_of(client.get(address(event))).select("p.draft:not([data-is-back])")


def test_saving_a_draft_again_takes_the_place_of_no_new_one(client: Client, settings: Any) -> None:
    settings.SENDINGS_IN_TEN_MINUTES = 2
    limits.new_drafts.start_again()
    event = call()
    save(client, event)
    for text in ("Longer.", "Longer still."):
        mine = {**fields_of(page_of(client.get(address(event)))), "text": text}
        assert client.post(address(event), {**mine, "do": "save"}).status_code == 302
    assert save(Client(), event)
    assert Draft.objects.count() == 2


def test_new_drafts_are_few_enough_from_one_network_and_their_words_stay(
    client: Client, settings: Any
) -> None:
    settings.SENDINGS_IN_TEN_MINUTES = 2
    limits.new_drafts.start_again()
    limits.sendings.start_again()
    event = call()
    save(Client(), event)
    save(client, event, text="The second of two.")
    answer = Client().post(address(event), {**filled(event, text="One too many."), "do": "save"})
    page = page_of(answer)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert "then save it again" in page.select_one("[data-error-summary]").text
    assert fields_of(page)["text"] == "One too many."
    assert Draft.objects.count() == 2
    # What is saved already goes on being saved, and sending is counted apart.
    mine = {**fields_of(page_of(client.get(address(event)))), "text": "The second, longer."}
    assert client.post(address(event), {**mine, "do": "save"}).status_code == 302
    assert client.post(address(event), {**filled(event), "do": "send"}).status_code == 302
    limits.new_drafts.start_again()
    assert save(Client(), event)
