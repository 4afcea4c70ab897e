"""The programme to put into one's own calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from consultations.calendars import event_calendar, programme_calendar
from consultations.views.programme import loaded, one_of


@require_safe
def event_file(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    _consultation, events = loaded(request, slug)
    return as_file(event_calendar(one_of(events, event_slug)), event_slug)


@require_safe
def programme_file(request: HttpRequest, slug: str) -> HttpResponse:
    consultation, events = loaded(request, slug)
    return as_file(programme_calendar(consultation, events), slug)


def as_file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
