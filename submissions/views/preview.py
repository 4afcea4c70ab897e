"""The survey as participants will see it, for its coordinator, open or not. It can be tried out; it cannot be sent."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.models import Event, EventKind
from consultations.permissions import coordinated
from submissions.intake.steps import steps_of
from submissions.intake.survey import SurveyForm
from submissions.views.take_part import backward, onward, page, step_page, switched, turned

# The pages are those that participants see; sending and saving are left out.
ANSWERS: dict[str, Callable[..., HttpResponse]] = {"next": onward, "back": backward, "page": turned}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """A POST turns the page, and says what a participant would be told; 404 for everybody else."""
    events = Event.objects.filter(kind=EventKind.SURVEY, consultation__in=coordinated(request.user))
    event = get_object_or_404(
        events.select_related("consultation", "questionnaire"), consultation__slug=slug, slug=event_slug
    )
    form = SurveyForm(event)
    if not form.asks_something:
        return page(request, event, form=form, is_preview=True)
    if request.method == "POST":
        do = request.POST.get("do", "").partition("-")[0]
        return ANSWERS.get(do, switched)(request, event, is_preview=True)
    return step_page(request, event, form, steps_of(form)[0], is_preview=True)
