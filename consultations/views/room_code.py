"""The code of the room, large enough for a screen or a sheet of paper; for coordinators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import room_codes
from consultations.models import Event
from consultations.permissions import coordinated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room_code_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    events = Event.objects.select_related("consultation").filter(
        needs_room_code=True, consultation__in=coordinated(request.user)
    )
    event = get_object_or_404(events, consultation__slug=slug, slug=event_slug)
    if request.method == "POST":
        room_codes.rotate(event)
        return redirect(request.path)
    context = {
        "event": event,
        "consultation": event.consultation,
        "code": room_codes.code_of(event),
        "picture": room_codes.picture_of(event, _("Scan this to open the form with the code filled in")),
    }
    return render(request, "consultations/room_code.html", context)
