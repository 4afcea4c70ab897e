"""PostgreSQL away: an honest 503 that gives back what was typed, and the same sending goes through afterwards."""

import io
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.logs import WithoutWords
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
    assert "Our database cannot do this just now." in response.content.decode()


def test_somebody_logged_in_gets_the_page_as_well(client: Client, django_user_model: Any) -> None:
    _event, sent, address = call()
    client.force_login(django_user_model.objects.create_user("staff"))
    with database_away():
        assert client.post(address, sent).status_code == 503


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the web's processes would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutWords(settings.LOGGING["formatters"]["plain"]["format"]))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def with_each_sending(statement: str) -> Any:
    """The database gets ``statement`` where a submission would be stored."""

    def instead(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "submissions_submission"'):
            return execute(statement, None, many, context)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(instead)


TOO_LONG = "SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)"
SHUT_DOWN = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.mark.parametrize(("statement", "lines"), [(TOO_LONG, 1), (SHUT_DOWN, 0)])
@pytest.mark.parametrize("by_program", [False, True])
def test_a_database_that_answers_and_fails_is_noted_without_what_was_sent(
    client: Client, log: io.StringIO, statement: str, lines: int, by_program: bool
) -> None:
    event, sent, address = call()
    topic = event.consultation.sections.get(topics__pk=sent["topic"]).topics.get()
    point = {"section": topic.section.number, "topic": topic.code, "text": sent["text"]}
    with with_each_sending(statement):
        if by_program:
            path = reverse("api:submissions", args=[event.consultation.slug, event.slug])
            words = {"key": sent["key"], "language": "fr", "points": [point]}
            answer = client.post(path, words, content_type="application/json")
        else:
            answer = client.post(address, sent)
            assert "Une heure de travail" in answer.content.decode()
    connection.close()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    written = log.getvalue().splitlines()
    assert len(written) == lines
    assert all("psycopg2.errors.QueryCanceled at" in line for line in written)
    assert "Une heure" not in log.getvalue()
