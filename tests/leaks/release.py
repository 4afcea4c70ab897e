"""Compile, sign and publish, by the pages on which staff do it."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from consultations.models import ChairSide, StaffRole
from reports import publication
from reports.models import FailureReason, Report, ReportStatus
from submissions.models import Flag, FlagKind
from tests.leaks import workers
from tests.leaks.evidence import Keep
from tests.leaks.review import Reviewer
from tests.leaks.world import World

MOST_STOPS = 6
SIGNATORIES = {
    ChairSide.GOVERNMENT: StaffRole.SIGNATORY_GOVERNMENT,
    ChairSide.CIVIL_SOCIETY: StaffRole.SIGNATORY_CIVIL_SOCIETY,
}


class NotReleased(AssertionError):
    """No report came out. It says why in the product's own words, which name nobody."""


class Waits(NotReleased):
    """Signed by both, and held back: too little of it has changed since the version before."""


def release(world: World, reviewer: Reviewer, keep: Keep) -> tuple[Report, int]:
    """The published report, and how often the product's own check stopped it before."""
    for stops in range(MOST_STOPS):
        report = compiled(world, keep)
        if report.status == ReportStatus.READY:
            return publish(world, report), stops
        if report.failure_reason != FailureReason.LEAK:
            raise NotReleased(f"report failed: {report.failure_reason}")
        cover_what_stopped(world, reviewer)
    raise NotReleased("the check stops it again and again")


def compiled(world: World, keep: Keep) -> Report:
    coordinator = world.staff.client(StaffRole.COORDINATOR)
    address = reverse("reports:compile", args=[world.plan.slug])
    response = coordinator.post(address, {"key": str(uuid4())})
    workers.work(keep)
    if response.status_code != 302:
        raise NotReleased(f"compile answered {response.status_code}")
    return Report.objects.filter(consultation=world.consultation).latest("version")


def cover_what_stopped(world: World, reviewer: Reviewer) -> None:
    flags = Flag.objects.filter(
        kind=FlagKind.LEAK, closed_by=None, contribution__submission__event__consultation=world.consultation
    ).select_related("contribution")
    if not flags:
        raise NotReleased("the check stopped the report and points at no contribution")
    for flag in flags:
        reviewer.cover(flag.contribution, flag.detail)
        reviewer.let_stand(flag.contribution)


def publish(world: World, report: Report) -> Report:
    for side, role in SIGNATORIES.items():
        answer = world.staff.client(role).post(
            reverse("reports:sign", args=[report.pk]),
            {"side": side, "decision": "approved", "comment": "Fine."},
        )
        if answer.status_code != 302:
            raise NotReleased(f"signing answered {answer.status_code}")
    world.staff.client(StaffRole.COORDINATOR).post(reverse("reports:publish", args=[report.pk]))
    report.refresh_from_db()
    if not report.published_on:
        waiting = publication.waits_for(report)
        raise (
            Waits(f"waits for {waiting} more changes")
            if waiting
            else NotReleased("not published, though signed")
        )
    return report
