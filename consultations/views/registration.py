"""A place at an event, asked for on the page or by an invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms import RegistrationForm
from consultations.invitations import invited
from consultations.models import Event, InvitationPurpose
from consultations.participation import way
from consultations.permissions import visible
from consultations.programme import register


def found_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    events = Event.objects.select_related("consultation").filter(consultation__in=visible(request.user))
    return get_object_or_404(events, consultation__slug=slug, slug=event_slug)


def may_register(request: HttpRequest, event: Event) -> bool:
    """By an invitation, or because anybody may; in any case before the event is over."""
    if timezone.now() >= event.ends_at:
        return False
    return way(event, timezone.now()).may_register or invited(request, event, InvitationPurpose.REGISTER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = found_event(request, slug, event_slug)
    context = {"event": event, "consultation": event.consultation}
    if not may_register(request, event):
        status = 403 if request.method == "POST" else 200
        return render(request, "consultations/registration_closed.html", context, status=status)
    form = RegistrationForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        register(event, language="fr" if get_language() == "fr" else "en", **form.cleaned_data)
        return redirect("consultations:registered", slug=slug, event_slug=event_slug)
    status = 422 if form.errors else 200
    return render(request, "consultations/registration.html", {**context, "form": form}, status=status)


@require_safe
def registered_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = found_event(request, slug, event_slug)
    context = {"event": event, "consultation": event.consultation}
    return render(request, "consultations/registered.html", context)
