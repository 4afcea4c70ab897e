"""Once something has been said under a rule, the rule only becomes stricter: by ORM, in bulk, by raw SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from consultations.models import Consultation, Event, EventKind, Presentation, Session
from consultations.programme import rule_of
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_participant,
    make_session,
)

pytestmark = pytest.mark.django_db

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = "chatham_house", "by_consent", "attributable"


def by_save(row: Any, rule: str | None) -> None:
    row.attribution_rule = rule
    row.save()


def by_update(row: Any, rule: str | None) -> None:
    type(row).objects.filter(pk=row.pk).update(attribution_rule=rule)


def by_bulk_update(row: Any, rule: str | None) -> None:
    row.attribution_rule = rule
    type(row).objects.bulk_update([row], ["attribution_rule"])


def by_raw_sql(row: Any, rule: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET attribution_rule = %s WHERE id = %s', [rule, row.pk]
        )


ways = pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_raw_sql])
Change = Callable[[Any, str | None], None]


def refuses(change: Change, row: Any, rule: str | None) -> bool:
    try:
        with transaction.atomic():
            change(row, rule)
    except IntegrityError as error:
        return "only become stricter" in str(error)
    finally:
        row.refresh_from_db()
    return False


@ways
def test_an_event_where_something_was_said_is_not_loosened(change: Change) -> None:
    event = make_event(attribution_rule=CHATHAM_HOUSE)
    make_contribution(event)

    assert refuses(change, event, BY_CONSENT)
    assert refuses(change, event, ATTRIBUTABLE)
    assert event.attribution_rule == CHATHAM_HOUSE


@ways
def test_an_event_is_not_loosened_by_emptying_its_rule(change: Change) -> None:
    event = make_event(make_consultation(attribution_rule=ATTRIBUTABLE), attribution_rule=CHATHAM_HOUSE)
    make_contribution(event)

    assert refuses(change, event, None)


@ways
def test_an_event_may_become_stricter(change: Change) -> None:
    event = make_event(attribution_rule=ATTRIBUTABLE)
    make_contribution(event)

    assert not refuses(change, event, BY_CONSENT)
    assert not refuses(change, event, CHATHAM_HOUSE)
    assert event.attribution_rule == CHATHAM_HOUSE


@ways
def test_an_event_where_nothing_was_said_may_change_at_will(change: Change) -> None:
    event = make_event(attribution_rule=CHATHAM_HOUSE)

    assert not refuses(change, event, ATTRIBUTABLE)


@ways
def test_a_session_where_something_was_said_is_not_loosened(change: Change) -> None:
    session = make_session(make_event(kind=EventKind.CONFERENCE, attribution_rule=CHATHAM_HOUSE))
    make_contribution(session.event, session=session)

    assert refuses(change, session, ATTRIBUTABLE)
    assert not refuses(change, make_session(session.event), ATTRIBUTABLE)


@ways
@pytest.mark.parametrize("rule", [CHATHAM_HOUSE, BY_CONSENT])
def test_words_without_a_session_may_have_been_said_in_any(change: Change, rule: str) -> None:
    """Where a presenter would name the speaker the session is not kept, and presenters can be taken away later."""
    session = presented(make_event(kind=EventKind.CONFERENCE, attribution_rule=ATTRIBUTABLE), rule)
    said = make_contribution(session.event, session=session, attribution="not_attributed")
    session.presentations.all().delete()

    assert said.submission.session is None
    assert refuses(change, session, ATTRIBUTABLE)
    assert refuses(change, session, None)
    assert refuses(change, session, BY_CONSENT) == (rule == CHATHAM_HOUSE)
    with pytest.raises(IntegrityError, match="stays in its event"), transaction.atomic():
        session.event.sessions.update(event=make_event(session.event.consultation, EventKind.CONFERENCE))


@ways
def test_words_with_a_name_hold_their_own_session_alone(change: Change) -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=BY_CONSENT)
    make_contribution(event, session=make_session(event), attribution="named", name="Ada Walker")

    assert not refuses(change, make_session(event), ATTRIBUTABLE)


def presented(event: Event, rule: str) -> Session:
    session = make_session(event, attribution_rule=rule)
    speaker = make_participant(event.consultation)
    Presentation.objects.create(session=session, participant=speaker, subject=both("Lamps"))
    return session


@ways
def test_a_session_is_not_loosened_by_emptying_its_rule(change: Change) -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=ATTRIBUTABLE)
    session = make_session(event, attribution_rule=CHATHAM_HOUSE)
    make_contribution(event, session=session)

    assert refuses(change, session, None)


@ways
def test_an_event_is_not_loosened_over_a_session_that_inherits(change: Change) -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=CHATHAM_HOUSE)
    make_contribution(event, session=make_session(event))

    assert refuses(change, event, BY_CONSENT)


@ways
def test_an_event_whose_sessions_have_rules_of_their_own_may_change(change: Change) -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=CHATHAM_HOUSE)
    make_contribution(event, session=make_session(event, attribution_rule=CHATHAM_HOUSE))

    assert not refuses(change, event, BY_CONSENT)


@ways
def test_what_was_inherited_may_be_replaced_by_something_stricter(change: Change) -> None:
    event = make_event(make_consultation(attribution_rule=ATTRIBUTABLE))
    make_contribution(event)

    assert not refuses(change, event, BY_CONSENT)
    assert refuses(change, event, None)


@ways
def test_a_consultation_is_not_loosened_over_sessions_that_inherit(change: Change) -> None:
    event = make_event(make_consultation(attribution_rule=CHATHAM_HOUSE), EventKind.CONFERENCE)
    make_contribution(event, session=make_session(event))

    assert refuses(change, event.consultation, BY_CONSENT)


@ways
def test_a_consultation_is_not_loosened_over_events_that_inherit(change: Change) -> None:
    consultation = make_consultation(attribution_rule=CHATHAM_HOUSE)
    make_contribution(make_event(consultation))

    assert refuses(change, consultation, BY_CONSENT)


@ways
def test_a_consultation_whose_events_have_rules_of_their_own_may_change(change: Change) -> None:
    consultation = make_consultation(attribution_rule=CHATHAM_HOUSE)
    make_contribution(make_event(consultation, attribution_rule=BY_CONSENT))

    assert not refuses(change, consultation, ATTRIBUTABLE)


def test_an_event_where_something_was_said_stays_in_its_consultation() -> None:
    event, other = make_event(), make_consultation(attribution_rule=ATTRIBUTABLE)
    make_contribution(event)

    with pytest.raises(IntegrityError, match="stays in its consultation"), transaction.atomic():
        Consultation.objects.get(pk=event.consultation_id).events.update(consultation=other)


def test_a_session_where_something_was_said_stays_in_its_event() -> None:
    event = make_event(kind=EventKind.CONFERENCE)
    session, other = make_session(event), make_event(event.consultation, attribution_rule=ATTRIBUTABLE)
    make_contribution(event, session=session)

    with pytest.raises(IntegrityError, match="stays in its event"), transaction.atomic():
        event.sessions.update(event=other)


def test_the_rule_in_force_is_the_nearest() -> None:
    consultation = make_consultation(attribution_rule=BY_CONSENT)
    conference = make_event(consultation, EventKind.CONFERENCE, attribution_rule=CHATHAM_HOUSE)
    survey = make_event(consultation, EventKind.SURVEY)
    speech = make_session(conference, attribution_rule=ATTRIBUTABLE)

    assert rule_of(survey) == BY_CONSENT
    assert rule_of(conference) == CHATHAM_HOUSE
    assert rule_of(conference, speech) == ATTRIBUTABLE
    assert rule_of(conference, make_session(conference)) == CHATHAM_HOUSE
