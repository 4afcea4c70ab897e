"""What everybody may read of a consultation: its purpose, programme and events."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.models import Consultation, Event, Presentation, Session, Topic
from consultations.participation import outlook, way, ways
from consultations.permissions import visible
from consultations.promise import promise
from consultations.schedule import schedule


def loaded(request: HttpRequest, slug: str) -> tuple[Consultation, list[Event]]:
    """The consultation and its events with all that the programme shows; 404 when it is not for this reader."""
    consultation = get_object_or_404(visible(request.user).prefetch_related("co_chairs"), slug=slug)
    return consultation, list(with_programme(consultation))


def with_programme(consultation: Consultation) -> list[Event]:
    speakers = Presentation.objects.select_related("participant__organization")
    sessions = Session.objects.select_related("topic__section", "presented_by").prefetch_related(
        Prefetch("presentations", speakers)
    )
    events = list(consultation.events.prefetch_related(Prefetch("sessions", sessions)))
    for event in events:
        event.consultation = consultation
    return events


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = visible(request.user).prefetch_related("events")
    entries = []
    for consultation in found:
        events = list(consultation.events.all())
        for event in events:
            event.consultation = consultation
        entries.append((consultation, outlook(consultation, events, now)))
    return render(request, "consultations/list.html", {"entries": entries})


@require_safe
def consultation_page(request: HttpRequest, slug: str) -> HttpResponse:
    consultation, events = loaded(request, slug)
    now = timezone.now()
    found = ways(events, now)
    sections = consultation.sections.prefetch_related(Prefetch("topics", Topic.objects.order_by("position")))
    context = {
        "consultation": consultation,
        "outlook": outlook(consultation, events, now),
        "ways": found,
        "asking": next((way for way in found if way.may_ask), None),
        "writing": next((way for way in found if way.may_write), None),
        "schedule": schedule(events),
        "sections": sections,
        "promise": promise(events),
    }
    return render(request, "consultations/consultation.html", context)


@require_safe
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    consultation, events = loaded(request, slug)
    context = {"consultation": consultation, "schedule": schedule(events)}
    return render(request, "consultations/programme.html", context)


def one_of(events: list[Event], event_slug: str) -> Event:
    found = next((event for event in events if event.slug == event_slug), None)
    if found is None:
        raise Http404
    return found


@require_safe
def event_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    consultation, events = loaded(request, slug)
    event = one_of(events, event_slug)
    context = {
        "consultation": consultation,
        "event": event,
        "entry": schedule([event])[0],
        "way": way(event, timezone.now()),
        "promise": promise([event]),
    }
    return render(request, "consultations/event.html", context)
