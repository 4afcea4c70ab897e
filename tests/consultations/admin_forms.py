"""Fills in the forms of the admin as a browser does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.test import Client


def form_of(client: Client, page: str) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    return unchanged(client.get(page))


def unchanged(answer: Any) -> dict[str, Any]:
    """The same, of a page that was answered."""
    data: dict[str, Any] = {}
    for field in fields_of(answer):
        data |= sent(field)
    return data


def fields_of(answer: Any) -> Iterator[BoundField]:
    """Those of the row and of all that are listed in it."""
    forms = [answer.context_data["adminform"].form]
    for inline in answer.context_data["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return (field for form in forms for field in form)


def sent(field: Any) -> dict[str, Any]:
    value = field.value()
    parts = getattr(field.field.widget, "widgets", None)
    if parts is None:
        return {} if value is None or value is False else {field.html_name: value}
    values = value if isinstance(value, list) else field.field.widget.decompress(value)
    names = field.field.widget.widgets_names
    return {field.html_name + name: part or "" for name, part in zip(names, values, strict=True)}
