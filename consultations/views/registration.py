"""A place at an event: asked for on the page or by an invitation, looked at and given back by one's own link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consultations import door, limits, mail, places, switching, tokens
from consultations.cookies import forgotten, held, hold
from consultations.forms import RegistrationForm
from consultations.invitations import invitation_held, use
from consultations.limits import Full
from consultations.models import Event, Invitation, InvitationPurpose, Participant, Registration
from consultations.participation import way
from consultations.permissions import visible
from consultations.typed import keeps_what_was_typed
from consultations.views.invitation import without_referrer


def found_event(request: HttpRequest, slug: str, event_slug: str) -> Event:
    events = Event.objects.select_related("consultation").filter(consultation__in=visible(request.user))
    return get_object_or_404(events, consultation__slug=slug, slug=event_slug)


def may_register(event: Event, invitation: Invitation | None) -> bool:
    """By an invitation, or because anybody may; in any case before the event is over."""
    now = timezone.now()
    return now < event.ends_at and (invitation is not None or way(event, now).may_register)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def registration_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    event = found_event(request, slug, event_slug)
    invitation = invitation_held(request, event, InvitationPurpose.REGISTER)
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(data, event=event, guest=guest_of(invitation))
    if request.method == "POST":
        return asked_for(request, event, form, invitation)
    if not may_register(event, invitation):
        context = {"event": event, "consultation": event.consultation}
        return render(request, "consultations/registration_closed.html", context)
    return page(request, event, form)


def asked_for(
    request: HttpRequest, event: Event, form: RegistrationForm, invitation: Invitation | None
) -> HttpResponse:
    """To the page that says that it is taken; or the form again, with all that was typed."""
    if not may_register(event, invitation):
        return closed_meanwhile(request, event, form)
    if switching.is_switched(request):
        return page(request, event, switching.as_typed(form))
    if not form.is_valid():
        return page(request, event, form)
    if door.asks_again(request.POST):
        return page(request, event, form, asks_again=True)
    # Whether all places were taken is known to everybody; whether this person had one is not told here.
    query = "?full" if places.is_full(event) else ""
    try:
        with limits.registrations.one_more(request):
            registration = own_place(request, event, form) or taken(event, form, invitation)
    except Full as full:
        form.add_error(None, full)
        return page(request, event, form)
    if registration is None:
        return closed_meanwhile(request, event, form)
    address = reverse("consultations:registered", args=[event.consultation.slug, event.slug])
    return remembering(redirect(address + query), event, registration, shows_link=not gets_letter(form))


def closed_meanwhile(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse:
    """With what was typed: it can be copied, and sent once the invitation was opened again."""
    switching.as_typed(form).add_error(
        None,
        _(
            "You are not registered: the event is over, or taking part is by invitation. What you typed is still here. "
            "If you have an invitation, open its link again in another tab, then press “Register” here."
        ),
    )
    return page(request, event, form, status=403)


def page(
    request: HttpRequest, event: Event, form: RegistrationForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "event": event,
        "consultation": event.consultation,
        "is_full": places.is_full(event),
        "form": form,
        "opened": door.opened(request.POST),
        "switches": switching.FORM,
        **more,
    }
    return limits.answered(render(request, "consultations/registration.html", context, status=status), form)


def guest_of(invitation: Invitation | None) -> Participant | None:
    return invitation.participant if invitation else None


@transaction.atomic
def taken(event: Event, form: RegistrationForm, invitation: Invitation | None) -> Registration | None:
    """Registers; nothing when somebody else has just used up the invitation."""
    if invitation is not None and not use(invitation):
        return None
    known_again = mail.is_available()
    return places.register(event, invited=guest_of(invitation), known_again=known_again, **form.cleaned_data)


def gets_letter(form: RegistrationForm) -> bool:
    return bool(form.cleaned_data["email"]) and mail.is_available()


def place_cookie(event: Event) -> str:
    return f"place_{event.pk}"


def remembering(
    response: HttpResponse, event: Event, registration: Registration, *, shows_link: bool
) -> HttpResponse:
    """Who gets no letter is shown the link on the next page. Whoever gave an address that may be another's is shown
    nothing of what is kept under it.
    """
    if shows_link:
        return hold(response, place_cookie(event), str(registration.pk))
    response.delete_cookie(place_cookie(event))
    return response


def place_held(request: HttpRequest, event: Event) -> Registration | None:
    """The place that was asked for from this browser a moment ago, and of which no letter tells."""
    rows = Registration.objects.select_related("participant").filter(event=event)
    pk = held(request, place_cookie(event))
    return rows.filter(pk=pk).first() if pk else None


def own_place(request: HttpRequest, event: Event, form: RegistrationForm) -> Registration | None:
    """So that pressing the button twice is one place as well where no address tells who it is."""
    registration = None if gets_letter(form) else place_held(request, event)
    is_theirs = registration and registration.participant.name == form.cleaned_data["name"]
    return registration if is_theirs else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registered_page(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """Its button has this browser forget the link that is shown."""
    event = found_event(request, slug, event_slug)
    if request.method == "POST":
        response = redirect(event)
        response.delete_cookie(place_cookie(event))
        return forgotten(response)
    registration = place_held(request, event)
    context = {
        "event": event,
        "consultation": event.consultation,
        "was_full": "full" in request.GET,
        "gets_mail": mail.is_available(),
        "link": own_link(registration) if registration else "",
    }
    return render(request, "consultations/registered.html", context)


def own_link(registration: Registration) -> str:
    token = tokens.token_for(tokens.OWN_REGISTRATION, registration.pk)
    return settings.SITE_URL.rstrip("/") + reverse("consultations:own_registration", args=[token])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_page(request: HttpRequest, token: str) -> HttpResponse:
    """What one's own link shows; its button gives the place back."""
    pk = tokens.pk_from(tokens.OWN_REGISTRATION, token)
    rows = Registration.objects.select_related("event__consultation", "participant")
    registration = rows.filter(pk=pk or 0).first()
    if registration is None:
        status = 404 if pk is None else 200
        return without_referrer(render(request, "consultations/no_registration.html", status=status))
    event = registration.event
    is_over = event.ends_at <= timezone.now()
    if request.method == "POST" and not is_over:
        places.cancel(registration)
        messages.success(request, _("Your registration is withdrawn and deleted. Thank you for telling us."))
        return without_referrer(redirect(event))
    context = {
        "registration": registration,
        "event": event,
        "consultation": event.consultation,
        "is_over": is_over,
        "gets_mail": bool(registration.participant.email) and mail.is_available(),
    }
    return without_referrer(render(request, "consultations/own_registration.html", context))


@csrf_exempt  # mail programs send the press of their own button, without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_more_mail_page(request: HttpRequest, token: str) -> HttpResponse:
    """To be left alone: one press, no account."""
    participant = Participant.objects.filter(pk=tokens.pk_from(tokens.NO_MORE_MAIL, token) or 0).first()
    if participant is None:
        raise Http404
    if request.method == "POST":
        Participant.objects.filter(pk=participant.pk).update(left_alone=True)
    context = {"consultation": participant.consultation, "is_done": request.method == "POST"}
    return without_referrer(render(request, "consultations/no_more_mail.html", context))
