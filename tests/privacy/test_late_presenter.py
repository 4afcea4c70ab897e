"""A session in which protected words were taken gets no presenter: the programme would say who spoke."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, EventKind, Presentation, Session, StaffRole
from submissions.models import Submission
from tests.consultations.admin_forms import form_of
from tests.factories import (
    both,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = AttributionRule.values


def spoken(rule: str = CHATHAM_HOUSE, **said: Any) -> Session:
    session = make_session(make_event(kind=EventKind.CONFERENCE, attribution_rule=rule))
    make_contribution(session.event, session=session, **said)
    return session


def enter(session: Session) -> Presentation:
    speaker = make_participant(session.event.consultation)
    with transaction.atomic():
        return Presentation.objects.create(session=session, participant=speaker, subject=both("Lamps"))


def late() -> Any:
    return pytest.raises(IntegrityError, match="a presenter would name their speaker")


@pytest.mark.parametrize("rule", [CHATHAM_HOUSE, BY_CONSENT])
def test_no_presenter_is_entered_after_words_that_name_nobody(rule: str) -> None:
    session = spoken(rule)
    with late():
        enter(session)
    with late(), transaction.atomic():
        Session.objects.update(presented_by=make_organization(session.event.consultation))


def test_no_presenter_is_moved_there() -> None:
    session = spoken()
    elsewhere = enter(make_session(session.event))
    with late(), transaction.atomic():
        Presentation.objects.filter(pk=elsewhere.pk).update(session=session)


def test_a_presenter_may_be_entered_where_speakers_are_named() -> None:
    assert enter(spoken(ATTRIBUTABLE, name="Ada Walker")).pk
    assert enter(make_session(spoken().event)).pk


def test_words_that_become_protected_lose_the_session_of_a_presenter() -> None:
    session = spoken(ATTRIBUTABLE, name="Ada Walker")
    enter(session)
    Submission.objects.update(rule=CHATHAM_HOUSE, attribution="not_attributed", name="")
    assert Submission.objects.get().session is None


def test_protected_words_cannot_be_written_into_the_session_of_a_presenter() -> None:
    session = spoken()
    presented = enter(make_session(session.event)).session
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="kept without a session"):
        cursor.execute(
            "INSERT INTO submissions_submission SELECT gen_random_uuid(), via, rule, attribution, sector, language, "
            "name, organization_name, received_on, gen_random_uuid(), content_hash, 'other', screened, event_id, "
            "organization_id, participant_id, %s FROM submissions_submission",
            [presented.pk],
        )


def test_the_admin_says_it_in_words(client: Client) -> None:
    session = spoken()
    consultation = session.event.consultation
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = reverse("admin:consultations_session_change", args=[session.pk])
    form = form_of(client, page)
    presenter = {
        "presentations-TOTAL_FORMS": 1, "presentations-0-participant": make_participant(consultation).pk,
        "presentations-0-subject_0": "Lamps", "presentations-0-subject_1": "Lampes", "presentations-0-position": 0,
        "presentations-0-session": session.pk,
    }  # fmt: skip
    for more in ({"presented_by": make_organization(consultation).pk}, presenter):
        answer = client.post(page, form | more)
        assert answer.status_code == 200
        assert "Make a session of its own for the presentation." in answer.content.decode()
    assert not Presentation.objects.exists()
