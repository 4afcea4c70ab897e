"""A log is read by people who may not read contributions."""

import io
import logging
import logging.config
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from config.logs import WithoutRows
from config.servers import postgres_server
from consultations.models import AttributionRule
from submissions.models import Contribution, Submission
from tests.factories import make_consultation, make_contribution, make_event, make_topic

pytestmark = pytest.mark.django_db
PLAIN = settings.LOGGING["formatters"]["plain"]


def written(error: Exception) -> str:
    record = logging.LogRecord(
        "app", logging.ERROR, "", 0, "failed: %r", (error,), (type(error), error, None)
    )
    return WithoutRows(PLAIN["format"]).format(record)


def test_a_row_that_the_database_refuses_is_not_in_the_log() -> None:
    said = make_contribution(text="Ada said:\n\nsecret words")
    with pytest.raises(IntegrityError) as refused:
        Contribution.objects.create(
            submission=said.submission, topic=said.topic, language="en", status="strange", position=1,
            text="Ada said:\n\nsecret words",
        )  # fmt: skip
    assert "secret words" in str(refused.value)
    log = written(refused.value)
    assert "contribution_status_known" in log
    assert "secret" not in log
    assert "Ada" not in log


def test_what_comes_after_a_row_is_still_told() -> None:
    log = written(ValueError("no\nDETAIL:  Failing row contains (secret).\nCONTEXT:  while copying"))
    assert "secret" not in log
    assert "CONTEXT:  while copying" in log


def test_a_refused_sending_leaves_no_line_with_its_second(client: Client) -> None:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    try:
        form = {"key": str(uuid4()), "language": "en", "topic": make_topic(event.consultation).pk, "text": ""}
        address = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
        assert client.post(address, form).status_code == 422
        assert Client(enforce_csrf_checks=True).post(address, form).status_code == 403
    finally:
        logging.getLogger().removeHandler(handler)
    assert stream.getvalue() == ""
    assert not Submission.objects.exists()


def test_the_formatter_without_rows_is_the_one_in_use() -> None:
    assert PLAIN["()"] == "config.logs.WithoutRows"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain"}


@pytest.mark.parametrize("setting", ["log_min_error_statement", "log_error_verbosity"])
def test_database_servers_that_we_start_do_not_log_statements(setting: str) -> None:
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert f"{setting}=" in compose
    assert f'"{setting}":' in Path(postgres_server.__file__).read_text()
