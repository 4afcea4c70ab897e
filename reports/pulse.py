"""A running attempt's signs of life, written beside its work and never inside its snapshot."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from reports.models import Report, ReportQuerySet, ReportStatus, Stage

log = logging.getLogger(__name__)

BEAT_SECONDS = 10.0


class Superseded(Exception):
    """Somebody else took this report over; whatever this attempt made is void."""


def reach(report_id: str, attempt: int, stage: Stage, progress: int) -> None:
    """Records how far ``attempt`` has come (percent); raises :class:`Superseded` when it no longer counts."""
    if not _mine(report_id, attempt).update(stage=stage, progress=progress, heartbeat_at=timezone.now()):
        raise Superseded


@contextmanager
def beating(report_id: str, attempt: int) -> Iterator[None]:
    """Beats while the block runs, however long one step of it takes."""
    stop = Event()
    # A thread of its own has a database connection of its own.
    heart = Thread(target=_beat, args=(report_id, attempt, stop), name="heartbeat", daemon=True)
    heart.start()
    try:
        yield
    finally:
        stop.set()
        heart.join()


def _beat(report_id: str, attempt: int, stop: Event) -> None:
    while not stop.wait(BEAT_SECONDS):
        try:
            _mine(report_id, attempt).update(heartbeat_at=timezone.now())
        except DatabaseError as error:
            log.warning("Report %s: a heartbeat was lost (%s).", report_id, type(error).__name__)
        finally:
            connection.close()


def _mine(report_id: str, attempt: int) -> ReportQuerySet:
    return Report.objects.filter(pk=report_id, status=ReportStatus.RUNNING, attempt=attempt)
