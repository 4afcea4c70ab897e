"""The code shown in the room: whoever has it may write, and nobody can be known by it.

It is the same for everybody in the event. It follows from the server's secret and a number, so the database holds
only the number, and a submission holds nothing of it.
"""

from __future__ import annotations

import hmac

import segno
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from consultations.limits import CODES, Limit
from consultations.models import Event

# Crockford's base 32: no I, L, O or U, so nothing that is easily misread or misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
LETTERS = 8  # of 5 bits each: 40 bits
MOST_GUESSES = 100  # from one address in ten minutes


def code_of(event: Event) -> str:
    digest = salted_hmac(
        "consultations.room", f"{event.pk}:{event.room_code_number}", algorithm="sha256"
    ).digest()
    number = int.from_bytes(digest, "big")
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LETTERS))
    return f"{letters[:4]}-{letters[4:]}"


def opens(event: Event, typed: str) -> bool:
    """Whether somebody with this code may write to ``event``; anybody may where it asks for none."""
    return not event.needs_room_code or hmac.compare_digest(letters_of(typed), letters_of(code_of(event)))


def letters_of(typed: str) -> str:
    """However it was typed: case, spaces, hyphens and letters that look like digits do not matter."""
    return "".join(letter for letter in typed.upper().translate(MISREAD) if letter in ALPHABET)


def rotate(event: Event) -> None:
    """Makes another code; the one before opens nothing any more."""
    Event.objects.filter(pk=event.pk).update(room_code_number=F("room_code_number") + 1)
    event.refresh_from_db(fields=["room_code_number"])


def address_of(event: Event) -> str:
    """Where the code leads when it is scanned. Without a language: each device opens it in its own."""
    page = "ask" if event.takes_questions else "take_part"
    path = reverse(f"submissions:{page}", args=[event.consultation.slug, event.slug])
    plain = path.removeprefix(f"/{get_language()}")
    return f"{settings.SITE_URL.rstrip('/')}{plain}?code={code_of(event)}"


def picture_of(event: Event, title: str) -> str:
    """The address as a QR code, an inline SVG without a style of its own."""
    return segno.make(address_of(event), micro=False, error="m").svg_inline(
        svgclass="qr", lineclass=None, title=title, omitsize=True, border=4, dark="#000", light="#fff"
    )


guesses = Limit(lambda: MOST_GUESSES, CODES)
