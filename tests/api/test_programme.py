"""What programs can read of a programme, and who can."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from consultations.models import (
    AttributionRule,
    ChairSide,
    CoChair,
    Event,
    EventKind,
    Presentation,
    SessionKind,
    StaffRole,
)
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
BASE = "/api/v1/consultations/"


def read(path: str = "", client: APIClient | None = None) -> Any:
    answer = (client or APIClient()).get(f"{BASE}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_consultation_is_read_with_its_outline_in_both_languages() -> None:
    consultation = make_consultation(slug="streets")
    make_topic(consultation, section=2, code="crossings", title=both("Crossings"))
    CoChair.objects.create(
        consultation=consultation, side=ChairSide.CIVIL_SOCIETY, name=both("Walkers United")
    )
    found = read("streets/")
    assert found["title"] == {"en": "Safer streets", "fr": "Safer streets (fr)"}
    assert (found["state"], found["attribution_rule"]) == ("open", "chatham_house")
    assert found["co_chairs"] == [
        {"side": "civil_society", "name": {"en": "Walkers United", "fr": "Walkers United (fr)"}}
    ]
    assert [section["number"] for section in found["sections"]] == [1, 2, 3]
    assert found["sections"][1]["topics"] == [
        {
            "code": "crossings",
            "title": {"en": "Crossings", "fr": "Crossings (fr)"},
            "description": {"en": "", "fr": ""},
        }
    ]


def test_what_orders_entries_never_leaves_the_server() -> None:
    consultation = make_consultation(slug="streets")
    assert consultation.ordering_key not in APIClient().get(f"{BASE}streets/").content.decode()


def test_an_unpublished_consultation_exists_for_its_staff_alone() -> None:
    hidden = make_consultation(slug="hidden", is_public=False)
    make_event(hidden, slug="call")
    paths = ["hidden/", "hidden/events/", "hidden/events/call/", "hidden/organizations/"]
    staff, stranger = APIClient(), APIClient()
    staff.force_authenticate(make_user(StaffRole.REVIEWER, hidden))
    stranger.force_authenticate(make_user(StaffRole.COORDINATOR))
    assert {path: staff.get(f"{BASE}{path}").status_code for path in paths} == dict.fromkeys(paths, 200)
    for client in (stranger, APIClient()):
        assert {path: client.get(f"{BASE}{path}").status_code for path in paths} == dict.fromkeys(paths, 404)
        assert "hidden" not in [one["slug"] for one in read(client=client)["results"]]


def test_an_event_says_the_rule_in_force_in_each_of_its_sessions() -> None:
    event = make_event(make_consultation(slug="streets"), EventKind.CONFERENCE, slug="day")
    make_session(event, code="table")
    make_session(
        event, SessionKind.FORMAL_PRESENTATION, code="talk", attribution_rule=AttributionRule.ATTRIBUTABLE
    )
    found = read("streets/events/day/")
    assert found["attribution_rule"] == "chatham_house"
    assert {one["code"]: one["attribution_rule"] for one in found["sessions"]} == {
        "table": "chatham_house",
        "talk": "attributable",
    }


def with_speaker(event: Event, rule: str | None, *, listed: bool) -> None:
    session = make_session(event, attribution_rule=rule)
    participant = make_participant(
        event.consultation, name="Ada Walker", email="ada@example.org", listed=listed
    )
    Presentation.objects.create(session=session, participant=participant, subject=both("Kerbs"))


@pytest.mark.parametrize(
    ("rule", "listed", "named"),
    [
        (AttributionRule.ATTRIBUTABLE, True, ["Ada Walker"]),
        (AttributionRule.ATTRIBUTABLE, False, []),
        (None, True, []),
        (AttributionRule.CHATHAM_HOUSE, True, []),
    ],
)
def test_a_speaker_is_named_where_rule_and_consent_allow(
    rule: str | None, listed: bool, named: list[str]
) -> None:
    event = make_event(make_consultation(slug="streets"), EventKind.CONFERENCE, slug="day")
    with_speaker(event, rule, listed=listed)
    answer = APIClient().get(f"{BASE}streets/events/day/")
    (session,) = answer.json()["sessions"]
    assert [speaker["name"] for speaker in session["speakers"]] == named
    assert "ada@example.org" not in answer.content.decode()


def test_only_organizations_that_take_advice_are_read() -> None:
    consultation = make_consultation(slug="streets")
    city = make_organization(consultation, code="city", takes_advice=True)
    make_organization(consultation, code="roads", takes_advice=True, parent=city)
    make_organization(consultation, code="walkers")
    found = {one["code"]: one["parent"] for one in read("streets/organizations/")["results"]}
    assert found == {"city": None, "roads": "city"}


def test_lists_come_in_pages() -> None:
    for _number in range(3):
        make_consultation()
    first = read("?page_size=2")
    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    assert len(APIClient().get(first["next"]).json()["results"]) == 1
    assert APIClient().get(f"{BASE}?page=9").status_code == 404


def fill(count: int) -> None:
    for number in range(count):
        consultation = make_consultation(slug=f"streets-{number}")
        for _event in range(count):
            event = make_event(consultation, EventKind.CONFERENCE, slug=f"day-{_event}")
            for _session in range(count):
                with_speaker(event, AttributionRule.ATTRIBUTABLE, listed=True)
            make_organization(consultation, takes_advice=True)
        make_topic(consultation)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 3),
        ("streets-0/", 5),
        ("streets-0/organizations/", 3),
        ("streets-0/events/", 4),
        ("streets-0/events/day-0/", 4),
    ],
)
def test_queries_do_not_grow_with_rows(
    path: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(rows)
    with django_assert_num_queries(queries):
        read(path)
