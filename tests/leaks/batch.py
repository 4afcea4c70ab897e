"""A few consultations in one empty database: made, spoken in, reviewed, published, and everything of it searched."""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from reports.models import Report
from submissions.models import Contribution
from tests.leaks import (
    arrival,
    backstage,
    board,
    drafts,
    files,
    intake,
    labels,
    letters,
    order,
    release,
    versions,
    walking,
    workers,
)
from tests.leaks.canaries import Canary, Kind, squash
from tests.leaks.evidence import Keep, Piece, Reader
from tests.leaks.generator import later
from tests.leaks.judgement import Judge
from tests.leaks.plan import Plan, Sending
from tests.leaks.promises import truth_of
from tests.leaks.review import Reviewer
from tests.leaks.searching import Needles, Seen
from tests.leaks.tally import Tally
from tests.leaks.world import Staff, World, built

WALKED = 5
ONE_MORE = "versions that differ by one, published"
KEPT_TABLES = ("django_content_type", "django_migrations", "auth_permission")


class Batch:
    """``tally`` is what came of it."""

    def __init__(
        self,
        plans: Sequence[Plan],
        *,
        roles: Sequence[str] = tuple(walking.READERS),
        reports: bool = True,
        one_is_enough: bool = False,
    ) -> None:
        """With ``one_is_enough`` no page is looked at any more once something was found."""
        self.plans, self.roles, self.reports, self.one_is_enough = plans, roles, reports, one_is_enough
        self.tally = Tally()
        self.judge = Judge(plans)
        self.staff: Staff | None = None
        self.worlds: list[World] = []
        everything = set().union(*(truth.everything for truth in self.judge.truths.values()))
        self.needles = Needles(everything, [mark for each in plans for mark in marks_of(each)])

    def run(self) -> Tally:
        with captured_log() as log:
            self.staff = Staff.hired()
            for each in self.plans:
                self.tried(each.slug, partial(self.consult, each))
            for world, roles in self.walks():
                self.tried("pages", partial(self.look_at_pages, world, roles))
            self.tried("rows", self.look_at_rows)
            self.look(Piece("logs", Reader.MACHINE, "log", log.written()), self.needles)
        self.look_at_mail()
        return self.tally

    def tried(self, what: str, step: Callable[[], None]) -> None:
        """A consultation that does not come through is an error of the run, and not the end of it."""
        try:
            with translation.override("en"):
                step()
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            self.tally.errors.append(f"{what}: {type(error).__name__} at {place}: {error}"[:400])

    def consult(self, plan: Plan) -> None:
        truth, sendings = truth_of(plan), [*plan.sendings, *(later(plan) if plan.twice else ())]
        needles = Needles(truth.everything, [each.point.mark for each in sendings], origin=plan.slug)

        def keep(piece: Piece) -> None:
            self.know_codes(world, needles)
            self.look(piece, needles)

        assert self.staff
        world = built(plan, self.staff)
        versions = []
        try:
            for report, stops in pushed_through(world, keep, reports=self.reports):
                self.tally.stops += stops
                self.know_rows(world, needles)
                versions.append(self.look_at_files(world, report, needles))
        except release.Waits:
            # As promised: so few changed in some way that the difference would point at them.
            self.tally.checks["versions held back"] += 1
        self.compare_versions(world, versions)
        for _ in range(world.did.pop(ONE_MORE, 0)):
            self.tally.forbid(plan.slug, "one contribution more", "version that differs by one")
        self.look_at_arrival(world)
        drafts.none_but_those_left(world)
        letters.count(world)
        self.tally.checks += world.did
        self.worlds.append(world)
        self.tally.consultations += 1
        self.tally.sendings += len(world.arrived)
        self.tally.planted += len(truth.everything)

    def know_codes(self, world: World, needles: Needles) -> None:
        """What opens a draft, a receipt, an invitation or a room is looked for from the moment it is given out."""
        for code, owner in world.codes.items():
            canary = Canary(Kind.CODE, code, squash(code))
            if canary not in self.judge.owners:
                self.learn(canary, world, needles)
            self.judge.owners[canary] = owner

    def learn(self, canary: Canary, world: World, needles: Needles) -> None:
        needles.add(canary)
        self.needles.add(canary)
        self.judge.home[canary] = world.plan.slug

    def know_rows(self, world: World, needles: Needles) -> None:
        """The ids of what was said are looked for as well."""
        rows = Contribution.objects.for_consultation(world.consultation)
        for pk in {pk for pair in rows.values_list("pk", "submission_id") for pk in pair}:
            self.learn(Canary(Kind.ROW, str(pk), pk.hex), world, needles)

    def look(self, piece: Piece, needles: Needles) -> Seen:
        seen = needles.search(piece.data)
        self.tally.artefacts[piece.kind.split()[0]] += 1
        self.tally.bytes += len(piece.data)
        for finding in self.judge.forbidden(piece, seen):
            self.tally.forbid(f"{finding.where} ({piece.reader})", finding.what, finding.kind)
        return seen

    def look_at_files(self, world: World, report: Report, needles: Needles) -> dict[str, bytes]:
        public = {}
        for piece in (*files.public_files(report), *files.internal_files(world, report)):
            seen = self.look(piece, needles)
            if seen.places or seen.canaries:
                self.tally.proven[piece.kind] += 1
            if piece.reader == Reader.EVERYBODY and piece.kind != "headers":
                public[f"{piece.language}.{piece.kind}"] = piece.data
                self.look_at_order(world, piece, seen)
            if piece.kind in files.documents() and piece.reader == Reader.EVERYBODY:
                self.compare(piece, files.expected(world, piece), seen)
        for language in ("en", "fr"):
            for label in labels.too_narrow(world.plan, arrived_of(world), public[f"{language}.json"]):
                self.tally.forbid(f"{world.plan.slug} {language}.json", label, "label under k")
            for figure in labels.not_rounded(public[f"{language}.json"]):
                self.tally.forbid(f"{world.plan.slug} {language}.json", figure, "count that is not rounded")
        self.look_at_figures(world, public)
        return public

    def look_at_figures(self, world: World, public: dict[str, bytes]) -> None:
        self.tally.checks["versions attacked"] += 1
        for cell in versions.solvable(public, world.plan.k):
            self.tally.checks["solvable cells"] += 1
            self.tally.forbid(world.plan.slug, cell, "solvable cell")

    def compare_versions(self, world: World, published: list[dict[str, bytes]]) -> None:
        for older, newer in pairwise(published):
            self.tally.checks["pairs of versions compared"] += 1
            for shared in versions.shared_ids(older, newer):
                self.tally.forbid(world.plan.slug, shared.decode(), "id that comes back in the next version")
            for cell in versions.solvable_between(older, newer, world.plan.k):
                self.tally.checks["solvable differences"] += 1
                self.tally.forbid(world.plan.slug, cell, "solvable difference")

    def look_at_order(self, world: World, piece: Piece, seen: Seen) -> None:
        """Lists as a report prints them: by topic, under a theme or not."""
        topics = {each.point.mark: each.point.topic for each in (*world.plan.sendings, *later(world.plan))}
        lists: dict[tuple[int, bool], list[float]] = defaultdict(list)
        for mark in world.arrived:
            if mark in seen.places:
                lists[topics[mark], mark in world.quoted].append(seen.places[mark])
        self.tally.rank(piece.kind, order.score_of_lists([*lists.values()]))

    def look_at_arrival(self, world: World) -> None:
        for table, places in arrival.places(world):
            self.tally.rank(table, order.score(places))

    def compare(self, piece: Piece, wanted: set[Canary], seen: Seen) -> None:
        self.tally.expected += len(wanted)
        self.tally.found += len(wanted & seen.canaries)
        for canary in sorted(wanted - seen.canaries, key=lambda each: each.written):
            self.tally.miss(piece.where, canary.written)

    def walks(self) -> Iterator[tuple[World, Sequence[str]]]:
        """Every role opens all pages of the first consultation; of each fifth after it, one role in its turn."""
        for turn, world in enumerate(self.worlds[::WALKED] if self.roles else ()):
            yield world, (self.roles[turn % len(self.roles)],) if turn else self.roles

    def look_at_pages(self, world: World, roles: Sequence[str]) -> None:
        self.tally.checks[
            "pages opened by every role" if roles == self.roles else "pages opened by one role"
        ] += 1
        for piece in walking.pieces(world, roles):
            self.look(piece, self.needles)
            if self.one_is_enough and self.tally.findings:
                return
        for where, question in walking.prying(world) if roles == self.roles else ():
            self.tally.forbid(where, question, "a list that answers who spoke")

    def look_at_rows(self) -> None:
        for table, column, data in backstage.cells():
            self.tally.artefacts["column"] += 1
            self.tally.bytes += len(data)
            for canary in self.needles.search(data).canaries:
                truth = self.judge.truths[self.judge.home[canary]]
                if canary.kind != Kind.ROW and not backstage.may_stand(table, column, canary, truth):
                    self.tally.forbid(f"{table}.{column}", canary.written, canary.kind)
        for column in backstage.times():
            self.tally.forbid(column, "a moment", "a time finer than a day")

    def look_at_mail(self) -> None:
        for piece in letters.pieces():
            seen = self.look(piece, self.needles)
            for mark in sorted(seen.marks):
                self.tally.forbid("mail", mark, "words in a letter")


