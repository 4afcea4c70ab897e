"""The questions of an audience as its moderator sees them: in groups, never who asked or which came first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultations import switching
from consultations.models import Event
from submissions import board as questions

# What htmx swaps in and then asks no more; see its documentation on polling.
LAST_NEWS = 286


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = moderated_event(request, slug, event_slug)
    if request.method == "POST" and not switching.is_switched(request):
        return done(request, event)
    piles = questions.piles_of(event)
    context = {
        "event": event,
        "consultation": event.consultation,
        "piles": piles,
        "has_questions": any(pile.cards for pile in piles),
        "groups": [pile.group for pile in piles if pile.group],
        "mark": questions.mark_of(piles),
        "longest_label": questions.LONGEST_LABEL,
        "label": request.POST.get("label", ""),
        "switches": switching.FORM,
    }
    return render(request, "submissions/board.html", context)


# Whoever is signed out meanwhile is answered 404, which changes nothing on the page, and not a page to sign in on.
@never_cache
@require_safe
def board_news(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """Nothing until something looks different from what a page shows; then that it does, once."""
    event = moderated_event(request, slug, event_slug)
    if request.GET.get("seen") == questions.mark_of(questions.piles_of(event)):
        return HttpResponse(status=204)
    return render(request, "submissions/_board_news.html", status=LAST_NEWS)


def moderated_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    events = questions.boards_of(request.user).select_related("consultation")
    return get_object_or_404(events, consultation__slug=slug, slug=event_slug)


def done(request: HttpRequest, event: Event) -> HttpResponse:
    step, _hyphen, value = request.POST.get("do", "").partition("-")
    if step not in STEPS:
        raise Http404
    place = ""
    try:
        place = STEPS[step](request, event, value)
    except questions.NotOnThisBoard:
        messages.error(request, _("This question or group is no longer here. Nothing was changed."))
    except questions.NoLabel:
        text = _("Give the group a name of up to %(most)s characters.")
        messages.error(request, text % {"most": questions.LONGEST_LABEL})
    return redirect(f"{request.path}{place}")


def moved(request: HttpRequest, event: Event, value: str) -> str:
    """Returns where on the page the question stands now; browsers keep that part of an address to themselves."""
    questions.move(event, request.POST.get("question", ""), request.POST.get("group", ""))
    return f"#question-{request.POST['question']}"


def marked(request: HttpRequest, event: Event, value: str) -> str:
    questions.mark(event, request.POST.get("question", ""), value)
    return f"#question-{request.POST['question']}"


def made(request: HttpRequest, event: Event, value: str) -> str:
    group = questions.make_group(event, request.POST.get("label", ""))
    return f"#group-{group.pk}"


def removed(request: HttpRequest, event: Event, value: str) -> str:
    questions.remove_group(event, request.POST.get("group", ""))
    return ""


STEPS: dict[str, Callable[[HttpRequest, Event, str], str]] = {
    "move": moved,
    "mark": marked,
    "make": made,
    "next": made,  # Enter in the field (templates/_site_head.html)
    "remove": removed,
}
