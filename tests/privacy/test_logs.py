"""A log is read by people who may not read contributions."""

import io
import logging
import logging.config
import os
import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import get_exception_reporter_class, technical_500_response

from config.logs import WayAlone, WithoutWords
from config.servers import postgres_server
from consultations.models import AttributionRule
from submissions.models import Contribution, Submission
from submissions.views import take_part
from tests.factories import make_consultation, make_contribution, make_event, make_topic

pytestmark = pytest.mark.django_db
PLAIN = settings.LOGGING["formatters"]["plain"]


def written(error: Exception) -> str:
    record = logging.LogRecord(
        "app", logging.ERROR, "", 0, "failed: %r", (error,), (type(error), error, None)
    )
    return WithoutWords(PLAIN["format"]).format(record)


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


SECRETS = ("Unlit crossings", "zdenka@quillfeather.example", "192.0.2.77", "BK4-T9Q", "Browser/9.9")


def fails_with(secret: str) -> Exception:
    """An error that quotes, raised from another that does."""
    try:
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise ValueError(f"cannot take {secret}\nDETAIL: {secret}") from cause
    except ValueError as error:
        return error


@pytest.mark.parametrize("logger", ["django.request", "celery.app.trace", "app", "submissions.outbox"])
@pytest.mark.parametrize("secret", SECRETS)
def test_neither_message_nor_argument_of_an_error_reaches_a_log(logger: str, secret: str) -> None:
    error = fails_with(secret)
    plain = WithoutWords(PLAIN["format"])
    how: tuple[tuple[object, object], ...] = (("failed: %s", (error,)), (error, ()), ("failed", ()))
    for message, args in how:
        record = logging.LogRecord(
            logger, logging.ERROR, "x.py", 1, message, args, (type(error), error, error.__traceback__),  # type: ignore[arg-type]
        )  # fmt: skip
        line = plain.format(record)
        assert secret not in line
        assert "builtins.ValueError at" in line
        assert "builtins.KeyError at" in line
        assert "test_logs.py" in line


@pytest.mark.parametrize("secret", SECRETS)
def test_what_a_library_puts_into_its_lines_is_left_out(secret: str) -> None:
    plain = WithoutWords("%(message)s")
    for message, args in (
        ("Sent to %s", (secret,)),
        (f"Sent to {secret}", ()),
        ("%(exc)s", ({"exc": secret},)),
    ):
        record = logging.LogRecord("kombu", logging.DEBUG, "x.py", 1, message, args, None)
        assert secret not in plain.format(record)


@pytest.mark.parametrize("debug", [True, False])
def test_neither_an_error_page_nor_a_mail_tells_what_was_sent(debug: bool, settings: LazySettings) -> None:
    settings.DEBUG = debug
    secret = SECRETS[0]
    request = RequestFactory().post(f"/{SECRETS[3]}", {"text": secret}, HTTP_USER_AGENT=SECRETS[4])
    answer = technical_500_response(request, *said_of(fails_with(secret)))
    reporter = get_exception_reporter_class(request)(request, *said_of(fails_with(secret)))
    text = answer.content.decode() + reporter.get_traceback_text()
    assert isinstance(reporter, WayAlone)
    assert "builtins.ValueError at" in text
    assert not [each for each in SECRETS if each in text]


def said_of(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    return type(error), error, error.__traceback__


def test_every_logger_that_can_write_writes_through_the_one_formatter() -> None:
    """Celery's as well, and Django's, whose own handlers print and mail addresses of pages."""
    script = (
        "import django, logging; django.setup(); from config.celery import app; app.log.setup('DEBUG');"
        "every = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))];"
        "print({type(h.formatter).__name__ for l in every for h in l.handlers if not isinstance(h, logging.NullHandler)})"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=settings.BASE_DIR, env=environment
    )
    assert shown.stdout.strip() == "{'WithoutWords'}", shown.stderr


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


def test_no_line_of_a_failed_sending_has_a_time_finer_than_the_day(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    """One that breaks in our code has a line with the way to it; one that is too large has none."""
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    address = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    form = {"language": "en", "topic": make_topic(event.consultation).pk, "text": "Lamps."}
    client = Client(raise_request_exception=False)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.config.DictConfigurator(settings.LOGGING).configure_formatter(dict(PLAIN)))
    logging.getLogger().addHandler(handler)
    try:
        monkeypatch.setattr(take_part, "send", lambda *_all: fails_with("x") and [][0])
        assert client.post(address, form).status_code == 500
        broken = stream.getvalue()
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
        assert client.post(address, form).status_code == 400
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1
        assert client.post(address, form).status_code == 400
    finally:
        logging.getLogger().removeHandler(handler)
    assert (broken.count("\n"), stream.getvalue()) == (1, broken)
    assert re.match(r"\d{4}-\d\d-\d\d ERROR django.request: ", broken)
    assert "take_part.py" in broken
    assert not re.search(r"\d\d:\d\d", broken)


def test_the_formatter_without_words_is_the_one_in_use() -> None:
    assert PLAIN["()"] == "config.logs.WithoutWords"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain"}


@pytest.mark.parametrize("setting", ["log_min_error_statement", "log_error_verbosity"])
def test_database_servers_that_we_start_do_not_log_statements(setting: str) -> None:
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert f"{setting}=" in compose
    assert f'"{setting}":' in Path(postgres_server.__file__).read_text()


@pytest.mark.parametrize("file", ["Dockerfile", "docker-compose.yml", "README.md", "config/demo/site.py"])
def test_web_servers_are_started_without_a_log_of_who_asked(file: str) -> None:
    text = (settings.BASE_DIR / file).read_text()
    assert "granian" in text
    assert "--no-access-log" in text
    assert "--access-log" not in text
