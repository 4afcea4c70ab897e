"""Sends what a plan says by the ways that people have: the forms, the API, an import, the rapporteur's page."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from consultations import invitations, tokens
from consultations.models import InvitationPurpose, Registration, StaffRole
from submissions.models import Question
from tests.forms import code_on, page_of
from tests.leaks import drafts, letters
from tests.leaks.evidence import Keep, NotTaken, Piece, Reader, expect, of_response
from tests.leaks.judgement import ROOM
from tests.leaks.plan import Person, Sending
from tests.leaks.world import MODES, World, registration


def register_people(world: World, keep: Keep) -> None:
    for person in world.plan.people:
        if person.registers:
            address, form = registration(world, person)
            response = Client().post(address, form, follow=True)
            expect(response, 200, "registration")
            know_own_link(world, person)
            keep(of_response(address, Reader.EVERYBODY, response))
            mark_attendance(world, person)
    letters.invite(world, keep)
    for person in world.plan.invited:
        if person.registers:
            letters.come(world, person, keep)
            mark_attendance(world, person)
    letters.send(world)


def know_own_link(world: World, person: Person) -> None:
    """It opens the place of whoever has the address, and is for the letter there alone."""
    row = Registration.objects.get(participant__email=person.email.written)
    world.codes[tokens.token_for(tokens.OWN_REGISTRATION, row.pk)] = person.email.written


def mark_attendance(world: World, person: Person) -> None:
    """On the coordinators' page, which leaves a line in the history of the admin."""
    row = Registration.objects.get(participant__email=person.email.written)
    coordinator = world.staff.client(StaffRole.COORDINATOR)
    address = reverse("admin:consultations_registration_change", args=[row.pk])
    expect(coordinator.post(address, {"attended": "true"}), 302, address)


def take_in(world: World, sendings: Iterable[Sending], keep: Keep) -> None:
    for sending in sendings:
        WAYS[sending.via](world, sending, keep)
        world.arrived.append(sending.point.mark)


def by_web(world: World, sending: Sending, keep: Keep) -> None:
    address = reverse("submissions:take_part", args=[world.plan.slug, sending.event])
    browser, form = Client(), form_of(world, sending, keep)
    if sending.takes_name_back:
        form |= {"attribution": "named"}
    if sending.saved:
        browser, form = drafts.opened_again(world, sending, form, keep)
        world.did["drafts sent"] += 1
    response = sent(browser, address, form)
    if sending.takes_name_back:
        form = unnamed(response) | room_code(world, sending.event, keep)
        response = sent(browser, address, form)
        world.did["names taken back"] += 1
    receipt_of(world, sending, browser, response, keep)


def sent(browser: Client, address: str, form: dict[str, Any]) -> Any:
    response = browser.post(address, {**form, "do": "send"}, follow=True)
    expect(response, 200, address)
    if not response.redirect_chain:
        raise NotTaken(f"{address}: the form came again")
    return response


def unnamed(response: Any) -> dict[str, Any]:
    """What the button of the receipt sends to change it: the same words, and a name beside them no more."""
    button = page_of(response).select_one("form:has(button[value=page-1])")
    assert button is not None
    before: dict[str, Any] = {}
    for box in button.select("input"):
        before.setdefault(str(box["name"]), []).append(box.get("value", ""))
    return before | {"attribution": "not_attributed", "name": "", "organization_name": ""}


def receipt_of(world: World, sending: Sending, browser: Client, response: Any, keep: Keep) -> None:
    """Its code, and the same by mail if somebody asks for it."""
    address = sending.speaker.email.written if sending.asks_mail and sending.speaker else ""
    world.codes[code_on(page_of(response))] = address
    keep(of_response(response.redirect_chain[-1][0], Reader.SENDER, response))
    if address:
        asked = browser.post(reverse("submissions:receipt"), {"address": address}, follow=True)
        expect(asked, 200, "receipt by mail")
        keep(of_response("receipt by mail", Reader.SENDER, asked))
        world.did["receipts sent by mail"] += 1


def leave_drafts(world: World, keep: Keep) -> None:
    for draft in world.plan.drafts:
        drafts.leave(world, draft, form_of(world, draft, keep), keep)


def room_code(world: World, event: str, keep: Keep) -> dict[str, str]:
    """As coordinators show it in the room."""
    if not world.events[event].needs_room_code:
        return {}
    address = reverse("consultations:room_code", args=[world.plan.slug, event])
    response = world.staff.client(StaffRole.COORDINATOR).get(address)
    code = page_of(response).select_one(".room .code")
    assert code is not None
    world.codes[code.text] = ROOM
    keep(of_response(address, Reader.COORDINATOR, response, "page room_code"))
    world.did["forms sent with the code of the room"] += 1
    return {"room_code": code.text}


