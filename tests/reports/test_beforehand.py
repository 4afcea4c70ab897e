"""What a coordinator writes for the report is read when it is saved as the finished report will be."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import OrganizationKind, StaffRole
from reports.compiler.beforehand import would_stop
from reports.models import Commitment, Narrative, Part, ReportStatus, Response
from tests.factories import make_organization, make_participant, make_user
from tests.reports.compiling import Streets, make_streets
from tests.reports.test_generation_leaks import compiled
from tests.reports.test_leaks_contacts import POSTAL_CODE, covered

pytestmark = pytest.mark.django_db(transaction=True)
RUN = "the lamps on the long way home go out before the last bus"


@pytest.fixture
def streets() -> Streets:
    """Somebody said where to reach them, somebody else came by name, and somebody is known to everybody."""
    streets = make_streets()
    covered(streets)
    covered(streets, "jo@example.org")
    covered(streets, POSTAL_CODE)
    streets.said(f"As I said, {RUN}.", streets.conference)
    streets.attended_by(1, name="Zdenka Quillfeather", organization=unlisted(streets))
    streets.attended_by(1, name="Ottoline Vexworthy", listed=True)
    return streets


def unlisted(streets: Streets) -> Any:
    return make_organization(streets.consultation, name={"en": "Lamplighters", "fr": "Allumeurs"})


def saved(client: Client, streets: Streets, text: str, language: str = "en") -> list[str]:
    """What the page warns of once the narrative is saved."""
    client.force_login(make_user(StaffRole.COORDINATOR, streets.consultation))
    client.cookies["django_language"] = language
    words = {"consultation": streets.consultation.pk, "part": Part.ABOUT, "language": "en", "text": text}
    page = client.post(reverse("admin:reports_narrative_add"), words, follow=True)
    assert Narrative.objects.get().text == text
    return [str(each) for each in page.context["messages"] if each.level_tag == "warning"]


STOPPING = [
    ("Call (613) 555 0134.", "613-555-0134"),
    ("Write to jo [at] example.org.", "jo@example.org"),
    ("They live at k1a0b1.", POSTAL_CODE),
    ("Said by Z. Quillfeather.", "Zdenka Quillfeather"),
    ("Said by the Lamplighters.", "Lamplighters"),
    (f"Many say that {RUN}.", "lamps on the long way home"),
]
HARMLESS = ["Call 613 555 0199, the office.", "Ottoline Vexworthy was there.", "Many spoke of lamps."]


@pytest.mark.parametrize(("text", "words"), STOPPING)
def test_what_would_stop_the_report_is_said_when_it_is_saved(
    client: Client, streets: Streets, text: str, words: str
) -> None:
    [warning] = saved(client, streets, text)
    assert words in warning
    assert compiled(streets.consultation).status == ReportStatus.FAILED


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "would stop the next report"), ("fr", "arrêterait le prochain rapport")],
)
def test_it_is_said_in_the_language_of_the_page(
    client: Client, streets: Streets, language: str, said: str
) -> None:
    [warning] = saved(client, streets, "jo@example.org", language)
    assert said in warning


@pytest.mark.parametrize("text", HARMLESS)
def test_of_what_stops_no_report_nothing_is_said(client: Client, streets: Streets, text: str) -> None:
    assert saved(client, streets, text) == []
    assert not would_stop(streets.consultation.pk, [text])


def test_the_answer_of_a_department_is_read_too(client: Client, streets: Streets) -> None:
    department = make_organization(streets.consultation, OrganizationKind.DEPARTMENT, takes_advice=True)
    client.force_login(make_user(StaffRole.COORDINATOR, streets.consultation))
    answer = {
        "organization": department.pk, "response": Response.IN_PART, "position": 0,
        "advice_en": "Mark crossings.", "advice_fr": "Marquez les passages.",
        "statement_en": "Some.", "statement_fr": "Demandez à jo@example.org.",
    }  # fmt: skip
    page = client.post(reverse("admin:reports_commitment_add"), answer, follow=True)
    [warning] = [str(each) for each in page.context["messages"] if each.level_tag == "warning"]
    assert "jo@example.org" in warning
    assert Commitment.objects.count() == 1


def test_before_anything_is_accepted_nothing_stops(client: Client) -> None:
    streets = make_streets()
    make_participant(streets.consultation, name="Zdenka Quillfeather")
    assert saved(client, streets, "Streets.") == []
    assert would_stop(streets.consultation.pk, ["Zdenka Quillfeather"]) == ("Zdenka Quillfeather",)