def arrived_of(world: World) -> list[Sending]:
    known = set(world.arrived)
    return [each for each in (*world.plan.sendings, *later(world.plan)) if each.point.mark in known]


def marks_of(plan: Plan) -> list[str]:
    return [each.point.mark for each in (*plan.sendings, *(later(plan) if plan.twice else ()))]


def pushed_through(world: World, keep: Keep, *, reports: bool) -> Iterator[tuple[Report, int]]:
    """Intake, screening, review, compile, signatures, publication: each published version, and how often it was stopped.
    Without ``reports`` it ends when all is said.
    """
    intake.register_people(world, keep)
    intake.leave_drafts(world, keep)
    reviewer = Reviewer(world)
    afterwards = later(world.plan) if world.plan.twice else ()
    take_and_review(world, reviewer, world.plan.sendings, keep, reports=reports)
    if reports:
        yield released(world, reviewer, keep)
    if afterwards:
        take_and_review(world, reviewer, afterwards[:1], keep, reports=reports)
        if reports:
            world.did[ONE_MORE] += differs_by_one(world, reviewer, keep)
        take_and_review(world, reviewer, afterwards[1:], keep, reports=reports)
    if afterwards and reports:
        yield released(world, reviewer, keep)


def take_and_review(
    world: World, reviewer: Reviewer, sendings: Sequence[Sending], keep: Keep, *, reports: bool
) -> None:
    intake.take_in(world, sendings, keep)
    workers.work(keep)
    board.moderate(world, keep)
    if reports:
        reviewer.review(sendings)


def released(world: World, reviewer: Reviewer, keep: Keep) -> tuple[Report, int]:
    report, stops = release.release(world, reviewer, keep)
    letters.announce(world, report)
    return report, stops


def differs_by_one(world: World, reviewer: Reviewer, keep: Keep) -> bool:
    """Whether a version is published that has one contribution more than the one before."""
    try:
        release.release(world, reviewer, keep)
    except release.Waits:
        world.did["versions that differ by one, held back"] += 1
        return False
    return True


def run_batch(plans: Sequence[Plan], **how: Any) -> Tally:
    """In an emptied database, with files of its own that are gone afterwards. ``roles`` look at all pages of the first."""
    empty()
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        return Batch(plans, **how).run()


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
