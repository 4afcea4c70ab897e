"""The page that an invitation's link opens. Only its buttons do something: mail scanners follow links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import invitations
from consultations.dates import last_day
from consultations.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = invitations.find(token)
    except Invitation.DoesNotExist:
        return gone(request, None)
    if not (invitations.is_good(invitation) or invitations.is_held_for_notes(request, invitation)):
        return gone(request, invitation)
    if request.method == "POST":
        return without_referrer(answered(request, invitation))
    return without_referrer(render(request, "consultations/invitation.html", about(invitation)))


def answered(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if "decline" in request.POST and invitation.may_be_declined:
        invitations.decline(invitation)
        return render(request, "consultations/invitation_declined.html", about(invitation))
    if invitations.accept(request, invitation):
        return redirect(invitations.destination(invitation))
    return gone(request, invitation)


def gone(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """Says why, to whoever holds a link that once was good; an unknown one learns nothing."""
    if invitation is None:
        return without_referrer(render(request, "consultations/invitation_gone.html", status=404))
    context = {"state": invitation.state(), **about(invitation)}
    return without_referrer(render(request, "consultations/invitation_gone.html", context, status=404))


def about(invitation: Invitation) -> dict[str, object]:
    event = invitation.event
    return {
        "invitation": invitation,
        "event": event,
        "consultation": event.consultation,
        "last_day": last_day(invitation.expires_at, event.consultation.zone),
    }


def without_referrer(response: HttpResponse) -> HttpResponse:
    """The address holds the token. "no-referrer" would blank the Origin header too, which protects the form."""
    response["Referrer-Policy"] = "strict-origin"
    return response
