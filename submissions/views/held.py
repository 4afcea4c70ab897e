"""What this browser alone holds for a while: codes and keys in signed cookies, never in an address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from consultations.cookies import held, hold
from consultations.models import Event

A_DAY = 24 * 60 * 60
A_MOMENT = 5 * 60
FORM = "form_"
# In the place of the key of a form once it was sent: the key is stored with the words and would lead there.
SENT = "sent"
# That a draft was saved a moment ago, whatever it says: help is shown then, and not to whoever comes later.
JUST_SAVED = "just_saved"


def draft_cookie(event: Event) -> str:
    return f"draft_{event.pk}"


def form_cookie(event: Event) -> str:
    return f"{FORM}{event.pk}"


def hold_key(response: HttpResponse, event: Event, key: UUID | str) -> HttpResponse:
    """So that whoever goes back gets the same form again, and cannot send the same words twice."""
    return hold(response, form_cookie(event), str(key), seconds=A_DAY)


def held_key(request: HttpRequest, event: Event) -> UUID | None:
    value = held(request, form_cookie(event), seconds=A_DAY)
    return UUID(value) if value and value != SENT else None


def hold_that_it_was_sent(response: HttpResponse, event: Event) -> HttpResponse:
    return hold(response, form_cookie(event), SENT, seconds=A_DAY)


def was_sent(request: HttpRequest, event: Event) -> bool:
    return held(request, form_cookie(event), seconds=A_DAY) == SENT
