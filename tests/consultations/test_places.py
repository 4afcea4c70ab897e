"""Places at an event: never more than there are, given back and passed on in the order of the waiting list."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.utils import timezone

from consultations import mail_queue, places
from consultations.models import Event, EventKind, Letter, Mail, Participant, Registration
from tests.factories import make_consultation, make_event, make_participant
from tests.together import at_once


def soon(**fields: Any) -> Event:
    start = timezone.now() + timedelta(days=2)
    start = start.replace(hour=15)  # on one day in Toronto
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    return make_event(make_consultation(), EventKind.WEBINAR, **times, registration_is_open=True, **fields)


def people(event: Event, number: int) -> list[Participant]:
    return [make_participant(event.consultation, name=f"Person {index}") for index in range(number)]


def in_line(event: Event) -> list[str]:
    return [row.participant.name for row in event.registrations.waiting()]


def with_place(event: Event) -> list[str]:
    return sorted(row.participant.name for row in event.registrations.with_place())


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_no_more_places_than_there_are() -> None:
    event = soon(capacity=3)
    ends = at_once(*(lambda person=person: places.enter(event, person) for person in people(event, 8)))  # type: ignore[misc]
    assert ends == ["done"] * 8
    assert len(with_place(event)) == 3
    positions = event.registrations.waiting().values_list("waiting_position", flat=True)
    assert list(positions) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_the_database_counts_too_whoever_asks_and_however_many_at_once() -> None:
    event = soon(capacity=2)
    ends = at_once(
        *(
            lambda person=person: Registration.objects.create(event=event, participant=person)  # type: ignore[misc]
            for person in people(event, 6)
        )
    )
    assert ends == ["IntegrityError"] * 4 + ["done"] * 2
    assert event.registrations.count() == 2


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_once_go_to_different_people() -> None:
    event = soon(capacity=2)
    for person in people(event, 5):
        places.enter(event, person)
    going = list(event.registrations.with_place())
    assert at_once(*(lambda row=row: places.cancel(row) for row in going)) == ["done", "done"]  # type: ignore[misc]
    assert (with_place(event), in_line(event)) == (["Person 2", "Person 3"], ["Person 4"])


@pytest.mark.django_db
class TestAPlace:
    def test_is_taken_while_there_is_one_and_waited_for_after(self) -> None:
        event = soon(capacity=1)
        for person in people(event, 3):
            places.enter(event, person)
        assert (with_place(event), in_line(event)) == (["Person 0"], ["Person 1", "Person 2"])
        assert (places.free_places(event), places.is_full(event)) == (0, True)

    def test_without_a_limit_is_always_there(self) -> None:
        event = soon()
        for person in people(event, 3):
            places.enter(event, person)
        assert (in_line(event), places.free_places(event), places.is_full(event)) == ([], None, False)

    def test_asked_for_twice_is_one(self) -> None:
        event = soon(capacity=1)
        first, second = people(event, 2)
        assert places.enter(event, first) == places.enter(event, first)
        assert places.enter(event, second) == places.enter(event, second)
        assert event.registrations.count() == 2

    def test_given_back_leaves_no_row_and_goes_to_the_next_with_a_letter(self) -> None:
        event = soon(capacity=1)
        first, second, third = people(event, 3)
        given = places.enter(event, first)
        for person in (second, third):
            places.enter(event, person)
        places.cancel(given)
        assert not Registration.objects.filter(participant=first).exists()
        assert (with_place(event), in_line(event)) == (["Person 1"], ["Person 2"])
        assert Mail.objects.filter(letter=Letter.MOVED_UP).get().participant == second

    def test_after_the_waiting_list_is_empty_is_there_again(self) -> None:
        event = soon(capacity=1)
        first, second = people(event, 2)
        places.cancel(places.enter(event, first))
        assert places.enter(event, second).waiting_position is None

    def test_added_by_a_coordinator_goes_to_those_who_wait(self) -> None:
        event = soon(capacity=1)
        for person in people(event, 4):
            places.enter(event, person)
        Event.objects.filter(pk=event.pk).update(capacity=3)
        assert places.fill(event) == 2
        assert (with_place(event), in_line(event)) == (["Person 0", "Person 1", "Person 2"], ["Person 3"])

    def test_taken_off_by_a_coordinator_throws_nobody_out_and_is_not_filled_again(self) -> None:
        event = soon(capacity=2)
        rows = [places.enter(event, person) for person in people(event, 3)]
        Event.objects.filter(pk=event.pk).update(capacity=1)
        places.cancel(rows[0])
        assert (with_place(event), in_line(event)) == (["Person 1"], ["Person 2"])

    def test_of_an_event_that_is_over_goes_to_nobody(self) -> None:
        event = soon(capacity=1)
        rows = [places.enter(event, person) for person in people(event, 2)]
        now = timezone.now()
        Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
        places.cancel(rows[0])
        assert (with_place(event), in_line(event)) == ([], ["Person 1"])

    def test_behind_those_who_wait_is_no_short_cut(self) -> None:
        """A place that was added and not yet given belongs to the first in line."""
        event = soon(capacity=1)
        for person in people(event, 2):
            places.enter(event, person)
        Event.objects.filter(pk=event.pk).update(capacity=2)
        late = make_participant(event.consultation, name="Late")
        assert places.enter(event, late).waiting_position == 2

    def test_has_no_time_anywhere(self) -> None:
        kinds = {field.name: field.get_internal_type() for field in Registration._meta.fields}
        assert not [name for name, kind in kinds.items() if "Date" in kind or "Time" in kind]

    def test_ids_are_in_no_order(self) -> None:
        event = soon()
        made = [places.enter(event, person).pk for person in people(event, 12)]
        assert made != sorted(made)


@pytest.mark.django_db
class TestAtTheDoor:
    def test_present_absent_and_not_yet_said(self) -> None:
        row = places.enter(soon(), make_participant())
        for said in (True, False, None):
            places.mark(row, said)
            row.refresh_from_db()
            assert row.attended is said

    def test_who_waits_comes_in_where_somebody_is_absent(self) -> None:
        event = soon(capacity=1)
        absent, waits = (places.enter(event, person) for person in people(event, 2))
        with pytest.raises(places.NoPlaceLeft):
            places.mark(waits, True)
        waits.refresh_from_db()
        assert (waits.attended, waits.waiting_position) == (None, 1)
        places.mark(absent, False)
        places.mark(waits, True)
        waits.refresh_from_db()
        assert (waits.attended, waits.waiting_position) == (True, None)
        with pytest.raises(places.NoPlaceLeft):
            places.mark(absent, True)

    def test_who_waits_is_neither_present_nor_absent(self) -> None:
        event = soon(capacity=1)
        rows = [places.enter(event, person) for person in people(event, 2)]
        places.mark(rows[1], False)
        rows[1].refresh_from_db()
        assert rows[1].attended is None
        with pytest.raises(IntegrityError, match="registration_attended_has_a_place"):
            Registration.objects.filter(pk=rows[1].pk).update(attended=False)


@pytest.mark.django_db
def test_letters_say_which_and_lead_to_the_own_registration(django_capture_on_commit_callbacks: Any) -> None:
    event = soon(capacity=1)
    first, second = people(event, 2)
    Participant.objects.filter(pk=second.pk).update(language="fr")
    rows = [places.enter(event, person) for person in (first, second)]
    assert mail_queue.send_due() == 2
    places.cancel(rows[0])
    assert mail_queue.send_due() == 1
    subjects = sorted(letter.subject.partition(":")[0].strip() for letter in mail.outbox)
    assert subjects == [
        "Une place s’est libérée pour vous",
        "Vous êtes sur la liste d’attente",
        "You have a place",
    ]
    for letter in mail.outbox:
        assert "/registration/" in str(letter.body)
        assert "event.ics" in str(letter.body)
        assert "Toronto" in str(letter.body)
        assert "List-Unsubscribe" not in letter.message()


@pytest.mark.django_db
def test_one_address_gets_one_letter_a_day_however_often_it_is_entered() -> None:
    event = soon()
    person = make_participant(event.consultation)
    for _time in range(3):
        places.enter(event, person)
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_an_event_has_a_place_or_no_limit() -> None:
    with pytest.raises(IntegrityError, match="event_has_a_place_or_no_limit"):
        soon(capacity=0)
    assert connection.needs_rollback
