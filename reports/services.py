"""How a compile is asked for: one row and one message, in one transaction. Redis is not in its way."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.models import Consultation
from reports.models import Report
from submissions import audit, outbox

COMPILE = "reports.tasks.compile_report"


class AlreadyCompiling(Exception):
    """A report of this consultation is waiting or being compiled; ``report`` is that one."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("A report is being compiled already. Wait until it is done."))
        self.report = report


class KeyReused(Exception):
    """The key of a request came back with another consultation."""


def request_compile(consultation: Consultation, *, by: Any, key: UUID | None = None) -> Report:
    """Asks for a new version. The same ``key`` gives the same report, however often it comes."""
    with transaction.atomic():
        # Requests for one consultation stand in line, so versions are numbered without a gap or a clash.
        Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
        known = Report.objects.filter(idempotency_key=key).first() if key else None
        if known and known.consultation_id != consultation.pk:
            raise KeyReused
        return known or _requested(consultation, by, key or uuid4())


def _requested(consultation: Consultation, by: Any, key: UUID) -> Report:
    reports = Report.objects.filter(consultation=consultation)
    active = reports.active().first()
    if active:
        raise AlreadyCompiling(active)
    last = reports.aggregate(last=Max("version"))["last"] or 0
    report = Report.objects.create(
        consultation=consultation, version=last + 1, requested_by=by, idempotency_key=key
    )
    audit.record("report_requested", consultation=consultation, actor=by, version=report.version)
    outbox.enqueue(COMPILE, str(report.pk))
    return report
