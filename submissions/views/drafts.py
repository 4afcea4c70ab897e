"""What was saved: its code to print or to have sent, and the way back to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations import limits, switching
from consultations.cookies import forgotten, held, hold
from consultations.limits import Full
from consultations.participation import way
from consultations.typed import keeps_what_was_typed
from submissions.intake import drafts
from submissions.intake.drafts import Opened
from submissions.intake.fields import CodeField
from submissions.intake.links import AddressForm, link_with, offered, send_link
from submissions.review.danger import help_for
from submissions.views.held import A_MOMENT, JUST_SAVED, draft_cookie, form_cookie
from submissions.views.take_part import found_event, opened_by


class ResumeForm(forms.Form):
    code = CodeField(label=gettext_lazy("Resume code"), missing=gettext_lazy("Write your resume code."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            data["opened"] = drafts.open_(data["code"]) if "code" in data else None
        except drafts.Gone:
            # The same words for whatever was never there, is sent, or is past its last day.
            self.add_error("code", NOTHING_UNDER_IT)
        return data


NOTHING_UNDER_IT = gettext_lazy(
    "Nothing is kept under this code. Compare it with what you noted, letter by letter. What was sent or deleted, or "
    "was kept until its last day, is no longer here."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def resume(request: HttpRequest) -> HttpResponse:
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if switching.is_switched(request):
        return resume_page(request, switching.as_typed(form))
    if request.method == "POST":
        limits.try_code(request, form, "code", limits.wrong_codes)
    if form.is_valid():
        opened: Opened = form.cleaned_data["opened"]
        event = opened.event
        response = redirect("submissions:take_part", event.consultation.slug, event.slug)
        return hold(response, draft_cookie(event), opened.code)
    return resume_page(request, form)


def resume_page(request: HttpRequest, form: ResumeForm) -> HttpResponse:
    context = {"form": form, "switches": switching.FORM, "days_of_a_draft": settings.DAYS_OF_A_DRAFT}
    return limits.answered(render(request, "submissions/resume.html", context), form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def saved(request: HttpRequest, slug: str, event_slug: str) -> HttpResponse:
    """The page sends the code of its draft along, so that what is pressed there works when the cookie is gone, too."""
    event = found_event(request, slug, event_slug)
    code = request.POST.get("draft") or held(request, draft_cookie(event))
    opened = opened_by(code, event)
    if opened is None:
        return asked_for(request, is_gone=bool(code))
    do = request.POST.get("do")
    if do == "delete":
        drafts.discard(opened.code)
        messages.success(request, _("Your draft is deleted."))
    if do in ("delete", "forget"):
        response = redirect("submissions:resume" if do == "forget" else event)
        for name in (draft_cookie(event), form_cookie(event)):
            response.delete_cookie(name)
        return forgotten(response)
    return with_code(request, opened)


def asked_for(request: HttpRequest, *, is_gone: bool) -> HttpResponse:
    """To where the code can be written, by whoever has none in hand or one that opens nothing any more."""
    if is_gone:
        messages.error(request, _("Your draft is no longer here."))
    else:
        messages.info(
            request,
            _(
                "This browser holds no draft of this form now: it keeps one for half an hour. "
                "Write your resume code to go on."
            ),
        )
    return redirect("submissions:resume")


def with_code(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if switching.is_switched(request):
        switching.as_typed(form)
    elif form.is_valid() and sent_by_mail(request, form, opened):
        messages.success(request, _("The link is on its way. We have not kept the address."))
        return hold(redirect(request.path), draft_cookie(opened.event), opened.code)
    context: dict[str, Any] = {
        "event": opened.event,
        "consultation": opened.event.consultation,
        "opened": opened,
        "way": way(opened.event, timezone.now()),
        "form": form,
        "link": link_with("submissions:resume", opened.code),
        "may_mail": offered(opened),
        "switches": switching.FORM,
    }
    if held(request, JUST_SAVED, seconds=A_MOMENT) or "fresh" in request.POST:
        context["help"] = help_for(opened.event.consultation, flat(opened.values))
        context["fresh"] = "yes" if context["help"] else ""
    response = limits.answered(render(request, "submissions/saved.html", context), form)
    response.delete_cookie(JUST_SAVED)
    return response


def flat(values: drafts.Values) -> list[str]:
    return [each for several in values.values() for each in several]


def sent_by_mail(request: HttpRequest, form: AddressForm, opened: Opened) -> bool:
    if not offered(opened):
        form.add_error(None, _("No more links are sent for this draft. Note the code."))
    elif not limits.letters.take(request):
        form.add_error(None, Full(limits.letters))
    elif not send_link(opened, form.cleaned_data["address"]):
        form.add_error(None, _("The link could not be sent just now. Note the code, or try again later."))
    return form.is_valid()
