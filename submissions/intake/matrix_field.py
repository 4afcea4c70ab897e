"""Several lines answered alike. Each is a group of its own: a wide table would not fit a narrow screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.models import MatrixRow

Columns = Sequence[tuple[str, str]]


class MatrixWidget(forms.MultiWidget):
    template_name = "submissions/widgets/matrix.html"
    use_fieldset = True

    def __init__(self, rows: Sequence[MatrixRow], choices: Sequence[tuple[str, Any]]) -> None:
        self.rows = rows
        super().__init__({str(row.pk): forms.RadioSelect(choices=choices) for row in rows})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return [value or "" for value in super().value_from_datadict(data, files, name)]

    def decompress(self, value: Mapping[MatrixRow, Any] | None) -> list[Any]:
        return [(value or {}).get(row, "") for row in self.rows]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for row, part in zip(self.rows, context["widget"]["subwidgets"], strict=True):
            part["label"] = row.text
        return context


class MatrixField(forms.Field):
    """Gives ``{row: column}`` of the lines that are answered; ``columns`` are what can be sent, with their labels."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("Choose from the list."),
    }

    def __init__(self, rows: Sequence[MatrixRow], columns: Columns, empty: Any = None, **kwargs: Any) -> None:
        self.rows, self.columns = rows, dict(columns)
        choices = [*columns] if empty is None else [("", empty), *columns]
        super().__init__(widget=MatrixWidget(rows, choices), **kwargs)

    def clean(self, value: Any) -> dict[MatrixRow, str]:
        given = dict(zip(self.rows, value or [""] * len(self.rows), strict=True))
        if any(column and column not in self.columns for column in given.values()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        answered = {row: column for row, column in given.items() if column}
        if self.required:
            self.refuse_gaps([row for row in self.rows if row not in answered])
        return answered

    def refuse_gaps(self, gaps: Sequence[MatrixRow]) -> None:
        if len(gaps) == len(self.rows):
            raise ValidationError(self.error_messages["required"], code="required")
        if gaps:
            raise ValidationError(
                [_("Answer this line: “%(line)s”") % {"line": row.text} for row in gaps], code="incomplete"
            )
