"""What must be true before a version is everybody's."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from consultations.models import ChairSide, Consultation, StaffRole
from reports import publication
from reports.models import Decision, Edition, FailureReason, Report, ReportFile, ReportStatus, SignOff
from reports.publication import Refused
from submissions.models import AuditEntry
from submissions.review import redaction, workflow
from tests.factories import make_consultation, make_user
from tests.reports.reporting import accepted, make_ready
from tests.together import at_once

pytestmark = pytest.mark.django_db
GOVERNMENT, CIVIL_SOCIETY = ChairSide.GOVERNMENT, ChairSide.CIVIL_SOCIETY
APPROVED, OBJECTED = Decision.APPROVED, Decision.OBJECTED


class Staff:
    def __init__(self, consultation: Consultation) -> None:
        self.coordinator = make_user(StaffRole.COORDINATOR, consultation)
        self.reviewer = make_user(StaffRole.REVIEWER, consultation)
        self.signatory = {
            GOVERNMENT: make_user(StaffRole.SIGNATORY_GOVERNMENT, consultation),
            CIVIL_SOCIETY: make_user(StaffRole.SIGNATORY_CIVIL_SOCIETY, consultation),
        }

    def approve(self, report: Report) -> None:
        for side, user in self.signatory.items():
            publication.sign(report, user, side, APPROVED)


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(k=3)


@pytest.fixture
def staff(consultation: Consultation) -> Staff:
    return Staff(consultation)


def test_a_signatory_signs_for_the_own_side(consultation: Consultation, staff: Staff) -> None:
    report = make_ready(consultation)
    publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, APPROVED, "Good.")
    assert list(SignOff.objects.values_list("side", "decision", "comment")) == [
        ("government", "approved", "Good.")
    ]
    assert AuditEntry.objects.filter(action="report_signed").count() == 1


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "other side", "elsewhere", "superuser"])
def test_nobody_else_signs(consultation: Consultation, staff: Staff, who: str) -> None:
    people: dict[str, Any] = {
        "coordinator": staff.coordinator,
        "reviewer": staff.reviewer,
        "other side": staff.signatory[CIVIL_SOCIETY],
        "elsewhere": make_user(StaffRole.SIGNATORY_GOVERNMENT, make_consultation()),
        "superuser": get_user_model().objects.create_superuser("root"),
    }
    with pytest.raises(Refused, match="Only a signatory"):
        publication.sign(make_ready(consultation), people[who], GOVERNMENT, APPROVED)
    assert not SignOff.objects.exists()


def test_the_latest_decision_of_a_side_counts(consultation: Consultation, staff: Staff) -> None:
    report = make_ready(consultation)
    for decision in (OBJECTED, APPROVED):
        publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, decision, "See page 2.")
    decisions = publication.decisions(report)
    assert decisions[CIVIL_SOCIETY] is None
    assert decisions[GOVERNMENT] is not None
    assert decisions[GOVERNMENT].decision == APPROVED
    assert SignOff.objects.count() == 2


def test_an_objection_says_what_would_have_to_change(consultation: Consultation, staff: Staff) -> None:
    with pytest.raises(Refused, match="Say what"):
        publication.sign(make_ready(consultation), staff.signatory[GOVERNMENT], GOVERNMENT, OBJECTED, "  ")


@pytest.mark.parametrize(
    "missing", [{"language": "fr"}, {"format": "pdf"}, {"language": "en", "format": "json"}], ids=str
)
def test_a_version_that_lacks_a_language_or_a_file_cannot_be_signed(
    consultation: Consultation, staff: Staff, missing: dict[str, str]
) -> None:
    report = make_ready(consultation)
    ReportFile.objects.filter(report=report, edition=Edition.PUBLIC, **missing).delete()
    with pytest.raises(Refused, match="lacks"):
        publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, APPROVED)


@pytest.mark.parametrize("status", [ReportStatus.QUEUED, ReportStatus.RUNNING, ReportStatus.FAILED])
def test_what_is_not_ready_cannot_be_signed(consultation: Consultation, staff: Staff, status: str) -> None:
    report = make_ready(consultation, status=status, failure_reason=FailureReason.LEAK)
    with pytest.raises(Refused, match="lacks"):
        publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, APPROVED)


def test_approved_by_both_sides_a_coordinator_publishes_it(consultation: Consultation, staff: Staff) -> None:
    report = make_ready(consultation, accepted(consultation, "Mark the crossings."))
    staff.approve(report)
    assert publication.current(consultation) is None
    published = publication.publish(report, staff.coordinator)
    assert published.published_on == consultation.today()
    assert publication.current(consultation) == report
    assert AuditEntry.objects.filter(action="report_published", actor=staff.coordinator).count() == 1


def test_published_twice_it_is_published_once(consultation: Consultation, staff: Staff) -> None:
    report = make_ready(consultation)
    staff.approve(report)
    for _ in range(2):
        publication.publish(report, staff.coordinator)
    assert AuditEntry.objects.filter(action="report_published").count() == 1


@pytest.mark.parametrize("who", ["reviewer", "signatory", "elsewhere"])
def test_nobody_else_publishes(consultation: Consultation, staff: Staff, who: str) -> None:
    people: dict[str, Any] = {
        "reviewer": staff.reviewer,
        "signatory": staff.signatory[GOVERNMENT],
        "elsewhere": make_user(StaffRole.COORDINATOR, make_consultation()),
    }
    report = make_ready(consultation)
    staff.approve(report)
    with pytest.raises(Refused, match="Only a coordinator"):
        publication.publish(report, people[who])


@pytest.mark.parametrize("decision", [None, OBJECTED])
def test_without_both_approvals_nothing_is_published(
    consultation: Consultation, staff: Staff, decision: Decision | None
) -> None:
    report = make_ready(consultation)
    publication.sign(report, staff.signatory[CIVIL_SOCIETY], CIVIL_SOCIETY, APPROVED)
    if decision:
        publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, decision, "No.")
    with pytest.raises(Refused, match="Both co-chairs"):
        publication.publish(report, staff.coordinator)


def test_an_approval_is_of_one_version(consultation: Consultation, staff: Staff) -> None:
    staff.approve(make_ready(consultation))
    with pytest.raises(Refused, match="Both co-chairs"):
        publication.publish(make_ready(consultation), staff.coordinator)


def test_a_hidden_consultation_publishes_nothing(staff: Staff, consultation: Consultation) -> None:
    Consultation.objects.update(is_public=False)
    report = make_ready(consultation)
    staff.approve(report)
    with pytest.raises(Refused, match="not visible"):
        publication.publish(report, staff.coordinator)


@pytest.mark.parametrize("change", ["withdrawn", "returned", "redacted"])
def test_what_has_changed_since_the_compile_is_not_published(
    consultation: Consultation, staff: Staff, change: str
) -> None:
    [contribution] = accepted(consultation, "Ask Ada Walker.")
    report = make_ready(consultation, [contribution])
    staff.approve(report)
    if change == "withdrawn":
        workflow.withdraw(contribution)
    elif change == "returned":
        workflow.return_to_pending(contribution, by=staff.reviewer)
    else:
        redaction.redact_phrase(
            contribution, by=staff.reviewer, phrase="Ada Walker", replacement="somebody", reason="a name"
        )
    with pytest.raises(Refused, match="withdrawn or changed"):
        publication.publish(report, staff.coordinator)


@pytest.mark.parametrize(("added", "published"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_new_version_waits_until_its_difference_tells_nothing(
    consultation: Consultation, staff: Staff, added: int, published: bool
) -> None:
    words = accepted(consultation, *[f"Idea {number}." for number in range(4 + added)])
    first, second = make_ready(consultation, words[:4]), make_ready(consultation, words)
    staff.approve(first)
    staff.approve(second)
    publication.publish(first, staff.coordinator)
    if published:
        publication.publish(second, staff.coordinator)
        assert publication.current(consultation) == second
        assert set(Report.objects.published()) == {first, second}
        return
    with pytest.raises(Refused, match="Too little changed"):
        publication.publish(second, staff.coordinator)
    assert publication.current(consultation) == first


def test_a_new_version_is_compared_with_every_published_one(consultation: Consultation, staff: Staff) -> None:
    words = accepted(consultation, *[f"Idea {number}." for number in range(7)])
    first, second = make_ready(consultation, words[:3]), make_ready(consultation, words)
    third = make_ready(consultation, words[:4])
    for report in (first, second, third):
        staff.approve(report)
    for report in (first, second):
        publication.publish(report, staff.coordinator)

    with pytest.raises(Refused, match="Too little changed"):
        publication.publish(third, staff.coordinator)


@pytest.mark.django_db(transaction=True)
def test_of_two_versions_much_alike_published_at_once_one_is_refused(
    consultation: Consultation, staff: Staff
) -> None:
    words = accepted(consultation, *[f"Idea {number}." for number in range(5)])
    versions = [make_ready(consultation, words[:4]), make_ready(consultation, words)]
    for report in versions:
        staff.approve(report)

    outcomes = at_once(
        *(lambda report=report: publication.publish(report, staff.coordinator) for report in versions)
    )  # type: ignore[misc]

    assert outcomes == ["Refused", "done"]
    assert Report.objects.filter(published_on__isnull=False).count() == 1


def test_a_published_version_is_not_signed_again(consultation: Consultation, staff: Staff) -> None:
    report = make_ready(consultation, published_on=date(2030, 1, 2))
    with pytest.raises(Refused, match="published"):
        publication.sign(report, staff.signatory[GOVERNMENT], GOVERNMENT, OBJECTED, "Too late.")
