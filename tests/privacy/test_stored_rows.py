"""Whoever holds a copy of the database, and joins and sorts its rows, learns neither who spoke nor when."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid1, uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations
from consultations.models import (
    AttributionRule,
    Event,
    EventKind,
    InvitationPurpose,
    OrganizationKind,
    Presentation,
    Session,
    SessionKind,
    StaffRole,
)
from submissions.intake.arrival import Arrival, Point
from submissions.intake.submit import submit
from submissions.models import Answer, AuditEntry, Contribution, Flag, Submission, Via
from submissions.review import screening, workflow
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def conference(rule: str = AttributionRule.CHATHAM_HOUSE) -> Event:
    return make_event(make_consultation(attribution_rule=rule), kind=EventKind.CONFERENCE)


def noted(client: Client, event: Event, text: str) -> None:
    topic = make_topic(event.consultation)
    form = {"key": str(uuid4()), "language": "en", "topic": topic.pk, "text": text}
    client.post(reverse("submissions:rapporteur", args=[event.consultation.slug, event.slug]), form)


def test_points_that_a_rapporteur_sends_leave_no_moment_in_the_row_of_a_browser_session(
    client: Client,
) -> None:
    event = conference()
    _invitation, token = invitations.issue(event, InvitationPurpose.RAPPORTEUR)
    client.post(reverse("consultations:invitation", args=[token]))
    before = list(BrowserSession.objects.values())
    noted(client, event, "Paint the crossings.")
    noted(client, event, "Mend the lamps.")
    assert Contribution.objects.count() == 2
    assert list(BrowserSession.objects.values()) == before


def test_an_invitation_to_take_notes_leads_to_no_moment_and_to_no_note(client: Client) -> None:
    """Neither by a key, nor by an order, nor by a time: the label says for whom it was."""
    event = conference()
    invitation, token = invitations.issue(event, InvitationPurpose.RAPPORTEUR, label="Ada Walker")
    client.post(reverse("consultations:invitation", args=[token]))
    noted(client, event, "Paint the crossings.")
    row = BrowserSession.objects.get()
    assert (row.expire_date.hour, row.expire_date.minute, row.expire_date.second) == (0, 0, 0)
    held = row.get_decoded()
    assert set(held) == {"invitation", "_session_expiry"}
    assert set(held["invitation"]) == {"event", "purpose", "invitation", "link"}
    stored = str([*Submission.objects.values(), *Contribution.objects.values(), *AuditEntry.objects.values()])
    for trace in (
        invitation.token_hash,
        invitation.nonce,
        "Ada",
        row.session_key,
        held["invitation"]["link"],
    ):
        assert trace not in stored


def test_no_row_that_came_with_a_submission_stands_between_two_rows_of_staff() -> None:
    """Steps of staff have a time: a counted id between two of them would be a time as well."""
    event, user = conference(), make_user()
    addressee = make_organization(event.consultation)
    first = make_contribution(event, "Write to me@example.org", addressees=(addressee,))
    screening.screen(first.submission)
    workflow.start(first, by=user, version=first.version)
    second = make_contribution(event, "Write to you@example.org", addressees=(addressee,))
    screening.screen(second.submission)
    first.refresh_from_db()
    workflow.accept(first, by=user, version=first.version)

    counted = set(AuditEntry.objects.exclude(actor=None).values_list("pk", flat=True))
    came = AuditEntry.objects.filter(actor=None).values_list("pk", flat=True)
    assert len(came) == 2
    assert all(not min(counted) < pk < max(counted) for pk in came)


def test_the_order_of_ids_is_not_the_order_of_arrival() -> None:
    event = conference()
    addressee = make_organization(event.consultation)
    arrived = [
        make_contribution(event, f"{number}: write to me@example.org", addressees=(addressee,))
        for number in range(12)
    ]
    for each in arrived:
        screening.screen(each.submission)
    wanted = [each.pk for each in arrived]
    assert in_order_of_id(Contribution.addressees.through, "contribution_id") != wanted
    assert in_order_of_id(Flag, "contribution_id", kind="personal_information") != wanted
    assert in_order_of_id(AuditEntry, "submission_id") != [each.submission_id for each in arrived]


def in_order_of_id(model: Any, column: str, **only: str) -> list[Any]:
    found = list(model.objects.filter(**only).order_by("pk").values_list(column, flat=True))
    assert len(found) == 12
    return found


def test_every_counted_id_beside_a_submission_is_known_here() -> None:
    """A new table that points to what was said has to answer the same question: does its id tell when?"""
    said = {Submission, Contribution}
    counted = {
        model._meta.model_name
        for model in apps.get_models(include_auto_created=True)
        if any(field.related_model in said for field in model._meta.fields if field.is_relation)
        and model._meta.pk.get_internal_type() == "BigAutoField"
    }
    without_order = {"answer", "flag", "contribution_addressees", "support", "redaction", "note", "clearance"}
    assert counted == without_order | {"auditentry"}
    assert all(by_default(f"submissions_{table}") == "unordered_id()" for table in without_order)
    assert Answer._meta.pk.get_internal_type() == "BigAutoField"


def by_default(table: str) -> str:
    """What the database puts into the column "id"."""
    query = (
        "SELECT column_default FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return str(cursor.fetchone()[0])


def test_a_key_made_of_a_clock_and_a_network_card_is_not_kept() -> None:
    event = conference()
    key = uuid1(node=0x001122334455)
    point = Point("Paint the crossings.", make_topic(event.consultation))
    arrival = Arrival(event=event, via=Via.API, language="en", points=(point,))
    receipt = submit(arrival, key=key)
    again = submit(arrival, key=key)
    kept = Submission.objects.get().idempotency_key
    assert (kept.version, kept == key, kept.node == key.node) == (4, False, False)
    assert (again.is_new, again.code) == (False, receipt.code)


def test_a_random_key_is_kept_as_it_is() -> None:
    event, key = conference(), UUID("7a5b3a9e-93c0-4a0e-8a0c-0d6c1c1d6a11")
    point = Point("Paint the crossings.", make_topic(event.consultation))
    submit(Arrival(event=event, via=Via.API, language="en", points=(point,)), key=key)
    assert Submission.objects.get().idempotency_key == key


def presented(event: Event, *, by_a_department: bool, rule: str | None = None) -> Session:
    session = make_session(event, kind=SessionKind.FORMAL_PRESENTATION, attribution_rule=rule)
    if by_a_department:
        session.presented_by = make_organization(event.consultation, kind=OrganizationKind.DEPARTMENT)
        session.save()
    else:
        speaker = make_participant(event.consultation)
        Presentation.objects.create(session=session, participant=speaker, subject=both("Lamps"))
    return session


@pytest.mark.parametrize("by_a_department", [True, False])
def test_words_of_a_protected_presentation_are_not_kept_beside_who_gave_it(by_a_department: bool) -> None:
    """Joined to the programme, the session of a single presenter would be the speaker's name."""
    event = conference()
    contribution = make_contribution(event, session=presented(event, by_a_department=by_a_department))
    assert contribution.submission.session is None
    assert contribution.submission.rule == AttributionRule.CHATHAM_HOUSE


