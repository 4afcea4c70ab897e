"""The page that an invitation's link opens. Only its button does something: mail scanners follow links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import invitations
from consultations.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = invitations.find(token)
    except Invitation.DoesNotExist:
        return without_referrer(render(request, "consultations/invitation_gone.html", status=404))
    if request.method == "POST":
        invitations.accept(request, invitation)
        return without_referrer(redirect(invitations.destination(invitation)))
    context = {
        "invitation": invitation,
        "event": invitation.event,
        "consultation": invitation.event.consultation,
    }
    return without_referrer(render(request, "consultations/invitation.html", context))


def without_referrer(response: HttpResponse) -> HttpResponse:
    """The address holds the token. "no-referrer" would blank the Origin header too, which protects the form."""
    response["Referrer-Policy"] = "strict-origin"
    return response
