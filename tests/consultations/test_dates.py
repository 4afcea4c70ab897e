from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from consultations import dates

TORONTO = ZoneInfo("America/Toronto")
NB = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    return text.replace(NB, " ")


@pytest.mark.parametrize(
    ("first", "last", "english", "french"),
    [
        (date(2017, 4, 20), date(2017, 4, 20), "20 April 2017", "20 avril 2017"),
        (date(2017, 4, 20), date(2017, 4, 21), "20–21 April 2017", "du 20 au 21 avril 2017"),
        (date(2017, 5, 1), date(2017, 5, 3), "1–3 May 2017", "du 1er au 3 mai 2017"),
        (date(2017, 4, 30), date(2017, 5, 1), "30 April – 1 May 2017", "du 30 avril au 1er mai 2017"),
        (
            date(2016, 12, 31),
            date(2017, 1, 2),
            "31 December 2016 – 2 January 2017",
            "du 31 décembre 2016 au 2 janvier 2017",
        ),
    ],
)
def test_a_span_leaves_out_what_its_end_repeats(first: date, last: date, english: str, french: str) -> None:
    assert [plain(dates.span(first, last, language)) for language in ("en", "fr")] == [english, french]


def test_a_date_is_not_broken_over_two_lines() -> None:
    assert " " not in dates.span(date(2017, 4, 20), date(2017, 4, 21), "en")


def test_weekdays_are_written_in_both_languages() -> None:
    day = date(2017, 4, 20)

    assert [plain(dates.with_weekday(day, language)) for language in ("en", "fr")] == [
        "Thursday 20 April 2017",
        "jeudi 20 avril 2017",
    ]


@pytest.mark.parametrize(
    ("moment", "english", "french"),
    [(time(9), "9:00", "9 h"), (time(9, 5), "9:05", "9 h 05"), (time(14, 30), "14:30", "14 h 30")],
)
def test_clock(moment: time, english: str, french: str) -> None:
    assert [plain(dates.clock(moment, language)) for language in ("en", "fr")] == [english, french]


def test_hours_are_those_of_the_consultation_not_of_the_server() -> None:
    start, end = datetime(2017, 4, 20, 13, 0, tzinfo=UTC), datetime(2017, 4, 20, 14, 30, tzinfo=UTC)

    assert dates.hours(start, end, TORONTO, "en") == "9:00–10:30"
    assert plain(dates.hours(start, end, TORONTO, "fr")) == "9 h – 10 h 30"


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (datetime(2017, 4, 21, 3, 59, tzinfo=UTC), date(2017, 4, 20)),
        (datetime(2017, 4, 21, 4, 0, tzinfo=UTC), date(2017, 4, 20)),  # midnight in Toronto
        (datetime(2017, 4, 21, 4, 1, tzinfo=UTC), date(2017, 4, 21)),
    ],
)
def test_an_end_at_local_midnight_belongs_to_the_day_before(end: datetime, last: date) -> None:
    assert dates.last_day(end, TORONTO) == last


def test_days_are_counted_in_local_time() -> None:
    # 20 April, 22:00 in Toronto, is already the 21st in Greenwich.
    start, end = datetime(2017, 4, 21, 2, 0, tzinfo=UTC), datetime(2017, 4, 21, 3, 0, tzinfo=UTC)

    assert plain(dates.local_span(start, end, TORONTO, "en")) == "20 April 2017"
