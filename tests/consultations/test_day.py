"""Where the sessions of a day stand on the hours, and which are held at the same time."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from consultations.day import Day, day_of
from consultations.models import Event, EventKind
from consultations.schedule import schedule
from tests.factories import both, make_consultation, make_event, make_session

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=4)  # Toronto in April


def conference(*spans: tuple[float, float], start: datetime = datetime(2030, 4, 9, tzinfo=UTC)) -> Event:
    """With sessions from hour to hour of a day that begins at ``start``; midnight in Toronto unless said otherwise."""
    consultation = make_consultation(slug="streets", time_zone="America/Toronto")
    event = make_event(
        consultation, EventKind.CONFERENCE, slug="day", starts_at=start, ends_at=start + 12 * LATER
    )
    for number, (first, last) in enumerate(spans, 1):
        moments = [start + LATER + timedelta(hours=hour) for hour in (first, last)]
        make_session(event, title=both(f"Talk {number}"), starts_at=moments[0], ends_at=moments[1])
    return event


def day_with(*spans: tuple[float, float], **when: datetime) -> Day:
    event = conference(*spans, **when)
    (_day, items), *_others = schedule([event])[0].days
    return day_of(items, event.consultation.zone)


def titles(day: Day) -> list[list[str]]:
    return [[str(item.session.title) for item in slot.items] for slot in day.slots]


def test_sessions_stand_where_their_hours_are_in_the_whole_of_the_day() -> None:
    day = day_with((9.5, 11), (13, 14), (14, 19))
    assert [[(bar.start, bar.length, bar.top) for bar in slot.bars] for slot in day.slots] == [
        [("5.00%", "15.00%", 1)], [("40.00%", "10.00%", 1)], [("50.00%", "50.00%", 1)],
    ]  # fmt: skip
    assert [(hour.moment.hour, hour.place, hour.anchor) for hour in day.hours] == [
        (9, "0.00%", "start"), (11, "20.00%", "middle"), (13, "40.00%", "middle"), (15, "60.00%", "middle"),
        (17, "80.00%", "middle"), (19, "100.00%", "end"),
    ]  # fmt: skip


def test_what_overlaps_belongs_together_and_lies_in_rows_of_its_own() -> None:
    day = day_with((9, 10), (10, 12), (10, 11), (11, 12), (12, 13))
    assert titles(day) == [["Talk 1"], ["Talk 2", "Talk 3", "Talk 4"], ["Talk 5"]]
    assert [[bar.top for bar in slot.bars] for slot in day.slots] == [[1], [1, 11, 11], [1]]
    assert [(slot.height, slot.is_parallel, slot.is_even) for slot in day.slots] == [
        (10, False, True), (20, True, False), (10, False, True),
    ]  # fmt: skip


def test_a_session_that_outlasts_one_that_began_after_it_ends_the_slot_and_the_day() -> None:
    day = day_with((9, 12), (10, 11))
    (slot,) = day.slots
    assert [moment.hour for moment in (slot.starts_at, slot.ends_at)] == [9 + 4, 12 + 4]
    assert [bar.length for bar in slot.bars] == ["100.00%", "33.33%"]
    assert [hour.moment.hour for hour in day.hours] == [9, 10, 11, 12]


def test_sessions_that_only_begin_together_are_not_even() -> None:
    (slot,) = day_with((9, 11), (9, 10)).slots
    assert (slot.is_parallel, slot.is_even) == (True, False)


@pytest.mark.parametrize(
    ("whole", "labels"),
    [(5, [8, 9, 10, 11, 12, 13]), (6, [8, 10, 12, 14]), (9, [8, 10, 12, 14, 16]), (11, [8, 11, 14, 17])],
)
def test_no_day_has_more_labels_than_there_is_room_for(whole: int, labels: list[int]) -> None:
    day = day_with((8, 8.5), (7.5 + whole, 8 + whole))
    assert [hour.moment.hour for hour in day.hours] == labels


def test_a_quarter_of_an_hour_can_be_seen_and_stays_inside_the_line() -> None:
    day = day_with((0, 23.9), (23.9, 24))
    assert [bar.start for bar in day.slots[1].bars] == ["98.50%"]


def test_the_hour_that_a_change_of_the_clocks_takes_is_not_drawn() -> None:
    """On 10 March 2030 it is three o'clock in Toronto an hour after one."""
    day = day_with((-3, -2), (-1, 1), start=datetime(2030, 3, 10, 4, tzinfo=UTC))
    assert [hour.moment.hour for hour in day.hours] == [0, 1, 3, 4, 5]
    assert [bar.length for slot in day.slots for bar in slot.bars] == ["25.00%", "50.00%"]


def test_a_single_session_is_not_drawn() -> None:
    day = day_with((9, 10))
    assert (titles(day), day.hours, day.slots[0].bars) == ([["Talk 1"]], (), ())


@pytest.mark.parametrize("page", ["programme/", "events/day/"])
def test_a_page_is_a_list_of_times_and_beside_each_other_stands_what_is_at_the_same_time(
    client: Client, page: str
) -> None:
    conference((9, 10), (10, 11), (10, 11))
    found = BeautifulSoup(client.get(f"/en/consultations/streets/{page}").content, "html.parser")
    entries = found.select("ol.programme > li")
    assert [entry.select_one(".time").get_text(strip=True) for entry in entries] == [
        "9:00–10:00",
        "10:00–11:00",
    ]
    assert [each.get_text(strip=True) for each in entries[1].select("ul.beside > li .session")] == [
        "Talk 2",
        "Talk 3",
    ]
    assert not entries[0].select("ul")
    assert [len(entry.select("svg[aria-hidden=true] rect.bar")) for entry in entries] == [1, 2]
