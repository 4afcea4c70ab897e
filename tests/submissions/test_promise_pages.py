"""Each page that takes words or names states its promise before anything is typed, and the receipt repeats it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations import invitations
from consultations.models import AttributionRule, Bilingual, Event, EventKind, InvitationPurpose, SessionKind
from consultations.promise import promise
from consultations.terms import Terms, terms, terms_of_notes
from submissions.models import Question, Questionnaire, Submission
from tests.factories import make_consultation, make_event, make_session, make_topic

pytestmark = pytest.mark.django_db

RULES = [*AttributionRule.values]
LANGUAGES = ["en", "fr"]


def made(rule: str, kind: str = EventKind.OPEN_CALL) -> Event:
    event = make_event(make_consultation(attribution_rule=rule), kind, registration_is_open=True)
    topic = make_topic(event.consultation)
    if kind == EventKind.SURVEY:
        questionnaire = Questionnaire.objects.create(event=event)
        Question.objects.create(
            questionnaire=questionnaire,
            code="why",
            kind="long_text",
            topic=topic,
            text=Bilingual("Why?", "Pourquoi?"),
        )
    return event


def address(event: Event, name: str) -> str:
    return reverse(name, args=[event.consultation.slug, event.slug])


def read(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def says_before_the_form(page: BeautifulSoup, sentences: tuple[str, ...]) -> bool:
    """Whether every sentence stands on the page, above the first field that somebody fills in."""
    field = page.select_one("main form.question")
    before = " ".join(text.strip() for text in field.find_all_previous(string=True)[::-1]) if field else ""
    return says(" ".join(before.split()), *sentences)


def says(text: str, *sentences: str) -> bool:
    """Whether all of them stand in ``text``, no-break spaces counting as spaces."""
    return all(" ".join(sentence.split()) in text for sentence in sentences)


def fields_of(page: BeautifulSoup) -> dict[str, str]:
    return {
        field["name"]: field.get("value", "") for field in page.select("form.question input[type=hidden]")
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", [EventKind.OPEN_CALL, EventKind.SURVEY])
def test_what_is_promised_stands_above_the_form(client: Client, kind: str, rule: str, language: str) -> None:
    with translation.override(language):
        event = made(rule, kind)
        page = read(client, address(event, "submissions:take_part"))
        assert says_before_the_form(page, terms(rule).sentences)
        others = [terms(other).headline for other in RULES if other != rule]
        assert not [headline for headline in others if says(words_of(page), headline)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["submissions:rapporteur", "consultations:register"])
def test_the_invited_are_told_the_rule_of_the_event_and_of_its_sessions(
    client: Client, name: str, rule: str, language: str
) -> None:
    """On the page of the invitation, on the one that it leads to, and after registering."""
    with translation.override(language):
        event = made(rule, EventKind.CONFERENCE)
        other = (
            AttributionRule.CHATHAM_HOUSE
            if rule == AttributionRule.ATTRIBUTABLE
            else AttributionRule.ATTRIBUTABLE
        )
        title = Bilingual("Experts", "Spécialistes")
        make_session(event, SessionKind.FORMAL_PRESENTATION, attribution_rule=other, title=title)
        said = tuple(promise([event]).sentences)
        assert len(said) == 2
        purpose = (
            InvitationPurpose.RAPPORTEUR if name == "submissions:rapporteur" else InvitationPurpose.REGISTER
        )
        _invitation, token = invitations.issue(event, purpose)
        invited = reverse("consultations:invitation", args=[token])
        assert says_before_the_form(read(client, invited), said)
        client.post(invited)
        page = read(client, address(event, name))
        assert says_before_the_form(page, said)
        if purpose == InvitationPurpose.RAPPORTEUR:
            assert says_before_the_form(page, terms_of_notes().sentences)
        else:
            after = words_of(read(client, address(event, "consultations:registered")))
            assert says(after, *said)


def sent(client: Client, event: Event, **fields: str) -> BeautifulSoup:
    path = address(event, "submissions:take_part")
    given = {
        "language": "en",
        "topic": str(make_topic(event.consultation).pk),
        "text": "Paint the crossings.",
        **fields,
    }
    response = client.post(path, {**fields_of(read(client, path)), **given}, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_the_receipt_repeats_the_promise(client: Client, rule: str, language: str) -> None:
    with translation.override(language):
        page = words_of(sent(client, made(rule), attribution="not_attributed"))
        assert says(page, *terms(rule).sentences)
        assert STRICTER[language] not in page
        again = words_of(read(client, reverse("submissions:receipt")))
        assert says(again, terms(rule).printed)


STRICTER = {"en": "became stricter while you wrote", "fr": "est devenue plus stricte pendant que vous"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_that_became_stricter_meanwhile_holds_and_the_receipt_says_so(
    client: Client, language: str
) -> None:
    with translation.override(language):
        event = made(AttributionRule.BY_CONSENT)
        path = address(event, "submissions:take_part")
        form = fields_of(read(client, path))
        Event.objects.filter(pk=event.pk).update(attribution_rule=AttributionRule.CHATHAM_HOUSE)
        form |= {
            "language": "en",
            "topic": str(make_topic(event.consultation).pk),
            "text": "Paint the crossings.",
        }
        form |= {"attribution": "named", "name": "Ada Walker", "organization_name": "Walkers United"}
        page = words_of(BeautifulSoup(client.post(path, form, follow=True).content, "html.parser"))
        assert STRICTER[language] in page
        assert terms(AttributionRule.CHATHAM_HOUSE).headline in page
        kept = Submission.objects.get()
        assert (kept.rule, kept.name, kept.organization_name) == ("chatham_house", "", "")


def test_a_rule_that_became_looser_meanwhile_is_not_the_one_that_holds(client: Client) -> None:
    """Before anything was said a rule may be loosened; what a page promised is kept all the same, and shown again."""
    event = made(AttributionRule.CHATHAM_HOUSE)
    path = address(event, "submissions:take_part")
    form = fields_of(read(client, path)) | {"language": "en", "text": ""}
    Event.objects.filter(pk=event.pk).update(attribution_rule=AttributionRule.ATTRIBUTABLE)
    refused = BeautifulSoup(client.post(path, form).content, "html.parser")
    assert says_before_the_form(refused, terms(AttributionRule.CHATHAM_HOUSE).sentences)
    assert not refused.select("input[name=name]")
    form |= {
        "topic": str(make_topic(event.consultation).pk),
        "text": "Paint the crossings.",
        "name": "Ada Walker",
    }
    page = words_of(BeautifulSoup(client.post(path, form, follow=True).content, "html.parser"))
    assert terms(AttributionRule.CHATHAM_HOUSE).printed in page
    assert (Submission.objects.get().rule, Submission.objects.get().name) == ("chatham_house", "")


@pytest.mark.parametrize("rule", RULES)
def test_programs_are_told_the_promise_with_the_receipt(client: Client, rule: str) -> None:
    event = made(rule)
    topic = make_topic(event.consultation)
    point = {"section": 1, "topic": topic.code, "text": "Paint the crossings."}
    answer = client.post(
        reverse("api:submissions", args=[event.consultation.slug, event.slug]),
        {"language": "fr", "points": [point]},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4()), "Accept-Language": "fr"},
    )
    assert answer.status_code == 201
    with translation.override("fr"):
        assert answer.json()["promise"] == list(terms(rule).sentences)


def test_the_description_of_the_api_says_what_each_rule_means(client: Client) -> None:
    schema = client.get(reverse("api:schema"), headers={"Accept": "application/json"}).content.decode()
    told = schema[schema.index("What each `attribution_rule` means") :]
    assert all(f"`{rule}`" in told for rule in RULES)


def test_an_unknown_rule_promises_the_most() -> None:
    strictest: Terms = terms("chatham_house")
    assert terms(None) == terms("") == terms("nonsense") == strictest
