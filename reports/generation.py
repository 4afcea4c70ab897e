"""From a claimed row to finished files: the only writer of ``Report.status``.

Everything here may happen twice or stop at any line. A claim raises the attempt number, and whatever an
attempt writes is written ``WHERE attempt = mine``: an attempt that was given up on can no longer change anything.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from consultations.away import UNABLE
from consultations.models import Consultation
from reports import leaks, pulse, store, tracing
from reports.compiler import Compilation, NothingAccepted, Unbalanced, compile_report
from reports.exporters import EXPORTERS
from reports.flagging import flag_leaks
from reports.models import Edition, FailureReason, FileFormat, Report, ReportFile, ReportStatus, Stage
from reports.services import COMPILE
from submissions import outbox

log = logging.getLogger(__name__)

ATTEMPTS = 3
QUEUED_TOO_LONG = timedelta(seconds=60)
SILENT_TOO_LONG = timedelta(seconds=120)

Files = dict[tuple[str, str, str], bytes]  # edition, language, format


class Leaked(Exception):
    """A finished file would have named someone protected. ``words`` are those that no contribution holds."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__("a file names someone protected")
        self.words = words


REASONS: dict[type[Exception], FailureReason] = {
    Leaked: FailureReason.LEAK,
    NothingAccepted: FailureReason.NOTHING_ACCEPTED,
    Unbalanced: FailureReason.UNBALANCED,
}


def generate(report_id: str) -> None:
    """Compiles a queued report; does nothing when it is not queued (any more)."""
    attempt = claim(report_id)
    if attempt is None:
        return
    try:
        with pulse.beating(report_id, attempt):
            _compile_and_store(report_id, attempt)
    except pulse.Superseded:
        log.warning("Report %s: attempt %s was overtaken and changes nothing.", report_id, attempt)
    except UNABLE as error:
        # The database went away or failed: the sweep hands the report to another attempt.
        log.error("Report %s: attempt %s failed at the database. %s", report_id, attempt, tracing.path(error))
    except Exception as error:
        _fail(report_id, attempt, error)


def claim(report_id: str) -> int | None:
    """The number of the attempt that is now the caller's, or None when there is nothing to do."""
    seen = Report.objects.filter(pk=report_id, status=ReportStatus.QUEUED).values_list("attempt", flat=True)
    before = seen.first()
    if before is None:
        return None
    claimed = Report.objects.filter(pk=report_id, status=ReportStatus.QUEUED, attempt=before).update(
        status=ReportStatus.RUNNING,
        attempt=before + 1,
        heartbeat_at=timezone.now(),
        stage=Stage.READING,
        progress=5,
    )
    return before + 1 if claimed else None


def _compile_and_store(report_id: str, attempt: int) -> None:
    consultation_id = Report.objects.values_list("consultation_id", flat=True).get(pk=report_id)
    with snapshot():
        compilation = compile_report(consultation_id)
    files = _rendered(compilation, report_id, attempt)
    pulse.reach(report_id, attempt, Stage.CHECKING, 80)
    _check(compilation, files, consultation_id)
    pulse.reach(report_id, attempt, Stage.STORING, 95)
    _finish(report_id, attempt, compilation, files)


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the whole database, and no way to write to it."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _rendered(compilation: Compilation, report_id: str, attempt: int) -> Files:
    """Every format of the public edition and the page of the internal one, in both languages."""
    wanted = [
        (Edition.PUBLIC, language, format_)
        for language in compilation.documents
        for format_ in FileFormat.values
    ] + [(Edition.INTERNAL, language, FileFormat.HTML.value) for language in compilation.internal]
    files: Files = {}
    for number, (edition, language, format_) in enumerate(wanted):
        pulse.reach(report_id, attempt, Stage.RENDERING, 20 + 60 * number // len(wanted))
        source = compilation.documents if edition == Edition.PUBLIC else compilation.internal
        files[edition.value, language, format_] = EXPORTERS[format_].render(source[language])
    return files


def _check(compilation: Compilation, files: Files, consultation_id: int) -> None:
    """Reads the finished public files as an outsider could. One finding is enough to keep all of them back."""
    public = {key: data for key, data in files.items() if key[0] == Edition.PUBLIC}
    found = [leaks.find_leaks(data, key[2], compilation.protected) for key, data in public.items()]
    found.append(leaks.find_in_texts(_names_of_files(consultation_id, public), compilation.protected))
    terms = {leak.term for each in found for leak in each}
    if terms or compilation.findings:
        raise Leaked(flag_leaks(consultation_id, terms, compilation.protected, compilation.findings))


def _names_of_files(consultation_id: int, files: Files) -> list[tuple[str, str]]:
    """What a browser is told to call them: the consultation's part of an address is in it."""
    report = Report(consultation=Consultation.objects.get(pk=consultation_id))
    named = [
        ReportFile(report=report, edition=edition, language=language, format=format_)
        for edition, language, format_ in files
    ]
    return [("file name", one.file_name) for one in named]


def _finish(report_id: str, attempt: int, compilation: Compilation, files: Files) -> None:
    with transaction.atomic():
        store.guarded()
        done = Report.objects.filter(pk=report_id, status=ReportStatus.RUNNING, attempt=attempt).update(
            status=ReportStatus.READY,
            stage=Stage.DONE,
            progress=100,
            finished_at=timezone.now(),
            manifest=compilation.manifest,
            manifest_hash=compilation.manifest_hash,
        )
        if not done:
            raise pulse.Superseded
        ReportFile.objects.bulk_create(_row(report_id, key, data) for key, data in files.items())


def _row(report_id: str, key: tuple[str, str, str], data: bytes) -> ReportFile:
    edition, language, format_ = key
    return ReportFile(
        report_id=report_id,
        edition=edition,
        language=language,
        format=format_,
        **dataclasses.asdict(store.put(data, format_)),
    )


def _fail(report_id: str, attempt: int, error: Exception) -> None:
    reason = REASONS.get(type(error), FailureReason.RENDERING)
    log.error("Report %s: attempt %s failed (%s). %s", report_id, attempt, reason.value, tracing.path(error))
    Report.objects.filter(pk=report_id, status=ReportStatus.RUNNING, attempt=attempt).update(
        status=ReportStatus.FAILED,
        finished_at=timezone.now(),
        failure_reason=reason,
        # Never the error's message: a library's may quote what somebody said.
        failure_detail=", ".join(error.words) if isinstance(error, Leaked) else "",
    )


def sweep(now: datetime | None = None) -> None:
    """Sends again what nobody picked up, takes back what fell silent, removes files that belong to nothing."""
    now = now or timezone.now()
    with transaction.atomic():
        _take_back_silent(now)
        _send_again(now)
    with transaction.atomic():
        if store.lock_for_sweep():
            store.sweep(set(ReportFile.objects.values_list("path", flat=True)))


def _take_back_silent(now: datetime) -> None:
    silent = Report.objects.filter(status=ReportStatus.RUNNING, heartbeat_at__lt=now - SILENT_TOO_LONG)
    silent.filter(attempt__gte=ATTEMPTS).update(
        status=ReportStatus.FAILED, failure_reason=FailureReason.GAVE_UP, finished_at=now
    )
    silent.update(status=ReportStatus.QUEUED, stage=Stage.WAITING, progress=0, heartbeat_at=None)


def _send_again(now: datetime) -> None:
    waiting = Report.objects.filter(status=ReportStatus.QUEUED)
    # Those just taken back among them: they were asked for long ago.
    for report in waiting.filter(requested_at__lt=now - QUEUED_TOO_LONG):
        outbox.enqueue(COMPILE, str(report.pk))
