"""The open call and the survey."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from consultations.models import Event, EventKind
from consultations.participation import way, ways
from consultations.permissions import visible
from submissions.intake.forms import OpenCallForm
from submissions.intake.survey import SurveyForm
from submissions.views import receipt
from submissions.views.sending import posted, send
from submissions.views.typed import keeps_what_was_typed

FORMS: dict[str, type[OpenCallForm | SurveyForm]] = {
    EventKind.OPEN_CALL: OpenCallForm,
    EventKind.SURVEY: SurveyForm,
}


# Not "no-store": going back shows the form as it was filled in, with its key.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def take_part(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = found_event(request, slug, event_slug)
    if request.method == "POST":
        form = FORMS[event.kind](event, posted(request))
        outcome = send(form)
        if isinstance(outcome, int):
            return page(request, event, status=outcome, form=form)
        return receipt.handed_over(outcome.code)
    if not event.is_open():
        return page(request, event, template="submissions/not_open.html")
    wanted = request.GET.get("lang", "")
    known = event.consultation.languages
    if wanted in known and wanted != get_language() and wanted in dict(settings.LANGUAGES):
        return redirect(in_language(request, wanted))
    form = FORMS[event.kind](event)
    return page(request, event, form=form, unknown_language=wanted if wanted not in ("", *known) else "")


def found_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    """404 for what cannot be written to here: other kinds of events, and what this reader may not see."""
    events = Event.objects.filter(kind__in=FORMS, consultation__in=visible(request.user))
    return get_object_or_404(
        events.select_related("consultation", "questionnaire"), consultation__slug=slug, slug=event_slug
    )


def in_language(request: HttpRequest, language: str) -> str:
    return f"/{language}/{request.path.removeprefix(f'/{get_language()}/')}"


def page(
    request: HttpRequest,
    event: Event,
    *,
    template: str = "submissions/take_part.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    consultation, now = event.consultation, timezone.now()
    context = {"event": event, "consultation": consultation, "way": way(event, now), **more}
    if not event.is_open(now):
        others = consultation.events.exclude(pk=event.pk).select_related("consultation")
        context["others"] = [other for other in ways(others, now) if other.may_write]
    return render(request, template, context, status=status)
