"""Fills in the forms of the admin as a browser does."""

from __future__ import annotations

from typing import Any

from django.test import Client


def form_of(client: Client, page: str) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    context = client.get(page).context_data  # type: ignore[attr-defined]
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            data |= sent(field)
    return data


def sent(field: Any) -> dict[str, Any]:
    value = field.value()
    parts = getattr(field.field.widget, "widgets", None)
    if parts is None:
        return {} if value is None or value is False else {field.html_name: value}
    values = value if isinstance(value, list) else field.field.widget.decompress(value)
    names = field.field.widget.widgets_names
    return {field.html_name + name: part or "" for name, part in zip(names, values, strict=True)}
