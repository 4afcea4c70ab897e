"""The chart of who took part says what the published report prints, and nothing before there is one."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from consultations.models import Consultation, EventKind, Registration
from reports import store
from reports.compiler import labels
from reports.models import Edition, FileFormat, Report
from tests.factories import both, make_consultation, make_event, make_participant
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db
DAY = date(2030, 1, 2)

ROWS = {
    "en": [
        ["Conference", "Civil society", "over 1,035"],
        ["Conference", "Government", "20"],
        ["Survey", "Submissions", "30"],
        ["Webinar", "Government", "15"],
        ["Webinar", "Civil society", "15"],
    ],
    "fr": [["Conférence", "Société civile", "plus de 1\xa0035"], ["Conférence", "Gouvernement", "20"]],
}


def printed(report: Report, language: str) -> None:
    """Puts a document into the version, as a compile would."""
    table = {"type": "table", "caption": labels.PARTICIPATION_CAPTION.in_(language), "rows": ROWS[language]}
    document = {"parts": [{"blocks": [{"type": "heading", "text": "x"}, table]}]}
    stored = store.put(json.dumps(document).encode(), "json")
    files = report.files.filter(edition=Edition.PUBLIC, format=FileFormat.JSON, language=language)
    files.update(**asdict(stored))


@pytest.fixture
def consultation() -> Consultation:
    consultation = make_consultation(slug="streets")
    conference = make_event(consultation, EventKind.CONFERENCE, title=both("Conference"))
    for number in range(12):
        person = make_participant(consultation, name=f"P{number}", sector="civil_society")
        Registration.objects.create(event=conference, participant=person, attended=True)
    return consultation


def figures(client: Client, language: str = "en") -> list[Tag]:
    page = BeautifulSoup(client.get(f"/{language}/consultations/streets/").content, "html.parser")
    return page.select("figure.turnout")


def cells(figure: Tag) -> list[list[str]]:
    return [[cell.get_text() for cell in row.select("th, td")] for row in figure.select("tbody tr")]


def test_nothing_is_told_before_a_report_is_published(client: Client, consultation: Consultation) -> None:
    printed(make_ready(consultation), "en")
    assert figures(client) == []


def test_the_chart_and_its_table_say_what_the_report_prints(
    client: Client, consultation: Consultation
) -> None:
    printed(make_ready(consultation, published_on=DAY), "en")
    conference, webinar = figures(client)
    assert conference.figcaption.get_text() == "Conference: the largest group was Civil society"
    assert cells(conference) == [["Civil society", "over 1,035"], ["Government", "20"]]
    assert [bar["width"] for bar in conference.select("rect.bar")] == ["100.00%", "1.93%"]
    # Neither is larger as far as is printed.
    assert webinar.figcaption.get_text() == "Who took part: Webinar"


def test_the_chart_is_in_the_readers_language(client: Client, consultation: Consultation) -> None:
    printed(make_ready(consultation, published_on=DAY), "fr")
    (conference,) = figures(client, "fr")
    assert cells(conference) == [["Société civile", "plus de 1\xa0035"], ["Gouvernement", "20"]]


def test_a_version_taken_down_is_told_no_more(client: Client, consultation: Consultation) -> None:
    report = make_ready(consultation, published_on=DAY)
    printed(report, "en")
    Report.objects.filter(pk=report.pk).update(taken_down_on=DAY, taken_down_reason="It named somebody.")
    assert figures(client) == []


@pytest.mark.parametrize("content", [None, b"not what was stored"])
def test_a_file_gone_or_damaged_leaves_the_page_without_a_chart(
    client: Client, consultation: Consultation, content: bytes | None
) -> None:
    report = make_ready(consultation, published_on=DAY)
    path = "reports/00/gone.json" if content is None else store.put(content, "json").path
    report.files.filter(format=FileFormat.JSON).update(path=path)
    assert figures(client) == []
