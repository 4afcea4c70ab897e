"""Early, late and at the very second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultations.models import Event, EventKind
from consultations.participation import Outlook, State, outlook, way, ways
from tests.factories import make_consultation, make_event

pytestmark = pytest.mark.django_db

START, END = datetime(2030, 4, 3, 13, 0, tzinfo=UTC), datetime(2030, 4, 22, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def event(kind: str = EventKind.SURVEY, **fields: object) -> Event:
    values = {"starts_at": START, "ends_at": END, **fields}
    consultation = make_consultation(opens_on=date(2030, 4, 1), closes_on=date(2030, 4, 30))
    return make_event(consultation, kind, **values)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (START - SECOND, State.UPCOMING),
        (START, State.OPEN),
        (END - SECOND, State.OPEN),
        (END, State.CLOSED),
    ],
)
def test_a_survey_is_open_from_its_start_up_to_its_end(now: datetime, state: State) -> None:
    found = way(event(), now)

    assert (found.state, found.may_write, found.last_day) == (state, state == State.OPEN, date(2030, 4, 21))


@pytest.mark.parametrize(
    ("now", "may"), [(START - SECOND, True), (START, True), (END - SECOND, True), (END, False)]
)
def test_one_may_register_until_the_event_is_over(now: datetime, may: bool) -> None:
    assert way(event(EventKind.WEBINAR, registration_is_open=True), now).may_register is may
    assert not way(event(EventKind.WEBINAR), now).may_register


def test_a_written_way_that_is_kept_open_late_says_until_when() -> None:
    late = event(late_until=END + timedelta(days=2))

    assert way(late, END).state == State.OPEN
    assert way(late, END).last_day == date(2030, 4, 23)


def test_what_can_be_done_at_once_stands_first() -> None:
    talk, survey = event(EventKind.WEBINAR, starts_at=START - timedelta(days=1)), event()

    assert [way.event for way in ways([talk, survey], START)] == [survey, talk]
    assert ways([talk, survey], END) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2030, 4, 1, 3, 59, tzinfo=UTC), Outlook(State.UPCOMING, date(2030, 4, 1))),
        (datetime(2030, 4, 1, 4, 0, tzinfo=UTC), Outlook(State.OPEN, date(2030, 4, 30))),
        (START, Outlook(State.OPEN, date(2030, 4, 21))),
        (datetime(2030, 5, 1, 3, 59, tzinfo=UTC), Outlook(State.OPEN, date(2030, 4, 30))),
        (datetime(2030, 5, 1, 4, 0, tzinfo=UTC), Outlook(State.CLOSED, date(2030, 4, 30))),
    ],
)
def test_the_outlook_of_a_consultation(now: datetime, expected: Outlook) -> None:
    survey = event()

    assert outlook(survey.consultation, [survey], now) == expected