def form_of(world: World, sending: Sending, keep: Keep) -> dict[str, Any]:
    """Everything that is asked, and the name and organization even where they are not."""
    form: dict[str, Any] = {
        "key": str(uuid4()),
        "language": sending.point.language,
        "sector": sending.sector,
        "attribution": sending.attribution,
        "promised": "",
        **typed(sending),
        **room_code(world, sending.event, keep),
    }
    if sending.event == "survey":
        words, mode = Question.objects.filter(questionnaire__event=world.events["survey"]).order_by(
            "position"
        )
        return form | {f"q_{words.pk}": sending.point.text, f"q_{mode.pk}": mode.choices.first().pk}
    form |= {"topic": world.topics[sending.point.topic].pk, "text": sending.point.text}
    return form | ({"addressees": [world.department.pk]} if sending.point.advises else {})


def typed(sending: Sending) -> dict[str, str]:
    if sending.speaker is None:
        return {}
    body = sending.speaker.body
    name = body.name[sending.point.language].written if body else ""
    return {"name": sending.speaker.name.written, "organization_name": name}


def by_api(world: World, sending: Sending, keep: Keep) -> None:
    address = reverse("api:submissions", args=[world.plan.slug, sending.event])
    response = Client().post(
        address, payload(world, sending) | room_code(world, sending.event, keep), content_type="application/json",
        HTTP_AUTHORIZATION=f"Token {token(world)}", HTTP_IDEMPOTENCY_KEY=str(uuid4()),
        HTTP_USER_AGENT="a program of somebody",
    )  # fmt: skip
    expect(response, 201, address)
    world.codes[response.json()["receipt"]] = ""
    keep(of_response(address, Reader.SENDER, response))


def payload(world: World, sending: Sending) -> dict[str, Any]:
    point, topic = sending.point, world.topics[sending.point.topic]
    sent: dict[str, Any] = {"language": point.language, "attribution": sending.attribution, **typed(sending)}
    if sending.event == "survey":
        sent["answers"] = [
            {"question": "words", "text": point.text},
            {"question": "mode", "choices": [Random(point.mark).choice(MODES)]},
        ]
    else:
        advice = [world.department.code] if point.advises else []
        sent["points"] = [
            {"section": topic.section.number, "topic": topic.code, "text": point.text, "addressees": advice}
        ]
    optional = {"session": sending.session, "sector": sending.sector}
    return sent | {name: value for name, value in optional.items() if value}


def token(world: World) -> str:
    return Token.objects.get_or_create(user=world.staff.users[StaffRole.RAPPORTEUR])[0].key


def by_csv(world: World, sending: Sending, keep: Keep) -> None:
    """From a file that is named after the person who kept it, as such files are."""
    said, errors = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        owner = sending.speaker.name.written if sending.speaker else "nobody"
        file = Path(folder) / f"Notes of {owner}.csv"
        file.write_text(table(world, sending), encoding="utf-8")
        event = f"{world.plan.slug}/{sending.event}"
        call_command("import_submissions", str(file), event=event, stdout=said, stderr=errors)
    keep(Piece("import_submissions", Reader.MACHINE, "log", (said.getvalue() + errors.getvalue()).encode()))


def table(world: World, sending: Sending) -> str:
    names = typed(sending)
    row = {
        "text": sending.point.text,
        "section": world.topics[sending.point.topic].section.number,
        "topic": world.topics[sending.point.topic].code,
        "session": sending.session,
        "language": sending.point.language,
        "sector": sending.sector,
        "attribution": sending.attribution,
        "name": names.get("name", ""),
        "organization": names.get("organization_name", ""),
        "id": f"{sending.speaker.email.written if sending.speaker else ''} {sending.point.mark}",
        "addressees": world.department.code if sending.point.advises else "",
    }
    written = io.StringIO()
    writer = csv.DictWriter(written, row)
    writer.writeheader()
    writer.writerow(row)
    return written.getvalue()


def by_question(world: World, sending: Sending, keep: Keep) -> None:
    """From the audience of a webinar; whoever asks sends more of themselves than the form asks for."""
    address, browser = reverse("submissions:ask", args=[world.plan.slug, sending.event]), Client()
    response = sent(browser, address, form_of(world, sending, keep))
    receipt_of(world, sending, browser, response, keep)
    world.did["questions asked"] += 1


def by_rapporteur(world: World, sending: Sending, keep: Keep) -> None:
    """A browser that somebody let in by an invitation's link."""
    event, browser = world.events[sending.event], Client()
    _invitation, secret = invitations.issue(event, InvitationPurpose.RAPPORTEUR, label="Table 1")
    expect(browser.post(reverse("consultations:invitation", args=[secret])), 302, "invitation")
    address = reverse("submissions:rapporteur", args=[world.plan.slug, sending.event])
    form = {
        "key": str(uuid4()),
        "language": sending.point.language,
        "topic": world.topics[sending.point.topic].pk,
        "text": sending.point.text,
        "addressees": [world.department.pk] if sending.point.advises else [],
    }
    form |= {"session": world.sessions[sending.session].pk} if sending.session else {}
    response = browser.post(address, form, follow=True)
    expect(response, 200, address)
    keep(of_response(address, Reader.SENDER, response))


WAYS: dict[str, Callable[[World, Sending, Keep], None]] = {
    "web": by_web,
    "api": by_api,
    "csv": by_csv,
    "rapporteur": by_rapporteur,
    "question": by_question,
}
