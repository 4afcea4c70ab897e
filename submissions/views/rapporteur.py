"""Notes of a session, one point after another, by somebody who is invited to take them. It never asks who spoke."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from consultations import limits, switching
from consultations.cookies import forgotten
from consultations.invitations import give_back, invited
from consultations.models import Event, InvitationPurpose
from consultations.participation import way
from consultations.permissions import noting
from consultations.typed import keeps_what_was_typed
from submissions.intake.forms import RapporteurForm
from submissions.intake.submit import Receipt
from submissions.views.sending import posted, send

# Kept for the next point, by the browser alone: a row of a session would be stamped with the moment of each point.
# Neither words nor receipts: those would say in one place what one person took down.
REMEMBERED = ("session", "topic", "language")
COOKIE = "sitting"
LONGEST_TRACE = 36


# Not "no-store": going back shows the form as it was filled in, with its key.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def rapporteur(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = noted_event(request, slug, event_slug)
    sitting = sitting_of(request, event)
    if request.POST.get("do") == "leave":
        return left(request, event)
    if request.method == "POST":
        form = RapporteurForm(event, posted(request))
        if switching.is_switched(request):
            return page(request, event, switching.as_typed(form), sitting)
        outcome = taken(request, form)
        if request.headers.get("Accept") == "application/json":
            return limits.answered(told(event, form, sitting, outcome), form)
        if isinstance(outcome, int):
            return limits.answered(page(request, event, form, sitting, status=outcome), form)
        return remembering(redirect(request.path), event, form, sitting.get("count", 0) + outcome.is_new)
    if not event.is_open():
        return closed(request, event)
    form = RapporteurForm(event, initial={name: sitting[name] for name in REMEMBERED if name in sitting})
    return page(request, event, form, sitting)


def taken(request: HttpRequest, form: RapporteurForm) -> Receipt | int:
    """The receipt, or the status of a page that shows the form again; a link that leaked is held up, not shut."""
    outcome = send(request, form, limit=limits.notes)
    if not isinstance(outcome, int) and not outcome.is_new:
        limits.notes.give_back(request)
    return outcome


def told(event: Event, form: RapporteurForm, sitting: dict[str, Any], outcome: Receipt | int) -> HttpResponse:
    """For the script. A point that was here before is counted now if the reply that counted it was lost on its way."""
    if isinstance(outcome, int):
        wrong = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        why = " ".join(error for errors in wrong.values() for error in errors)
        return JsonResponse({"why": why, "at": wrong}, status=outcome)
    trace = form.data.get("trace", "")[:LONGEST_TRACE]
    count = sitting.get("count", 0) + (not trace or sitting.get("last") != trace)
    return remembering(JsonResponse({"count": count}), event, form, count, last=trace)


def noted_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    """For those who hold an invitation, and for staff of this consultation who take notes; 404 for others."""
    events = Event.objects.select_related("consultation").prefetch_related("sessions")
    event = get_object_or_404(events, consultation__slug=slug, slug=event_slug)
    takes_notes = noting(request.user).filter(pk=event.consultation_id).exists()
    if not (takes_notes or invited(request, event, InvitationPurpose.RAPPORTEUR)):
        raise Http404
    return event


def sitting_of(request: HttpRequest, event: Event) -> dict[str, Any]:
    try:
        sittings = signing.Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return {}
    return sittings.get(str(event.pk), {})


def remembering(
    response: HttpResponse, event: Event, form: RapporteurForm, count: int, *, last: str = ""
) -> HttpResponse:
    """``last``: by which this browser's cookie knows the point again that was counted last. The script made it up for
    that alone; the key of a point is stored with it and would lead there.
    """
    kept: dict[str, Any] = {name: form.data.get(name, "") for name in REMEMBERED if name in form.fields}
    kept |= {"count": count, "last": last}
    response.set_cookie(
        COOKIE,
        # Without a time of its own: it would be that of the point.
        signing.Signer(salt=COOKIE).sign_object({str(event.pk): kept}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def left(request: HttpRequest, event: Event) -> HttpResponse:
    """For devices that several people use: this browser knows neither of the invitation nor of the sitting any more."""
    give_back(request)
    response = redirect(event)
    response.delete_cookie(COOKIE)
    return forgotten(response)


@cache_control(no_cache=True)
@require_safe
def notes_worker(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """The script that opens the page for notes without a connection. From this address it can reach no other page."""
    script = Path(str(finders.find("js/notes_worker.js"))).read_bytes()
    return HttpResponse(script, content_type="text/javascript")


def closed(request: HttpRequest, event: Event) -> HttpResponse:
    context = {"event": event, "consultation": event.consultation, "way": way(event, timezone.now())}
    # With what may still wait in this browser: it can be saved or deleted there, and is sent no more.
    return render(request, "submissions/notes_closed.html", context)


def page(
    request: HttpRequest, event: Event, form: RapporteurForm, sitting: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "event": event,
        "consultation": event.consultation,
        "way": way(event, timezone.now()),
        "form": form,
        "count": sitting.get("count", 0),
        "switches": switching.FORM,
    }
    return render(request, "submissions/rapporteur.html", context, status=status)
