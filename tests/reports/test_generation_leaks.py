"""Finished files are read before they are stored: one name that must not be there keeps all of them back."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from consultations.models import (
    AttributionRule,
    Consultation,
    EventKind,
    Participant,
    Registration,
    StaffRole,
)
from reports.generation import generate
from reports.models import FailureReason, Narrative, Part, Report, ReportFile, ReportStatus
from reports.services import request_compile
from submissions.models import Contribution, Flag, FlagKind
from submissions.review import redaction, workflow
from tests.factories import make_consultation, make_event, make_participant, make_topic, make_user
from tests.reports.reporting import said

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Wilhelmina Featherstone"


@pytest.fixture
def consultation() -> Consultation:
    """Somebody who was at a conference under the Rule and is named by somebody else's words."""
    consultation = make_consultation(k=3, attribution_rule=AttributionRule.CHATHAM_HOUSE)
    event, topic = make_event(consultation, EventKind.CONFERENCE), make_topic(consultation)
    person = make_participant(consultation, name=NAME)
    Registration.objects.create(event=event, participant=person, attended=True)
    reviewer = make_user(StaffRole.REVIEWER, consultation)
    for text in ("Mark the crossings.", f"As {NAME} said, light the paths."):
        workflow.accept(said(event, topic, text), by=reviewer)
    return consultation


def compiled(consultation: Consultation) -> Report:
    report = request_compile(consultation, by=None)
    generate(str(report.pk))
    report.refresh_from_db()
    return report


def naming() -> Contribution:
    return Contribution.objects.get(text__contains=NAME)


def redacted(consultation: Consultation) -> None:
    reviewer = make_user(StaffRole.REVIEWER, consultation)
    redaction.redact_phrase(
        naming(), by=reviewer, phrase=NAME, replacement="somebody", reason="names a person"
    )


def test_a_name_keeps_the_report_back_and_flags_the_contribution(
    consultation: Consultation, settings: LazySettings
) -> None:
    report = compiled(consultation)
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.LEAK)
    assert not ReportFile.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    [flag] = Flag.objects.filter(kind=FlagKind.LEAK)
    assert (flag.contribution, flag.closed_by) == (naming(), None)
    assert NAME.casefold() in flag.detail.casefold()


def test_having_agreed_to_be_listed_lets_nobody_else_tell_who_spoke(consultation: Consultation) -> None:
    """The list of those present prints the name, so the finished bytes alone cannot tell: the words are read."""
    Participant.objects.update(listed=True)
    report = compiled(consultation)
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.LEAK)
    assert [flag.contribution for flag in Flag.objects.filter(kind=FlagKind.LEAK)] == [naming()]


def test_once_redacted_the_next_version_is_ready(consultation: Consultation) -> None:
    compiled(consultation)
    redacted(consultation)
    report = compiled(consultation)
    assert (report.version, report.status) == (2, ReportStatus.READY)


def test_a_flag_that_was_closed_without_redaction_opens_again(consultation: Consultation) -> None:
    compiled(consultation)
    Flag.objects.update(closed_by=make_user(StaffRole.REVIEWER, consultation))
    compiled(consultation)
    assert list(Flag.objects.filter(kind=FlagKind.LEAK).values_list("closed_by", flat=True)) == [None]


def test_a_name_in_a_narrative_is_told_to_staff_for_it_has_no_flag(consultation: Consultation) -> None:
    redacted(consultation)
    Narrative.objects.create(consultation=consultation, part=Part.ABOUT, language="en", text=f"{NAME} came.")
    report = compiled(consultation)
    assert (report.status, report.failure_reason) == (ReportStatus.FAILED, FailureReason.LEAK)
    assert NAME.casefold() in report.failure_detail.casefold()
    assert not Flag.objects.filter(kind=FlagKind.LEAK).exists()


def test_the_log_of_a_leak_names_nobody(consultation: Consultation, caplog: pytest.LogCaptureFixture) -> None:
    compiled(consultation)
    assert "leak" in caplog.text
    assert "featherstone" not in caplog.text.casefold()
