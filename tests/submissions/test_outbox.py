"""A task is sent if its transaction commits, and only then; Redis may be away meanwhile."""

import json
import socket
import time
from base64 import b64decode
from collections.abc import Iterator
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from submissions import outbox
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import OutboxMessage, Submission, Via
from submissions.review import screening
from submissions.tasks import BATCH, SCREEN, relay_outbox, screen_waiting, sweep
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "tests.nothing"


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator["Queue"]:
    """The queue in Redis, empty before and after; and no memory of an earlier test's broken Redis."""
    monkeypatch.setattr(outbox, "_quiet_until", 0.0)
    queue = Queue()
    queue.clear()
    yield queue
    queue.clear()
    queue.redis.close()


class Queue:
    def __init__(self) -> None:
        self.redis = redis.Redis.from_url(settings.REDIS_URL)
        self.name = settings.CELERY_TASK_DEFAULT_QUEUE

    def clear(self) -> None:
        self.redis.delete(self.name)

    def tasks(self) -> list[str]:
        raw = self.redis.lrange(self.name, 0, -1)
        return sorted(json.loads(message)["headers"]["task"] for message in raw)

    def dump(self) -> bytes:
        """Every key, and what the queue holds, bodies decoded."""
        raw = self.redis.lrange(self.name, 0, -1)
        bodies = [b64decode(json.loads(each)["body"]) for each in raw]
        return b"\n".join([*self.redis.keys(), *raw, *bodies])


@pytest.fixture
def redis_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", "redis://127.0.0.1:1/0")


@pytest.fixture
def redis_hangs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{port}/0")
        yield


def messages() -> list[tuple[str, list[Any]]]:
    return list(OutboxMessage.objects.values_list("task", "args"))


def commit(count: int = 1) -> None:
    with transaction.atomic():
        for number in range(count):
            outbox.enqueue(TASK, str(number))


class ChangedMyMind(Exception):
    pass


def commit_that_fails() -> None:
    with transaction.atomic():
        outbox.enqueue(TASK)
        raise ChangedMyMind


def test_a_message_is_written_with_the_transaction_that_asks_for_it() -> None:
    commit()
    assert messages() == [(TASK, ["0"])]


def test_a_rollback_takes_the_message_back(queue: Queue) -> None:
    with pytest.raises(ChangedMyMind):
        commit_that_fails()
    assert messages() == []
    assert queue.tasks() == []


def test_one_commit_wakes_the_relay_once(queue: Queue) -> None:
    commit(5)
    assert queue.tasks() == [outbox.RELAY]


def test_a_rolled_back_savepoint_does_not_take_the_hint_of_others_away(queue: Queue) -> None:
    with transaction.atomic():
        with pytest.raises(ChangedMyMind):
            commit_that_fails()
        outbox.enqueue(TASK, "kept")
    assert messages() == [(TASK, ["kept"])]
    assert queue.tasks() == [outbox.RELAY]


def test_relay_sends_each_message_and_forgets_it(queue: Queue) -> None:
    commit(3)
    queue.clear()
    assert outbox.relay() == 3
    assert queue.tasks() == [TASK] * 3
    assert messages() == []
    assert outbox.relay() == 0


def test_relay_takes_the_oldest_first_up_to_its_limit() -> None:
    commit(3)
    assert outbox.relay(limit=2) == 2
    assert messages() == [(TASK, ["2"])]


def test_two_relays_side_by_side_send_nothing_twice(queue: Queue) -> None:
    commit(4)
    queue.clear()
    sent: list[int] = []

    def other() -> None:
        sent.append(outbox.relay())
        connection.close()

    with transaction.atomic():
        list(OutboxMessage.objects.select_for_update().order_by("pk")[:3])
        beside = Thread(target=other)
        beside.start()
        beside.join(10)
    assert sent == [1]
    assert outbox.relay() == 3
    assert queue.tasks() == [TASK] * 4


