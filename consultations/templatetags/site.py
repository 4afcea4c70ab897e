"""What templates of every app need: the language switch and the controls of a form."""

from __future__ import annotations

from typing import Any, NamedTuple

import segno
from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from consultations.languages import in_every_number

register = template.Library()


class LanguageLink(NamedTuple):
    code: str
    name: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[LanguageLink]:
    """This page in each language; where it has no translated address, the front page.

    A page that is made without a request says its ``path``.
    """
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request else context.get("path") or "/"
    return [link(code, path) for code, _name in settings.LANGUAGES]


def link(code: str, path: str) -> LanguageLink:
    url = translate_url(path, code)
    if not url.startswith(f"/{code}/"):
        url = f"/{code}/"
    return LanguageLink(code, get_language_info(code)["name_local"], url, code == get_language())


@register.simple_tag(takes_context=True)
def here(context: template.Context, url: str) -> str:
    """``page`` for the current address, to be put in ``aria-current``; otherwise empty."""
    request: HttpRequest | None = context.get("request")
    return "page" if request and request.path == url else ""


@register.filter
def control_id(field: BoundField) -> str:
    """The id that a link to ``field`` leads to: the first one of a group or of the first of several groups."""
    if field.widget_type == "matrix":
        return f"{field.auto_id}_0_0"
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.filter
def limit(field: BoundField) -> int | None:
    """The number of characters that may be typed in several lines, from the widget's ``data-limit``."""
    if field.widget_type != "textarea":
        return None
    value = field.field.widget.attrs.get("data-limit")
    return int(value) if value else None


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget, described by its hint, its error and its limit."""
    described = [part for part in (field.aria_describedby, limit(field) and f"{field.auto_id}_count") if part]
    return field.as_widget(attrs={"aria-describedby": " ".join(described)} if described else {})


@register.simple_tag
def count_messages(field: BoundField) -> dict[str, Any]:
    """What is said about the length, with ``{count}`` for the script that counts."""
    maximum = limit(field) or 0
    return {
        "limit": maximum,
        "rule": ngettext("Up to {count} character.", "Up to {count} characters.", maximum).replace(
            "{count}", number_format(maximum, force_grouping=True)
        ),
        "left": in_every_number(left),
        "over": in_every_number(over),
    }


def left(count: int) -> str:
    return ngettext("{count} character left.", "{count} characters left.", count)


def over(count: int) -> str:
    return ngettext("{count} character too many.", "{count} characters too many.", count)


@register.simple_tag
def qr(link: str) -> SafeString:
    """The link as a code to scan, drawn in the page; it holds nothing that the page does not say in letters."""
    drawn = segno.make(link, error="m").svg_inline(scale=4, svgclass="qr", lineclass=None, omitsize=True)
    label = escape(_("Code to scan"))
    return mark_safe(drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))
