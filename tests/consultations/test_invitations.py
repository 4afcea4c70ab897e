from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations
from consultations.models import Event, EventKind, Invitation, InvitationPurpose
from tests.factories import make_event

pytestmark = pytest.mark.django_db

REGISTER, RAPPORTEUR = InvitationPurpose.REGISTER, InvitationPurpose.RAPPORTEUR


@pytest.fixture
def event() -> Event:
    return make_event(kind=EventKind.CONFERENCE)


def page(token: str) -> str:
    return reverse("consultations:invitation", kwargs={"token": token})


def registration(event: Event) -> str:
    return reverse(
        "consultations:register", kwargs={"slug": event.consultation.slug, "event_slug": event.slug}
    )


def may_register(client: Client, event: Event) -> bool:
    return b'<form method="post" class="question"' in client.get(registration(event)).content


def test_a_token_has_more_than_128_bits_and_is_stored_hashed_alone(event: Event) -> None:
    invitation, token = invitations.issue(event, REGISTER, label="Ada")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consultations_invitation")
        stored = " ".join(str(value) for value in cursor.fetchone())
    assert len(token) * 6 >= 128
    assert token not in stored
    assert invitation.token_hash == sha256(token.encode()).hexdigest()


def test_every_token_is_new(event: Event) -> None:
    assert len({invitations.issue(event, REGISTER)[1] for _ in range(20)}) == 20


def test_opening_the_link_changes_nothing(client: Client, event: Event) -> None:
    _invitation, token = invitations.issue(event, REGISTER)

    response = client.get(page(token))

    assert response.status_code == 200
    assert invitations.SESSION_KEY not in client.session
    assert not may_register(client, event)


def test_the_button_lets_in(client: Client, event: Event) -> None:
    _invitation, token = invitations.issue(event, REGISTER)

    response = client.post(page(token))

    assert response.status_code == 302
    assert response["Location"] == registration(event)
    assert may_register(client, event)


def test_a_rapporteur_is_led_to_the_notes(client: Client, event: Event) -> None:
    _invitation, token = invitations.issue(event, RAPPORTEUR)

    response = client.post(page(token))

    kwargs = {"slug": event.consultation.slug, "event_slug": event.slug}
    assert response["Location"] == reverse("submissions:rapporteur", kwargs=kwargs)
    assert not may_register(client, event)


def test_an_invitation_holds_for_its_event_only(client: Client, event: Event) -> None:
    _invitation, token = invitations.issue(event, REGISTER)
    client.post(page(token))

    assert not may_register(client, make_event(event.consultation, EventKind.CONFERENCE))


def expired(invitation: Invitation) -> None:
    invitation.expires_at = timezone.now()


def revoked(invitation: Invitation) -> None:
    invitation.revoked = True


@pytest.mark.parametrize("end", [expired, revoked])
def test_an_ended_invitation_opens_nothing(client: Client, event: Event, end: Any) -> None:
    invitation, token = invitations.issue(event, REGISTER)
    end(invitation)
    invitation.save()

    assert [client.get(page(token)).status_code, client.post(page(token)).status_code] == [404, 404]
    assert not may_register(client, event)


@pytest.mark.parametrize("end", [expired, revoked])
def test_an_invitation_that_ends_shuts_out_who_was_let_in(client: Client, event: Event, end: Any) -> None:
    invitation, token = invitations.issue(event, REGISTER)
    client.post(page(token))
    end(invitation)
    invitation.save()

    assert not may_register(client, event)


def test_an_unknown_token_looks_like_an_expired_one(client: Client, event: Event) -> None:
    invitation, token = invitations.issue(event, REGISTER, expires_at=timezone.now() - timedelta(days=1))

    unknown, old = client.get(page("x" * len(token))), client.get(page(token))

    assert unknown.content.replace(b"x" * len(token), token.encode()) == old.content
    assert invitation.pk


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_token_is_not_sent_on_as_a_referrer_nor_cached(client: Client, event: Event, method: str) -> None:
    _invitation, token = invitations.issue(event, REGISTER)

    response = getattr(client, method)(page(token))

    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_the_form_works_with_the_forgery_protection_of_https(event: Event) -> None:
    _invitation, token = invitations.issue(event, REGISTER)
    client = Client(enforce_csrf_checks=True)
    form = client.get(page(token), secure=True)
    field = str(form.context["csrf_token"])

    # What a browser sends under strict-origin: the origin, and a referrer without the path.
    response = client.post(
        page(token),
        {"csrfmiddlewaretoken": field},
        secure=True,
        headers={"origin": "https://testserver", "referer": "https://testserver/"},
    )

    assert response.status_code == 302
