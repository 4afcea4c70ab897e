"""The one way in: what is stored, what is dropped, what is refused, and that nothing is taken twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from consultations.models import Attribution, AttributionRule, Event, EventKind
from submissions.intake import receipts
from submissions.intake.errors import (
    Closed,
    Empty,
    KeyReused,
    NotOfThisEvent,
    NotYetOpen,
    TooLong,
    TooMany,
    UnknownLanguage,
)
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import AuditEntry, Contribution, OutboxMessage, Submission, Via
from tests.factories import make_consultation, make_event, make_organization, make_participant, make_topic

pytestmark = pytest.mark.django_db

KEY = UUID("00000000-0000-4000-8000-000000000001")


def arrival_at(event: Event, text: str = "More crossings.", **fields: object) -> Arrival:
    topic = make_topic(event.consultation)
    values = {
        "event": event,
        "via": Via.WEB,
        "language": "en",
        "points": (Point(text, topic),),
        "attribution": Attribution.NAMED,
        "name": "Ada Walker",
        "organization_name": "Walkers United",
        "sector": "civil_society",
    }
    return Arrival(**{**values, **fields})


def event_under(rule: str, **fields: object) -> Event:
    return make_event(make_consultation(attribution_rule=rule), **fields)


def test_one_sending_writes_all_its_rows() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    department = make_organization(event.consultation, kind="department", takes_advice=True)
    arrival = arrival_at(event)
    arrival = replace(arrival, points=(replace(arrival.points[0], addressees=(department, department)),))
    receipt = submit(arrival, key=KEY)
    contribution = Contribution.objects.get()
    assert (contribution.text, contribution.language, contribution.status) == (
        "More crossings.",
        "en",
        "pending",
    )
    assert list(contribution.addressees.all()) == [department]
    assert receipt.is_new
    assert contribution.submission == receipt.submission
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.submission, entry.actor, entry.at, entry.detail) == (
        "received",
        receipt.submission,
        None,
        None,
        {"via": "web"},
    )
    message = OutboxMessage.objects.get()
    assert (message.task, message.args) == (
        "submissions.tasks.screen_waiting",
        [],
    )


def test_what_a_sending_stores_takes_a_fixed_number_of_queries(django_assert_num_queries) -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    arrival = arrival_at(event)
    more = tuple(replace(arrival.points[0], text=f"Point {number}") for number in range(20))
    with django_assert_num_queries(7):
        submit(arrival, key=KEY)
    with django_assert_num_queries(7):
        submit(replace(arrival, points=more), key=uuid4())


@pytest.mark.parametrize(
    ("rule", "attribution", "name", "organization", "participant"),
    [
        ("chatham_house", "named", "", "", False),
        ("by_consent", "not_attributed", "", "", False),
        ("by_consent", "organization", "", "Walkers United", False),
        ("by_consent", "named", "Ada Walker", "Walkers United", True),
        ("attributable", "not_attributed", "Ada Walker", "Walkers United", True),
    ],
)
def test_only_what_the_rule_allows_is_stored(
    rule: str, attribution: str, name: str, organization: str, participant: bool
) -> None:
    event = event_under(rule)
    speaker, body = make_participant(event.consultation), make_organization(event.consultation)
    arrival = arrival_at(event, attribution=attribution, participant=speaker, organization=body)
    submit(arrival, key=KEY)
    stored = Submission.objects.get()
    assert (stored.rule, stored.name, stored.organization_name) == (rule, name, organization)
    assert stored.participant == (speaker if participant else None)
    assert stored.organization == (body if organization else None)
    assert stored.sector == "civil_society"


def test_the_hash_under_the_chatham_house_rule_does_not_depend_on_the_sender() -> None:
    event = event_under(AttributionRule.CHATHAM_HOUSE)
    arrival = arrival_at(event)
    first = submit(arrival, key=uuid4()).submission
    second = submit(replace(arrival, name="Somebody Else", organization_name=""), key=uuid4()).submission
    assert first.content_hash == second.content_hash


def test_a_stricter_rule_that_was_promised_is_kept() -> None:
    event = event_under(AttributionRule.ATTRIBUTABLE)
    submit(arrival_at(event, promised=AttributionRule.CHATHAM_HOUSE), key=KEY)
    assert Submission.objects.get().rule == AttributionRule.CHATHAM_HOUSE
    assert Submission.objects.get().name == ""


def test_a_looser_rule_cannot_be_asked_for() -> None:
    event = event_under(AttributionRule.CHATHAM_HOUSE)
    submit(arrival_at(event, promised=AttributionRule.ATTRIBUTABLE), key=KEY)
    assert Submission.objects.get().rule == AttributionRule.CHATHAM_HOUSE


def test_named_without_a_name_falls_back_to_less() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    submit(arrival_at(event, name=" "), key=KEY)
    submit(arrival_at(event, name="", organization_name=""), key=uuid4())
    assert set(Submission.objects.values_list("attribution", flat=True)) == {"organization", "not_attributed"}


def test_sent_twice_it_is_taken_once_with_the_same_code() -> None:
    arrival = arrival_at(event_under(AttributionRule.BY_CONSENT))
    first, second = submit(arrival, key=KEY), submit(arrival, key=KEY)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.code == second.code
    assert (Submission.objects.count(), Contribution.objects.count()) == (1, 1)
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_sent_again_after_closing_the_receipt_is_the_same() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    arrival = arrival_at(event)
    first = submit(arrival, key=KEY)
    assert submit(arrival, key=KEY, at=event.ends_at + timedelta(days=1)).code == first.code


def test_the_same_key_with_other_words_is_refused_and_changes_nothing() -> None:
    arrival = arrival_at(event_under(AttributionRule.BY_CONSENT))
    submit(arrival, key=KEY)
    with pytest.raises(KeyReused):
        submit(replace(arrival, points=(replace(arrival.points[0], text="Fewer."),)), key=KEY)
    assert [contribution.text for contribution in Contribution.objects.all()] == ["More crossings."]


@pytest.mark.django_db(transaction=True)
def test_sent_eight_times_at_once_it_is_taken_once() -> None:
    arrival = arrival_at(event_under(AttributionRule.BY_CONSENT))

    def send(_number: int) -> str:
        try:
            return submit(arrival, key=KEY).code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(send, range(8)))
    assert len(codes) == 1
    assert Submission.objects.count() == 1


def test_the_code_opens_the_submission_however_it_is_typed() -> None:
    receipt = submit(arrival_at(event_under(AttributionRule.BY_CONSENT)), key=KEY)
    sloppy = receipt.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert receipts.find(sloppy) == receipt.submission
    with pytest.raises(Submission.DoesNotExist):
        receipts.find("")


def test_the_code_has_at_least_128_bits_and_is_stored_nowhere() -> None:
    receipt = submit(arrival_at(event_under(AttributionRule.BY_CONSENT)), key=KEY)
    assert len(receipt.code.replace("-", "")) * 5 >= 128
    stored = Submission.objects.values().get()
    assert receipt.code not in str(stored)
    assert receipt.code.replace("-", "") not in str(stored)


def test_a_repeat_after_a_change_of_secret_shows_the_first_code(settings) -> None:
    arrival = arrival_at(event_under(AttributionRule.BY_CONSENT))
    first = submit(arrival, key=KEY)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of some length, for this test alone"
    assert submit(arrival, key=KEY).code == first.code


def test_early_late_and_at_the_very_second() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    arrival = arrival_at(event)
    with pytest.raises(NotYetOpen):
        submit(arrival, key=KEY, at=event.starts_at - timedelta(microseconds=1))
    assert submit(arrival, key=KEY, at=event.starts_at).is_new
    with pytest.raises(Closed):
        submit(arrival, key=uuid4(), at=event.ends_at)
    assert submit(arrival, key=uuid4(), at=event.ends_at - timedelta(microseconds=1)).is_new
    assert submit(arrival, key=uuid4(), at=event.ends_at, late=True).is_new


def test_nothing_blank_is_taken() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    for text in ("", " \n\t ", "\x00\x07", "\u202e"):
        with pytest.raises(Empty):
            submit(arrival_at(event, text), key=uuid4())
    assert Submission.objects.count() == 0


def test_the_longest_text_is_taken_and_one_character_more_is_not() -> None:
    event = event_under(AttributionRule.BY_CONSENT, max_characters=100)
    assert submit(arrival_at(event, "é" * 98 + "\r\n!"), key=KEY).is_new
    with pytest.raises(TooLong) as refusal:
        submit(arrival_at(event, "é" * 101), key=uuid4())
    assert (refusal.value.length, refusal.value.limit) == (101, 100)
    assert str(refusal.value) == "This is 1 character too long. The limit is 100 characters."


def test_text_is_kept_without_what_cannot_be_printed() -> None:
    event = event_under(AttributionRule.BY_CONSENT)
    submit(arrival_at(event, " One\r\ntwo\x00\u202e\ufeff \ud800e\u0301\tthree "), key=KEY)
    assert Contribution.objects.get().text == "One\ntwo é\tthree"


@pytest.mark.parametrize("language", ["de", "", "en-CA"])
def test_an_unknown_language_is_refused(language: str) -> None:
    with pytest.raises(UnknownLanguage):
        submit(arrival_at(event_under(AttributionRule.BY_CONSENT), language=language), key=KEY)


def test_a_language_that_this_consultation_does_not_take_is_refused() -> None:
    event = make_event(make_consultation(languages=["en"]))
    with pytest.raises(UnknownLanguage):
        submit(arrival_at(event, language="fr"), key=KEY)


def test_what_belongs_elsewhere_is_refused() -> None:
    event, elsewhere = make_event(), make_consultation()
    arrival = arrival_at(event)
    point = arrival.points[0]
    for wrong in (
        replace(arrival, points=(replace(point, topic=make_topic(elsewhere)),)),
        replace(arrival, points=(replace(point, addressees=(make_organization(elsewhere),)),)),
        replace(arrival, session=make_event(kind=EventKind.CONFERENCE).sessions.create(
            code="other", kind="breakout", title="x", starts_at=event.starts_at, ends_at=event.ends_at
        )),
        replace(arrival, sector="martians"),
    ):  # fmt: skip
        with pytest.raises(NotOfThisEvent):
            submit(wrong, key=uuid4())
    assert Submission.objects.count() == 0


def test_more_than_a_hundred_points_at_once_are_refused() -> None:
    arrival = arrival_at(make_event())
    with pytest.raises(TooMany):
        submit(replace(arrival, points=arrival.points * 101), key=KEY)


def test_dates_are_said_in_the_time_zone_and_language_of_the_reader() -> None:
    zone = ZoneInfo("America/Toronto")
    event = event_under(
        AttributionRule.BY_CONSENT,
        starts_at=datetime(2017, 4, 20, 9, 0, tzinfo=zone),
        ends_at=datetime(2017, 5, 1, 0, 0, tzinfo=zone),
    )
    assert str(NotYetOpen(event)).replace("\xa0", " ").endswith("It opens on 20 April 2017 at 9:00.")
    assert str(Closed(event)).replace("\xa0", " ") == "This is closed. The last day was 30 April 2017."
