"""A few consultations in one empty database: made, spoken in, reviewed, published, and everything of it searched."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from reports.models import Report
from tests.leaks import files, intake, release, workers
from tests.leaks.evidence import Keep, Piece, Reader
from tests.leaks.generator import plan
from tests.leaks.judgement import Judge
from tests.leaks.plan import Plan
from tests.leaks.promises import truth_of
from tests.leaks.review import Reviewer
from tests.leaks.searching import Needles, Seen
from tests.leaks.tally import Tally
from tests.leaks.world import Staff, World, built

KEPT_TABLES = ("django_content_type", "django_migrations", "auth_permission")


class Batch:
    """``tally`` is what came of it."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.tally = Tally()
        self.judge = Judge(plans)
        marks = [sending.point.mark for each in plans for sending in each.sendings]
        everything = set().union(*(truth.everything for truth in self.judge.truths.values()))
        self.all_needles = Needles(everything, marks, origin="+".join(each.slug for each in plans))

    def run(self) -> Tally:
        with captured_log() as log:
            staff = Staff.hired()
            for each in self.plans:
                self.tried(each, staff)
            self.look(Piece("logs", Reader.MACHINE, "log", log.written()), self.all_needles)
        self.look_at_mail()
        return self.tally

    def tried(self, plan: Plan, staff: Staff) -> None:
        """A consultation that does not come through is an error of the run, and not the end of it."""
        try:
            with translation.override("en"):
                self.consult(plan, staff)
        except Exception as error:
            self.tally.errors.append(f"{plan.slug} (seed {plan.seed}): {type(error).__name__}: {error}"[:300])

    def consult(self, plan: Plan, staff: Staff) -> None:
        truth = truth_of(plan)
        needles = Needles(
            truth.everything, [sending.point.mark for sending in plan.sendings], origin=plan.slug
        )

        def keep(piece: Piece) -> None:
            self.look(piece, needles)

        world = built(plan, staff)
        reports = pushed_through(world, keep, self.tally)
        for report in reports:
            self.look_at_files(world, report, needles)
        self.tally.consultations += 1
        self.tally.sendings += len(plan.sendings)
        self.tally.planted += len(truth.everything)

    def look(self, piece: Piece, needles: Needles) -> Seen:
        seen = needles.search(piece.data)
        self.tally.artefacts[piece.kind] += 1
        self.tally.bytes += len(piece.data)
        for finding in self.judge.forbidden(piece, seen):
            self.tally.forbid(f"{finding.where} ({piece.reader})", finding.what, finding.kind)
        return seen

    def look_at_files(self, world: World, report: Report, needles: Needles) -> None:
        for piece in (*files.public_files(report), *files.internal_files(world, report)):
            seen = self.look(piece, needles)
            if seen.marks or seen.canaries:
                self.tally.proven[piece.kind] += 1
            if piece.kind in files.documents() and piece.reader == Reader.EVERYBODY:
                self.compare(piece, files.expected(world, piece), seen)

    def compare(self, piece: Piece, wanted: set, seen: Seen) -> None:
        self.tally.expected += len(wanted)
        self.tally.found += len(wanted & seen.canaries)
        for canary in sorted(wanted - seen.canaries, key=lambda each: each.written):
            self.tally.miss(piece.where, canary.written)

    def look_at_mail(self) -> None:
        for message in mail.outbox:
            to = tuple(message.recipients())
            piece = Piece("mail", Reader.MAIL, "mail", message.message().as_bytes(), addressed_to=to)
            self.look(piece, self.all_needles)


def pushed_through(world: World, keep: Keep, tally: Tally) -> list[Report]:
    """Intake, screening, review, compile, signatures, publication."""
    intake.register_people(world, keep)
    intake.take_in(world, keep)
    workers.work(keep)
    reviewer = Reviewer(world)
    reviewer.review()
    report, stops = release.release(world, reviewer, keep)
    tally.stops += stops
    return [report]


def run_batch(indices: Sequence[int], seed: int, *, rich: bool = False) -> Tally:
    """In an emptied database, with files of its own that are gone afterwards."""
    empty()
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        return Batch([plan(index, seed, rich=rich) for index in indices]).run()


def empty() -> None:
    """Emptied, because the audit trail lets nobody delete."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT_TABLES]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    mail.outbox = []
    cache.clear()
    workers.connected().flushdb()


class Log(logging.Handler):
    """Everything that is logged, however unimportant, as it is written to the console."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.getLogger().handlers[0].formatter)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def written(self) -> bytes:
        return "\n".join(self.lines).encode()


@contextmanager
def captured_log() -> Iterator[Log]:
    root, handler = logging.getLogger(), Log()
    before, level = root.handlers[:], root.level
    root.handlers, root.level = [handler], logging.DEBUG
    try:
        yield handler
    finally:
        root.handlers, root.level = before, level
