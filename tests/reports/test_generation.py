"""One report comes out, whatever happens on the way: twice delivered, overtaken, broken, silent."""

import hashlib
import logging
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings
from django.db import InternalError, connection
from django.utils import timezone

from consultations.models import Consultation
from reports import generation, store
from reports.document import Document
from reports.exporters import EXPORTERS
from reports.generation import ATTEMPTS, COMPILE, generate
from reports.models import Edition, FailureReason, FileFormat, Report, ReportFile, ReportStatus, Stage
from reports.services import request_compile
from submissions.models import Contribution, OutboxMessage
from tests.factories import make_consultation, make_event, make_topic
from tests.reports.reporting import accepted, said
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def consultation() -> Consultation:
    consultation = make_consultation(k=3)
    accepted(consultation, "Mark the crossings.", "Light the paths.", "Mend the kerbs.", "Ask the children.")
    return consultation


@pytest.fixture
def report(consultation: Consultation) -> Report:
    return request_compile(consultation, by=None)


def stored(settings: LazySettings) -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_queued_report_becomes_ready_with_twelve_files(report: Report, settings: LazySettings) -> None:
    generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure_reason) == (ReportStatus.READY, "")
    assert (report.stage, report.progress, report.attempt) == (Stage.DONE, 100, 1)
    assert report.finished_at is not None
    assert len(report.manifest_hash) == 64
    assert set(report.files.values_list("edition", "language", "format")) == {
        *((Edition.PUBLIC, language, format_) for language in ("en", "fr") for format_ in FileFormat.values),
        *((Edition.INTERNAL, language, FileFormat.HTML) for language in ("en", "fr")),
    }
    for file in report.files.all():
        data = store.path_of(file.path).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file.sha256, file.size)
    assert {path.stem for path in stored(settings)} == set(report.files.values_list("sha256", flat=True))


def test_the_manifest_names_each_printed_contribution_with_its_version(report: Report) -> None:
    generate(str(report.pk))
    report.refresh_from_db()
    assert report.manifest["contributions"] == {
        str(pk): version for pk, version in Contribution.objects.values_list("pk", "version")
    }


def test_the_same_data_give_the_same_bytes(report: Report) -> None:
    generate(str(report.pk))
    again = request_compile(report.consultation, by=None)
    generate(str(again.pk))
    hashes = [sorted(one.files.values_list("sha256", flat=True)) for one in (report, again)]
    assert hashes[0] == hashes[1]


def test_delivered_again_it_changes_nothing(report: Report) -> None:
    generate(str(report.pk))
    before = list(Report.objects.values())
    generate(str(report.pk))
    assert list(Report.objects.values()) == before


def test_delivered_four_times_at_once_it_is_made_once(report: Report) -> None:
    def deliver() -> None:
        generate(str(report.pk))
        connection.close()

    threads = [Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    report.refresh_from_db()
    assert (report.status, report.attempt) == (ReportStatus.READY, 1)
    assert ReportFile.objects.count() == 16


def test_a_report_that_is_not_there_is_nobodys_error() -> None:
    generate("00000000-0000-0000-0000-000000000001")


def test_a_snapshot_neither_writes_nor_sees_what_is_written_meanwhile(consultation: Consultation) -> None:
    event, topic = make_event(consultation), make_topic(consultation)

    def speak() -> None:
        said(event, topic, "Meanwhile.")
        connection.close()

    with generation.snapshot():
        before = Contribution.objects.count()
        beside = Thread(target=speak)
        beside.start()
        beside.join(20)
        assert Contribution.objects.count() == before
    assert Contribution.objects.count() == before + 1
    with pytest.raises(InternalError, match="read-only"), generation.snapshot():
        Report.objects.update(progress=1)


def test_with_nothing_accepted_it_fails_and_says_what_to_do() -> None:
    consultation = make_consultation()
    said(make_event(consultation), make_topic(consultation), "Not reviewed yet.")
    report = request_compile(consultation, by=None)
    generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.NOTHING_ACCEPTED)


def break_exporter(monkeypatch: pytest.MonkeyPatch, format_: str, error: BaseException) -> None:
    def render(document: Document) -> bytes:
        raise error

    monkeypatch.setitem(EXPORTERS, format_, replace(EXPORTERS[format_], render=render))


def test_a_file_that_cannot_be_written_fails_it_whole_and_logs_no_words(
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    break_exporter(monkeypatch, "json", ValueError("cannot print: Mark the crossings."))
    with caplog.at_level(logging.INFO):
        generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.RENDERING)
    assert report.failure_detail == ""
    assert not ReportFile.objects.exists()
    assert stored(settings) == []
    assert "ValueError" in caplog.text
    assert "test_generation.py" in caplog.text
    assert "crossings" not in caplog.text


def test_a_disk_that_cannot_be_written_fails_it_whole(report: Report, settings: LazySettings) -> None:
    Path(settings.MEDIA_ROOT).write_text("a file where the folder should be")
    generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.RENDERING)
    assert not ReportFile.objects.exists()


