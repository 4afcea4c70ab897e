"""Marks a text that is not in the language of the page, for screen readers and for the direction of its lines."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from consultations import languages, scripts

register = template.Library()
NONE, FROM_RIGHT = SafeString(""), SafeString(' dir="rtl"')


@register.filter
def from_right(language: str) -> SafeString:
    """The attribute of an element around which lines run from the left."""
    return FROM_RIGHT if scripts.direction(language) == "rtl" else NONE


@register.filter
def tongue(language: str) -> SafeString:
    """As attributes of the element that holds words in ``language``, on this page."""
    direction = scripts.direction(language)
    if direction == scripts.direction(languages.shown()):
        return format_html('lang="{}"', language)
    return format_html('lang="{}" dir="{}"', language, direction)


@register.filter
def marks(text: Any) -> SafeString:
    """The same for a text that may be in the language of the page, and then needs none."""
    shown = str(text)
    return tongue(shown.language) if isinstance(shown, languages.Written) else NONE


@register.filter
def as_written(text: Any) -> SafeString:
    attributes = marks(text)
    words = conditional_escape(str(text))
    return format_html("<span {}>{}</span>", attributes, words) if attributes else words


@register.filter
def paragraphs(text: Any) -> SafeString:
    attributes = marks(text)
    words = mark_safe(linebreaks(str(text), autoescape=True))
    return format_html("<div {}>{}</div>", attributes, words) if attributes else words
