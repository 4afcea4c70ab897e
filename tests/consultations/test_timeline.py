"""Where each event stands on the line of days."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.models import Consultation, Event
from consultations.schedule import schedule
from consultations.timeline import Timeline, timeline
from tests.factories import both, make_consultation, make_event

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 16, month: int = 4) -> datetime:
    return datetime(2030, month, day, hour, tzinfo=UTC)


def event(consultation: Consultation, start: datetime, end: datetime, **fields: Any) -> Event:
    return make_event(consultation, starts_at=start, ends_at=end, **fields)


def line_of(*spans: tuple[datetime, datetime]) -> Timeline | None:
    consultation = make_consultation()
    return timeline(schedule([event(consultation, *span) for span in spans]))


def test_events_stand_where_their_days_are_in_the_whole() -> None:
    line = line_of((at(1), at(10)), (at(6), at(6, 18)))
    assert line is not None
    assert [(lane.start, lane.length) for lane in line.lanes] == [("0.00%", "100.00%"), ("50.00%", "10.00%")]
    assert [(tick.day.day, tick.place, tick.anchor) for tick in line.ticks] == [
        (1, "0.00%", "start"), (5, "45.00%", "middle"), (10, "100.00%", "end"),
    ]  # fmt: skip


def test_a_day_in_a_year_can_be_seen_and_stays_inside_the_line() -> None:
    line = line_of((at(1, month=1), at(31, month=12)), (at(31, month=12), at(31, 17, month=12)))
    assert line is not None
    assert [(lane.start, lane.length) for lane in line.lanes][1] == ("98.00%", "2.00%")
    assert line.is_long


def test_names_of_months_do_not_run_into_each_other() -> None:
    line = line_of((at(1, month=4), at(30, month=12)), (at(6), at(6, 18)))
    assert line is not None
    assert [tick.anchor for tick in line.ticks] == ["start", "end"]


def test_an_event_ends_on_the_day_before_its_midnight_in_local_time() -> None:
    line = line_of((at(1), at(3, 4)), (at(1), at(1, 17)))  # 4:00 UTC is midnight in Toronto
    assert line is not None
    assert (line.first.day, line.last.day, line.is_long) == (1, 2, False)


def test_one_event_or_none_is_no_line() -> None:
    assert line_of() is None
    assert line_of((at(1), at(2))) is None


@pytest.mark.parametrize("page", ["", "programme/"])
def test_a_page_shows_the_line_to_those_who_look_and_the_list_to_all(client: Client, page: str) -> None:
    consultation = make_consultation(slug="streets")
    for day in (1, 9):
        event(consultation, at(day), at(day, 17), title=both(f"Talk {day}"))
    found = BeautifulSoup(client.get(f"/en/consultations/streets/{page}").content, "html.parser")
    figure = found.select_one("figure.timeline")
    assert figure is not None
    picture = figure.extract()
    assert " ".join(
        picture.figcaption.get_text().split()
    ) == "2 events between 1\xa0April\xa02030 and 9\xa0April\xa02030".replace("\xa0", " ")
    assert len(picture.select("[aria-hidden=true] rect.bar")) == 2
    assert not picture.select("a, button")
    assert all(f"Talk {day}" in found.select_one("main").get_text() for day in (1, 9))