def test_words_without_their_session_keep_its_stricter_rule() -> None:
    event = conference(rule=AttributionRule.ATTRIBUTABLE)
    session = presented(event, by_a_department=True, rule=AttributionRule.CHATHAM_HOUSE)
    contribution = make_contribution(event, session=session)
    assert (contribution.submission.session, contribution.submission.rule) == (
        None,
        AttributionRule.CHATHAM_HOUSE,
    )


def test_words_of_a_table_and_of_a_presentation_on_the_record_keep_their_session() -> None:
    event = conference()
    table = make_session(event)
    on_record = presented(event, by_a_department=False, rule=AttributionRule.ATTRIBUTABLE)
    assert make_contribution(event, session=table).submission.session == table
    assert make_contribution(event, session=on_record).submission.session == on_record


def test_the_sitting_of_a_rapporteur_ends_with_the_browser(client: Client) -> None:
    event = conference()
    client.force_login(make_user(StaffRole.RAPPORTEUR, event.consultation))
    noted(client, event, "Paint the crossings.")
    cookie = client.cookies["sitting"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)
    assert "crossings" not in cookie.value


def test_a_row_of_a_browser_session_ends_at_no_moment_of_sending(client: Client) -> None:
    event = conference()
    user = make_user(StaffRole.RAPPORTEUR, event.consultation)
    client.force_login(user)
    long_ago = timezone.now() - timedelta(hours=3)
    BrowserSession.objects.update(expire_date=long_ago + timedelta(days=14))
    noted(client, event, "Paint the crossings.")
    assert BrowserSession.objects.get().expire_date == long_ago + timedelta(days=14)
