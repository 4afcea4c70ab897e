import json

import pytest
from django.core.cache import cache
from django.test import Client

from config import health, signs
from submissions.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signs_of_life() -> None:
    cache.clear()
    for sign in (signs.WORKER, signs.CLOCK):
        signs.leave(sign)


def parts(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/health/")
    return answer.status_code, json.loads(answer.content)["parts"]


def test_all_parts_are_well(client: Client) -> None:
    assert parts(client) == (200, dict.fromkeys(health.CHECKS, "ok"))


@pytest.mark.parametrize(("sign", "part"), [(signs.WORKER, "worker"), (signs.CLOCK, "clock")])
def test_a_missing_sign_of_life_turns_its_part_red(client: Client, sign: str, part: str) -> None:
    with signs.client() as connection:
        connection.delete(signs.key(sign))
    status, found = parts(client)
    assert status == 503
    assert [name for name, state in found.items() if state != "ok"] == [part]


def test_a_redis_that_is_gone_is_said_without_its_address(client: Client, settings) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    status, found = parts(client)
    assert status == 503
    assert found["redis"] == "cannot be reached (ConnectionError)"
    assert "secret" not in str(found)


def test_a_message_that_waits_too_long_turns_the_outbox_red(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    OutboxMessage.objects.create(task="submissions.tasks.relay_outbox")
    assert parts(client)[1]["outbox"] == "ok"
    later = health.time.monotonic() + health.OUTBOX_PATIENCE_SECONDS + 1
    monkeypatch.setattr(health.time, "monotonic", lambda: later)
    assert parts(client)[1]["outbox"] == "a message has been waiting for more than 90 seconds"


def test_a_newer_message_starts_the_wait_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = OutboxMessage.objects.create(task="submissions.tasks.relay_outbox")
    assert parts(client)[1]["outbox"] == "ok"
    first.delete()
    OutboxMessage.objects.create(task="submissions.tasks.relay_outbox")
    later = health.time.monotonic() + health.OUTBOX_PATIENCE_SECONDS + 1
    monkeypatch.setattr(health.time, "monotonic", lambda: later)
    assert parts(client)[1]["outbox"] == "ok"


def test_signs_fade_within_half_a_minute() -> None:
    with signs.client() as client:
        for sign in (signs.WORKER, signs.CLOCK):
            signs.leave(sign)
            assert 0 < client.ttl(signs.key(sign)) <= 30
