"""Inviting a list: read in both languages, looked at first, sent as a whole or not at all, and twice is once."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations import invitees, mail_queue
from consultations.models import (
    Consultation,
    Event,
    EventKind,
    Invitation,
    Mail,
    MailState,
    Participant,
    StaffRole,
)
from tests.consultations.admin_forms import form_of
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/consultations/invitation/invite/"
LIST = "/admin/consultations/invitation/"
ENGLISH = """name,e-mail,organization,sector,role,language
Ada Walker,ada@example.org,Walkers United,Civil society,Expert,English
Inès Duarte,ines@example.org,,Academia,,French
"""
FRENCH = """Nom;Courriel;Organisation;Secteur;Rôle;Langue
Ada Walker;ada@example.org;WU;Société civile;Expertise;anglais
"""


@pytest.fixture
def event() -> Event:
    consultation = make_consultation(contact="streets@example.org")
    make_organization(consultation, name=both("Walkers United"), acronym=both("WU"))
    return make_event(consultation, EventKind.CONFERENCE)


@pytest.fixture
def staff(client: Client, event: Event) -> Client:
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    return client


def ask(client: Client, event: Event, table: str | bytes = "", **fields: Any) -> Any:
    """The first page, with the table as a file."""
    data: dict[str, Any] = {"event": event.pk, "purpose": "register", **fields}
    if table:
        content = table if isinstance(table, bytes) else table.encode()
        data["file"] = SimpleUploadedFile("list.csv", content)
    return client.post(PAGE, data)


def send(client: Client, event: Event, table: str = "", **fields: Any) -> Any:
    """The button of the preview."""
    data = {"event": event.pk, "purpose": "register", "table": table, "send": "1", **fields}
    return client.post(PAGE, data, follow=True)


def test_a_list_is_shown_with_the_letter_before_anything_is_stored_or_sent(
    staff: Client, event: Event
) -> None:
    text = ask(staff, event, ENGLISH).content.decode()

    assert "ada@example.org" in text
    assert "Invitation: Tell us" in text
    assert "Hello (name)" in text
    assert not Participant.objects.exists()
    assert not Invitation.objects.exists()


def test_the_button_stores_the_people_and_invites_each(staff: Client, event: Event) -> None:
    page = send(staff, event, ENGLISH).content.decode()

    assert "2 people are invited." in page
    people = Participant.objects.order_by("name").values_list(
        "name", "email", "organization__code", "sector", "roles", "language"
    )
    code = event.consultation.organizations.get().code
    assert list(people) == [
        ("Ada Walker", "ada@example.org", code, "civil_society", ["expert"], "en"),
        ("Inès Duarte", "ines@example.org", None, "academia", ["participant"], "fr"),
    ]
    assert set(Invitation.objects.values_list("uses_allowed", "expires_at")) == {(1, event.closes_at)}
    mail_queue.send_due()
    assert sorted(letter.to for letter in mail.outbox) == [["ada@example.org"], ["ines@example.org"]]


def test_twice_the_same_list_adds_nothing_and_changes_nobody(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    Participant.objects.filter(name="Ada Walker").update(name="Ada W. Walker")
    text = ask(staff, event, ENGLISH).content.decode()
    send(staff, event, ENGLISH)

    assert "Yes: stays as stored" in text
    assert (Participant.objects.count(), Invitation.objects.count(), Mail.objects.count()) == (2, 2, 2)
    assert Participant.objects.filter(name="Ada W. Walker").exists()


def test_a_list_from_a_french_spreadsheet_is_read(event: Event) -> None:
    for content in (
        FRENCH.encode("utf-8-sig"),
        FRENCH.encode("cp1252"),
        FRENCH.replace("\n", "\r\n").encode(),
    ):
        table = invitees.read(invitees.decoded(content), event.consultation)
        assert table.faults == ()
        (found,) = table.invitees
        assert (found.sector, found.role, found.language) == ("civil_society", "expert", "en")
        assert found.organization is not None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Eve,nobody,,Academia,,", "“nobody” is not an e-mail address."),
        (",eve@example.org,,Academia,,", "Give a name"),
        (
            "Eve,eve@example.org,,Martians,,",
            "“Martians” is not a sector. Possible: Civil society, Government",
        ),
        ("Eve,eve@example.org,,Academia,King,", "“King” is not a role."),
        ("Eve,eve@example.org,,Academia,,Latin", "“Latin” is not a language. Possible: English, French"),
        (
            "Eve,eve@example.org,Strangers,Academia,,",
            "“Strangers” is not an organization of this consultation.",
        ),
        ("Eve,ADA@example.org,,Academia,,", "The same address stands on line 2."),
    ],
)
def test_a_fault_is_told_by_its_line_and_nothing_is_half_done(
    staff: Client, event: Event, line: str, says: str
) -> None:
    table = f"{ENGLISH}\n{line}\n"  # after a blank line, which counts
    for response in (ask(staff, event, table), send(staff, event, table)):
        text = response.context["table"].faults[0]
        assert (text.line, says in text.text) == (5, True), text
        assert b'name="send"' not in response.content
    assert not Participant.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "table", ["", "a,b\n1,2\n", 'name,email,sector\n"never closed', "\x00\n", "name\n" * 3000]
)
def test_what_is_no_such_list_is_said(event: Event, table: str) -> None:
    found = invitees.read(table, event.consultation)
    assert (found.invitees, len(found.faults)) == ((), 1)


def test_missing_columns_are_named_in_the_readers_language(event: Event) -> None:
    with translation.override("fr"):
        (fault,) = invitees.read("langue\nfr\n", event.consultation).faults
        assert "nom, courriel, secteur" in fault.text


def test_everybody_with_a_role_is_invited_but_who_cannot_or_will_not_be_written_to(
    staff: Client, event: Event
) -> None:
    expert = make_participant(event.consultation, roles=["expert", "presenter"])
    for fields in ({"roles": ["participant"]}, {"email": ""}, {"bounced": True}, {"left_alone": True}):
        make_participant(event.consultation, **{"roles": ["expert"], **fields})
    make_participant(make_consultation(), roles=["expert"])

    send(staff, event, roles=["expert"])

    assert [invitation.participant for invitation in Invitation.objects.all()] == [expert]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Choose a role or a file"),
        ({"roles": ["expert"], "purpose": "take_part"}, "not possible for an event of this kind"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    staff: Client, event: Event, fields: dict[str, Any], says: str
) -> None:
    response = ask(staff, event, **fields)
    assert (response.status_code, says in response.content.decode()) == (422, True)


def test_nobody_is_invited_to_what_they_would_not_find(staff: Client, event: Event) -> None:
    Consultation.objects.update(is_public=False)
    assert "Make the consultation public first" in ask(staff, event, ENGLISH).content.decode()


def test_without_a_mail_server_the_page_says_so(staff: Client, event: Event, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "No mail server is set" in ask(staff, event, ENGLISH).content.decode()


def test_a_coordinator_invites_to_events_of_their_own_alone(staff: Client, event: Event) -> None:
    other = make_event(kind=EventKind.CONFERENCE)
    assert send(staff, other, ENGLISH).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.RAPPORTEUR])
def test_others_have_no_such_page(client: Client, event: Event, role: str) -> None:
    client.force_login(make_user(role, event.consultation))
    assert client.get(PAGE).status_code == 403


def act(client: Client, page: str, action: str, *rows: Any) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(page, data, follow=True).content.decode()


def test_the_list_says_what_became_of_each_and_its_letter(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    Mail.objects.filter(participant__name="Ada Walker").update(state=MailState.BOUNCED, reason="refused")
    Invitation.objects.filter(participant__name="Inès Duarte").update(declined=True)
    text = staff.get(LIST).content.decode()
    assert "The address does not exist or takes no mail. Ask the person for another one." in text
    assert "Declined" in text


def test_a_press_reminds_those_who_have_not_answered(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    Invitation.objects.filter(participant__name="Ada Walker").update(uses=1)
    assert "1 letter will be sent." in act(staff, LIST, "remind", *Invitation.objects.all())
    assert Mail.objects.get(letter="reminder").participant.name == "Inès Duarte"
    assert "0 letters will be sent." in act(staff, LIST, "remind", *Invitation.objects.all())


def test_a_press_sends_a_new_link_or_shows_it_once(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    alone = Invitation.objects.create(event=event, purpose="rapporteur", token_hash="x")
    before = set(Invitation.objects.values_list("token_hash", flat=True))
    text = act(staff, LIST, "send_anew", *Invitation.objects.all())
    assert "2 letters will be sent." in text
    assert text.count("Copy this link now") == 1
    assert not before & set(Invitation.objects.values_list("token_hash", flat=True))
    assert alone.pk


def test_a_press_takes_back(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    act(staff, LIST, "take_back", *Invitation.objects.all()[:1])
    assert Invitation.objects.filter(revoked=True).count() == 1


def test_letters_are_tried_again_or_said_to_have_come_back(staff: Client, event: Event) -> None:
    send(staff, event, ENGLISH)
    first, second = Mail.objects.all()
    Mail.objects.filter(pk=first.pk).update(state=MailState.FAILED, reason="given_up")
    Mail.objects.filter(pk=second.pk).update(state=MailState.SENT)
    page = "/admin/consultations/mail/"
    assert "1 letter will be sent." in act(staff, page, "try_again", first, second)
    assert "1 address is left out." in act(staff, page, "came_back", first, second)
    second.participant.refresh_from_db()
    assert second.participant.bounced


def test_another_address_is_written_to_again(staff: Client, event: Event) -> None:
    person = make_participant(event.consultation, bounced=True)
    page = reverse("admin:consultations_participant_change", args=[person.pk])
    assert staff.post(page, form_of(staff, page) | {"email": "new@example.org"}).status_code == 302
    person.refresh_from_db()
    assert (person.email, person.bounced) == ("new@example.org", False)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("model", ["invitation", "mail", "registration"])
def test_lists_take_the_same_queries_however_many_rows(
    staff: Client, event: Event, django_assert_num_queries: Any, number: int, model: str
) -> None:
    rows = "".join(f"Person {index},p{index}@example.org,,Academia,,\n" for index in range(number))
    send(staff, event, f"name,email,organization,sector,role,language\n{rows}")
    for person in Participant.objects.all():
        event.registrations.create(participant=person)
    page = reverse(f"admin:consultations_{model}_changelist")
    staff.get(page)
    with django_assert_num_queries(11):
        staff.get(page)


def test_a_name_is_read_without_marks_that_nobody_sees(event: Event) -> None:
    table = "name,email,sector\nAda\u202e \u2066Walker\ufeff,ada@example.org,public\n"
    found = invitees.read(table, event.consultation)
    assert [each.name for each in found.invitees] == ["Ada Walker"]
