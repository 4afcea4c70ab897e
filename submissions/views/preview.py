"""The survey as participants will see it, for its coordinator, open or not. It can be tried out; it cannot be sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.models import Event, EventKind
from consultations.participation import way
from consultations.permissions import coordinated
from submissions.intake.survey import SurveyForm
from submissions.views.sending import posted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """A POST only checks the answers, and shows what a participant would be told; 404 for everybody else."""
    events = Event.objects.filter(kind=EventKind.SURVEY, consultation__in=coordinated(request.user))
    event = get_object_or_404(
        events.select_related("consultation", "questionnaire"), consultation__slug=slug, slug=event_slug
    )
    form = SurveyForm(event, posted(request) if request.method == "POST" else None)
    context = {
        "event": event,
        "consultation": event.consultation,
        "way": way(event, timezone.now()),
        "form": form,
        "would_be_taken": form.is_bound and form.is_valid(),
    }
    return render(request, "submissions/preview.html", context)
