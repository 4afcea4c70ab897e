from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations
from consultations.models import (
    Event,
    EventKind,
    Invitation,
    InvitationPurpose,
    InvitationState,
    Letter,
    Mail,
)
from consultations.tokens import token_again
from tests.factories import make_event, make_participant
from tests.together import at_once

pytestmark = pytest.mark.django_db

PERSON = {"name": "Ada Walker", "email": "ada@example.org", "sector": "civil_society"}
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


def used_up(invitation: Invitation) -> None:
    invitation.uses = invitation.uses_allowed = 1


@pytest.mark.parametrize(
    ("end", "says"),
    [(expired, "It was valid until"), (revoked, "took it back"), (used_up, "has been used")],
)
def test_who_holds_the_link_reads_why_it_no_longer_works_and_whom_to_ask(
    client: Client, event: Event, end: Any, says: str
) -> None:
    event.consultation.contact = "streets@example.org"
    event.consultation.save()
    invitation, token = invitations.issue(event, REGISTER)
    end(invitation)
    invitation.save()

    text = client.get(page(token)).content.decode()

    assert says in text
    assert "mailto:streets@example.org" in text


def test_an_unknown_token_learns_nothing_of_any_invitation(client: Client, event: Event) -> None:
    event.consultation.contact = "streets@example.org"
    event.consultation.save()
    _invitation, token = invitations.issue(event, REGISTER)

    text = client.get(page("x" * len(token))).content.decode()

    assert "its link was not copied whole" in text
    assert "streets@example.org" not in text


