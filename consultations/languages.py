"""Which languages there are. Coordinators' texts and reports are in two; pages and what people write may be in more.

The further ones come from a setting: see docs/decisions, "a further language is a setting and a catalogue".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, override

OF_TEXTS = ("en", "fr")
# "ar", "iku", "zh-hans": what a column holds, whichever languages are set.
CODE = r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$"
LONGEST_CODE = 16
# One at least of each kind that some language tells apart.
OF_EVERY_KIND = (0, 1, 2, 3, 5, 7, 11, 21, 100, 1_000_000)


class Written(str):
    """A text in another language than the page's; it knows which."""

    language: str

    def __new__(cls, text: str, language: str = "") -> Written:
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __str__(self) -> Written:
        return self


def known() -> list[tuple[str, Any]]:
    """Of pages and of what people write, with their names for the reader."""
    return list(settings.LANGUAGES)


def shown() -> str:
    """That of the page."""
    return get_language() or settings.LANGUAGE_CODE


def for_texts() -> str:
    """In which the reader gets what exists in two languages: theirs, else English."""
    short = shown().partition("-")[0]
    return short if short in OF_TEXTS else OF_TEXTS[0]


def written(text: str, language: str) -> str:
    return text if shown().startswith(language) else Written(text, language)


def in_every_number(said: Callable[[int], str]) -> str:
    """For a script, which may meet any number: each form of a message with the numbers below that have it.

    A script asks ``Intl.PluralRules`` which of them are of the same kind as its own number.
    """
    forms: dict[str, list[int]] = {}
    for number in OF_EVERY_KIND:
        forms.setdefault(said(number), []).append(number)
    return json.dumps([[form, *numbers] for form, numbers in forms.items()], ensure_ascii=False)


def own_name(language: str) -> str:
    return str(capfirst(get_language_info(language)["name_local"]))


def name_in(language: str, reader: str) -> str:
    """What ``language`` is called in that of ``reader``; its code when nobody knows it any more."""
    try:
        with override(reader):
            return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language
