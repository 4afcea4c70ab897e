"""In the admin reports are looked at and asked for, never edited; narratives and commitments are written."""

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, OrganizationKind, StaffRole
from reports.models import Commitment, Narrative, Part, Report, ReportStatus, Response
from tests.factories import make_consultation, make_organization, make_user
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation()


def client_of(role: str, consultation: Consultation) -> Client:
    client = Client()
    client.force_login(make_user(role, consultation))
    return client


def test_the_list_of_reports_leads_to_the_workspace(consultation: Consultation) -> None:
    make_ready(consultation)
    page = client_of(StaffRole.COORDINATOR, consultation).get(reverse("admin:reports_report_changelist"))
    assert reverse("reports:workspace", args=[consultation.slug]) in page.content.decode()


def test_reports_of_others_do_not_exist(consultation: Consultation) -> None:
    report = make_ready(consultation)
    outsider = client_of(StaffRole.COORDINATOR, make_consultation())
    assert outsider.get(reverse("admin:reports_report_change", args=[report.pk])).status_code == 404


@pytest.mark.parametrize("role", [StaffRole.COORDINATOR, StaffRole.REVIEWER])
def test_nobody_edits_adds_or_deletes_a_report(consultation: Consultation, role: str) -> None:
    report = make_ready(consultation)
    client = client_of(role, consultation)
    page = reverse("admin:reports_report_change", args=[report.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"status": "failed", "published_on": "2030-01-02"}).status_code == 403
    assert client.get(reverse("admin:reports_report_add")).status_code == 403
    assert client.post(reverse("admin:reports_report_delete", args=[report.pk])).status_code == 403
    report.refresh_from_db()
    assert (report.status, report.published_on) == (ReportStatus.READY, None)


@pytest.mark.parametrize(("role", "versions"), [(StaffRole.COORDINATOR, 2), (StaffRole.REVIEWER, 1)])
def test_a_coordinator_compiles_from_the_list(consultation: Consultation, role: str, versions: int) -> None:
    report = make_ready(consultation)
    action = {"action": "compile_anew", "_selected_action": [str(report.pk)]}
    client = client_of(role, consultation)
    for _ in range(2):  # the second press finds the first one's report waiting
        client.post(reverse("admin:reports_report_changelist"), action)
    assert Report.objects.count() == versions


def test_a_coordinator_writes_a_narrative(consultation: Consultation) -> None:
    client = client_of(StaffRole.COORDINATOR, consultation)
    words = {"consultation": consultation.pk, "part": Part.ABOUT, "language": "fr", "text": "Nos rues."}
    assert client.post(reverse("admin:reports_narrative_add"), words).status_code == 302
    assert Narrative.objects.get().text == "Nos rues."


def test_a_reviewer_reads_narratives_and_changes_none(consultation: Consultation) -> None:
    narrative = Narrative.objects.create(
        consultation=consultation, part=Part.ABOUT, language="en", text="Streets."
    )
    client = client_of(StaffRole.REVIEWER, consultation)
    page = reverse("admin:reports_narrative_change", args=[narrative.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"text": "Other."}).status_code == 403


def test_a_coordinator_records_a_departments_answer(consultation: Consultation) -> None:
    department = make_organization(consultation, OrganizationKind.DEPARTMENT, takes_advice=True)
    client = client_of(StaffRole.COORDINATOR, consultation)
    answer = {
        "organization": department.pk, "response": Response.IN_PART, "position": 0,
        "advice_en": "Mark crossings.", "advice_fr": "Marquez les passages.",
        "statement_en": "Some.", "statement_fr": "Quelques-uns.",
    }  # fmt: skip
    page = reverse("admin:reports_commitment_add")
    assert client.post(page, answer).status_code == 302
    assert Commitment.objects.get().advice.fr == "Marquez les passages."
    foreign = make_organization(make_consultation(), OrganizationKind.DEPARTMENT)
    assert client.post(page, {**answer, "organization": foreign.pk}).status_code == 200
    assert Commitment.objects.count() == 1
