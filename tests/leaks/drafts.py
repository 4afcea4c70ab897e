"""People who save what they have written, come back to it in another browser with its code, and send it or leave it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from submissions.models import Draft
from tests.forms import code_on, fields_of, page_of
from tests.leaks.evidence import Keep, Reader, expect, of_response
from tests.leaks.plan import Sending
from tests.leaks.world import World


def opened_again(
    world: World, sending: Sending, form: dict[str, Any], keep: Keep
) -> tuple[Client, dict[str, Any]]:
    """The browser in which somebody goes on, and the form as it stands there."""
    code, browser = saved(world, sending, form, keep), Client()
    response = browser.post(reverse("submissions:resume"), {"code": code.lower()}, follow=True)
    expect(response, 200, "resume")
    keep(of_response("a draft, opened again", Reader.SENDER, response))
    world.did["drafts opened again"] += 1
    return browser, fields_of(page_of(response))


def saved(world: World, sending: Sending, form: dict[str, Any], keep: Keep) -> str:
    """The code, which the page shows and, if asked, a letter repeats."""
    browser, place = Client(), [world.plan.slug, sending.event]
    response = browser.post(reverse("submissions:take_part", args=place), {**form, "do": "save"}, follow=True)
    expect(response, 200, "save")
    code = code_on(page_of(response))
    address = sending.speaker.email.written if sending.asks_mail and sending.speaker else ""
    world.codes[code] = address
    keep(of_response("a draft, saved", Reader.SENDER, response))
    world.did["drafts saved"] += 1
    if address:
        asked = browser.post(
            reverse("submissions:saved", args=place), {"do": "mail", "address": address}, follow=True
        )
        expect(asked, 200, "resume by mail")
        keep(of_response("a draft, by mail", Reader.SENDER, asked))
        world.did["resume codes sent by mail"] += 1
    return code


def leave(world: World, sending: Sending, form: dict[str, Any], keep: Keep) -> None:
    opened_again(world, sending, form, keep)
    world.did["drafts left"] += 1


def none_but_those_left(world: World) -> None:
    found = Draft.objects.filter(event__consultation=world.consultation).count()
    if found != len(world.plan.drafts):
        raise AssertionError(f"{found} drafts are kept, {len(world.plan.drafts)} were left")
