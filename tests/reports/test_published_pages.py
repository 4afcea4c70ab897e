"""What everybody may read, and what nobody but staff gets."""

import base64
import hashlib
from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultations.models import Consultation, StaffRole
from reports import page_policy, store
from reports.models import Edition, Report, ReportFile
from tests.factories import make_consultation, make_user
from tests.reports.reporting import content, make_ready

pytestmark = pytest.mark.django_db
DAY = date(2030, 1, 2)
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SUFFIXES = {"csv": "csv.zip"}


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation()


def address(file: ReportFile) -> str:
    return reverse("reports:file", args=[file.report_id, file.file_name])


def client_of(role: str, consultation: Consultation) -> Client:
    client = Client()
    client.force_login(make_user(role, consultation))
    return client


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("format_", MEDIA_TYPES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_published_file_is_saved_under_a_name_that_says_what_it_is(
    consultation: Consultation, client: Client, format_: str, language: str
) -> None:
    report = make_ready(consultation, published_on=DAY)
    file = report.files.get(edition=Edition.PUBLIC, language=language, format=format_)
    response = client.get(address(file))
    name = f"{consultation.slug}.{language}.{SUFFIXES.get(format_, format_)}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == MEDIA_TYPES[format_]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=300"
    assert body(response) == content(f"public {language} {format_}", format_)


def test_of_an_unpublished_version_outsiders_get_no_page_and_no_file(
    consultation: Consultation, client: Client
) -> None:
    report = make_ready(consultation)
    pages = [address(file) for file in report.files.select_related("report__consultation")]
    pages += [reverse("reports:preview", args=[report.pk, language]) for language in ("en", "fr")]
    pages += [reverse("reports:report", args=[consultation.slug])]
    outsider = client_of(StaffRole.COORDINATOR, make_consultation())
    for reader in (client, outsider):
        assert {reader.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("published_on", [None, DAY])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.COORDINATOR, 200),
        (StaffRole.REVIEWER, 200),
        (StaffRole.SIGNATORY_GOVERNMENT, 404),
        (StaffRole.RAPPORTEUR, 404),
    ],
)
def test_the_internal_edition_is_for_reviewers_and_coordinators(
    consultation: Consultation, role: str, status: int, published_on: date | None
) -> None:
    report = make_ready(consultation, published_on=published_on)
    file = report.files.get(edition=Edition.INTERNAL, language="en")
    preview = reverse("reports:preview", args=[report.pk, "en"]) + "?edition=internal"
    client = client_of(role, consultation)
    for page in (address(file), preview):
        response = client.get(page)
        assert response.status_code == status
        if status == 200:
            assert body(response) == b"internal en html"
            assert response["Cache-Control"] == "private, no-store"


def test_the_internal_edition_of_a_published_version_is_nobodys_else(
    consultation: Consultation, client: Client
) -> None:
    report = make_ready(consultation, published_on=DAY)
    file = report.files.get(edition=Edition.INTERNAL, language="en")
    assert client.get(address(file)).status_code == 404
    preview = reverse("reports:preview", args=[report.pk, "en"])
    assert client.get(preview + "?edition=internal").status_code == 404


@pytest.mark.parametrize("name", ["../../etc/passwd", "other.en.pdf", "x", "%2e%2e"])
def test_a_name_that_is_none_of_its_files_is_not_found(
    consultation: Consultation, client: Client, name: str
) -> None:
    report = make_ready(consultation, published_on=DAY)
    start = reverse("reports:file", args=[report.pk, "x"]).removesuffix("x")
    assert client.get(start + name).status_code == 404


def test_files_of_no_report_are_not_found(client: Client) -> None:
    assert client.get(reverse("reports:file", args=[uuid4(), "x.en.pdf"])).status_code == 404


def test_a_file_lost_from_the_disk_is_not_found(consultation: Consultation, client: Client) -> None:
    report = make_ready(consultation, published_on=DAY)
    file = report.files.get(edition=Edition.PUBLIC, language="en", format="pdf")
    store.path_of(file.path).unlink()
    assert client.get(address(file)).status_code == 404


def test_the_report_is_read_as_a_page_that_runs_and_loads_nothing(
    consultation: Consultation, client: Client
) -> None:
    report = make_ready(consultation, published_on=DAY)
    response = client.get(reverse("reports:preview", args=[report.pk, "fr"]))
    policy = response["Content-Security-Policy"]
    assert body(response) == b"public fr html"
    assert response["Content-Language"] == "fr"
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_readers_find_the_current_version_and_the_earlier_ones(
    consultation: Consultation, client: Client
) -> None:
    first = make_ready(consultation, published_on=DAY)
    second = make_ready(consultation, published_on=DAY)
    make_ready(consultation)
    page = client.get(reverse("reports:report", args=[consultation.slug]))
    links = {link["href"] for link in BeautifulSoup(page.content, "html.parser").main.find_all("a")}
    public = second.files.filter(edition=Edition.PUBLIC).select_related("report__consultation")
    assert links == {
        reverse("reports:preview", args=[second.pk, "en"]),
        reverse("reports:preview", args=[first.pk, "en"]),
        consultation.get_absolute_url(),
        *(address(file) for file in public),
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_files_in_the_readers_language_come_first(client: Client, language: str) -> None:
    consultation = make_consultation()
    make_ready(consultation, published_on=DAY)
    page = client.get(f"/{language}/reports/{consultation.slug}/")
    assert next(iter(page.context["downloads"])) == language


def test_the_list_shows_each_consultation_once(client: Client) -> None:
    consultations = [make_consultation() for _ in range(2)]
    for one in consultations:
        make_ready(one, published_on=DAY)
        make_ready(one, published_on=DAY)
    make_ready(make_consultation(is_public=False), published_on=DAY)
    make_ready(make_consultation())
    page = client.get(reverse("reports:published"))
    links = [link["href"] for link in BeautifulSoup(page.content, "html.parser").main.find_all("a")]
    assert sorted(links) == sorted(reverse("reports:report", args=[one.slug]) for one in consultations)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_public_pages_cost_the_same_for_one_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, language: str
) -> None:
    consultation = make_consultation()
    for total in (1, 3):
        while Report.objects.count() < 2 * total:
            make_ready(consultation, published_on=DAY)
            make_ready(make_consultation(), published_on=DAY)
        with django_assert_num_queries(1):
            assert client.get(f"/{language}/reports/").status_code == 200
        with django_assert_num_queries(4):
            assert client.get(f"/{language}/reports/{consultation.slug}/").status_code == 200


def test_a_pages_own_style_is_allowed_and_no_other() -> None:
    policy = page_policy.of(
        b"<style>p { color: red }</style><p>&lt;style&gt;* { display: none }&lt;/style&gt;"
    )
    digest = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy
