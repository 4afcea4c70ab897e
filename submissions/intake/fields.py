"""Form fields for what people write, choose and rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.cleaning import clean_line, clean_text
from consultations.languages import Written, known, shown
from consultations.scripts import direction
from submissions.intake.errors import too_long


class WordsField(forms.CharField):
    """Words as they will be kept, counted as they will be kept. ``one_line`` is for names.

    No ``maxlength`` reaches the browser: it would cut what somebody pastes without telling them.
    """

    def __init__(self, *, limit: int, rows: int = 8, one_line: bool = False, **kwargs: Any) -> None:
        self.limit, self.one_line = limit, one_line
        if one_line:
            kwargs.setdefault("widget", forms.TextInput())
        else:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "data-limit": limit}))
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Its box says in which language the words are, where that is another than the page's."""
        language = form["language"].value()
        if not self.one_line and language != shown() and language in dict(known()):
            self.widget.attrs |= {"lang": language, "dir": direction(language)}
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> str:
        text = value or ""
        return clean_line(text) if self.one_line else clean_text(text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(too_long(limit=self.limit, length=len(value)), code="too_long")


class CodeField(forms.CharField):
    """A receipt or resume code as somebody noted it, or as the link that was printed or sent brings it along."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-takes-fragment": ""})

    def __init__(self, *, label: Any, missing: Any) -> None:
        super().__init__(
            label=label,
            help_text=gettext_lazy(
                "Seven groups of four letters and digits. Capitals and hyphens do not matter."
            ),
            error_messages={"required": missing},
            max_length=100,
        )


class Options(forms.Select):
    """Each in the language that it was written in."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, Written):
            option["attrs"] |= {"lang": label.language, "dir": direction(label.language)}
        return option


class LoadedChoiceField(forms.ChoiceField):
    """A choice among rows that are loaded already; gives the row, or None."""

    widget = Options

    def __init__(
        self, rows: Iterable[Model], *, choices: Any = None, empty: Any = None, **kwargs: Any
    ) -> None:
        self.rows = {str(row.pk): row for row in rows}
        choices = [(pk, str(row)) for pk, row in self.rows.items()] if choices is None else choices
        super().__init__(choices=choices if empty is None else [("", empty), *choices], **kwargs)

    def clean(self, value: Any) -> Model | None:
        return self.rows.get(super().clean(value))


class LoadedMultipleChoiceField(forms.MultipleChoiceField):
    """Any number of rows that are loaded already; gives a tuple of them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Iterable[Model], **kwargs: Any) -> None:
        self.rows = {str(row.pk): row for row in rows}
        super().__init__(choices=[(pk, str(row)) for pk, row in self.rows.items()], **kwargs)

    def clean(self, value: Any) -> Any:
        return tuple(self.rows[pk] for pk in dict.fromkeys(super().clean(value)))


class RankingWidget(forms.MultiWidget):
    """A labelled list of ranks for each choice: it can be done by keyboard and without JavaScript.

    Each is named after its choice: when choices change places meanwhile, ranks stay with theirs.
    """

    template_name = "submissions/widgets/ranking.html"
    use_fieldset = True

    def __init__(self, rows: Sequence[Model]) -> None:
        self.labels = [str(row) for row in rows]
        ranks = [("", gettext_lazy("No rank")), *((str(rank), rank) for rank in range(1, len(rows) + 1))]
        super().__init__({str(row.pk): forms.Select(choices=ranks) for row in rows})

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [""] * len(self.labels)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


class RankingField(forms.Field):
    """All choices in order, or nothing; gives ``{row: rank}``."""

    default_error_messages = {
        "incomplete": gettext_lazy("Give each line a rank, or leave all of them without one."),
        "unknown": gettext_lazy("Choose the ranks from the lists."),
    }

    def __init__(self, rows: Sequence[Model], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(widget=RankingWidget(rows), **kwargs)

    def clean(self, value: Any) -> dict[Any, int]:
        values = [part or "" for part in value or []]
        if not any(values):
            self.validate(None)
            return {}
        known = {str(rank): rank for rank in range(1, len(self.rows) + 1)}
        if any(part not in known for part in values if part):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        ranks = {row: known[part] for row, part in zip(self.rows, values, strict=True) if part}
        self.refuse_doubles(ranks)
        if len(ranks) < len(self.rows):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return ranks

    def refuse_doubles(self, ranks: dict[Model, int]) -> None:
        by_rank: dict[int, list[Model]] = {}
        for row, rank in ranks.items():
            by_rank.setdefault(rank, []).append(row)
        doubles = {rank: rows for rank, rows in sorted(by_rank.items()) if len(rows) > 1}
        if doubles:
            raise ValidationError(
                [
                    _("Rank %(rank)s is given more than once: to “%(first)s” and to “%(second)s”.")
                    % {"rank": rank, "first": rows[0], "second": rows[1]}
                    for rank, rows in doubles.items()
                ]
            )


def by_group(rows: Iterable[Any], group_of: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under headings, in the order of the rows."""
    groups: dict[Any, list[tuple[str, str]]] = {}
    for row in rows:
        groups.setdefault(group_of(row), []).append((str(row.pk), str(row)))
    return [(str(group), choices) for group, choices in groups.items()]


def radio(**attrs: Any) -> ChoiceWidget:
    return forms.RadioSelect(attrs=attrs or None)
