"""A receipt: what became of what was sent, and taking it back.

The code is never part of an address: it comes by a form, and for half an hour this browser alone holds it in a
signed cookie. Its page sends it along, so that what is pressed there works later too, and of two receipts on the right one.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations import limits, switching
from consultations.attribution import strictness
from consultations.cookies import forgotten, held, hold
from consultations.participation import way
from consultations.terms import Terms, terms, terms_of_questions
from consultations.typed import keeps_what_was_typed
from submissions.intake import links, receipts
from submissions.intake.amending import typed_before
from submissions.intake.fields import CodeField
from submissions.intake.links import link_with
from submissions.models import Submission, Via
from submissions.review.danger import help_for
from submissions.views.held import FORM

COOKIE = "receipt"
# How a code came to a browser: sent just now, sent under a rule that had become stricter, or looked up.
NEW, STRICTER, FOUND = "new", "stricter", "found"


class FindForm(forms.Form):
    code = CodeField(label=gettext_lazy("Receipt code"), missing=gettext_lazy("Write your receipt code."))

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        try:
            receipts.find(code)
        except Submission.DoesNotExist:
            raise forms.ValidationError(
                _("No receipt has this code. Compare it with what you noted, letter by letter.")
            ) from None
        return code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST if request.method == "POST" else None)
    if switching.is_switched(request):
        return find_page(request, switching.as_typed(form))
    if request.method == "POST":
        limits.try_code(request, form, "code", limits.wrong_codes)
    if form.is_valid():
        return handed_over(receipts.code_held(form.cleaned_data["code"]), FOUND)
    return find_page(request, form)


def find_page(request: HttpRequest, form: FindForm) -> HttpResponse:
    context = {"form": form, "switches": switching.FORM}
    return limits.answered(render(request, "submissions/find.html", context), form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def receipt(request: HttpRequest) -> HttpResponse:
    """Its page; a POST has it sent to an address, or shows the page in the other language."""
    try:
        code, state, submission = in_hand(request)
    except Submission.DoesNotExist:
        return asked_for(request)
    form = links.AddressForm(request.POST if request.method == "POST" else None)
    if switching.is_switched(request):
        switching.as_typed(form)
    elif request.method == "POST":
        return mailed(request, code, state, submission, form)
    return receipt_page(request, code, state, submission, form)


def mailed(
    request: HttpRequest, code: str, state: str, submission: Submission, form: links.AddressForm
) -> HttpResponse:
    """The receipt by e-mail, for those who ask for it."""
    if form.is_valid() and not limits.letters.take(request):
        form.add_error(None, limits.Full(limits.letters))
    elif form.is_valid():
        if links.send_receipt(submission, code, form.cleaned_data["address"]):
            messages.success(request, _("The receipt is on its way. We have not kept the address."))
            return handed_over(code, state)
        form.add_error(None, _("The receipt could not be sent to this address. Note the code, or try again."))
    return receipt_page(request, code, state, submission, form)


def receipt_page(
    request: HttpRequest, code: str, state: str, submission: Submission, form: links.AddressForm
) -> HttpResponse:
    if request.POST.get("fresh") in (NEW, STRICTER):
        state = request.POST["fresh"]
    is_fresh = state in (NEW, STRICTER)
    may_mail = links.receipt_offered(submission)
    help_text = help_in_danger(submission) if is_fresh else ""
    context = {
        "code": code,
        "is_fresh": is_fresh,
        "help": help_text,
        # The page itself remembers it for the other language: the browser does so no more.
        "fresh": state if help_text else "",
        "is_stricter": state == STRICTER,
        "submission": submission,
        "contributions": submission.contributions.select_related("topic", "set_aside_reason").order_by(
            "position"
        ),
        "may_withdraw": receipts.may_withdraw(submission),
        "typed_before": typed_before(submission, code),
        "link": link_with("submissions:find", code),
        "form": form,
        "may_mail": may_mail,
        "switches": switching.FORM,
        "event": submission.event,
        "consultation": submission.event.consultation,
        "terms": terms_of(submission),
        "may_ask": is_question(submission) and way(submission.event, timezone.now()).may_ask,
    }
    response = limits.answered(render(request, "submissions/receipt.html", context), form)
    if help_text:
        # Once: it is not there for whoever looks at this browser next.
        hold(response, COOKIE, f"{code} {FOUND}")
    return response


@never_cache
@require_POST
@keeps_what_was_typed
def withdraw(request: HttpRequest) -> HttpResponse:
    try:
        code, _state, submission = in_hand(request)
        count = receipts.withdraw(submission)
    except Submission.DoesNotExist:
        return asked_for(request)
    messages.success(
        request,
        ngettext(
            "%(count)s text is withdrawn. It will not be printed.",
            "%(count)s texts are withdrawn. They will not be printed.",
            count,
        )
        % {"count": count}
        if count
        else _("What you sent is withdrawn. It will not be counted."),
    )
    return handed_over(code, FOUND)


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """For devices that several people use. Neither the code stays nor that anything was sent from here."""
    response = redirect("submissions:find")
    for name in request.COOKIES:
        if name == COOKIE or name.startswith(FORM):
            response.delete_cookie(name)
    return forgotten(response)


def handed_over(code: str, state: str = NEW) -> HttpResponse:
    """To the page of the receipt with this code."""
    return hold(redirect("submissions:receipt"), COOKIE, f"{code} {state}")


def asked_for(request: HttpRequest) -> HttpResponse:
    """To where the code can be written, by whoever has none in hand."""
    messages.info(
        request,
        _(
            "This browser holds no receipt now: it keeps one for half an hour. Write your receipt code to see it again."
        ),
    )
    return redirect("submissions:find")


def help_in_danger(submission: Submission) -> str:
    texts = submission.contributions.values_list("text", flat=True)
    return help_for(submission.event.consultation, texts)


def is_question(submission: Submission) -> bool:
    return submission.via == Via.QUESTION


def terms_of(submission: Submission) -> Terms:
    """What was promised before it was sent."""
    return terms_of_questions() if is_question(submission) else terms(submission.rule)


def state_after(rule: str, promised: str) -> str:
    """Of a receipt for what was kept under ``rule`` after the form had promised another, or none."""
    return STRICTER if promised and strictness(rule) > strictness(promised) else NEW


def in_hand(request: HttpRequest) -> tuple[str, str, Submission]:
    """Code, how it came to this browser, and submission: those of the page that was sent, or of the cookie.

    Raises ``Submission.DoesNotExist`` without a good code.
    """
    remembered, _blank, state = held(request, COOKIE).partition(" ")
    sent = receipts.letters_of(request.POST.get("code", ""))
    code = receipts.grouped(sent) if sent else remembered
    return code, state if code == remembered else FOUND, receipts.find(code)
