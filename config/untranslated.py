"""What the catalogue of a further language lacks is shown in English; here the page says so where it stands.

Where a message is looked up nobody knows whether it goes into a sentence, an attribute or a title; in the finished page it
can be seen. Messages that were in no catalogue are noted while the page is made, and marked where they are its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from gettext import NullTranslations

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, translation

from consultations.languages import OF_TEXTS
from consultations.templatetags.tongues import tongue

# A value may hold the end of a tag; comments and what a browser does not read as text are left alone.
TAG = re.compile(r"""(<!--.*?-->|<[/!]?[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
NO_MARKUP_INSIDE = ("option", "script", "style", "svg", "textarea", "title")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Fewer may stand in a sentence of somebody else.
WORDS_OF_A_SENTENCE = 3
LEAST_LETTERS = 3

noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


class Nowhere(NullTranslations):
    """Stands behind all catalogues: what is asked for here is in none."""

    def gettext(self, message: str) -> str:
        note(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        message = msgid1 if n == 1 else msgid2
        note(message)
        return message


def note(message: str) -> None:
    messages = noted.get()
    if messages is not None:
        messages.add(message.rpartition(CONTEXT_SEPARATOR)[2])


class EnglishIsMarked:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = get_language() or ""
        if language.partition("-")[0] in OF_TEXTS:
            return self.get_response(request)
        end_in_nowhere(language)
        before = noted.set(set())
        try:
            response = self.get_response(request)
            messages = noted.get() or set()
        finally:
            noted.reset(before)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if messages and is_page and not response.streaming:
            response.content = marked(response.content.decode(response.charset), messages)
        return response


def end_in_nowhere(language: str) -> None:
    catalogue = translation(language)
    if not hasattr(catalogue, "ends_in_nowhere"):
        catalogue.add_fallback(Nowhere())
        catalogue.ends_in_nowhere = True  # type: ignore[attr-defined]


def marked(page: str, messages: Iterable[str]) -> str:
    """``page`` with each of ``messages`` that is text of it, whole or as a sentence, inside an element in English."""
    found = sorted((message for message in messages if says_something(message)), key=len, reverse=True)
    whole, sentences = any_of(found), any_of(filter(is_sentence, found))
    opening = f"<span {tongue(OF_TEXTS[0])}>"

    def in_english(text: str) -> str:
        words = text.strip()
        if whole.fullmatch(words):
            return text.replace(words, f"{opening}{words}</span>")
        return sentences.sub(lambda found: f"{opening}{found[0]}</span>", text)

    pieces, inside = TAG.split(page), ""
    for at, piece in enumerate(pieces):
        if at % 2:
            inside = now_inside(piece, inside)
        elif not inside and piece.strip():
            pieces[at] = in_english(piece)
    return "".join(pieces)


def now_inside(tag: str, inside: str) -> str:
    """The element with no markup of ours that what follows ``tag`` is inside of, if any."""
    found = NAME.match(tag)
    name = found[1].lower() if found else ""
    if inside:
        return "" if tag.startswith("</") and name == inside else inside
    return name if name in NO_MARKUP_INSIDE and not tag.startswith("</") else ""


def any_of(messages: Iterable[str]) -> re.Pattern[str]:
    """Messages as a page holds them: as they are, or escaped, with something in their places."""
    forms = (form for message in messages for form in (message, str(escape(message))))
    return re.compile(
        "|".join(".+?".join(map(re.escape, PLACEHOLDER.split(form))) for form in forms) or "(?!)"
    )


def says_something(message: str) -> bool:
    """Not a dash between two values, which would be found everywhere."""
    letters = sum(letter.isalpha() for letter in PLACEHOLDER.sub("", message))
    return letters >= (LEAST_LETTERS if PLACEHOLDER.search(message) else 1)


def is_sentence(message: str) -> bool:
    return not PLACEHOLDER.search(message) and len(message.split()) >= WORDS_OF_A_SENTENCE
