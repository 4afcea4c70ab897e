"""Words that hint at danger: help is shown once to whoever wrote them, and reviewers see them first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations.models import AttributionRule, Bilingual, Consultation, Event, StaffRole
from submissions.models import Flag, FlagKind, Submission
from submissions.review import remarks, screening
from submissions.review.danger import hints_at_danger
from tests.api.sending import body, make_call, point, send
from tests.factories import make_contribution, make_event, make_user
from tests.submissions.test_intake_pages import address, call, filled, page_of


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Whatever language a page before was asked for in."""
    with translation.override("en"):
        yield


RECEIPT, FIND = reverse("submissions:receipt"), reverse("submissions:find")
DANGER = "My husband hits me. I am afraid to go home."

SAYS_SO = [
    "I want to die.", "I don’t want to live anymore", "I am going to kill myself tonight", "I'm suicidal",
    "Sometimes I cut myself", "My husband hits me", "He is threatening to kill me", "he beats me\nwhen I am late",
    "My partner has threatened me", "I AM AFRAID TO GO HOME", "I’m scared of my husband", "I fear for my life",
    "I am not safe at home", "He won't let me leave", "I want to end my life", "Je veux mourir",
    "Je ne veux plus vivre.", "J’ai envie de mourir", "J'ai des idées suicidaires", "Je pense au suicide", "Il me frappe",
    "Mon mari me bat", "Mon conjoint m’a frappée hier", "Il menace de me tuer", "J'ai peur de rentrer à la maison",
    "J'ai peur de mon mari", "Je suis en danger", "Je ne me sens pas en sécurité chez moi", "Il m’empêche de sortir",
    "JE VAIS ME SUICIDER", "Je me sens tres suicidaire", "Ma belle-mère m'a menacée",
    "I want to end it all", "I can’t take it any more.", "I can't go on anymore.", "I don't want to be here anymore",
    "I was raped", "I'm scared of him", "Il m’a violée", "J'ai été violée", "Je n’en peux plus.", "Je ne veux plus être là",
]  # fmt: skip
SPEAKS_OF_SOMETHING_ELSE = [
    "The suicide prevention policy needs money.", "Threatened species need a plan.", "Kill the bill.",
    "Women are beaten and raped in war; they need shelters.", "The fee hits me hard.", "They hit us with another tax.",
    "The heat is killing me.", "They beat us to the deal.", "It could take my life savings.", "I am afraid of flying.",
    "We are not safe on our bikes.", "I am in favour of safe crossings.", "To end it all, we ask for a vote.",
    "Il me frappe que rien n'ait changé.", "Il faut une politique de prévention du suicide.", "Les espèces menacées",
    "On me tape sur les nerfs.", "Il a battu le record.", "J'ai peur que le projet échoue.", "",
    "Cela me tue de voir l'état du parc.", "J'ai peur d'aller à vélo dans la rue.",
    "I can't take it any more seriously than they do.", "Je n'en peux plus du bruit des camions.",
    "I don't want to be here when the road opens.", "Le droit d'être violenté n'existe pas.",
]  # fmt: skip


@pytest.mark.parametrize("text", SAYS_SO)
def test_what_hints_at_danger(text: str) -> None:
    assert hints_at_danger(text)
    assert hints_at_danger("More crossings, please.", f"Good. {text} Thank you.")


@pytest.mark.parametrize("text", SPEAKS_OF_SOMETHING_ELSE)
def test_what_speaks_of_something_else(text: str) -> None:
    assert not hints_at_danger(text)


def helped(response: Any) -> BeautifulSoup | None:
    return page_of(response).select_one("section.help[aria-labelledby]")  # type: ignore[return-value]


def sent(client: Client, event: Event, **fields: Any) -> Any:
    return client.post(address(event), {**filled(event, **fields), "do": "send"}, follow=True)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", AttributionRule.values)
def test_the_receipt_shows_help_once_and_never_to_whoever_has_the_code(client: Client, rule: str) -> None:
    response = sent(client, call(rule), text=DANGER, name="Ada", organization_name="")
    shown = helped(response)
    assert shown
    assert "emergency number where you are" in shown.text
    assert "screen" in shown["class"]  # not on paper
    code = page_of(response).select_one(".receipt").text.strip()
    assert helped(client.get(RECEIPT)) is None
    assert helped(Client().post(FIND, {"code": code}, follow=True)) is None


@pytest.mark.django_db
def test_other_words_are_shown_none(client: Client) -> None:
    assert helped(sent(client, call())) is None


