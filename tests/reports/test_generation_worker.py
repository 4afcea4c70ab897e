"""A real worker in a process of its own: killed, starved of its messages, served them twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import redis
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from consultations.models import Consultation
from reports import generation, store
from reports.generation import COMPILE
from reports.models import Report, ReportFile, ReportStatus, Stage
from reports.services import request_compile
from submissions import outbox
from submissions.models import OutboxMessage
from submissions.tasks import relay_outbox
from tests.factories import make_consultation
from tests.reports.reporting import accepted

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
Worker = subprocess.Popen[bytes]


@pytest.fixture(autouse=True)
def broker(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    monkeypatch.setattr(outbox, "_quiet_until", 0.0)
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(settings.CELERY_TASK_DEFAULT_QUEUE)
    yield client
    client.delete(settings.CELERY_TASK_DEFAULT_QUEUE)
    client.close()


@pytest.fixture
def consultation() -> Consultation:
    consultation = make_consultation(k=3)
    accepted(consultation, "Mark the crossings.", "Light the paths.", "Mend the kerbs.")
    OutboxMessage.objects.all().delete()
    return consultation


def until(report: Report, true: Callable[[Report], bool], seconds: float = 60) -> Report:
    deadline = time.monotonic() + seconds
    while True:
        report.refresh_from_db()
        if true(report):
            return report
        assert time.monotonic() < deadline, f"still {report.status}, {report.stage}"
        time.sleep(0.05)


def test_pressing_compile_is_enough(consultation: Consultation, worker: Worker) -> None:
    report = request_compile(consultation, by=None)
    until(report, lambda it: not it.is_active)
    assert (report.status, report.attempt) == (ReportStatus.READY, 1)
    assert not OutboxMessage.objects.exists()
    assert all(store.path_of(file.path).is_file() for file in report.files.all())


def test_a_message_sent_five_times_makes_one_report(consultation: Consultation, worker: Worker) -> None:
    report = request_compile(consultation, by=None)
    for _ in range(5):
        outbox.enqueue(COMPILE, str(report.pk))
    until(report, lambda it: not it.is_active)
    until(report, lambda it: not OutboxMessage.objects.exists())
    assert (report.status, report.attempt, report.files.count()) == (ReportStatus.READY, 1, 16)


def test_a_flushed_redis_is_made_good_by_the_sweep(
    consultation: Consultation, broker: redis.Redis, request: pytest.FixtureRequest, settings: LazySettings
) -> None:
    report = request_compile(consultation, by=None)
    relay_outbox()
    # What the worker would have found is gone, and so is the outbox's row.
    broker.delete(settings.CELERY_TASK_DEFAULT_QUEUE)
    assert not OutboxMessage.objects.exists()
    generation.sweep(timezone.now() + timedelta(seconds=61))
    request.getfixturevalue("worker")
    until(report, lambda it: not it.is_active)
    assert (report.status, report.attempt) == (ReportStatus.READY, 1)
    assert Report.objects.count() == 1


def test_a_worker_killed_half_way_leaves_no_file_and_the_next_attempt_finishes(
    consultation: Consultation, worker: Worker
) -> None:
    with connection.cursor() as cursor:
        # The store is held, so the worker stands still with all files rendered and none stored.
        cursor.execute("SELECT pg_advisory_lock(%s)", [store.LOCK])
        report = request_compile(consultation, by=None)
        until(report, lambda it: it.stage == Stage.STORING)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [store.LOCK])
    report.refresh_from_db()
    assert (report.status, report.attempt) == (ReportStatus.RUNNING, 1)
    assert not ReportFile.objects.exists()

    generation.sweep(timezone.now() + timedelta(seconds=121))
    report.refresh_from_db()
    assert report.status == ReportStatus.QUEUED
    generation.generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.attempt, report.files.count()) == (ReportStatus.READY, 2, 16)
    assert Report.objects.count() == 1
