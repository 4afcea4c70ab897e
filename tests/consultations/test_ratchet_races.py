"""Rules are changed while words come in, on real connections: nobody is turned away, and no rule is loosened under them."""

from __future__ import annotations

import pytest

from consultations.models import Event, EventKind, Session
from submissions.models import Contribution, Submission
from tests.factories import both, make_consultation, make_contribution, make_event, make_session, make_topic
from tests.together import queued_behind

pytestmark = pytest.mark.django_db(transaction=True)

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = "chatham_house", "by_consent", "attributable"


@pytest.fixture
def conference() -> Event:
    return make_event(make_consultation(attribution_rule=ATTRIBUTABLE), EventKind.CONFERENCE)


def say(event: Event, session: Session | None = None, **said: object) -> Contribution:
    topic = make_topic(event.consultation)
    return make_contribution(event, topic=topic, session=session, **said)


def loosen(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(attribution_rule=ATTRIBUTABLE)


def touch(row: Event | Session) -> None:
    type(row).objects.filter(pk=row.pk).update(title=both("Lamps"))


def test_words_come_in_while_the_rule_of_their_session_is_loosened(conference: Event) -> None:
    session = make_session(conference, attribution_rule=CHATHAM_HOUSE)

    outcomes = queued_behind(
        lambda: touch(session), lambda: loosen(session), lambda: say(conference, session)
    )

    # PostgreSQL need not let them through in their order: who spoke first keeps the rule from being loosened.
    assert outcomes in (["done", "done"], ["IntegrityError", "done"])
    assert Submission.objects.get().rule == CHATHAM_HOUSE


def test_two_sessions_of_an_event_are_loosened_at_once(conference: Event) -> None:
    one, other = (make_session(conference, attribution_rule=BY_CONSENT) for _ in range(2))

    outcomes = queued_behind(lambda: say(conference), lambda: loosen(one), lambda: loosen(other))

    assert outcomes == ["done", "done"]


@pytest.mark.parametrize("kept_with_it", [True, False])
def test_words_come_in_while_an_event_and_its_session_are_changed_in_one_form(
    conference: Event, kept_with_it: bool
) -> None:
    session = make_session(conference, attribution_rule=CHATHAM_HOUSE)
    said_in = {"session": session} if kept_with_it else {"promised": CHATHAM_HOUSE}

    outcomes = queued_behind(
        lambda: touch(conference), lambda: say(conference, **said_in), then=lambda: touch(session)
    )

    assert outcomes == ["done"]


@pytest.mark.parametrize("change", ["loosen", "move"])
def test_words_that_come_in_without_a_session_hold_every_session_already(
    conference: Event, change: str
) -> None:
    session = make_session(conference, attribution_rule=CHATHAM_HOUSE)
    elsewhere = make_event(conference.consultation, EventKind.CONFERENCE)

    outcomes = queued_behind(
        lambda: say(conference, promised=CHATHAM_HOUSE),
        lambda: loosen(session) if change == "loosen" else conference.sessions.update(event=elsewhere),
    )

    assert outcomes == ["IntegrityError"]
    assert (Session.objects.get().attribution_rule, Session.objects.get().event) == (
        CHATHAM_HOUSE,
        conference,
    )