def test_after_a_failure_the_next_version_can_be_compiled(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        break_exporter(broken, "pdf", ValueError())
        generate(str(report.pk))
    again = request_compile(report.consultation, by=None)
    generate(str(again.pk))
    again.refresh_from_db()
    assert (again.version, again.status) == (2, ReportStatus.READY)


def test_a_late_attempt_loses_to_the_one_that_took_over(report: Report, settings: LazySettings) -> None:
    late = Thread(target=lambda: (generate(str(report.pk)), connection.close()))
    with connection.cursor() as cursor:
        # While a sweep holds the store the first attempt stands still, just before it writes.
        cursor.execute("SELECT pg_advisory_lock(%s)", [store.LOCK])
        late.start()
        wait_for_stage(report, Stage.STORING)
        Report.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=121))
        generation.sweep()
        assert generation.claim(str(report.pk)) == 2
        cursor.execute("SELECT pg_advisory_unlock(%s)", [store.LOCK])
    late.join(30)
    report.refresh_from_db()
    assert (report.status, report.attempt) == (ReportStatus.RUNNING, 2)
    assert not ReportFile.objects.exists()
    assert stored(settings) == []


def wait_for_stage(report: Report, stage: Stage) -> None:
    deadline = timezone.now() + timedelta(seconds=30)
    while not Report.objects.filter(pk=report.pk, stage=stage).exists():
        assert timezone.now() < deadline, Report.objects.values().get()


@pytest.mark.parametrize(("silent_for", "taken_back"), [(119, False), (121, True)])
def test_a_silent_attempt_is_taken_back_after_two_minutes(
    report: Report, silent_for: int, taken_back: bool
) -> None:
    now = timezone.now() + timedelta(hours=1)
    OutboxMessage.objects.all().delete()
    Report.objects.update(
        status=ReportStatus.RUNNING, attempt=1, heartbeat_at=now - timedelta(seconds=silent_for)
    )
    generation.sweep(now)
    report.refresh_from_db()
    assert report.status == (ReportStatus.QUEUED if taken_back else ReportStatus.RUNNING)
    assert OutboxMessage.objects.filter(task=COMPILE).count() == int(taken_back)


def test_after_three_attempts_it_is_given_up_with_its_reason(report: Report) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        assert generation.claim(str(report.pk)) == attempt
        generation.sweep(timezone.now() + timedelta(seconds=121))
    report.refresh_from_db()
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.GAVE_UP)
    assert report.finished_at is not None
    assert generation.claim(str(report.pk)) is None


@pytest.mark.parametrize(("waited", "sent"), [(59, 0), (61, 1)])
def test_what_nobody_picks_up_is_sent_again_after_a_minute(report: Report, waited: int, sent: int) -> None:
    OutboxMessage.objects.all().delete()
    generation.sweep(report.requested_at + timedelta(seconds=waited))
    assert OutboxMessage.objects.filter(task=COMPILE, args=[str(report.pk)]).count() == sent


def test_sweep_removes_old_files_that_no_report_has(report: Report, settings: LazySettings) -> None:
    generate(str(report.pk))
    kept = stored(settings)
    folder = kept[0].parent
    old, young = folder / "orphan.pdf", folder / ".young.tmp"
    for path in (old, young):
        path.write_text("left behind by a killed worker")
    for path in (old, *kept):
        age(path, hours=2)
    generation.sweep()
    assert stored(settings) == sorted([*kept, young])


def test_sweep_waits_while_a_report_is_being_stored(settings: LazySettings) -> None:
    orphan = Path(settings.MEDIA_ROOT) / store.FOLDER / "00" / "orphan.pdf"
    orphan.parent.mkdir(parents=True)
    orphan.write_text("perhaps just being stored")
    age(orphan, hours=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [store.LOCK])
        beside = Thread(target=lambda: (generation.sweep(), connection.close()))
        beside.start()
        beside.join(20)
        cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [store.LOCK])
    assert orphan.exists()
    generation.sweep()
    assert not orphan.exists()


def age(path: Path, *, hours: int) -> None:
    then = timezone.now().timestamp() - hours * 3600
    os.utime(path, (then, then))


def test_an_attempt_shows_signs_of_life_while_one_step_takes_long(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation.pulse, "BEAT_SECONDS", 0.05)
    attempt = generation.claim(str(report.pk))
    assert attempt == 1
    Report.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    with generation.pulse.beating(str(report.pk), attempt):
        deadline = timezone.now() + timedelta(seconds=10)
        while not Report.objects.filter(heartbeat_at__gt=timezone.now() - timedelta(minutes=1)).exists():
            assert timezone.now() < deadline


def test_of_eight_claims_at_once_one_is_made(report: Report) -> None:
    claimed: list[int | None] = []
    outcomes = at_once(*[lambda: claimed.append(generation.claim(str(report.pk)))] * 8)
    assert outcomes == ["done"] * 8
    assert sorted(claimed, key=str) == [1, *[None] * 7]


def test_an_overtaken_attempt_that_fails_leaves_the_other_one_running(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_over_and_broken(_document: Document) -> bytes:
        Report.objects.update(attempt=2)
        raise ValueError

    monkeypatch.setitem(EXPORTERS, "html", replace(EXPORTERS["html"], render=taken_over_and_broken))
    generate(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.attempt, report.failure_reason) == (ReportStatus.RUNNING, 2, "")


def test_an_overtaken_attempt_stops_at_its_next_step(report: Report) -> None:
    generation.claim(str(report.pk))
    Report.objects.update(attempt=2)
    with pytest.raises(generation.pulse.Superseded):
        generation.pulse.reach(str(report.pk), 1, Stage.RENDERING, 50)
    report.refresh_from_db()
    assert report.stage == Stage.READING
