"""A promise says what is true of these events, and nothing else."""

import pytest

from consultations.models import Bilingual, Consultation, Event, EventKind
from consultations.promise import promise
from tests.factories import make_consultation, make_event, make_session

pytestmark = pytest.mark.django_db

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = "chatham_house", "by_consent", "attributable"


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation()


def titled(text: str) -> dict[str, Bilingual]:
    return {"title": Bilingual(text, text)}


def event(consultation: Consultation, kind: str, rule: str, title: str = "An event") -> Event:
    return make_event(consultation, kind, attribution_rule=rule, **titled(title))


def test_all_under_the_chatham_house_rule(consultation: Consultation) -> None:
    found = promise([event(consultation, EventKind.CONFERENCE, CHATHAM_HOUSE)])

    assert found.headline == "We do not keep who said what."
    assert found.sentences == (
        "At the conference, the Chatham House Rule applies. What is said may be used, but not who said it "
        "or where they work. We do not store that.",
    )
    assert found.protects


def test_where_people_choose_nothing_more_is_promised(consultation: Consultation) -> None:
    found = promise([event(consultation, EventKind.SURVEY, BY_CONSENT)])

    assert found.headline == "You decide whether your name appears."
    assert len(found.sentences) == 1
    assert found.sentences[0].startswith("In the survey, you choose:")
    assert not found.protects


def test_on_the_record_no_protection_is_claimed(consultation: Consultation) -> None:
    found = promise([event(consultation, EventKind.WEBINAR, ATTRIBUTABLE)])

    assert found.headline == "What is said here is on the record."
    assert not found.protects


def test_exceptions_are_named_with_their_place(consultation: Consultation) -> None:
    conference = event(consultation, EventKind.CONFERENCE, CHATHAM_HOUSE)
    make_session(conference, attribution_rule=ATTRIBUTABLE, **titled("Experts"))
    make_session(conference, **titled("Questions to the experts"))

    found = promise([conference])

    assert found.headline == "Where the Chatham House Rule applies, we do not keep who said what."
    assert found.sentences[1:] == ("May be printed with the speaker’s name at the conference: “Experts”.",)


def test_a_public_meeting_is_called_so() -> None:
    consultation = make_consultation(attribution_rule=CHATHAM_HOUSE)
    found = promise([event(consultation, EventKind.MEETING, CHATHAM_HOUSE)])
    assert found.sentences[0].startswith("At the public meeting, the Chatham House Rule applies")


def test_a_session_that_repeats_the_rule_of_its_event_is_no_exception(consultation: Consultation) -> None:
    conference = event(consultation, EventKind.CONFERENCE, CHATHAM_HOUSE)
    make_session(conference, attribution_rule=CHATHAM_HOUSE)

    assert len(promise([conference]).sentences) == 1


def test_a_protected_session_of_an_event_on_the_record_is_told(consultation: Consultation) -> None:
    webinar = event(consultation, EventKind.WEBINAR, ATTRIBUTABLE)
    make_session(webinar, attribution_rule=CHATHAM_HOUSE, **titled("Discussion"))

    assert "Under the Chatham House Rule in the webinar: “Discussion”." in promise([webinar]).sentences


def test_events_of_one_kind_under_two_rules_are_told_apart_by_title(consultation: Consultation) -> None:
    closed = event(consultation, EventKind.WEBINAR, CHATHAM_HOUSE, "Closed talk")
    public = event(consultation, EventKind.WEBINAR, ATTRIBUTABLE, "Public talk")

    first, second = promise([closed, public]).sentences

    assert first.startswith("At “Closed talk”, the Chatham House Rule applies")
    assert second.startswith("At “Public talk”, what is said is on the record")


def test_several_places_stand_in_one_sentence(consultation: Consultation) -> None:
    events = [
        event(consultation, kind, CHATHAM_HOUSE)
        for kind in (EventKind.CONFERENCE, EventKind.WEBINAR, EventKind.WEBINAR)
    ]

    (sentence,) = promise(events).sentences

    assert sentence.startswith("At the conference and in the webinars, the Chatham House Rule applies")


def test_posts_are_put_into_other_words(consultation: Consultation) -> None:
    found = promise([event(consultation, EventKind.SOCIAL, BY_CONSENT)])

    assert found.sentences[1] == (
        "Posts on social media are put into other words unless their author agreed to be named."
    )


def test_of_no_events_the_strictest_is_promised() -> None:
    assert promise([]).headline == "We do not keep who said what."
