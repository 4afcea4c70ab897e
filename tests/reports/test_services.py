"""Asking for a report: once per key, one at a time, with its message in the same transaction."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from consultations.models import StaffRole
from reports.models import FailureReason, Report, ReportStatus
from reports.services import COMPILE, AlreadyCompiling, KeyReused, request_compile
from submissions.models import AuditEntry, OutboxMessage
from tests.factories import make_consultation, make_user
from tests.together import at_once

KEY = UUID(int=1)


@pytest.mark.django_db
def test_a_request_is_a_queued_row_one_message_and_one_audit_entry() -> None:
    consultation = make_consultation()
    coordinator = make_user(StaffRole.COORDINATOR, consultation)
    report = request_compile(consultation, by=coordinator, key=KEY)
    assert (report.status, report.version, report.attempt) == (ReportStatus.QUEUED, 1, 0)
    assert report.requested_by == coordinator
    assert list(OutboxMessage.objects.values_list("task", "args")) == [(COMPILE, [str(report.pk)])]
    assert list(AuditEntry.objects.values_list("action", "actor", "detail")) == [
        ("report_requested", coordinator.pk, {"version": 1})
    ]


@pytest.mark.django_db
def test_the_same_key_gives_the_same_report() -> None:
    consultation = make_consultation()
    first = request_compile(consultation, by=None, key=KEY)
    assert request_compile(consultation, by=None, key=KEY) == first
    Report.objects.update(status=ReportStatus.READY)
    assert request_compile(consultation, by=None, key=KEY) == first
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_a_key_of_another_consultation_is_refused() -> None:
    request_compile(make_consultation(), by=None, key=KEY)
    with pytest.raises(KeyReused):
        request_compile(make_consultation(), by=None, key=KEY)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [ReportStatus.QUEUED, ReportStatus.RUNNING])
def test_while_one_is_active_another_request_is_told_which(status: str) -> None:
    consultation = make_consultation()
    active = request_compile(consultation, by=None)
    Report.objects.update(status=status)
    with pytest.raises(AlreadyCompiling) as refused:
        request_compile(consultation, by=None)
    assert refused.value.report == active
    assert Report.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "reason"), [(ReportStatus.READY, ""), (ReportStatus.FAILED, FailureReason.GAVE_UP)]
)
def test_after_an_end_the_next_version_is_numbered_on(status: str, reason: str) -> None:
    consultation = make_consultation()
    request_compile(consultation, by=None)
    Report.objects.update(status=status, failure_reason=reason)
    assert request_compile(consultation, by=None).version == 2


@pytest.mark.django_db
def test_consultations_do_not_wait_for_each_other() -> None:
    assert request_compile(make_consultation(), by=None).version == 1
    assert request_compile(make_consultation(), by=None).version == 1


@pytest.mark.django_db
def test_the_database_refuses_a_second_active_report() -> None:
    report = request_compile(make_consultation(), by=None)
    with pytest.raises(IntegrityError, match="report_one_active"), transaction.atomic():
        Report.objects.create(consultation=report.consultation, version=2)


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_at_once_one_report_comes() -> None:
    consultation = make_consultation()
    outcomes = at_once(*[lambda: request_compile(consultation, by=None, key=uuid4())] * 8)
    assert outcomes == ["AlreadyCompiling"] * 7 + ["done"]
    assert OutboxMessage.objects.filter(task=COMPILE).count() <= 1
    assert Report.objects.count() == 1
