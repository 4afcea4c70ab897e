"""Who gets which edition of a version, at each of its addresses: everybody else gets nothing, not even its length."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, StaffRole
from reports.models import Edition, Report, ReportFile
from tests.factories import make_consultation, make_user
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db

READS_INTERNAL = {"reviewer", "coordinator"}
STAFF = {*READS_INTERNAL, "signatory_government", "signatory_civil_society"}
PEOPLE = [*sorted(STAFF), "coordinator elsewhere", "nobody"]
STATES: dict[str, dict[str, Any]] = {
    "ready": {},
    "published": {"published_on": date(2030, 1, 2)},
    "taken down": {
        "published_on": date(2030, 1, 2),
        "taken_down_on": date(2030, 1, 3),
        "taken_down_reason": "A word.",
    },
}


def client_of(who: str, consultation: Consultation) -> Client:
    client = Client()
    if who == "coordinator elsewhere":
        client.force_login(make_user(StaffRole.COORDINATOR, make_consultation()))
    elif who != "nobody":
        client.force_login(make_user(StaffRole(who), consultation))
    return client


def addresses(found: ReportFile) -> list[str]:
    """Every address that leads to this file."""
    where = {"report_id": found.report_id, "file_name": found.file_name}
    addresses = [reverse("reports:file", kwargs=where), reverse("api:file", kwargs=where)]
    if found.format == "html":
        query = "?edition=internal" if found.edition == Edition.INTERNAL else ""
        addresses.append(reverse("reports:preview", args=[found.report_id, found.language]) + query)
    return addresses


def may_read(who: str, edition: str, state: str) -> bool:
    if edition == Edition.INTERNAL:
        return who in READS_INTERNAL
    return who in STAFF or state == "published"


def answered(client: Client, method: str, address: str) -> Any:
    answer = getattr(client, method)(address)
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_edition_and_format_reaches_whom_it_may(who: str, state: str) -> None:
    consultation = make_consultation()
    report = make_ready(consultation, **STATES[state])
    client = client_of(who, consultation)
    for found in ReportFile.objects.filter(report=report).select_related("report__consultation"):
        for address in addresses(found):
            for method in ("get", "head"):
                answer = answered(client, method, address)
                told = (who, state, found.file_name, method, address, answer.status_code)
                assert (answer.status_code == 200) == may_read(who, found.edition, state), told
                look_at_headers(answer, found, state)


def look_at_headers(answer: Any, found: ReportFile, state: str) -> None:
    """Nothing but the content makes the tag; what not everybody may read is neither kept nor indexed."""
    assert "Last-Modified" not in answer.headers
    if answer.status_code != 200:
        assert answer.status_code in (404, 410)
        assert found.sha256 not in str(answer.headers)
        assert "ETag" not in answer.headers
        return
    assert answer["ETag"] == f'"{found.sha256}"'
    if state == "published" and found.edition == Edition.PUBLIC:
        assert answer["Cache-Control"] == "public, max-age=300"
    else:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, noarchive"


def test_where_a_file_is_stored_is_no_address_of_it() -> None:
    report = make_ready(make_consultation(), published_on=date(2030, 1, 2))
    for found in ReportFile.objects.filter(report=report):
        for address in (f"/media/{found.path}", f"/{found.path}", f"/static/{found.path}"):
            assert Client().get(address).status_code == 404


def test_a_files_name_tells_its_edition_language_and_format_and_nothing_more() -> None:
    report = make_ready(make_consultation(slug="streets"))
    assert Report.objects.get() == report
    names = {found.file_name for found in ReportFile.objects.filter(report=report)}
    assert {name.split(".")[0] for name in names} == {"streets", "streets-internal"}
