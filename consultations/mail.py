"""Letters to people: plain text and the same as simple HTML, in the reader's language, with nothing that follows them.

A letter holds nothing of what anybody said. Its template (``templates/mail/NAME.txt``) begins with the subject;
blank lines separate paragraphs. Where somebody else assumed the reader's language, the other one stands below.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from consultations.models import LANGUAGES

# What answers for the network as well as for the mail server.
SENDING_FAILS = (smtplib.SMTPException, OSError)
NOT_SENDING = (
    "django.core.mail.backends.dummy.EmailBackend",
    "django.core.mail.backends.console.EmailBackend",
)


@dataclass(frozen=True)
class Address:
    """A page of this site as a link in a letter: whole, and in the language of the words around it."""

    view: str
    kwargs: Mapping[str, Any]

    def __str__(self) -> str:
        return settings.SITE_URL.rstrip("/") + reverse(self.view, kwargs=dict(self.kwargs))


@dataclass(frozen=True)
class Part:
    language: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def is_available() -> bool:
    """Whether a mail server is set; without one nothing offers to send anything."""
    return settings.EMAIL_BACKEND not in NOT_SENDING


def send_now(to: str, template: str, language: str, context: Mapping[str, Any]) -> bool:
    """Sends one letter in the language its reader chose, and says whether it went out.

    ``context`` holds the consultation. The address is neither stored nor logged, nor is the moment.
    """
    if not is_available():
        return False
    try:
        return compose(to, template, (language,), context).send() == 1
    except SENDING_FAILS:
        return False


def compose(
    to: str,
    template: str,
    languages: tuple[str, ...],
    context: Mapping[str, Any],
    *,
    stop: Address | None = None,
) -> EmailMultiAlternatives:
    """The letter in ``languages``, the first being the reader's. ``stop`` is where they ask for no more of them."""
    parts = [part(template, language, {**context, "stop": stop}) for language in languages]
    subject = " / ".join(part.subject for part in parts)
    letter = EmailMultiAlternatives(
        subject, plain(parts), to=[to], reply_to=reply_to(context), headers=headers(stop, languages[0])
    )
    letter.attach_alternative(html(subject, parts), "text/html")
    return letter


def both(first: str) -> tuple[str, ...]:
    """Both languages, ``first`` above."""
    return (first, *(language for language in LANGUAGES if language != first))


def part(template: str, language: str, context: Mapping[str, Any]) -> Part:
    with translation.override(language):
        rendered = render_to_string(f"mail/{template}.txt", dict(context))
    blocks = (" ".join(block.split()) for block in rendered.split("\n\n"))
    subject, *paragraphs = filter(None, blocks)
    return Part(language, subject, tuple(paragraphs))


def follows(language: str) -> str:
    with translation.override(language):
        return translation.gettext("The English text follows.")


def plain(parts: list[Part]) -> str:
    first, *others = parts
    above = [follows(part.language) for part in others]
    return "\n\n".join([*above, first.text, *(f"---\n\n{part.text}" for part in others)]) + "\n"


def html(subject: str, parts: list[Part]) -> str:
    first, *others = parts
    above = [(part.language, follows(part.language)) for part in others]
    context = {"subject": subject, "language": first.language, "above": above, "parts": parts}
    return render_to_string("mail/letter.html", context)


def reply_to(context: Mapping[str, Any]) -> list[str]:
    contact = context["consultation"].contact
    return [contact] if contact else []


def headers(stop: Address | None, language: str) -> dict[str, str]:
    found = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if stop:
        with translation.override(language):
            found |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found
