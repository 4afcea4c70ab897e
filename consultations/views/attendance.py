"""Who came, said by a coordinator at the door, on a phone: large buttons, no script, nothing of when."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import places
from consultations.cleaning import clean_line
from consultations.models import Event, Registration
from consultations.numbers import number_in
from consultations.permissions import coordinated

SAID = {"present": True, "absent": False, "undo": None}
# A phone shows a hundred names; whoever is not among them is found by the search.
SHOWN = 100


@dataclass(frozen=True)
class Counts:
    expected: int
    present: int
    absent: int

    @property
    def left(self) -> int:
        return self.expected - self.present - self.absent


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    events = Event.objects.select_related("consultation").filter(consultation__in=coordinated(request.user))
    event = get_object_or_404(events, consultation__slug=slug, slug=event_slug)
    if request.method == "POST":
        return marked(request, event)
    query = clean_line(request.GET.get("q", ""))
    found = list(searched(event, query)[: SHOWN + 1])
    context = {
        "event": event,
        "consultation": event.consultation,
        "query": query,
        "rows": found[:SHOWN],
        "is_cut": len(found) > SHOWN,
        "counts": counted(event),
    }
    return render(request, "consultations/attendance.html", context)


def searched(event: Event, query: str) -> QuerySet[Registration]:
    rows = event.registrations.select_related("participant__organization")
    for word in query.split():
        rows = rows.filter(participant__name__icontains=word)
    return rows.order_by("participant__name", "pk")


def counted(event: Event) -> Counts:
    said = list(event.registrations.with_place().values_list("attended", flat=True))
    return Counts(len(said), said.count(True), said.count(False))


def marked(request: HttpRequest, event: Event) -> HttpResponse:
    pk, said = number_in(request.POST.get("registration")), request.POST.get("attended", "")
    rows = event.registrations.select_related("participant")
    registration = get_object_or_404(rows, pk=pk)
    if said in SAID:
        try:
            places.mark(registration, SAID[said])
        except places.NoPlaceLeft:
            messages.error(request, no_place(registration))
    query = urlencode({"q": request.POST["q"]}) if request.POST.get("q") else ""
    return redirect(f"{request.path}?{query}#r{registration.pk}")


def no_place(registration: Registration) -> str:
    return _(
        "All places are taken, so %(name)s could not be let in. Mark those who did not come as absent, or raise the "
        "number of places of the event."
    ) % {"name": registration.participant}
