"""A date in three parts. What is missing or cannot be is named part by part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.intake.checks import FIRST_YEAR, LAST_YEAR

LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}
# As dates are written here in both languages: "3 April 2017", « 3 avril 2017 ».
ORDER = ("day", "month", "year")
MISSING = {
    "day": gettext_lazy("Add the day."),
    "month": gettext_lazy("Add the month."),
    "year": gettext_lazy("Add the year."),
}
WRONG = {
    "day": gettext_lazy("The day is a number from 1 to 31."),
    "month": gettext_lazy("Choose the month from the list."),
    "year": gettext_lazy("The year is a number of four digits, from %(first)s to %(last)s."),
}
RANGES = {"day": range(1, 32), "month": range(1, 13), "year": range(FIRST_YEAR, LAST_YEAR + 1)}


class PartsWidget(forms.MultiWidget):
    """Day, month and year, each with its label; the month by its name, so that nobody mistakes it for the day."""

    template_name = "submissions/widgets/date.html"
    use_fieldset = True

    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts
        super().__init__({part: CONTROLS[part]() for part in parts})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """By part, whatever the order in this language."""
        return dict(zip(self.parts, super().value_from_datadict(data, files, name), strict=True))

    def decompress(self, value: date | None) -> list[Any]:
        return [getattr(value, part) if value else "" for part in self.parts]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        values = [value.get(part) for part in self.parts] if isinstance(value, Mapping) else value
        context = super().get_context(name, values, attrs)
        for part, widget in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            widget["label"] = LABELS[part]
        return context


def month_list() -> forms.Select:
    return forms.Select(
        choices=[("", gettext_lazy("Choose")), *((str(number), name) for number, name in MONTHS.items())]
    )


def number_box(digits: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": digits})


CONTROLS = {"day": lambda: number_box(2), "month": month_list, "year": lambda: number_box(4)}


class DateInPartsField(forms.Field):
    """Gives a ``date`` or None; without ``with_day`` it is the first of the month, and no day is asked for."""

    def __init__(self, *, with_day: bool = True, **kwargs: Any) -> None:
        self.parts = tuple(part for part in ORDER if with_day or part != "day")
        super().__init__(widget=PartsWidget(self.parts), **kwargs)

    def clean(self, value: Any) -> date | None:
        given = {part: str((value or {}).get(part) or "").strip() for part in self.parts}
        if not any(given.values()):
            self.validate(None)
            return None
        self.refuse_wrong_parts(given)
        numbers = {part: int(text) for part, text in given.items()}
        try:
            return date(**{"day": 1, **numbers})
        except ValueError:
            raise ValidationError(no_such_day(numbers), code="no_such_day") from None

    def refuse_wrong_parts(self, given: Mapping[str, str]) -> None:
        wrong = [message for part in self.parts if (message := fault(part, given[part]))]
        if wrong:
            raise ValidationError(wrong)


def fault(part: str, text: str) -> str:
    """What is wrong with one part; empty when nothing is."""
    if not text:
        return str(MISSING[part])
    if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in RANGES[part]:
        return ""
    return str(WRONG[part]) % {"first": FIRST_YEAR, "last": LAST_YEAR}


def no_such_day(numbers: Mapping[str, int]) -> str:
    return _("%(month)s %(year)s has no day %(day)s.") % {**numbers, "month": MONTHS[numbers["month"]]}
