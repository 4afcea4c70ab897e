"""What the database refuses, whoever asks and whatever the code above it forgets."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from consultations.models import Attribution, AttributionRule, EventKind
from submissions.models import AuditEntry, Contribution, Status, Submission, Via
from tests.factories import (
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_reason,
    make_session,
    make_topic,
)

pytestmark = pytest.mark.django_db

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = AttributionRule.values
NOT_ATTRIBUTED, ORGANIZATION, NAMED = Attribution.NOT_ATTRIBUTED, Attribution.ORGANIZATION, Attribution.NAMED


def refused(by: str) -> Any:
    return pytest.raises(IntegrityError, match=by)


def store(rule: str = CHATHAM_HOUSE, **fields: Any) -> Submission:
    """Past the one way in, on purpose."""
    event = fields.pop("event", None) or make_event(attribution_rule=rule)
    values: dict[str, Any] = {
        "via": Via.WEB, "language": "en", "received_on": event.consultation.today(), "idempotency_key": uuid4(),
        "content_hash": "0" * 64, "receipt_hash": uuid4().hex,
    }  # fmt: skip
    with transaction.atomic():
        return Submission.objects.create(event=event, rule=rule, **{**values, **fields})


def speaker(event: Any, field: str) -> dict[str, Any]:
    return {
        "name": {"name": "Ada Walker"},
        "organization_name": {"organization_name": "Walkers United"},
        "participant": {"participant": make_participant(event.consultation)},
        "organization": {"organization": make_organization(event.consultation)},
    }[field]


@pytest.mark.parametrize("field", ["name", "organization_name", "participant", "organization"])
def test_under_the_chatham_house_rule_nothing_of_the_speaker_can_be_stored(field: str) -> None:
    event = make_event(attribution_rule=CHATHAM_HOUSE)

    with refused("submission_chatham_house_stores_no_speaker"):
        store(CHATHAM_HOUSE, event=event, **speaker(event, field))


def test_under_the_chatham_house_rule_nobody_can_ask_to_be_named() -> None:
    with refused("submission_chatham_house_stores_no_speaker"):
        store(CHATHAM_HOUSE, attribution=NAMED)


@pytest.mark.parametrize("field", ["name", "organization_name", "participant", "organization"])
def test_without_consent_nothing_of_the_speaker_can_be_stored(field: str) -> None:
    event = make_event(attribution_rule=BY_CONSENT)

    with refused("submission_without_consent_stores_no_speaker"):
        store(BY_CONSENT, event=event, attribution=NOT_ATTRIBUTED, **speaker(event, field))


@pytest.mark.parametrize("field", ["name", "participant"])
def test_with_consent_for_the_organization_alone_no_person_can_be_stored(field: str) -> None:
    event = make_event(attribution_rule=BY_CONSENT)

    assert store(BY_CONSENT, event=event, attribution=ORGANIZATION, **speaker(event, "organization")).pk
    with refused("submission_organization_only_stores_no_name"):
        store(BY_CONSENT, event=event, attribution=ORGANIZATION, **speaker(event, field))


def test_with_consent_a_name_can_be_stored() -> None:
    assert store(BY_CONSENT, attribution=NAMED, name="Ada Walker").name == "Ada Walker"


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("attribution", "perhaps", "submission_attribution_known"),
        ("sector", "nobles", "submission_sector_known"),
    ],
)
def test_an_unknown_value_does_not_slip_past_the_constraints(field: str, value: str, constraint: str) -> None:
    with refused(constraint):
        store(BY_CONSENT, **{field: value})


@pytest.mark.parametrize("rule", [BY_CONSENT, ATTRIBUTABLE])
def test_a_submission_cannot_have_a_looser_rule_than_its_event(rule: str) -> None:
    event = make_event(attribution_rule=CHATHAM_HOUSE)

    with refused("looser rule than the place"):
        store(rule, event=event)


def test_a_submission_cannot_have_a_looser_rule_than_its_session() -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=ATTRIBUTABLE)
    session = make_session(event, attribution_rule=CHATHAM_HOUSE)

    with refused("looser rule than the place"):
        store(ATTRIBUTABLE, event=event, session=session)


def test_the_session_of_another_event_lends_its_looser_rule_to_nobody() -> None:
    event = make_event(kind=EventKind.CONFERENCE, attribution_rule=CHATHAM_HOUSE)
    elsewhere = make_session(attribution_rule=ATTRIBUTABLE)

    with refused("looser rule than the place"):
        store(ATTRIBUTABLE, event=event, session=elsewhere)


def test_a_submission_may_have_a_stricter_rule_than_its_place() -> None:
    assert store(CHATHAM_HOUSE, event=make_event(attribution_rule=ATTRIBUTABLE)).pk


def test_the_rule_of_a_submission_only_becomes_stricter() -> None:
    rows = Submission.objects.filter(pk=store(BY_CONSENT).pk)

    with refused("under which rule something was said"), transaction.atomic():
        rows.update(rule=ATTRIBUTABLE)
    rows.update(rule=CHATHAM_HOUSE)


def test_where_and_when_something_was_said_does_not_change() -> None:
    contribution = make_contribution(make_event(kind=EventKind.CONFERENCE))
    event = contribution.submission.event
    rows = Submission.objects.filter(pk=contribution.submission_id)

    for change in (
        {"event": make_event(event.consultation)},
        {"session": make_session(event)},
        {"received_on": event.consultation.opens_on},
    ):
        with refused("does not change"), transaction.atomic():
            rows.update(**change)


def test_words_as_received_do_not_change() -> None:
    contribution, other = make_contribution(), make_contribution()
    rows = Contribution.objects.filter(pk=contribution.pk)

    for change in (
        {"text": "Never said."},
        {"language": "fr"},
        {"submission": other.submission, "position": 9},
    ):
        with refused("words as received do not change"), transaction.atomic():
            rows.update(**change)
    rows.update(topic=make_topic(contribution.submission.event.consultation))


def test_the_audit_trail_is_append_only() -> None:
    entry = AuditEntry.objects.get(contribution=None, submission=make_contribution().submission)

    with refused("append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="forged")
    with refused("append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM submissions_auditentry WHERE id = %s", [entry.pk])
    assert AuditEntry.objects.get(pk=entry.pk).action == entry.action


def test_what_a_participant_did_has_no_time() -> None:
    entry = AuditEntry.objects.get(submission=make_contribution().submission)
    assert (entry.actor, entry.at) == (None, None)

    with refused("audit_participants_leave_no_time"), transaction.atomic():
        AuditEntry.objects.create(
            consultation=entry.consultation, action="received", on=entry.on, at=entry.consultation.opens_at
        )


def test_a_state_and_what_explains_it_stand_together() -> None:
    contribution = make_contribution()
    event = contribution.submission.event
    reason, other = make_reason(event.consultation), make_contribution(event)
    rows = Contribution.objects.filter(pk=contribution.pk)

    changes: list[tuple[dict[str, Any], str]] = [
        ({"status": Status.SET_ASIDE}, "contribution_set_aside_has_a_reason"),
        ({"status": Status.ACCEPTED, "set_aside_reason": reason}, "contribution_set_aside_has_a_reason"),
        ({"status": Status.MERGED}, "contribution_merged_names_its_target"),
        ({"status": Status.ACCEPTED, "merged_into": other}, "contribution_merged_names_its_target"),
        ({"status": Status.MERGED, "merged_into": contribution}, "contribution_not_merged_into_itself"),
        ({"status": "lost"}, "contribution_status_known"),
    ]
    for change, constraint in changes:
        with refused(constraint), transaction.atomic():
            rows.update(**change)
