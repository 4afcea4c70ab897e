"""What stands in a form, as lines to read: for checking before sending, and for comparing two versions of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget, MultiWidget, Widget

from consultations.languages import Written
from consultations.templatetags.site import control_id


@dataclass(frozen=True)
class Line:
    """A question and what is given as its answer, in as many parts as it has. ``id`` is that of its control."""

    id: str
    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Blank:
    """A question and all that could be answered: name and value in the form and how it reads; words have no value."""

    label: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Difference:
    label: str
    here: tuple[str, ...]
    there: tuple[str, ...]


def lines(form: forms.Form) -> list[Line]:
    return [line_of(field) for field in form.visible_fields()]


def line_of(field: BoundField) -> Line:
    widget = field.field.widget
    parts = tuple(said(widget, field.html_name, field.value()))
    return Line(control_id(field), str(field.label), parts)


def said(widget: Widget, name: str, value: Any) -> Iterator[str]:
    """In the reader's language, whatever language it was chosen in."""
    if isinstance(widget, ChoiceWidget):
        yield from chosen(widget, name, value)
    elif isinstance(widget, MultiWidget):
        values = list(value.values()) if isinstance(value, Mapping) else value or []
        drawn = widget.get_context(name, value, None)["widget"]["subwidgets"]
        for part, one, shown in zip(widget.widgets, values, drawn, strict=False):
            yield from (f"{shown['label']} – {text}" for text in said(part, name, one))
    elif value:
        yield Written(str(value), widget.attrs["lang"]) if "lang" in widget.attrs else str(value)


def chosen(widget: ChoiceWidget, name: str, value: Any) -> Iterator[str]:
    for _group, options, _index in widget.optgroups(name, widget.format_value(value)):
        yield from (str(option["label"]) for option in options if option["selected"] and option["value"])


def blanks(form: forms.Form) -> list[Blank]:
    """For a script that shows what a browser holds without sending it."""
    return [
        Blank(str(field.label), tuple(possible(field.field.widget, field.html_name)))
        for field in form.visible_fields()
    ]


def possible(widget: Widget, name: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(widget, ChoiceWidget):
        for _group, options, _index in widget.optgroups(name, []):
            for option in options:
                if option["value"]:
                    yield name, str(option["value"]), str(option["label"])
    elif isinstance(widget, MultiWidget):
        drawn = widget.get_context(name, None, None)["widget"]["subwidgets"]
        for part, shown in zip(widget.widgets, drawn, strict=True):
            for key, value, text in possible(part, shown["name"]):
                yield key, value, f"{shown['label']} – {text}"
    else:
        yield name, "", ""


def differences(here: forms.Form, there: forms.Form) -> list[Difference]:
    """Of two forms that need not ask the same: what one of them does not ask for is nothing there."""
    ours, theirs = ({line.id: line for line in lines(form)} for form in (here, there))
    return [
        Difference(label, our_parts, their_parts)
        for place, label in {place: line.label for place, line in (ours | theirs).items()}.items()
        if (our_parts := parts_at(ours, place)) != (their_parts := parts_at(theirs, place))
    ]


def parts_at(found: Mapping[str, Line], place: str) -> tuple[str, ...]:
    return found[place].parts if place in found else ()