def test_a_single_use_ends_with_the_registration_not_with_the_press(client: Client, event: Event) -> None:
    invitation, token = invitations.issue(event, REGISTER, uses_allowed=1)
    client.post(page(token))
    assert Client().post(page(token)).status_code == 302  # opened on another device before registering

    client.post(registration(event), PERSON)

    invitation.refresh_from_db()
    assert (invitation.uses, invitation.used_on) == (1, event.consultation.today())
    assert not may_register(client, event)
    assert Client().post(page(token)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_register_at_once_by_one_link_are_one() -> None:
    event = make_event(kind=EventKind.CONFERENCE)
    _invitation, token = invitations.issue(event, REGISTER, uses_allowed=1)

    def come(number: int) -> None:
        client = Client()
        client.post(page(token))
        client.post(registration(event), {**PERSON, "email": f"ada-{number}@example.org"})

    assert at_once(*(lambda number=number: come(number) for number in range(4))) == ["done"] * 4  # type: ignore[misc]
    assert event.registrations.count() == 1


def test_a_limited_link_of_rapporteurs_counts_browsers(event: Event) -> None:
    invitation, token = invitations.issue(event, RAPPORTEUR, uses_allowed=2)
    first, second, third = Client(), Client(), Client()
    answers = [client.post(page(token)).status_code for client in (first, first, second, third)]
    assert answers == [302, 302, 302, 404]
    assert first.get(page(token)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.uses == 2


def test_a_link_has_only_a_day_and_ids_in_no_order(event: Event) -> None:
    times = {field.name for field in Invitation._meta.fields if field.get_internal_type() == "DateTimeField"}
    assert times == {"expires_at"}  # which a coordinator sets
    made = [invitations.issue(event, REGISTER)[0].pk for _ in range(12)]
    assert made != sorted(made)


def test_a_personal_link_shows_what_is_known_and_takes_corrections(client: Client, event: Event) -> None:
    person = make_participant(event.consultation, name="Ada Wlaker", email="ada@example.org")
    _invitation, token = invitations.issue(event, REGISTER, participant=person, uses_allowed=1)
    client.post(page(token))

    form = client.get(registration(event)).context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Ada Wlaker", "ada@example.org")
    client.post(registration(event), {**PERSON, "listed": "on"})

    person.refresh_from_db()
    assert (person.name, person.listed) == ("Ada Walker", True)
    assert event.registrations.get().participant == person


def test_a_personal_link_gives_no_power_over_somebody_else(client: Client, event: Event) -> None:
    other = make_participant(event.consultation, name="Eve", email="eve@example.org")
    person = make_participant(event.consultation, name="Ada", email="ada@example.org")
    _invitation, token = invitations.issue(event, REGISTER, participant=person)
    client.post(page(token))

    client.post(registration(event), {**PERSON, "email": "eve@example.org", "listed": "on"})

    other.refresh_from_db()
    assert (other.name, other.listed) == ("Eve", False)


def test_who_cannot_come_says_so_and_is_not_reminded(client: Client, event: Event) -> None:
    person = make_participant(event.consultation)
    assert invitations.invite(event, REGISTER, [person]) == 1
    invitation = event.invitations.get()

    text = client.post(page(token_again(invitation)), {"decline": "1"}).content.decode()

    assert "You said that you cannot come" in text
    invitation.refresh_from_db()
    assert invitation.state() == InvitationState.DECLINED
    assert invitations.remind(event.invitations.all()) == 0
    assert client.post(page(token_again(invitation))).status_code == 302  # a change of mind


def test_inviting_twice_adds_nothing(event: Event) -> None:
    people = [make_participant(event.consultation) for _ in range(3)]
    assert invitations.invite(event, REGISTER, people[:2]) == 2
    assert invitations.invite(event, REGISTER, [*people, *people]) == 1
    assert (event.invitations.count(), Mail.objects.count()) == (3, 3)


def test_a_new_link_ends_the_old_one_and_who_was_let_in_by_it(client: Client, event: Event) -> None:
    person = make_participant(event.consultation)
    invitations.invite(event, REGISTER, [person])
    invitation = event.invitations.get()
    old = token_again(invitation)
    client.post(page(old))

    new = invitations.renew(invitation)

    assert [Client().get(page(token)).status_code for token in (old, new)] == [404, 200]
    assert not may_register(client, event)
    assert Mail.objects.filter(letter=Letter.INVITATION).count() == 2


def test_a_changed_secret_leaves_links_good_and_the_next_letter_has_a_new_one(
    client: Client, event: Event, settings: LazySettings
) -> None:
    invitation, token = invitations.issue(event, REGISTER)
    settings.SECRET_KEY = "another secret, fifty characters long or more, as they have to be"
    assert client.get(page(token)).status_code == 200
    again = token_again(invitation)
    assert again != token
    assert [client.get(page(each)).status_code for each in (token, again)] == [404, 200]


@pytest.mark.parametrize("used", [{"uses": 1}, {"declined": True}, {"used_on": "2030-01-01"}])
def test_the_database_refuses_to_follow_an_invitation_to_write(event: Event, used: dict[str, Any]) -> None:
    invitation, token = invitations.issue(event, InvitationPurpose.TAKE_PART)
    with pytest.raises(IntegrityError, match="invitation_to_write_is_not_followed"), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**used)
    assert Client().post(page(token)).status_code == 404


def test_who_has_not_answered_is_reminded_by_itself_once(event: Event) -> None:
    people = [make_participant(event.consultation) for _ in range(3)]
    invitations.invite(event, REGISTER, people)
    answered = event.invitations.filter(participant=people[0])
    answered.update(uses=1)
    today = event.consultation.today()
    for day, reminded in (
        (None, 0),
        (today + timedelta(days=1), 0),
        (today - timedelta(days=1), 2),
        (today, 0),
    ):
        Event.objects.filter(pk=event.pk).update(remind_on=day)
        assert invitations.remind_by_itself(timezone.now()) == reminded
    wrote_to = Mail.objects.filter(letter=Letter.REMINDER).values_list("participant", flat=True)
    assert set(wrote_to) == {person.pk for person in people[1:]}


def test_nobody_is_reminded_of_what_is_over(event: Event) -> None:
    invitations.invite(event, REGISTER, [make_participant(event.consultation)])
    now = timezone.now()
    Event.objects.update(ends_at=now, remind_on=event.consultation.today())
    assert invitations.remind_by_itself(now + timedelta(seconds=1)) == 0
    assert invitations.remind(event.invitations.all()) == 0


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
