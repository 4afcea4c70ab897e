"""Whoever may write SQL as the product does still cannot loosen what was promised."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, EventKind, StaffRole
from submissions.models import Submission
from tests.factories import (
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def by_consent(kind: str = EventKind.OPEN_CALL, **said: Any) -> Submission:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT), kind=kind)
    return make_contribution(event, **said).submission


def test_an_event_in_social_media_cannot_become_one_whose_words_are_quoted() -> None:
    submission = by_consent(EventKind.SOCIAL)
    with refused("social_stays_social"):
        run("UPDATE consultations_event SET kind = 'open_call' WHERE id = %s", submission.event_id)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["kind = 'open_call'", "attribution_rule = 'attributable'"])
def test_nobody_changes_an_event_who_does_not_see_what_was_said_meanwhile(change: str) -> None:
    """Under repeatable read a transaction sees the words of before it began alone."""
    event = make_event(kind=EventKind.SOCIAL)
    with refused("rules_change_under_read_committed"):
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        run(f"UPDATE consultations_event SET {change} WHERE id = %s", event.pk)


def test_the_admin_offers_no_other_kind_for_it(client: Client) -> None:
    submission = by_consent(EventKind.SOCIAL)
    client.force_login(make_user(StaffRole.COORDINATOR, submission.event.consultation))
    page = client.get(reverse("admin:consultations_event_change", args=[submission.event_id]))
    assert page.status_code == 200
    assert 'name="kind"' not in page.content.decode()


def test_before_the_first_word_an_event_may_change_its_kind() -> None:
    event = make_event(kind=EventKind.SOCIAL)
    run("UPDATE consultations_event SET kind = 'open_call' WHERE id = %s", event.pk)
    event.refresh_from_db()
    assert event.kind == EventKind.OPEN_CALL


@pytest.mark.parametrize("change", ["attribution = 'named', name = 'Ada Walker'", "attribution = 'named'"])
def test_nobody_is_named_afterwards_who_did_not_agree(change: str) -> None:
    submission = by_consent()
    with refused("consent_only_shrinks"):
        run(f"UPDATE submissions_submission SET {change} WHERE id = %s", submission.pk)


def test_words_on_the_record_get_no_other_speaker() -> None:
    event = make_event(make_consultation(attribution_rule=AttributionRule.ATTRIBUTABLE))
    speaker, other = make_participant(event.consultation), make_participant(event.consultation)
    said = make_contribution(event, participant=speaker).submission
    body = make_organization(event.consultation)
    for column, value in (("participant_id", other.pk), ("organization_id", body.pk), ("name", "Eve")):
        with refused("consent_only_shrinks"):
            run(f"UPDATE submissions_submission SET {column} = %s WHERE id = %s", value, said.pk)


def test_consent_can_be_taken_back() -> None:
    submission = by_consent(name="Ada Walker", attribution="named")
    run(
        "UPDATE submissions_submission SET attribution = 'not_attributed', name = '' WHERE id = %s",
        submission.pk,
    )
    submission.refresh_from_db()
    assert (submission.attribution, submission.name) == ("not_attributed", "")


def test_words_of_a_protected_session_cannot_be_filed_under_an_event_on_the_record() -> None:
    consultation = make_consultation(attribution_rule=AttributionRule.CHATHAM_HOUSE)
    protected = make_session(make_event(consultation, kind=EventKind.CONFERENCE))
    on_record = make_event(consultation, attribution_rule=AttributionRule.ATTRIBUTABLE)
    with refused("session_is_of_the_event"):
        Submission.objects.create(
            event=on_record,
            session=protected,
            via="web",
            rule=AttributionRule.ATTRIBUTABLE,
            language="en",
            received_on=consultation.today(),
            idempotency_key=uuid4(),
            content_hash="",
            receipt_hash="",
        )
