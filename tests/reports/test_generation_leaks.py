"""Finished files are read before they are stored: one name that must not be there keeps all of them back."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from consultations.models import (
    AttributionRule,
    Bilingual,
    Consultation,
    EventKind,
    Participant,
    Registration,
    StaffRole,
)
from reports.exporters import EXPORTERS
from reports.generation import generate
from reports.leaks import ProtectedTerms, find_in_texts
from reports.models import Edition, FailureReason, Narrative, Part, Report, ReportFile, ReportStatus
from reports.services import request_compile
from reports.unpacking import UNPACKERS
from submissions.models import Contribution, Flag, FlagKind
from submissions.review import clearances, redaction, verbatim, workflow
from tests.factories import (
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_topic,
    make_user,
)
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


def stored_files(settings: LazySettings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_name_in_what_the_file_is_called_keeps_it_back(consultation: Consultation) -> None:
    redacted(consultation)
    Consultation.objects.update(slug="plan-wilhelmina-featherstone")
    report = compiled(consultation)
    assert (report.failure_reason, report.failure_detail) == (FailureReason.LEAK, NAME)


@pytest.mark.parametrize(
    "step",
    [
        "reports.compiler.compilation.protected_terms",
        "reports.compiler.compilation.find_names",
        "reports.leaks._prepared",
        "reports.leaks._variants",
        "reports.leaks._terms_in",
        "reports.leaks._permitted_ends",
        "reports.leaks.decoded",
        "reports.unpacking.texts_of",
        "reports.unpacking._package_part",
        "reports.unpacking._table_texts",
        "reports.unpacking._pdf_pages",
        "reports.unpacking._json_texts",
        "reports.generation._names_of_files",
        "reports.generation.flag_leaks",
    ],
)
def test_whatever_goes_wrong_in_the_gate_no_file_comes_of_it(
    consultation: Consultation,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise RecursionError(NAME)

    if step not in ("reports.generation.flag_leaks", "reports.leaks._permitted_ends"):
        redacted(consultation)
    monkeypatch.setattr(step, fail)
    report = compiled(consultation)
    assert (report.status, report.failure_detail) == (ReportStatus.FAILED, "")
    assert not ReportFile.objects.exists()
    assert stored_files(settings) == []


@pytest.mark.parametrize("format_", sorted(EXPORTERS))
def test_a_format_that_the_gate_cannot_read_keeps_all_back(
    consultation: Consultation, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    redacted(consultation)
    monkeypatch.delitem(UNPACKERS, format_)
    assert compiled(consultation).status == ReportStatus.FAILED
    assert stored_files(settings) == []


def test_the_headers_that_a_file_is_sent_with_name_nobody_and_a_name_in_them_would_be_found(
    consultation: Consultation, client: Client
) -> None:
    redacted(consultation)
    report = compiled(consultation)
    Report.objects.update(published_on="2030-01-02")
    terms = ProtectedTerms((NAME, "Mark the crossings"), ())
    for one in report.files.filter(edition=Edition.PUBLIC):
        response = client.get(reverse("reports:file", args=[report.pk, one.file_name]))
        response.close()
        assert response.status_code == 200
        sent = [
            *response.items(),
            ("cookies", str(response.cookies)),
            ("address", response.request["PATH_INFO"]),
        ]
        assert find_in_texts(sent, terms) == ()
    Consultation.objects.update(slug="wilhelmina-featherstone")
    one = report.files.filter(edition=Edition.PUBLIC).select_related("report__consultation").first()
    response = client.get(reverse("reports:file", args=[report.pk, one.file_name]))
    response.close()
    assert [leak.where for leak in find_in_texts(response.items(), terms)] == ["Content-Disposition"]


ORGANIZATION = "Riverside Walkers"
SPOKEN_ABOUT = "The strike of Riverside Walkers in 1990 taught us much."


@pytest.fixture
def cleared(consultation: Consultation) -> Consultation:
    """Somebody came from an organization that one contribution speaks about, and a reviewer said so."""
    redacted(consultation)
    body = make_organization(consultation, code="rw", name=Bilingual.of(ORGANIZATION))
    make_participant(consultation, name="Jo Zed", organization=body)
    reviewer = make_user(StaffRole.REVIEWER, consultation)
    event, topic = consultation.events.get(), Contribution.objects.first().topic
    accepted = workflow.accept(said(event, topic, SPOKEN_ABOUT), by=reviewer)
    clearances.declare(accepted, by=reviewer, words=ORGANIZATION, reason="It is spoken about.")
    accepted.refresh_from_db()
    verbatim.decide(accepted, by=reviewer, reason="It is long ago.")
    return consultation


def test_an_organization_may_be_spoken_about_where_a_reviewer_said_so(cleared: Consultation) -> None:
    assert compiled(cleared).status == ReportStatus.READY


def test_another_contribution_that_names_it_still_stops_the_report(cleared: Consultation) -> None:
    event, topic = cleared.events.get(), Contribution.objects.first().topic
    other = said(event, topic, f"We at {ORGANIZATION} paint crossings.")
    workflow.accept(other, by=make_user(StaffRole.REVIEWER, cleared))
    assert compiled(cleared).failure_reason == FailureReason.LEAK
    assert [flag.contribution for flag in Flag.objects.filter(kind=FlagKind.LEAK, closed_by=None)][
        -1
    ] == other


def test_a_narrative_that_names_it_still_stops_the_report(cleared: Consultation) -> None:
    Narrative.objects.create(
        consultation=cleared, part=Part.ABOUT, language="en", text=f"Members of {ORGANIZATION} came."
    )
    report = compiled(cleared)
    assert (report.failure_reason, report.failure_detail) == (FailureReason.LEAK, ORGANIZATION)
