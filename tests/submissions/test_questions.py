"""Questions of a webinar's audience: protected under every rule, through the same door as all that is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from consultations import limits, room_codes
from consultations.models import AttributionRule, Event, EventKind, Sector, StaffRole
from consultations.terms import terms_of_questions
from submissions.intake.arrival import Arrival, Point
from submissions.intake.errors import Closed, NoQuestions, NotOfThisEvent, NotYetOpen, WrongRoomCode
from submissions.intake.submit import submit
from submissions.models import AuditEntry, Contribution, Status, Submission, Via
from submissions.review import workflow
from tests.factories import (
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_topic,
    make_user,
)
from tests.reports.compiling import make_streets, quotations

pytestmark = pytest.mark.django_db

OFFICE, ELSEWHERE = "192.0.2.7", "192.0.2.8"
DANGER = "I am afraid to go home."


@pytest.fixture(autouse=True)
def _nobody_was_here() -> Iterator[None]:
    for limit in (limits.sendings, room_codes.guesses):
        limit.start_again()
    with translation.override("en"):
        yield


def webinar(rule: str = AttributionRule.ATTRIBUTABLE, **fields: Any) -> Event:
    consultation = make_consultation(attribution_rule=rule)
    make_topic(consultation)
    return make_event(consultation, EventKind.WEBINAR, **{"takes_questions": True, **fields})


def address(event: Event, name: str = "ask") -> str:
    return reverse(f"submissions:{name}", args=[event.consultation.slug, event.slug])


def filled(event: Event, text: str = "Why so late?", **fields: Any) -> dict[str, Any]:
    topic = event.consultation.sections.get(number=1).topics.first()
    return {"key": str(uuid4()), "language": "en", "topic": topic.pk, "text": text, "do": "send", **fields}


def asked(client: Client, event: Event, text: str = "Why so late?", **fields: Any) -> Any:
    return client.post(address(event), filled(event, text, **fields), REMOTE_ADDR=OFFICE)


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def fields_of(page: BeautifulSoup) -> dict[str, str]:
    form = page.select_one("form.question")
    assert form
    chosen = form.select_one("select option[selected]")
    values = {
        box["name"]: box.get("value", "") for box in form.select("input[type=hidden], input[type=text]")
    }
    values |= {"text": form.select_one("textarea").text.strip(), "topic": chosen["value"] if chosen else ""}
    languages = form.select("input[name=language][checked]")
    return values | {box["name"]: box["value"] for box in languages}


def arrival(event: Event, **fields: Any) -> Arrival:
    point = Point("Why so late?", make_topic(event.consultation))
    return Arrival(event=event, via=Via.QUESTION, language="en", points=(point,), **fields)


@pytest.mark.parametrize("rule", AttributionRule.values)
def test_a_question_is_protected_whatever_the_rule_of_the_webinar(client: Client, rule: str) -> None:
    asked(client, webinar(rule), name="Ada Walker", organization_name="City", sector="government")
    stored = Submission.objects.values_list(
        "via", "rule", "attribution", "name", "organization_name", "sector", "session", "participant"
    )
    assert list(stored) == [("question", "chatham_house", "not_attributed", "", "", "", None, None)]
    entry = AuditEntry.objects.get(action="received")
    assert (entry.actor, entry.at, entry.detail) == (None, None, {"via": "question"})


@pytest.mark.parametrize("rule", AttributionRule.values)
def test_the_one_way_in_drops_all_that_says_who_asks(rule: str) -> None:
    event = webinar(rule)
    person, body = make_participant(event.consultation), make_organization(event.consultation)
    said = arrival(
        event, name="Ada", participant=person, organization=body, organization_name="City", attribution="named",
        sector=Sector.GOVERNMENT, session=make_session(event),
    )  # fmt: skip
    kept = submit(said, key=uuid4()).submission
    who = (kept.name, kept.participant, kept.organization, kept.organization_name, kept.sector, kept.session)
    assert who == ("", None, None, "", "", None)
    assert kept.rule == AttributionRule.CHATHAM_HOUSE


@pytest.mark.parametrize(
    "fields", [{"rule": "attributable"}, {"sector": "government"}, {"session": "a session"}]
)
def test_the_database_refuses_a_question_that_says_who_asks(fields: dict[str, Any]) -> None:
    event = webinar()
    question = submit(arrival(event), key=uuid4()).submission
    values = {**fields, **({"session": make_session(event)} if "session" in fields else {})}
    with (
        pytest.raises(IntegrityError, match="submission_question_says_nothing_of_who_asks"),
        transaction.atomic(),
    ):
        Submission.objects.create(
            event=event, via=Via.QUESTION, language="en", received_on=question.received_on, idempotency_key=uuid4(),
            content_hash="0" * 64, receipt_hash="0" * 64, **{"rule": "chatham_house", **values},
        )  # fmt: skip


def test_a_webinar_that_takes_none_takes_none(client: Client) -> None:
    event = webinar(takes_questions=False)
    page = client.get(address(event))
    assert (page.status_code, page_of(page).select("form.question")) == (200, [])
    with pytest.raises(NotOfThisEvent):
        submit(arrival(event), key=uuid4())


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Questions are closed now"), ("fr", "Les questions sont fermées pour l’instant")],
)
@pytest.mark.parametrize(("begins", "has_begun"), [(-1, True), (1, False)])
def test_where_questions_were_switched_off_the_page_says_so_and_has_room_for_what_a_tab_still_holds(
    client: Client, language: str, title: str, begins: int, has_begun: bool
) -> None:
    starts_at = timezone.now() + timedelta(hours=begins)
    event = webinar(takes_questions=False, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    call = make_event(event.consultation)
    with translation.override(language):
        answer = client.get(address(event))
        page = page_of(answer)
        assert answer.status_code == 200
        assert title in page.select_one("h1").text
        assert title in page.title.text
        assert bool(page.select("[data-remains] [data-name=text]")) == has_begun
        assert page.html["lang"] == language
        write = reverse("submissions:take_part", args=[event.consultation.slug, call.slug])
        assert page.select(f'main a[href="{write}"]')
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert "Closed" in page_of(client.get(address(event))).select_one("h1").text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("do", ["send", "switch"])
def test_who_was_typing_when_questions_were_closed_keeps_their_words_and_is_told_what_to_do(
    client: Client, language: str, do: str
) -> None:
    event = webinar()
    call = make_event(event.consultation)
    with translation.override(language):
        client.get(address(event))
        Event.objects.filter(pk=event.pk).update(takes_questions=False)
        answer = asked(client, event, do=do)
        page = page_of(answer)
        assert (answer.status_code, Submission.objects.count()) == (403, 0)
        assert page.select_one("textarea").text.strip() == "Why so late?"
        assert str(NoQuestions()) in page.select_one("[data-error-summary]").get_text(" ")
        write = reverse("submissions:take_part", args=[event.consultation.slug, call.slug])
        assert page.select(f'main a[href="{write}"]')
    Event.objects.filter(pk=event.pk).update(takes_questions=True)
    assert (asked(client, event).status_code, Submission.objects.count()) == (302, 1)


def test_only_a_webinar_takes_questions() -> None:
    with pytest.raises(IntegrityError, match="event_questions_in_a_webinar"), transaction.atomic():
        make_event(kind=EventKind.CONFERENCE, takes_questions=True)
    with pytest.raises(IntegrityError, match="event_room_code_where_people_write"), transaction.atomic():
        make_event(kind=EventKind.WEBINAR, needs_room_code=True)
    call = make_event()
    call.takes_questions = True
    with pytest.raises(ValidationError, match="Only a webinar"):
        call.clean()
    quiet = make_event(kind=EventKind.WEBINAR)
    quiet.needs_room_code = True
    with pytest.raises(ValidationError, match="written to on this site"):
        quiet.clean()
    webinar(needs_room_code=True).clean()


def test_questions_are_taken_from_the_first_moment_to_the_last_and_notes_later() -> None:
    now = timezone.now()
    event = webinar(starts_at=now, ends_at=now + timedelta(hours=1), late_until=now + timedelta(days=2))
    early, last = now - timedelta(microseconds=1), event.ends_at - timedelta(microseconds=1)
    with pytest.raises(NotYetOpen):
        submit(arrival(event), key=uuid4(), at=early)
    for moment in (now, last):
        assert submit(arrival(event), key=uuid4(), at=moment).is_new
    with pytest.raises(Closed, match="The webinar is over"):
        submit(arrival(event), key=uuid4(), at=event.ends_at)


@pytest.mark.parametrize(("begins", "said"), [(1, "Not open yet"), (-5, "Closed")])
def test_outside_of_its_hours_the_page_says_so_and_the_event_offers_none(
    client: Client, begins: int, said: str
) -> None:
    starts_at = timezone.now() + timedelta(hours=begins)
    event = webinar(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    page = page_of(client.get(address(event)))
    assert said in page.select_one("h1").text
    assert not page.select("textarea")
    assert bool(page.select("[data-remains] [data-name=text]")) == (said == "Closed")
    assert address(event) not in client.get(event.get_absolute_url()).content.decode()
    answer = asked(client, event)
    assert (answer.status_code, Submission.objects.count()) == (403, 0)
    assert page_of(answer).select_one("textarea").text.strip() == "Why so late?"


def test_the_page_of_the_event_leads_there_while_it_is_on(client: Client) -> None:
    event = webinar(registration_is_open=True)
    links = [link["href"] for link in page_of(client.get(event.get_absolute_url())).select("main a")]
    assert address(event) in links
    assert reverse("consultations:register", args=[event.consultation.slug, event.slug]) in links
    assert address(event, "board") not in links


def test_while_it_is_on_to_ask_is_the_first_thing_on_the_page_of_the_consultation(client: Client) -> None:
    event = webinar()
    make_event(event.consultation, slug="call")
    home = event.consultation.get_absolute_url()
    buttons = page_of(client.get(home)).select(".hero .button")
    assert [button["href"] for button in buttons[:2]] == [
        address(event),
        reverse("submissions:take_part", args=[event.consultation.slug, "call"]),
    ]
    assert ["quiet" in button["class"] for button in buttons[:2]] == [False, True]
    assert page_of(client.get(home)).select_one(".ways a")["href"] == address(event)
    Event.objects.filter(pk=event.pk).update(takes_questions=False)
    buttons = page_of(client.get(home)).select(".hero .button")
    assert ("take-part" in buttons[0]["href"], "quiet" in buttons[0]["class"]) == (True, False)


def test_before_it_begins_the_page_of_the_event_says_that_one_can_ask_then(client: Client) -> None:
    starts_at = timezone.now() + timedelta(days=1)
    for takes_questions in (True, False):
        event = webinar(
            takes_questions=takes_questions, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
        text = client.get(event.get_absolute_url()).content.decode()
        assert ("While it is on, you can ask" in text) == takes_questions


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rule", AttributionRule.values)
def test_what_is_promised_stands_above_the_form_and_on_the_receipt(
    client: Client, rule: str, language: str
) -> None:
    event = webinar(rule)
    with translation.override(language):
        sentences = terms_of_questions().sentences
        page = page_of(client.get(address(event)))
        above = plain(" ".join(map(str, page.select_one("textarea").find_all_previous(string=True)[::-1])))
        assert [sentence for sentence in sentences if plain(sentence) not in above] == []
        receipt = page_of(client.post(address(event), filled(event), follow=True))
        shown = plain(receipt.select_one(".promise").get_text(" "))
        assert [sentence for sentence in sentences if plain(sentence) not in shown] == []


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_form_asks_for_nothing_of_who_asks(client: Client) -> None:
    make_session(event := webinar())
    names = {box["name"] for box in page_of(client.get(address(event))).select("form.question [name]")}
    assert names == {
        "csrfmiddlewaretoken", "key", "opened", "homepage", "text", "topic", "language", "do",
    }  # fmt: skip


def test_an_empty_question_is_asked_for_and_a_long_one_is_kept(client: Client) -> None:
    event = webinar(max_characters=100)
    page = page_of(asked(client, event, "", topic=""))
    assert {link["href"] for link in page.select("[data-error-summary] a")} == {"#id_text", "#id_topic"}
    answer = asked(client, event, "word " * 50)
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert page_of(answer).select_one("textarea").text.strip() == ("word " * 50).strip()


def test_the_other_language_keeps_what_was_typed_and_finds_no_fault(client: Client) -> None:
    event = webinar()
    french = address(event).replace("/en/", "/fr/")
    page = page_of(client.post(french, filled(event, "Half a quest", topic="", do="switch")))
    assert page.select_one("textarea").text.strip() == "Half a quest"
    assert not page.select("[data-error-summary]")
    assert page.html["lang"] == "fr"


def test_sent_twice_it_is_asked_once(client: Client) -> None:
    event = webinar()
    for _each in range(2):
        assert asked(client, event, key="5f6a3f4e-52b8-4ea1-9a54-0f3c5a5c5a11").status_code == 302
    assert Contribution.objects.count() == 1
    changed = asked(client, event, "Other words?", key="5f6a3f4e-52b8-4ea1-9a54-0f3c5a5c5a11")
    assert changed.status_code == 409
    assert client.post(address(event), {**fields_of(page_of(changed)), "do": "send"}).status_code == 302
    assert Contribution.objects.count() == 2


def test_where_a_code_is_shown_a_question_needs_it(client: Client) -> None:
    event = webinar(needs_room_code=True)
    assert asked(client, event, room_code="WRNG-C0DE").status_code == 422
    with pytest.raises(WrongRoomCode):
        submit(arrival(event), key=uuid4())
    assert Contribution.objects.count() == 0
    assert asked(client, event, room_code=room_codes.code_of(event)).status_code == 302


def test_the_square_in_the_room_leads_to_the_question_with_the_code_filled_in(client: Client) -> None:
    event = webinar(needs_room_code=True)
    path = room_codes.address_of(event).partition("/consultations/")[2]
    page = page_of(client.get(f"/en/consultations/{path}"))
    assert page.select_one("[name=room_code]")["value"] == room_codes.code_of(event)


def test_after_too_many_wrong_codes_even_the_right_one_is_told_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_codes.guesses, "_most", lambda: 2)
    event = webinar(needs_room_code=True)
    for code in ("WRNG-C0DE", "WRNG-C0DF"):
        asked(client, event, room_code=code)
    answer = asked(client, event, room_code=room_codes.code_of(event))
    assert (answer.status_code, "Very many wrong codes" in answer.content.decode()) == (429, True)


def test_notes_by_a_program_of_the_staff_need_no_code_of_the_room() -> None:
    event = webinar(needs_room_code=True)
    point = Point("Noted.", make_topic(event.consultation))
    for via in (Via.API, Via.RAPPORTEUR):
        assert submit(Arrival(event=event, via=via, language="en", points=(point,)), key=uuid4()).is_new


def test_questions_have_the_same_door(client: Client, settings: LazySettings) -> None:
    settings.LEAST_SECONDS_OF_A_FORM = 3
    event = webinar()
    opened = fields_of(page_of(client.get(address(event))))["opened"]
    for fields in ({"homepage": "https://example.org"}, {"opened": opened}):
        page = page_of(asked(client, event, **fields))
        assert "press the button once more" in page.select_one("[role=status]").text
        assert Submission.objects.count() == 0
    assert client.post(address(event), {**fields_of(page), "do": "send"}).status_code == 302


def test_over_the_limit_nothing_typed_is_lost_and_no_address_is_kept(
    client: Client, settings: LazySettings
) -> None:
    settings.SENDINGS_IN_TEN_MINUTES = 2
    event = webinar()
    assert [asked(client, event).status_code for _each in range(3)] == [302, 302, 429]
    assert int(asked(client, event).headers["Retry-After"]) > 0
    page = page_of(asked(client, event, "What I typed"))
    assert "Nothing is lost" in page.select_one("[data-error-summary]").text
    assert fields_of(page)["text"] == "What I typed"
    assert OFFICE not in str(vars(limits.sendings))
    answer = client.post(address(event), filled(event), REMOTE_ADDR=ELSEWHERE)
    assert answer.status_code == 302


def test_help_is_shown_once_to_whoever_asks_in_danger(client: Client) -> None:
    event = webinar()
    page = page_of(client.post(address(event), filled(event, DANGER), follow=True))
    assert "emergency number" in page.select_one(".help").text
    assert not page_of(client.get(reverse("submissions:receipt"))).select(".help")


def test_a_receipt_follows_a_question_and_takes_it_back_but_does_not_change_it(client: Client) -> None:
    event = webinar()
    page = page_of(client.post(address(event), filled(event), follow=True))
    assert page.select_one(".receipt")
    assert page.select_one(f"main a[href='{address(event)}']").text == "Ask another question"
    assert not page.select("form input[name=amends]")
    client.post(reverse("submissions:withdraw"))
    assert Contribution.objects.get().status == Status.WITHDRAWN
    assert "It is not used" in client.get(reverse("submissions:receipt")).content.decode()


def test_a_question_is_reviewed_and_printed_like_all_else_and_never_with_a_name() -> None:
    streets = make_streets()
    event = make_event(
        streets.consultation,
        EventKind.WEBINAR,
        takes_questions=True,
        attribution_rule=AttributionRule.ATTRIBUTABLE,
    )
    question = streets.said("Why so late?", event, via=Via.QUESTION, name="Ada Walker", sector="government")
    streets.theme(question, quoted=True)
    for language, source in (("en", "A participant"), ("fr", "Une personne participante")):
        printed = quotations(streets.report(language))
        assert [(quotation.text, quotation.source) for quotation in printed] == [("Why so late?", source)]


def test_a_question_waits_in_the_queue_and_is_accepted_there(client: Client) -> None:
    event = webinar()
    asked(client, event)
    reviewer = make_user(StaffRole.REVIEWER, event.consultation)
    client.force_login(reviewer)
    queue = reverse("admin:submissions_contribution_changelist")
    where = {"consultation": event.consultation_id, "state": "all"}
    assert "Why so late?" in client.get(queue, where).content.decode()
    workflow.accept(Contribution.objects.get(), by=reviewer)
    assert Contribution.objects.get().status == Status.ACCEPTED
