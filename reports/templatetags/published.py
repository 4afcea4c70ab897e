"""Lets a page of the programme lead to what was published, without the programme knowing of reports."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from consultations import languages
from consultations.models import Consultation
from reports import outcome, turnout
from reports.models import Report
from reports.publication import current
from submissions.models import Contribution

register = template.Library()
register.filter("stands", outcome.stands)


@register.simple_tag
def published_report(consultation: Consultation) -> Report | None:
    """The published version that readers are shown first."""
    return current(consultation)


@register.simple_tag
def language_of_reports() -> str:
    """In which the reader can read one."""
    return languages.for_texts()


@register.simple_tag
def outcomes(report: Report | None, contributions: Iterable[Contribution]) -> dict[str, outcome.Outcome]:
    """What the published version rests on of what was sent; empty until there is one."""
    return outcome.outcomes(report, contributions)


@register.filter
def outcome_of(found: dict[str, outcome.Outcome], contribution: Contribution) -> outcome.Outcome | None:
    return found.get(str(contribution.pk))


@register.simple_tag
def turnouts(report: Report | None) -> tuple[turnout.Turnout, ...]:
    """Who took part, by sector, as far as ``report``, a published version, tells it."""
    return turnout.turnouts(report)
