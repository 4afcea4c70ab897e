"""Letters that wait: each goes out once, what did not arrive is tried again, and what came back says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from consultations import invitations, mail_queue
from consultations.models import (
    Event,
    EventKind,
    Invitation,
    InvitationPurpose,
    Letter,
    Mail,
    MailReason,
    MailState,
    Participant,
)
from tests.factories import both, make_consultation, make_event, make_participant
from tests.mail_server import SMTP, MailServer, mail_server
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
REGISTER, TAKE_PART = InvitationPurpose.REGISTER, InvitationPurpose.TAKE_PART


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def event() -> Event:
    consultation = make_consultation(contact="streets@example.org")
    return make_event(consultation, EventKind.CONFERENCE, title=both("A day about streets"))


def invited(event: Event, number: int = 1, purpose: str = REGISTER, **fields: Any) -> list[Participant]:
    people = [make_participant(event.consultation, **fields) for _index in range(number)]
    assert invitations.invite(event, purpose, people) == number
    return people


def states() -> list[tuple[str, str]]:
    return sorted(Mail.objects.values_list("state", "reason"))


def test_each_letter_goes_out_once_though_several_workers_send(event: Event, server: MailServer) -> None:
    people = invited(event, 30)
    assert at_once(*[mail_queue.send_due] * 4) == ["done"] * 4
    assert server.addresses == sorted(person.email for person in people)
    assert states() == [("sent", "")] * 30
    mail_queue.send_due()
    assert len(server.taken) == 30


def test_what_is_done_keeps_no_time_no_address_and_no_words(event: Event, server: MailServer) -> None:
    (person,) = invited(event)
    mail_queue.send_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consultations_mail")
        stored = " ".join(str(value) for value in cursor.fetchone())
    assert person.email not in stored
    assert ":" not in stored


def test_an_address_that_does_not_exist_comes_back_and_is_not_written_to_again(
    event: Event, server: MailServer
) -> None:
    good, gone = invited(event, 2)
    server.refused = {gone.email: "550 5.1.1 nobody here"}
    assert mail_queue.send_due() == 1
    assert states() == [("bounced", "refused"), ("sent", "")]
    gone.refresh_from_db()
    good.refresh_from_db()
    assert (gone.bounced, good.bounced) == (True, False)
    invitations.remind(event.invitations.all())
    mail_queue.send_due()
    assert states().count(("failed", "no_address")) == 1
    assert server.addresses.count(good.email) == 2


def test_a_full_mailbox_is_tried_again_later_and_then_given_up(event: Event, server: MailServer) -> None:
    (person,) = invited(event)
    server.refused = {person.email: "452 4.2.2 full"}
    waited = []
    for _attempt in range(6):
        mail_queue.send_due()
        row = Mail.objects.get()
        if row.due_at:
            waited.append(round((row.due_at - timezone.now()).total_seconds() / 60))
            assert row.reason == MailReason.TEMPORARY
            assert mail_queue.send_due() == 0  # not before its time
            Mail.objects.update(due_at=timezone.now())
    assert waited == [2, 10, 60, 360]
    assert states() == [("failed", "given_up")]
    server.refused = {}
    assert mail_queue.try_again(Mail.objects.all()) == 1
    assert mail_queue.send_due() == 1
    assert states() == [("sent", "")]


def test_a_mail_server_that_is_away_costs_no_attempt_and_no_letter(
    event: Event, settings: LazySettings
) -> None:
    people = invited(event, 3)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    assert mail_queue.send_due() == 0
    assert states() == [("queued", "away")] * 3
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
    with mail_server(settings) as server:
        assert mail_queue.send_due() == 3
        assert server.addresses == sorted(person.email for person in people)


def test_what_may_have_arrived_is_not_sent_again_by_itself(event: Event, server: MailServer) -> None:
    invited(event)
    server.dies_after = "DATA"
    assert mail_queue.send_due() == 0
    assert states() == [("failed", "unsure")]
    server.dies_after = ""
    mail_queue.send_due()
    assert len(server.taken) == 1


def test_a_worker_that_was_killed_while_it_sent_leaves_a_question_not_a_second_letter(
    event: Event, server: MailServer
) -> None:
    invited(event)
    assert mail_queue.claim() is not None  # and the worker is gone
    assert mail_queue.send_due() == 0
    assert states() == [("sending", "")]
    Mail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert mail_queue.send_due() == 0
    assert states() == [("failed", "unsure")]


def test_a_worker_that_comes_back_late_does_not_overwrite_what_was_decided(event: Event) -> None:
    invited(event)
    row = mail_queue.claim()
    assert row is not None
    Mail.objects.update(state=MailState.FAILED, reason=MailReason.UNSURE, due_at=None)
    mail_queue.finish(row, mail_queue.Outcome(MailState.SENT))
    assert states() == [("failed", "unsure")]


def test_who_asked_to_be_left_alone_is(event: Event, server: MailServer) -> None:
    invited(event, left_alone=True)
    mail_queue.send_due()
    assert (states(), server.taken) == ([("failed", "left_alone")], [])


@pytest.mark.parametrize("end", [{"revoked": True}, {"uses": 1, "uses_allowed": 1}, {"declined": True}])
def test_an_invitation_that_was_answered_or_ended_is_not_sent(
    event: Event, server: MailServer, end: dict[str, Any]
) -> None:
    invited(event)
    Invitation.objects.update(**end)
    mail_queue.send_due()
    assert (states(), server.taken) == ([("failed", "out_of_date")], [])


def test_without_a_mail_server_nothing_waits_for_one(event: Event, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    invited(event)
    assert not Mail.objects.exists()


def test_an_invitation_is_in_both_languages_and_can_be_refused_for_good(event: Event) -> None:
    invited(event, language="fr", name="Ada Walker")
    mail_queue.send_due()
    (letter,) = django_mail.outbox
    body = str(letter.body)
    assert body.startswith("The English text follows.\n\nBonjour Ada Walker")
    assert letter.subject.startswith("Invitation")
    assert letter.reply_to == ["streets@example.org"]
    assert "/fr/invitation/" in body
    assert "/en/invitation/" in body
    assert "/fr/no-more-mail/" in letter.message()["List-Unsubscribe"]


def test_a_reminder_carries_the_link_of_the_invitation(event: Event) -> None:
    invited(event)
    mail_queue.send_due()
    assert invitations.remind(event.invitations.all()) == 1
    mail_queue.send_due()
    links = {
        word
        for letter in django_mail.outbox
        for word in str(letter.body).split()
        if "/en/invitation/" in word
    }
    assert (len(django_mail.outbox), len(links)) == (2, 1)


def test_an_invitation_to_write_has_the_same_link_for_everybody() -> None:
    event = make_event()
    people = invited(event, 2, TAKE_PART, name="Ada Walker")
    mail_queue.send_due()
    bodies = [
        str(letter.body).replace(person.email, "")
        for letter, person in zip(django_mail.outbox, people, strict=True)
    ]
    without_stop = {
        "".join(line for line in body.splitlines() if "no-more-mail" not in line) for body in bodies
    }
    assert len(without_stop) == 1
    assert "/invitation/" not in bodies[0]
    assert event.get_absolute_url() in bodies[0]


def test_a_letter_that_a_coordinator_saw_come_back_is_marked_and_stops_others(event: Event) -> None:
    (person,) = invited(event)
    mail_queue.send_due()
    assert mail_queue.mark_bounced(Mail.objects.all()) == 1
    person.refresh_from_db()
    assert (states(), person.bounced) == ([("bounced", "returned")], True)


def test_the_task_sends_what_waits(event: Event) -> None:
    from consultations.tasks import send_mail

    invited(event, 2)
    send_mail()
    assert len(django_mail.outbox) == 2
    assert {row.letter for row in Mail.objects.all()} == {Letter.INVITATION}
