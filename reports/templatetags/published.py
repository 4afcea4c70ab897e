"""Lets a page of the programme lead to what was published, without the programme knowing of reports."""

from __future__ import annotations

from django import template

from consultations.models import Consultation
from reports.models import Report
from reports.publication import current

register = template.Library()


@register.simple_tag
def published_report(consultation: Consultation) -> Report | None:
    """The published version that readers are shown first."""
    return current(consultation)
