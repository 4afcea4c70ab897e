"""One consultation, spoken in and reviewed, of which report after report is made: for what is broken in reports alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils import translation

from tests.leaks import intake, release, workers
from tests.leaks.batch import Batch, captured_log, empty, marks_of
from tests.leaks.evidence import Piece
from tests.leaks.generator import later
from tests.leaks.plan import Plan
from tests.leaks.review import Reviewer
from tests.leaks.searching import Needles
from tests.leaks.tally import Tally
from tests.leaks.world import Staff, World, built


class Rehearsal(Batch):
    """Everything is said before the first report. It ends when somebody else empties the database."""

    def __init__(self, plan: Plan) -> None:
        super().__init__([plan], roles=())
        empty()
        self.folder = TemporaryDirectory()
        with captured_log(), translation.override("en"):
            self.world, self.reviewer = self.spoken(plan)

    def spoken(self, plan: Plan) -> tuple[World, Reviewer]:
        world = built(plan, Staff.hired())
        reviewer, sendings = Reviewer(world), (*plan.sendings, *later(plan))
        intake.register_people(world, unread)
        intake.take_in(world, sendings, unread)
        workers.work(unread)
        reviewer.review(sendings)
        return world, reviewer

    def report(self) -> Tally:
        """What is found in a first version."""
        self.tally = Tally()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE reports_report CASCADE")
        settings.MEDIA_ROOT = Path(self.folder.name)
        with captured_log():
            self.tried(self.world.plan.slug, self.look_at_report)
        return self.tally

    def look_at_report(self) -> None:
        plan = self.world.plan
        needles = Needles(self.judge.truths[plan.slug].everything, marks_of(plan), origin=plan.slug)
        report, _stops = release.release(self.world, self.reviewer, unread)
        self.know_rows(self.world, needles)
        self.look_at_files(self.world, report, needles)


def unread(_piece: Piece) -> None:
    """Other runs look at what is not a report."""
