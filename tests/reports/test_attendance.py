"""Who took part is told so that no group is one person, no place in a list a talk, and no date a sending."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from consultations.models import AttributionRule, Group, Presentation, Registration, SessionKind
from tests.factories import both, make_participant, make_session
from tests.reports.compiling import Streets, make_streets, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def streets() -> Streets:
    streets = make_streets()
    streets.said("Paint the crossings.")
    return streets


def drafted(streets: Streets) -> str:
    return "\n".join(texts(streets.report())).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("came", "is_named"), [(1, False), (2, False), (3, True)])
def test_a_group_of_one_or_two_is_not_named(streets: Streets, came: int, is_named: bool) -> None:
    streets.attended_by(20, "civil_society")
    group = Group.objects.create(
        consultation=streets.consultation, sector="civil_society", name=both("cyclists in exile")
    )
    streets.attended_by(came, "civil_society", group=group, email="")
    assert ("cyclists in exile" in drafted(streets)) is is_named


@pytest.mark.parametrize("rule", [AttributionRule.ATTRIBUTABLE, AttributionRule.CHATHAM_HOUSE])
def test_experts_stand_in_the_order_of_talks_on_the_record_alone(streets: Streets, rule: str) -> None:
    """The programme tells at which time each talk was: the place in the list would tell whose the protected one was."""
    for hour, name in ((9, "Zoe First"), (11, "Ana Last")):
        session = make_session(
            streets.conference, SessionKind.FORMAL_PRESENTATION, attribution_rule=rule,
            starts_at=streets.conference.starts_at + timedelta(hours=hour - 9),
            ends_at=streets.conference.starts_at + timedelta(hours=hour - 8),
        )  # fmt: skip
        person = make_participant(
            streets.consultation, "international_expert", name=name, listed=True, roles=["expert"]
        )
        Registration.objects.create(event=streets.conference, participant=person, attended=True)
        Presentation.objects.create(session=session, participant=person, subject=both("Lamps"))
    told = drafted(streets)
    assert (told.index("Zoe First") < told.index("Ana Last")) is (rule == AttributionRule.ATTRIBUTABLE)


def test_a_report_without_a_date_has_none_of_a_sending(streets: Streets) -> None:
    """Words that come in late would date it with the day on which somebody wrote."""
    consultation = streets.consultation
    consultation.report_date = None
    consultation.opens_on, consultation.closes_on = date(2020, 1, 1), date(2020, 2, 3)
    consultation.save()
    assert streets.report().date_iso == "2020-02-03"