@pytest.mark.usefixtures("redis_refuses")
def test_with_redis_stopped_the_caller_sees_no_error_and_the_message_waits() -> None:
    started = time.monotonic()
    commit()
    assert time.monotonic() - started < 1
    assert messages() == [(TASK, ["0"])]


@pytest.mark.usefixtures("redis_refuses")
def test_with_redis_stopped_no_line_of_a_log_has_the_second_of_a_sending(
    caplog: pytest.LogCaptureFixture,
) -> None:
    commit()
    assert caplog.records == []


@pytest.mark.usefixtures("redis_hangs")
def test_a_redis_that_hangs_costs_under_a_second_and_then_nothing_for_a_while() -> None:
    started = time.monotonic()
    commit()
    assert time.monotonic() - started < 1
    started = time.monotonic()
    for _ in range(20):
        commit()
    assert time.monotonic() - started < 0.4
    assert len(messages()) == 21


def test_what_waited_for_redis_is_sent_when_it_is_back(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", "redis://127.0.0.1:1/0")
    commit(2)
    with pytest.raises(Exception, match="refused"):
        outbox.relay()
    assert len(messages()) == 2
    monkeypatch.delenv("CELERY_BROKER_WRITE_URL")
    relay_outbox()
    assert queue.tasks() == [TASK] * 2
    assert messages() == []


def test_relay_task_empties_an_outbox_longer_than_one_batch(queue: Queue) -> None:
    OutboxMessage.objects.bulk_create(OutboxMessage(task=TASK) for _ in range(205))
    relay_outbox()
    assert messages() == []
    assert len(queue.tasks()) == 205


def test_sweep_relays_what_no_hint_announced(queue: Queue) -> None:
    OutboxMessage.objects.create(task=TASK)
    sweep()
    assert queue.tasks() == [TASK]


def test_sweep_sends_a_lost_screening_again(queue: Queue) -> None:
    topic = make_topic()
    event = make_event(topic.section.consultation)
    words = Arrival(event=event, via=Via.WEB, language="en", points=(Point(text="Light.", topic=topic),))
    submit(words, key=UUID(int=1))
    OutboxMessage.objects.all().delete()
    queue.clear()
    sweep()
    assert queue.tasks() == [outbox.RELAY, SCREEN]
    screen_waiting()
    queue.clear()
    sweep()
    assert queue.tasks() == []


def test_a_full_batch_that_fails_each_time_starves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    event = make_event()
    rows = Submission.objects.bulk_create(
        Submission(
            event=event,
            via=Via.WEB,
            rule=event.consultation.attribution_rule,
            language="en",
            received_on=event.consultation.opens_on,
            idempotency_key=uuid4(),
            content_hash="0",
            receipt_hash=str(number),
        )
        for number in range(BATCH + 20)
    )
    failing = {row.pk for row in rows[:BATCH]}
    screen = screening.screen

    def fails_for_many(submission: Submission) -> None:
        if submission.pk in failing:
            raise ValueError("broken")
        screen(submission)

    monkeypatch.setattr(screening, "screen", fails_for_many)
    # By chance, somebody is left out 20 times once in 10^13 runs.
    for _ in range(20):
        screen_waiting()
        if Submission.objects.filter(screened=False).count() == BATCH:
            break
    assert set(Submission.objects.filter(screened=False).values_list("pk", flat=True)) == failing


def test_nothing_that_leads_to_a_submission_reaches_redis_or_the_outbox(queue: Queue) -> None:
    topic = make_topic()
    event = make_event(topic.section.consultation)
    words = Arrival(event=event, via=Via.WEB, language="en", points=(Point(text="Light.", topic=topic),))
    receipt = submit(words, key=UUID(int=1))
    assert messages() == [(SCREEN, [])]
    relay_outbox()
    held = queue.dump().decode()
    assert SCREEN in held
    for secret in (receipt.submission.pk, receipt.submission.pk.hex, receipt.code, event.slug, "Light."):
        assert str(secret) not in held
