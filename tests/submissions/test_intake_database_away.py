"""PostgreSQL away: an honest 503 that gives back what was typed, and the same sending goes through afterwards."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Event
from submissions.models import Contribution
from tests.database import database_away
from tests.factories import make_consultation, make_event, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def call() -> tuple[Event, dict[str, Any], str]:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    sent = {
        "key": str(uuid4()),
        "language": "fr",
        "topic": make_topic(event.consultation).pk,
        "text": "Une heure de travail\r\nsur deux lignes, avec <b>balises</b>.",
        "attribution": "named",
        "name": "Ada Walker",
    }
    return event, sent, reverse("submissions:take_part", args=[event.consultation.slug, event.slug])


def test_a_sending_is_given_back_whole_and_goes_through_later(client: Client) -> None:
    _event, sent, address = call()
    with database_away():
        response = client.post(address, sent)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one("form.question")
    again = {field["name"]: field.get("value") or field.text for field in form.select("[name]")}
    assert again["text"].strip().splitlines() == sent["text"].splitlines()
    assert (again["key"], again["name"]) == (sent["key"], "Ada Walker")
    assert client.post(form["action"], again).status_code == 302
    assert Contribution.objects.get().text == sent["text"].replace("\r\n", "\n")
    assert Contribution.objects.get().submission.name == "Ada Walker"


def test_no_line_of_a_log_has_the_second_at_which_somebody_could_not_send(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    event, sent, address = call()
    api = reverse("api:submissions", args=[event.consultation.slug, event.slug])
    with database_away():
        assert client.post(address, sent).status_code == 503
        assert client.post(api, {}, content_type="application/json").status_code == 503
    assert caplog.records == []


def test_the_other_language_gives_it_back_as_well(client: Client) -> None:
    _event, sent, address = call()
    with database_away():
        page = BeautifulSoup(client.post(address, {**sent, "do": "send"}).content, "html.parser")
        (switch,) = page.select("nav button[value=switch]")
        assert (switch["form"], switch["formaction"]) == ("words", address.replace("/en/", "/fr/"))
        form = page.select_one("form#words")
        again = {field["name"]: field.get("value") or field.text for field in form.select("input, textarea")}
        answer = client.post(switch["formaction"], {**again, "do": "switch"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, page.html["lang"]) == (503, "fr")
    assert page.select_one("textarea[name=text]").text.strip().splitlines() == sent["text"].splitlines()
    assert Contribution.objects.count() == 0


def test_a_page_says_it_too(client: Client) -> None:
    _event, _sent, address = call()
    with database_away():
        response = client.get(address)
    assert response.status_code == 503
    assert "Our database does not answer." in response.content.decode()


def test_somebody_logged_in_gets_the_page_as_well(client: Client, django_user_model: Any) -> None:
    _event, sent, address = call()
    client.force_login(django_user_model.objects.create_user("staff"))
    with database_away():
        assert client.post(address, sent).status_code == 503
