"""Letters: coordinators invite and remind by the admin, people follow their links, receipts come on request."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from consultations.models import Invitation, Mail, MailState, StaffRole
from reports.models import Report
from tests.leaks import workers
from tests.leaks.evidence import Keep, Piece, Reader, expect, of_response
from tests.leaks.plan import Person
from tests.leaks.world import World, registration

LINK = re.compile(r"/invitation/([^/\s]+)/")


def invite(world: World, keep: Keep) -> None:
    """The list as it is looked at, as it is sent, and a reminder to all."""
    if not world.plan.invited:
        return
    coordinator = world.staff.client(StaffRole.COORDINATOR)
    page = reverse("admin:consultations_invitation_invite")
    asked = {"event": world.events["day"].pk, "purpose": "register"}
    table = as_list(world.plan.invited)
    file = SimpleUploadedFile("list.csv", table.encode())
    for fields in ({"file": file}, {"table": table, "send": "1"}):
        response = coordinator.post(page, asked | fields, follow=True)
        expect(response, 200, page)
        keep(of_response(page, Reader.COORDINATOR, response, "admin invitation_invite"))
    remind(world, keep)


def as_list(people: tuple[Person, ...]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["name", "e-mail", "sector", "language"])
    writer.writerows([each.name.written, each.email.written, each.sector, each.language] for each in people)
    return written.getvalue()


def remind(world: World, keep: Keep) -> None:
    send(world)
    rows = Invitation.objects.filter(event__consultation=world.consultation).exclude(participant=None)
    page = reverse("admin:consultations_invitation_changelist")
    chosen = {"action": "remind", "_selected_action": list(rows.values_list("pk", flat=True))}
    response = world.staff.client(StaffRole.COORDINATOR).post(page, chosen, follow=True)
    expect(response, 200, page)
    keep(of_response(page, Reader.COORDINATOR, response, "admin invitation_changelist"))
    send(world)


def come(world: World, person: Person, keep: Keep) -> None:
    """By the link in the letter, to the form, to a place."""
    browser, link = Client(), reverse("consultations:invitation", args=[link_of(world, person)])
    for response in (browser.get(link), browser.post(link, follow=True)):
        expect(response, 200, "invitation")
        piece = of_response("an invitation", Reader.SENDER, response)
        keep(replace(piece, addressed_to=(person.email.written,)))
    address, form = registration(world, person)
    response = browser.post(address, form, follow=True)
    expect(response, 200, address)
    keep(of_response(address, Reader.EVERYBODY, response))
    world.did["invitations followed"] += 1


def link_of(world: World, person: Person) -> str:
    """What stands in the letters of an invited person, and lets in whoever has it."""
    letters = [letter for letter in mail.outbox if person.email.written in letter.to]
    secret = LINK.search("\n".join(str(letter.body) for letter in letters))
    if secret is None:
        raise AssertionError("no letter brought an invitation")
    world.codes[secret.group(1)] = person.email.written
    return secret.group(1)


def send(world: World) -> None:
    """As the worker does every few seconds."""
    workers.run("consultations.tasks.send_mail")
    stuck = Mail.objects.filter(consultation=world.consultation).exclude(state=MailState.SENT)
    if stuck.exists():
        raise AssertionError(f"letters were not sent: {sorted(stuck.values_list('letter', 'reason'))}")


def announce(world: World, report: Report) -> None:
    answer = world.staff.client(StaffRole.COORDINATOR).post(reverse("reports:announce", args=[report.pk]))
    expect(answer, 302, "announce")
    send(world)


def count(world: World) -> None:
    for letter in Mail.objects.filter(consultation=world.consultation).values_list("letter", flat=True):
        world.did[f"letters, {letter}"] += 1


def pieces() -> Iterator[Piece]:
    """Whatever was sent: as it travels, and as its reader sees it."""
    for letter in mail.outbox:
        data = letter.message().as_bytes() + b"\n" + b"\n".join(seen(letter))
        yield Piece("mail", Reader.MAIL, "mail", data, addressed_to=tuple(letter.recipients()))


def seen(letter: EmailMessage) -> Iterator[bytes]:
    message: Message = letter.message()
    yield str(letter.subject).encode()
    for part in message.walk():
        if not part.is_multipart():
            yield part.get_payload(decode=True)  # type: ignore[misc]
