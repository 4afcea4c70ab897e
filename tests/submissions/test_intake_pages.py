"""The open call as people meet it: without JavaScript, without an account, with nothing typed lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import AttributionRule, Event, EventKind
from submissions.models import Contribution, Submission
from tests.factories import make_consultation, make_event, make_organization, make_topic

pytestmark = pytest.mark.django_db


def address(event: Event) -> str:
    return reverse("submissions:take_part", args=[event.consultation.slug, event.slug])


def call(rule: str = AttributionRule.BY_CONSENT, **fields: Any) -> Event:
    event = make_event(make_consultation(attribution_rule=rule), **fields)
    make_topic(event.consultation)
    return event


def filled(event: Event, **fields: Any) -> dict[str, Any]:
    topic = make_topic(event.consultation)
    values = {
        "key": str(uuid4()),
        "language": "en",
        "topic": topic.pk,
        "text": "More crossings.",
        "attribution": "not_attributed",
    }
    return {**values, **fields}


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_what_is_sent_is_stored_and_a_receipt_follows(client: Client) -> None:
    event = call()
    department = make_organization(event.consultation, takes_advice=True)
    response = client.post(address(event), filled(event, addressees=[department.pk]), follow=True)
    assert response.redirect_chain == [("/en/receipt/", 302)]
    contribution = Contribution.objects.get()
    assert contribution.text == "More crossings."
    assert list(contribution.addressees.all()) == [department]
    assert contribution.submission.via == "web"
    code = page_of(response).select_one(".receipt").text.strip()
    assert len(code.split("-")) == 7


def test_a_participant_can_write_in_french_on_the_english_page(client: Client) -> None:
    event = call()
    client.post(address(event), filled(event, language="fr", text="Plus de passages."))
    assert Contribution.objects.get().language == "fr"


def test_words_in_another_language_than_the_page_say_so_and_names_do_not(client: Client) -> None:
    event = call()
    said = filled(event, text="Plus de passages.", language="fr", attribution="named", name="Ada Walker")

    check = page_of(client.post(address(event), {**said, "do": "next"}))
    again = page_of(client.post(address(event), {**said, "do": "page-1"}))
    (words,) = check.select("main dd [lang]")
    (box,) = again.select("form.question [lang]")

    assert (words["lang"], words.text.strip()) == ("fr", "Plus de passages.")
    assert (box["name"], box["lang"]) == ("text", "fr")


def test_the_page_offers_only_what_takes_advice(client: Client) -> None:
    event = call()
    taker = make_organization(event.consultation, takes_advice=True)
    make_organization(event.consultation)
    boxes = page_of(client.get(address(event))).select("input[name=addressees]")
    assert [box["value"] for box in boxes] == [str(taker.pk)]


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("chatham_house", {"sector"}),
        ("by_consent", {"attribution", "name", "organization_name", "sector"}),
        ("attributable", {"name", "organization_name", "sector"}),
    ],
)
def test_only_what_may_be_kept_is_asked_for(client: Client, rule: str, asked: set[str]) -> None:
    page = page_of(client.get(address(call(rule))))
    names = {field.get("name") for field in page.select("form.question [name]")}
    of_the_form = {"csrfmiddlewaretoken", "key", "promised", "draft", "version", "step", "do"}
    of_the_form |= {"amends", "basis", "opened", "homepage"}
    assert names - {*of_the_form, "language", "topic", "text"} == asked


def test_not_being_named_is_chosen_from_the_start(client: Client) -> None:
    page = page_of(client.get(address(call())))
    assert [box["value"] for box in page.select("input[name=attribution][checked]")] == ["not_attributed"]


def test_to_be_named_somebody_must_give_a_name(client: Client) -> None:
    event = call()
    response = client.post(address(event), filled(event, attribution="named"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name"}
    response = client.post(address(event), filled(event, attribution="organization"))
    assert set(response.context["form"].errors) == {"organization_name"}
    assert Submission.objects.count() == 0


def test_a_name_that_is_posted_under_the_chatham_house_rule_is_not_stored(client: Client) -> None:
    event = call(AttributionRule.CHATHAM_HOUSE)
    client.post(address(event), filled(event, attribution="named", name="Ada Walker"))
    stored = Submission.objects.values().get()
    assert "Ada" not in str(stored)


def test_a_rule_that_became_stricter_while_somebody_typed_wins(client: Client) -> None:
    event = call(AttributionRule.ATTRIBUTABLE)
    sent = filled(event, promised="attributable", name="Ada Walker")
    event.consultation.attribution_rule = AttributionRule.CHATHAM_HOUSE
    event.consultation.save()
    client.post(address(event), sent)
    assert (Submission.objects.get().rule, Submission.objects.get().name) == ("chatham_house", "")


def test_too_long_says_by_how_much_and_keeps_the_text_and_the_key(client: Client) -> None:
    event = call(max_characters=100)
    sent = filled(event, text="é" * 103)
    response = client.post(address(event), sent)
    page = page_of(response)
    assert response.status_code == 422
    assert "This is 3 characters too long. The limit is 100 characters." in page.select_one(".summary").text
    assert page.select_one("textarea").text.strip() == "é" * 103
    assert page.select_one("input[name=key]")["value"] == sent["key"]
    assert page.title.text.strip().startswith("Error:")


def test_line_ends_of_a_browser_count_once(client: Client) -> None:
    event = call(max_characters=100)
    assert client.post(address(event), filled(event, text="\r\n".join(["x"] * 50))).status_code == 302


def test_the_limit_stands_under_the_field(client: Client) -> None:
    page = page_of(client.get(address(call(max_characters=1500))))
    assert page.select_one(".count").text == "Up to 1,500 characters."
    assert not page.select("[maxlength]")


def test_an_empty_form_says_what_is_missing_with_links_to_it(client: Client) -> None:
    event = call()
    response = client.post(address(event), filled(event, text=" ", topic=""))
    page = page_of(response)
    links = [link["href"] for link in page.select(".summary a")]
    assert links == ["#id_topic", "#id_text"]
    assert all(page.select_one(link) for link in links)


def test_an_unknown_language_is_refused_in_words(client: Client) -> None:
    event = call()
    response = client.post(address(event), filled(event, language="de"))
    assert response.status_code == 422
    assert "“de” is not a language of this consultation" in response.content.decode()
    assert "More crossings." in response.content.decode()


def test_a_link_with_an_unknown_language_still_opens_the_form(client: Client) -> None:
    response = client.get(address(call()), {"lang": "de"})
    assert response.status_code == 200
    assert "“de” is not a language of this consultation" in response.content.decode()


def test_a_link_with_a_language_opens_the_form_in_it(client: Client) -> None:
    event = call()
    response = client.get(address(event), {"lang": "fr"})
    assert (response.status_code, response["Location"]) == (302, address(event).replace("/en/", "/fr/"))


def test_pressed_twice_it_is_stored_once_and_the_receipt_is_the_same(client: Client) -> None:
    event = call()
    sent = filled(event)
    codes = {
        page_of(client.post(address(event), sent, follow=True)).select_one(".receipt").text for _n in range(3)
    }
    assert len(codes) == 1
    assert Submission.objects.count() == 1


def test_the_same_key_with_other_words_is_409_and_can_be_sent_on_its_own(client: Client) -> None:
    event = call()
    sent = filled(event)
    client.post(address(event), sent)
    response = client.post(address(event), {**sent, "text": "Fewer cars."})
    page = page_of(response)
    assert response.status_code == 409
    assert page.select_one("textarea").text.strip() == "Fewer cars."
    key = page.select_one("input[name=key]")["value"]
    assert key != sent["key"]
    client.post(address(event), {**sent, "text": "Fewer cars.", "key": key})
    assert {c.text for c in Contribution.objects.all()} == {"More crossings.", "Fewer cars."}


def test_a_form_without_its_key_is_still_taken(client: Client) -> None:
    event = call()
    assert client.post(address(event), filled(event, key="")).status_code == 302
    assert Submission.objects.count() == 1


def test_before_and_after_its_dates_the_page_says_when_and_what_else_is_open(client: Client) -> None:
    consultation = make_consultation()
    now = timezone.now()
    early = make_event(consultation, starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    past = make_event(consultation, starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    survey = make_event(consultation, kind=EventKind.SURVEY)
    for event, words in ((early, "Not open yet"), (past, "Closed")):
        response = client.get(address(event))
        page = page_of(response)
        assert response.status_code == 200
        assert words in page.h1.text
        assert not page.select("form.question")
        assert [link["href"] for link in page.select(".act a")] == [address(survey)]


def test_what_is_sent_too_late_is_given_back(client: Client) -> None:
    now = timezone.now()
    event = call(starts_at=now - timedelta(days=2), ends_at=now - timedelta(seconds=1))
    response = client.post(address(event), filled(event, text="Too late, but long thought about."))
    assert response.status_code == 403
    assert "This is closed." in response.content.decode()
    assert "Too late, but long thought about." in response.content.decode()
    assert Submission.objects.count() == 0


def test_other_events_and_consultations_that_are_not_public_are_not_found(client: Client) -> None:
    hidden = make_event(make_consultation(is_public=False))
    conference = make_event(kind=EventKind.CONFERENCE)
    for event in (hidden, conference):
        assert client.get(address(event)).status_code == 404
        assert client.post(address(event), filled(event)).status_code == 404


def test_a_topic_of_another_consultation_cannot_be_chosen(client: Client) -> None:
    event = call()
    response = client.post(address(event), filled(event, topic=make_topic().pk))
    assert set(response.context["form"].errors) == {"topic"}


def test_markup_in_the_words_stays_text(client: Client) -> None:
    event = call()
    words = "</textarea><script>alert(1)</script> & <b>bold</b>"
    response = client.post(address(event), filled(event, text=words, topic=""))
    assert "<script>alert" not in response.content.decode()
    response = client.post(address(event), filled(event, text=words), follow=True)
    assert "<script>alert" not in response.content.decode()
    assert words in page_of(response).select_one("blockquote").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_much_it_lists(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    for _row in range(rows):
        make_topic(event.consultation)
        make_organization(event.consultation, takes_advice=True)
    with django_assert_num_queries(3):
        client.get(address(event))


def test_an_old_form_is_given_back_with_its_words() -> None:
    event = call()
    client = Client(enforce_csrf_checks=True)
    sent = filled(event, text="Two lines\nof words that took an hour.")
    response = client.post(address(event), sent)
    page = page_of(response)
    assert response.status_code == 403
    assert page.select_one("textarea[name=text]").text.strip() == sent["text"]
    again = {field["name"]: field.get("value") or field.text for field in page.select("form [name]")}
    assert client.post(address(event), again).status_code == 302
    assert Contribution.objects.get().text == sent["text"]


def test_going_back_shows_the_form_as_it_was_filled_in(client: Client) -> None:
    response = client.get(address(call()))
    assert "no-store" not in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_a_receipt_is_kept_by_no_cache(client: Client) -> None:
    event = call()
    client.post(address(event), filled(event))
    assert "no-store" in client.get(reverse("submissions:receipt"))["Cache-Control"]
