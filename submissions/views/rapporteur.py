"""Notes of a session, one point after another, by somebody who is invited to take them. It never asks who spoke."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from consultations.invitations import invited
from consultations.models import Event, InvitationPurpose
from consultations.participation import way
from consultations.permissions import noting
from submissions.intake.forms import RapporteurForm
from submissions.intake.submit import Receipt
from submissions.views.sending import posted, send
from submissions.views.typed import keeps_what_was_typed

# Kept for the next point, by the browser alone: a row of a session would be stamped with the moment of each point.
# Neither words nor receipts: those would say in one place what one person took down.
REMEMBERED = ("session", "topic", "language")
COOKIE = "sitting"


# Not "no-store": going back shows the form as it was filled in, with its key.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def rapporteur(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = noted_event(request, slug, event_slug)
    sitting = held(request, event)
    if request.method == "POST":
        form = RapporteurForm(event, posted(request))
        outcome = send(form)
        if request.headers.get("Accept") == "application/json":
            return told(event, form, sitting, outcome)
        if isinstance(outcome, int):
            return page(request, event, form, sitting, status=outcome)
        return remembering(redirect(request.path), event, form, sitting.get("count", 0) + outcome.is_new)
    if not event.is_open():
        return closed(request, event)
    form = RapporteurForm(event, initial={name: sitting[name] for name in REMEMBERED if name in sitting})
    return page(request, event, form, sitting)


def told(event: Event, form: RapporteurForm, sitting: dict[str, Any], outcome: Receipt | int) -> HttpResponse:
    """For the script. A point that was here before is counted now if the reply that counted it was lost on its way."""
    if isinstance(outcome, int):
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"why": " ".join(wrong)}, status=outcome)
    count = sitting.get("count", 0) + (sitting.get("last") != mark_of(form))
    return remembering(JsonResponse({"count": count}), event, form, count)


def noted_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    """For those who hold an invitation, and for staff of this consultation who take notes; 404 for others."""
    events = Event.objects.select_related("consultation").prefetch_related("sessions")
    event = get_object_or_404(events, consultation__slug=slug, slug=event_slug)
    takes_notes = noting(request.user).filter(pk=event.consultation_id).exists()
    if not (takes_notes or invited(request, event, InvitationPurpose.RAPPORTEUR)):
        raise Http404
    return event


def held(request: HttpRequest, event: Event) -> dict[str, Any]:
    try:
        sittings = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except signing.BadSignature:
        return {}
    return sittings.get(str(event.pk), {})


def remembering(response: HttpResponse, event: Event, form: RapporteurForm, count: int) -> HttpResponse:
    kept: dict[str, Any] = {name: form.data.get(name, "") for name in REMEMBERED if name in form.fields}
    kept |= {"count": count, "last": mark_of(form)}
    response.set_cookie(
        COOKIE,
        signing.dumps({str(event.pk): kept}, salt=COOKIE),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def mark_of(form: RapporteurForm) -> str:
    """By which this browser's cookie knows the point again that was counted last."""
    return salted_hmac(COOKIE, form.data["key"]).hexdigest()[:8]


def closed(request: HttpRequest, event: Event) -> HttpResponse:
    context = {"event": event, "consultation": event.consultation, "way": way(event, timezone.now())}
    return render(request, "submissions/not_open.html", context)


def page(
    request: HttpRequest, event: Event, form: RapporteurForm, sitting: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "event": event,
        "consultation": event.consultation,
        "way": way(event, timezone.now()),
        "form": form,
        "count": sitting.get("count", 0),
    }
    return render(request, "submissions/rapporteur.html", context, status=status)
