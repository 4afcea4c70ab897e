"""Reports for programs: asked for once, watched, fetched by whoever may."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.authtoken.models import Token
from rest_framework.response import Response
from rest_framework.test import APIClient

from consultations.models import Consultation, StaffRole
from reports.models import FailureReason, FileFormat, Report, ReportStatus
from submissions.models import AuditEntry, OutboxMessage
from tests.api.answers import read_through
from tests.factories import make_consultation, make_user
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db
DAY = date(2030, 1, 2)
PUBLIC = {f"streets.{language}.{format_.suffix}" for language in ("en", "fr") for format_ in FileFormat}
INTERNAL = {"streets-internal.en.html", "streets-internal.fr.html"}


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(slug="streets")


def client_of(role: str, consultation: Consultation) -> APIClient:
    client = APIClient()
    client.credentials(
        HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=make_user(role, consultation)).key}"
    )
    return client


def ask(client: APIClient, key: UUID | None = None) -> Response:
    path = "/api/v1/consultations/streets/reports/"
    return client.post(path, {}, headers={"idempotency-key": str(key or uuid4())})


def listed(client: APIClient) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/consultations/streets/reports/")
    assert answer.status_code == 200
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def gets(client: APIClient, path: str) -> bool:
    answer = read_through(client.get(f"/api/v1/reports/{path}"))
    assert answer.status_code in (200, 404)
    return answer.status_code == 200


def test_a_report_is_asked_for_and_can_be_watched(consultation: Consultation) -> None:
    client = client_of(StaffRole.COORDINATOR, consultation)
    answer = ask(client)
    assert (answer.status_code, answer.json()["status"], answer.json()["version"]) == (202, "queued", 1)
    assert answer.headers["Location"] == answer.json()["url"]
    Report.objects.update(status=ReportStatus.RUNNING, stage="rendering", progress=40)
    watched = client.get(answer.headers["Location"]).json()
    assert (watched["status"], watched["stage"], watched["progress"]) == ("running", "rendering", 40)
    assert OutboxMessage.objects.filter(task="reports.tasks.compile_report").count() == 1
    assert AuditEntry.objects.filter(action="report_requested").count() == 1


def test_asked_again_with_the_same_key_it_is_the_same_report(consultation: Consultation) -> None:
    client, key = client_of(StaffRole.COORDINATOR, consultation), uuid4()
    first, second = ask(client, key), ask(client, key)
    assert (second.status_code, second.json()) == (202, first.json())
    assert Report.objects.count() == 1


def test_while_one_is_compiled_another_is_refused(consultation: Consultation) -> None:
    client = client_of(StaffRole.COORDINATOR, consultation)
    ask(client)
    answer = ask(client)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_compiling")


def test_a_key_belongs_to_one_consultation(consultation: Consultation) -> None:
    other = make_consultation(slug="parks")
    key = uuid4()
    ask(client_of(StaffRole.COORDINATOR, consultation), key)
    answer = client_of(StaffRole.COORDINATOR, other).post(
        "/api/v1/consultations/parks/reports/", {"key": str(key)}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_without_a_key_nothing_is_compiled(consultation: Consultation) -> None:
    client = client_of(StaffRole.COORDINATOR, consultation)
    answer = client.post("/api/v1/consultations/streets/reports/", {})
    assert (answer.status_code, set(answer.json())) == (400, {"key"})
    assert not Report.objects.exists()


def test_a_failure_says_what_to_do(consultation: Consultation) -> None:
    Report.objects.create(
        consultation=consultation, version=1, status=ReportStatus.FAILED, failure_reason=FailureReason.LEAK,
        failure_detail="contribution 12 names Ada Walker",
    )  # fmt: skip
    (found,) = listed(client_of(StaffRole.COORDINATOR, consultation))
    assert found["failure"].startswith("A file would have named someone protected.")
    assert "Ada Walker" not in str(found)


@pytest.mark.parametrize("published_on", [None, DAY])
@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        (StaffRole.COORDINATOR, PUBLIC | INTERNAL, PUBLIC | INTERNAL),
        (StaffRole.REVIEWER, PUBLIC | INTERNAL, PUBLIC | INTERNAL),
        (StaffRole.SIGNATORY_GOVERNMENT, PUBLIC, PUBLIC),
        (StaffRole.SIGNATORY_CIVIL_SOCIETY, PUBLIC, PUBLIC),
        (StaffRole.RAPPORTEUR, set(), PUBLIC),
        ("outsider", set(), PUBLIC),
        ("anonymous", set(), PUBLIC),
    ],
)
def test_each_reader_is_shown_and_gets_the_same_files(
    consultation: Consultation, role: str, published_on: date | None, before: set[str], after: set[str]
) -> None:
    report = make_ready(consultation, published_on=published_on)
    client = client_of(role, consultation) if role in StaffRole.values else APIClient()
    if role == "outsider":
        client = client_of(StaffRole.COORDINATOR, make_consultation())
    expected = after if published_on else before
    assert {one["name"] for found in listed(client) for one in found["files"]} == expected
    assert {name for name in PUBLIC | INTERNAL if gets(client, f"{report.pk}/files/{name}")} == expected
    assert gets(client, f"{report.pk}/") == bool(expected)


def test_a_file_is_what_its_row_says_whatever_the_client_accepts(consultation: Consultation) -> None:
    make_ready(consultation, published_on=DAY)
    (report,) = listed(APIClient())
    pdf = next(one for one in report["files"] if one["name"] == "streets.fr.pdf")
    answer = read_through(APIClient().get(pdf["url"], headers={"accept": "application/pdf"}))
    assert answer.body == b"public fr pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["ETag"] == f'"{pdf["sha256"]}"'


@pytest.mark.parametrize("name", ["none.en.pdf", "..%2F..%2Fmanage.py", "%00", "streets.en.pdf%0d%0a"])
def test_no_other_name_gives_a_file(consultation: Consultation, name: str) -> None:
    report = make_ready(consultation, published_on=DAY)
    assert APIClient().get(f"/api/v1/reports/{report.pk}/files/{name}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_versions(
    consultation: Consultation, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _version in range(rows):
        make_ready(consultation)
    client = client_of(StaffRole.REVIEWER, consultation)
    with django_assert_num_queries(6):
        assert len(listed(client)) == rows
