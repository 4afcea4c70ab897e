"""What programs send: taken once, by the rule, with errors where something is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from consultations.models import (
    Attribution,
    AttributionRule,
    EventKind,
    SessionKind,
    StaffRole,
)
from consultations.rest_errors import answer_to_error
from submissions.intake import receipts
from submissions.models import (
    AuditEntry,
    Contribution,
    Submission,
    Via,
)
from tests.api.sending import WORDS, body, make_call, point, send, staff
from tests.factories import (
    make_consultation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_submission_is_taken_with_a_receipt() -> None:
    make_call()
    answer = send(body(points=[point(), point(text="Plus de bancs.", language="fr", addressees=["city"])]))
    assert answer.status_code == 201
    assert (answer.json()["is_new"], answer.json()["rule"]) == (True, "by_consent")
    assert answer.headers["Cache-Control"] == "no-store"
    submission = receipts.find(answer.json()["receipt"])
    assert (submission.via, submission.event.slug) == (Via.API, "call")
    stored = [
        (one.text, one.language, [addressee.code for addressee in one.addressees.all()])
        for one in submission.contributions.order_by("position")
    ]
    assert stored == [(WORDS, "en", []), ("Plus de bancs.", "fr", ["city"])]


def test_sent_again_with_the_same_key_it_is_taken_once() -> None:
    make_call()
    key = uuid4()
    first, second = send(body(), key=key), send(body(), key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == {**first.json(), "is_new": False}
    assert Submission.objects.count() == 1


def test_other_words_with_the_same_key_are_refused() -> None:
    make_call()
    key = uuid4()
    send(body(), key=key)
    answer = send(body(points=[point(text="Fewer crossings.")]), key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert [one.text for one in Contribution.objects.all()] == [WORDS]


def test_a_key_may_stand_in_the_body_and_must_stand_somewhere() -> None:
    make_call()
    path = "/api/v1/consultations/streets/events/call/submissions/"
    answers = [APIClient().post(path, body(**extra)) for extra in ({"key": str(uuid4())}, {}, {"key": "one"})]
    assert [answer.status_code for answer in answers] == [201, 400, 400]
    assert [list(answer.json()) for answer in answers[1:]] == [["key"], ["key"]]


def test_under_the_chatham_house_rule_no_token_is_remembered() -> None:
    event = make_call(AttributionRule.CHATHAM_HOUSE)
    client = staff(event.consultation, StaffRole.COORDINATOR)
    answer = send(body(attribution="named", name="Ada Walker", organization_name="Walkers"), client=client)
    assert (answer.status_code, answer.json()["attribution"]) == (201, "not_attributed")
    submission = Submission.objects.get()
    assert (submission.name, submission.organization_name) == ("", "")
    assert AuditEntry.objects.get().actor is None


@pytest.mark.parametrize("rule", AttributionRule.values)
def test_under_no_rule_the_user_of_a_token_is_stored(rule: str) -> None:
    event = make_call(rule)
    send(body(), client=staff(event.consultation, StaffRole.COORDINATOR))
    assert AuditEntry.objects.get().actor is None
    assert User not in {field.related_model for field in Submission._meta.get_fields()}


def test_the_rule_that_a_sender_was_promised_holds_if_it_is_stricter() -> None:
    make_call(AttributionRule.ATTRIBUTABLE)
    answer = send(body(promised_rule="chatham_house", name="Ada Walker"))
    assert answer.json()["rule"] == "chatham_house"
    assert Submission.objects.get().name == ""


def test_consent_to_be_named_is_kept_with_the_name() -> None:
    make_call()
    assert send(body(attribution="named", name=" Ada  Walker ")).status_code == 201
    submission = Submission.objects.get()
    assert (submission.attribution, submission.name) == (Attribution.NAMED, "Ada Walker")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"language"}),
        (body(points=[]), {"points"}),
        (body(language="de"), {"language"}),
        (body(sector="martians"), {"sector"}),
        (body(attribution="named"), {"name"}),
        (body(attribution="organization"), {"organization_name"}),
        (body(name="x" * 151), {"name"}),
        (body(session="table"), {"session"}),
        (body(answers=[{"question": "q", "text": "x"}]), {"answers"}),
        ([], {"non_field_errors"}),
        ("words", {"non_field_errors"}),
    ],
)
def test_what_is_wrong_is_said_by_field(data: Any, errors: set[str]) -> None:
    make_call()
    answer = send(data)
    assert answer.status_code == 400
    assert set(answer.json()) == errors
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"topic": "benches"}, "topic"),
        ({"section": 2}, "topic"),
        ({"section": 4}, "section"),
        ({"text": ""}, "text"),
        ({"text": "\u202e \u0007"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": None}, "text"),
        ({"addressees": ["walkers"]}, "addressees"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_is_wrong_in_a_point_is_said_beside_that_point(fields: dict[str, Any], error: str) -> None:
    make_call()
    answer = send(body(points=[point(), point(**fields)]))
    assert answer.status_code == 400
    assert {place: set(errors) for place, errors in answer.json()["points"].items()} == {"1": {error}}


def test_errors_are_in_the_language_asked_for() -> None:
    make_call()
    assert send({}, language="fr").json() == {"language": ["Ce champ est obligatoire."]}


@pytest.mark.parametrize(
    ("starts", "ends", "code"), [(1, 2, "not_yet_open"), (-2, -1, "closed")], ids=["early", "late"]
)
def test_outside_of_its_dates_an_event_takes_nothing(starts: int, ends: int, code: str) -> None:
    now = timezone.now()
    make_call(starts_at=now + timedelta(days=starts), ends_at=now + timedelta(days=ends))
    answer = send(body())
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert not Submission.objects.exists()


def test_a_lost_answer_can_be_fetched_again_after_the_close() -> None:
    event = make_call()
    key = uuid4()
    first = send(body(), key=key)
    event.ends_at = timezone.now() - timedelta(seconds=1)
    event.save()
    again = send(body(), key=key)
    assert (again.status_code, again.json()["receipt"]) == (200, first.json()["receipt"])


@pytest.mark.parametrize("kind", [EventKind.CONFERENCE, EventKind.WEBINAR, EventKind.SOCIAL])
def test_notes_of_a_meeting_come_from_its_staff_alone(kind: str) -> None:
    event = make_call(AttributionRule.CHATHAM_HOUSE, kind=kind)
    make_session(event, code="table")
    clients = {
        "anonymous": APIClient(),
        "outsider": staff(make_consultation(), StaffRole.COORDINATOR),
        "reviewer": staff(event.consultation, StaffRole.REVIEWER),
        "rapporteur": staff(event.consultation, StaffRole.RAPPORTEUR),
        "coordinator": staff(event.consultation, StaffRole.COORDINATOR),
    }
    codes = {who: send(body(session="table"), client=client).status_code for who, client in clients.items()}
    assert codes == {
        "anonymous": 401,
        "outsider": 403,
        "reviewer": 403,
        "rapporteur": 201,
        "coordinator": 201,
    }


def test_notes_name_the_session_and_get_its_rule() -> None:
    event = make_call(AttributionRule.CHATHAM_HOUSE, kind=EventKind.CONFERENCE)
    make_session(
        event, SessionKind.FORMAL_PRESENTATION, code="talk", attribution_rule=AttributionRule.ATTRIBUTABLE
    )
    client = staff(event.consultation, StaffRole.RAPPORTEUR)
    assert set(send(body(), client=client).json()) == {"session"}
    assert send(body(session="talk"), client=client).json()["rule"] == "attributable"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b'{"language": NaN}', 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b'{"language": "\\ud800"}', 400),
        (b'{"language": "en", "points": [{"section": 1, "topic": "\\ud800", "text": "x"}]}', 400),
        (b'"' + b"x" * 3_000_000 + b'"', 413),
    ],
    ids=["broken", "NaN", "deep", "not-text", "surrogate", "surrogate-inside", "large"],
)
def test_nonsense_is_refused_in_words(content: bytes, status: int) -> None:
    make_call()
    path = "/api/v1/consultations/streets/events/call/submissions/"
    headers = {"idempotency-key": str(uuid4())}
    answer = APIClient().post(path, content, content_type="application/json", headers=headers)
    assert answer.status_code == status
    assert answer.json()


def test_forms_of_other_sites_are_not_read() -> None:
    make_call()
    path = "/api/v1/consultations/streets/events/call/submissions/"
    answer = APIClient().post(path, "language=en", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_session_without_the_token_of_its_form_sends_nothing() -> None:
    event = make_call()
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    assert send(body(), client=client).status_code == 403
    assert not Submission.objects.exists()


def test_a_database_that_is_away_is_said_honestly() -> None:
    answer = answer_to_error(OperationalError("gone"), {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"], answer["Retry-After"]) == (503, "unavailable", "10")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_points(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_call()
    with django_assert_num_queries(13):
        assert send(body(points=[point(addressees=["city"])] * count)).status_code == 201
