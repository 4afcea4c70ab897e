"""Questions of a webinar's audience. They go to whoever moderates, and then the way of all that is said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from consultations import door, limits, switching
from consultations.models import Event, EventKind
from consultations.participation import State, Way, way
from consultations.permissions import visible
from consultations.typed import keeps_what_was_typed
from submissions.intake.answers import blanks
from submissions.intake.asking import QuestionForm
from submissions.intake.errors import NoQuestions
from submissions.views import receipt
from submissions.views.sending import FORBIDDEN, limit_guesses, open_elsewhere, posted, send


# Not "no-store": going back shows the form as it was filled in, with its key.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def ask(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    events = Event.objects.filter(kind=EventKind.WEBINAR, consultation__in=visible(request.user))
    event = get_object_or_404(events.select_related("consultation"), consultation__slug=slug, slug=event_slug)
    here = way(event, timezone.now())
    if request.method == "POST":
        return answered(request, here)
    if not here.may_ask:
        return closed(request, here)
    # The code comes along when somebody has scanned it.
    return page(request, here, QuestionForm(event, initial={"room_code": request.GET.get("code", "")[:40]}))


def answered(request: HttpRequest, here: Way) -> HttpResponse:
    form = QuestionForm(here.event, posted(request))
    if not here.event.takes_questions:
        # Closed while somebody was typing: what they typed is theirs.
        form.quiet().add_error(None, str(NoQuestions()))
        return page(request, here, form, status=FORBIDDEN)
    if switching.is_switched(request):
        return page(request, here, switching.as_typed(form))
    limit_guesses(request, form)
    if door.asks_again(request.POST) and form.is_valid():
        return page(request, here, form, asks_again=True)
    outcome = send(request, form)
    if isinstance(outcome, int):
        return page(request, here, form, status=outcome)
    return receipt.handed_over(outcome.code)


def closed(request: HttpRequest, here: Way) -> HttpResponse:
    """Outside of its hours, and where a moderator has switched questions off: what was typed can still be copied."""
    consultation = here.event.consultation
    context = {
        "event": here.event,
        "consultation": consultation,
        "way": here,
        "is_switched_off": here.state != State.CLOSED and not here.event.takes_questions,
        "others": open_elsewhere(here.event, timezone.now()),
        "blanks": blanks(QuestionForm(here.event)),
    }
    return render(request, "submissions/not_open.html", context)


def page(
    request: HttpRequest, here: Way, form: QuestionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "event": here.event,
        "consultation": here.event.consultation,
        "form": form,
        "opened": door.opened(request.POST),
        "switches": switching.FORM,
        "others": open_elsewhere(here.event, timezone.now()) if status == FORBIDDEN else [],
        **more,
    }
    return limits.answered(render(request, "submissions/ask.html", context, status=status), form)
