"""A school board's public meeting: nothing of a conference of departments is left in its report."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consultations.models import AttributionRule, EventKind, OrganizationKind, Registration, SessionKind
from tests.factories import both, make_event, make_organization, make_participant, make_session
from tests.reports.compiling import Streets, make_streets, quotations, texts

pytestmark = pytest.mark.django_db
GOVERNMENT = ("overnment", "gouvernement", "gouvernementaux")
OTHER_SECTORS = (
    "members of civil society", "Parliament", "international expert", "academi", "private sector",
    "société civile", "parlement", "experts internationaux", "universitaire", "secteur privé",
)  # fmt: skip


def make_school() -> Streets:
    """The consultation about streets, with a public meeting in place of its conference."""
    school = make_streets(attribution_rule=AttributionRule.CHATHAM_HOUSE)
    school.conference.delete()
    school.conference = make_event(
        school.consultation, EventKind.MEETING, title=both("The evening"), place=both("Rimouski"),
        starts_at=datetime(2026, 11, 20, 18, tzinfo=UTC), ends_at=datetime(2026, 11, 20, 20, tzinfo=UTC),
    )  # fmt: skip
    return school


def board_at(school: Streets, **fields: object) -> None:
    board = make_organization(
        school.consultation, OrganizationKind.PUBLIC_BODY, name=both("Harbour School Board"), **fields
    )
    person = make_participant(school.consultation, "government", organization=board)
    Registration.objects.create(event=school.conference, participant=person, attended=True)


def drafted(school: Streets, language: str = "en") -> str:
    return "\n".join(texts(school.report(language))).replace("\N{NO-BREAK SPACE}", " ")


def test_the_report_tells_of_the_public_meeting_and_of_those_who_came() -> None:
    school = make_school()
    school.attended_by(15, "public")
    school.said("Paint.", school.conference)
    english, french = drafted(school), drafted(school, "fr")
    assert "A public meeting was held" in english
    assert "Une assemblée publique s’est tenue" in french
    assert "The public meeting brought together 15 members of the public." in english
    assert "L’assemblée publique a réuni 15 membres du public." in french
    assert "What was said at the public meeting was said under the Chatham House Rule" in english
    assert "Ce qui a été dit à l’assemblée publique l’a été selon la règle de Chatham House" in french
    assert "onference" not in english
    assert "onférence" not in french


def test_sectors_and_bodies_that_nobody_belongs_to_are_not_mentioned() -> None:
    school = make_school()
    school.attended_by(15, "public")
    school.theme(school.said("Paint.", school.conference, sector="public"), quoted=True)
    both_languages = drafted(school) + drafted(school, "fr")
    assert [word for word in (*GOVERNMENT, *OTHER_SECTORS) if word in both_languages] == []


@pytest.mark.parametrize(
    ("count", "source"), [(15, "A member of the public, public meeting"), (2, "A participant")]
)
def test_a_label_counts_those_who_came_to_the_public_meeting(count: int, source: str) -> None:
    school = make_school()
    school.attended_by(count, "public")
    school.theme(school.said("Paint.", school.conference, sector="public"), quoted=True)
    assert [each.source for each in quotations(school.report())] == [source]


def test_a_board_that_takes_advice_and_was_there_stands_with_government() -> None:
    school = make_school()
    board_at(school, listed=True, takes_advice=True)
    school.said("Paint.", school.conference)
    assert "Government representatives included staff of the Harbour School Board." in drafted(school)


@pytest.mark.parametrize("fields", [{"listed": True}, {"listed": False, "takes_advice": True}])
def test_a_board_that_takes_no_advice_or_is_not_listed_does_not(fields: dict[str, bool]) -> None:
    school = make_school()
    board_at(school, **fields)
    school.said("Paint.", school.conference)
    text = drafted(school)
    assert "Government representatives" not in text
    assert ("Harbour School Board" in text) is (fields["listed"] or "takes_advice" in fields)


def test_presentations_by_departments_are_not_spoken_of_when_a_board_presented() -> None:
    school = make_school()
    board = make_organization(school.consultation, OrganizationKind.PUBLIC_BODY, listed=True)
    make_session(
        school.conference, SessionKind.FORMAL_PRESENTATION, attribution_rule=AttributionRule.ATTRIBUTABLE
    )
    make_session(school.conference, presented_by=board)
    school.said("Paint.", school.conference)
    assert "epartment" not in drafted(school)
