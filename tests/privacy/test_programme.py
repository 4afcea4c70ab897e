"""The public programme names nobody under the Chatham House Rule, and no body that did not agree to be listed."""

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Event, EventKind, Presentation, SessionKind
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_session,
)

pytestmark = pytest.mark.django_db


def pages(client: Client, event: Event) -> list[str]:
    where = [event.consultation.slug, event.slug]
    addresses = [
        reverse("consultations:event", args=where),
        reverse("api:event", args=where),
        reverse("api:events", args=where[:1]),
    ]
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize("listed", [True, False])
def test_a_department_that_presents_is_named_only_if_it_agreed(client: Client, listed: bool) -> None:
    event = make_event(make_consultation(), kind=EventKind.CONFERENCE)
    body = make_organization(event.consultation, code="quiet-body", name=both("Quiet Body"), listed=listed)
    make_session(event, kind=SessionKind.FORMAL_PRESENTATION, presented_by=body)
    page, *answers = pages(client, event)
    assert ("Quiet Body" in page) is listed
    assert all(("quiet-body" in answer) is listed for answer in answers)


def test_who_speaks_under_the_rule_is_on_no_page(client: Client) -> None:
    event = make_event(
        make_consultation(attribution_rule=AttributionRule.CHATHAM_HOUSE), kind=EventKind.CONFERENCE
    )
    session = make_session(event, kind=SessionKind.FORMAL_PRESENTATION)
    speaker = make_participant(event.consultation, name="Quiet Person", listed=True)
    Presentation.objects.create(session=session, participant=speaker, subject=both("Secret subject"))
    for content in pages(client, event):
        assert "Quiet Person" not in content
        assert "Secret subject" not in content
