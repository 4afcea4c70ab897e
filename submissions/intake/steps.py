"""A form in steps: its pages one after the other, then all of it to check before it is sent.

What other pages hold travels along in the page, so nothing is stored before somebody saves or sends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from submissions.intake.answers import Line, line_of
from submissions.intake.forms import Group, OpenCallForm
from submissions.intake.survey import SurveyForm

Form = OpenCallForm | SurveyForm
CHECK = "check"


@dataclass(frozen=True)
class Step:
    """A page that is met after the answers so far. ``number`` stays, ``place`` counts without a gap."""

    number: int
    place: int
    count: int
    groups: list[Group]

    @property
    def names(self) -> list[str]:
        return [field.name for group in self.groups for field in group.fields]

    @property
    def is_first(self) -> bool:
        return self.place == 1

    @property
    def is_last(self) -> bool:
        return self.place == self.count

    @property
    def lines(self) -> list[Line]:
        return [line_of(field) for group in self.groups for field in group.fields]


def steps_of(form: Form) -> list[Step]:
    return in_steps(form.pages())


def steps_to_send(form: Form) -> list[Step]:
    """With what will be sent, and nothing else."""
    return in_steps(form.pages_to_send())


def in_steps(pages: list[list[Group]]) -> list[Step]:
    met = [
        (number, groups) for number, groups in enumerate(pages, 1) if any(group.fields for group in groups)
    ]
    return [Step(number, place, len(met), groups) for place, (number, groups) in enumerate(met, 1)]


def step_at(form: Form, number: int) -> Step:
    """The page with this number or, when it is not met, the last one before it; in doubt the first."""
    steps = steps_of(form)
    return next((step for step in reversed(steps) if step.number <= number), steps[0])


def step_after(form: Form, number: int) -> Step | None:
    return next((step for step in steps_of(form) if step.number > number), None)


def step_before(form: Form, number: int) -> Step:
    return step_at(form, number - 1)


def first_wrong(form: Form) -> Step | None:
    return next((step for step in steps_of(form) if is_wrong(form, step)), None)


def is_wrong(form: Form, step: Step) -> bool:
    return any(name in form.errors for name in step.names)


def carried(form: Form, shown: Iterable[str]) -> list[tuple[str, str]]:
    """What stands on pages that are not shown, to travel along."""
    here = [*shown, *(field.name for field in form.hidden_fields())]
    parts = tuple(f"{name}_" for name in here)
    return [
        (name, value)
        for name, values in (form.typed() if form.is_bound else chosen_from_the_start(form)).items()
        if name not in here and not name.startswith(parts)
        for value in values
    ]


def chosen_from_the_start(form: Form) -> dict[str, list[str]]:
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: [str(value)] for name, value in initial.items() if value}