@pytest.mark.django_db
def test_the_consultation_words_the_help_in_both_languages(client: Client) -> None:
    event = call()
    Consultation.objects.update(help_in_danger=Bilingual("Call 1-800.", "Appelez le 1-800."))
    french = address(event).replace("/en/", "/fr/")
    response = client.post(french, {**filled(event, text="Il me frappe"), "do": "send"}, follow=True)
    shown = helped(response)
    assert shown
    assert "Appelez le 1-800." in shown.text


@pytest.mark.django_db
def test_a_saved_draft_shows_it_once_whatever_is_stored_is_sealed(client: Client) -> None:
    event = call()
    response = client.post(address(event), {**filled(event, text=DANGER), "do": "save"}, follow=True)
    assert helped(response) is not None
    saved = response.redirect_chain[-1][0]
    assert helped(client.get(saved)) is None
    assert not Flag.objects.exists()


def in_the_other_language(client: Client, page: BeautifulSoup) -> BeautifulSoup:
    """As its switch has it: with the fields of the form that goes along."""
    (switch,) = page.select("nav button[value=switch]")
    fields = {box["name"]: box.get("value", "") for box in page.select("form#words input[name]")}
    return page_of(client.post(switch["formaction"], {**fields, "do": "switch"}))


@pytest.mark.django_db
@pytest.mark.parametrize("mail", ["dummy", "locmem"])
@pytest.mark.parametrize("do", ["send", "save"])
def test_the_other_language_still_shows_it_and_a_later_look_does_not(
    client: Client, settings: LazySettings, do: str, mail: str
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{mail}.EmailBackend"
    event = call()
    response = client.post(address(event), {**filled(event, text=DANGER), "do": do}, follow=True)
    french = in_the_other_language(client, page_of(response))
    assert french.html["lang"] == "fr"
    assert "numéro d’urgence" in french.select_one("section.help").text
    english = in_the_other_language(client, french)
    assert english.html["lang"] == "en"
    assert english.select_one("section.help")
    assert english.h1.text == page_of(response).h1.text
    later = page_of(client.get(response.redirect_chain[-1][0]))
    if later.select("nav button[value=switch]"):
        assert in_the_other_language(client, later).select_one("section.help") is None
    assert later.select_one("section.help") is None


@pytest.mark.django_db
def test_changed_words_are_helped_as_well(client: Client) -> None:
    event = call()
    page = page_of(sent(client, event))
    form = next(each for each in page.select("form") if each.select_one("[name=amends]"))
    fields = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
    response = client.post(address(event), {**fields, "text": DANGER, "do": "send"}, follow=True)
    assert helped(response) is not None
    assert Submission.objects.count() == 2


@pytest.mark.django_db
def test_a_program_is_answered_with_the_help_to_show() -> None:
    make_call()
    assert send(body()).json()["help"] == ""
    assert "numéro d’urgence" in send(body(points=[point(text=DANGER)]), language="fr").json()["help"]


@pytest.mark.django_db
def test_a_flag_without_words_and_nothing_else_is_stored() -> None:
    said = make_contribution(text=DANGER)
    screening.screen(said.submission)
    screening.screen(said.submission)
    assert [(flag.kind, flag.detail, flag.contribution_id) for flag in Flag.objects.all()] == [
        (FlagKind.DANGER, "", said.pk)
    ]


@pytest.mark.django_db
def test_reviewers_see_danger_first_until_somebody_has_seen_to_it(client: Client) -> None:
    event = make_event()
    reviewer = make_user(StaffRole.REVIEWER, event.consultation)
    client.force_login(reviewer)
    said = sorted(
        [make_contribution(event, f"Point {number}") for number in range(4)], key=lambda each: each.pk
    )
    flag = Flag.objects.create(contribution=said[3], kind=FlagKind.DANGER)
    first, last = [said[3], *said[:3]], said
    assert queue(client, event) == [each.pk for each in first]
    assert queue(client, event, flag="danger") == [said[3].pk]
    assert [following(client, each) for each in first] == [each.pk for each in [*first[1:], first[0]]]
    remarks.close_flag(flag, by=reviewer)
    assert queue(client, event) == [each.pk for each in last]


def queue(client: Client, event: Event, **filters: str) -> list[Any]:
    path = reverse("admin:submissions_contribution_changelist")
    response = client.get(path, {"consultation": event.consultation_id, **filters})
    return [each.pk for each in response.context["cl"].result_list]


def following(client: Client, contribution: Any) -> Any:
    response = client.get(reverse("admin:submissions_contribution_next", args=[contribution.pk]))
    return next(each.pk for each in type(contribution).objects.all() if str(each.pk) in response["Location"])
