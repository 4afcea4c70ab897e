"""Has the report of a case compiled by the worker, as the Compile button does, and copies its files."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import User

from consultations.models import Consultation, StaffRole
from reports.models import Edition, FileFormat, Report, ReportStatus
from reports.services import AlreadyCompiling, request_compile
from reports.store import path_of

PATIENCE_SECONDS = 300.0
Say = Callable[[str], None]


class CompilationFailed(Exception):
    """The reason a person can read."""


def compiled(consultation: Consultation, say: Say) -> tuple[Report, float | None]:
    """The report of the case and the seconds it took; a report of an earlier run is kept and took none."""
    ready = (
        Report.objects.filter(consultation=consultation, status=ReportStatus.READY).order_by("version").last()
    )
    if ready is not None:
        say(f"The report of an earlier run is kept: version {ready.version}.")
        return ready, None
    started = time.monotonic()
    return wait_for(requested(consultation), say), time.monotonic() - started


def requested(consultation: Consultation) -> Report:
    coordinator = User.objects.filter(
        memberships__consultation=consultation, memberships__role=StaffRole.COORDINATOR
    ).first()
    try:
        return request_compile(consultation, by=coordinator)
    except AlreadyCompiling as active:
        # An earlier run was stopped while it compiled; the worker takes that one up again.
        return active.report


def wait_for(report: Report, say: Say) -> Report:
    deadline = time.monotonic() + PATIENCE_SECONDS
    shown = ""
    while report.is_active and time.monotonic() < deadline:
        stage = f"Compiling: {report.get_stage_display()}"
        if stage != shown:
            say(f"{stage} ({report.progress} %)")
            shown = stage
        time.sleep(0.2)
        report.refresh_from_db()
    if report.status != ReportStatus.READY:
        reason = report.get_failure_reason_display() or f"no result after {PATIENCE_SECONDS:.0f} s"
        raise CompilationFailed(
            f"The report was not compiled: {reason}. {report.failure_detail} See var/worker.log."
        )
    return report


def copy_files(report: Report, folder: Path) -> list[Path]:
    """Copies the public files as report.<language>.<suffix>, each renamed into place when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        copied(path_of(file.path), folder / f"report.{file.language}.{FileFormat(file.format).suffix}")
        for file in report.files.filter(edition=Edition.PUBLIC)
    ]


def copied(source: Path, target: Path) -> Path:
    fresh = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, fresh)
    return fresh.replace(target)
