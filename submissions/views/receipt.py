"""A receipt: what became of what was sent, and taking it back.

The code is never part of an address: it comes by a form, and for half an hour this browser alone holds it in a
signed cookie.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from submissions.intake import receipts
from submissions.models import Submission
from submissions.views.held import held, hold
from submissions.views.typed import keeps_what_was_typed

COOKIE = "receipt"


class FindForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Receipt code"),
        help_text=gettext_lazy(
            "Seven groups of four letters and digits. Capitals and hyphens do not matter."
        ),
        error_messages={"required": gettext_lazy("Write your receipt code.")},
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

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
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return handed_over(receipts.code_of(receipts.find(form.cleaned_data["code"])), is_fresh=False)
    status = 422 if request.method == "POST" else 200
    return render(request, "submissions/find.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
@keeps_what_was_typed
def receipt(request: HttpRequest) -> HttpResponse:
    try:
        code, is_fresh, submission = in_hand(request)
    except Submission.DoesNotExist:
        return redirect("submissions:find")
    context = {
        "code": code,
        "is_fresh": is_fresh,
        "submission": submission,
        "contributions": submission.contributions.select_related("topic", "set_aside_reason").order_by(
            "position"
        ),
        "may_withdraw": receipts.may_withdraw(submission),
        "event": submission.event,
        "consultation": submission.event.consultation,
    }
    return render(request, "submissions/receipt.html", context)


@never_cache
@require_POST
@keeps_what_was_typed
def withdraw(request: HttpRequest) -> HttpResponse:
    try:
        code, _is_fresh, submission = in_hand(request)
    except Submission.DoesNotExist:
        return redirect("submissions:find")
    count = receipts.withdraw(submission)
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
    return handed_over(code, is_fresh=False)


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """For devices that several people use."""
    response = redirect("submissions:find")
    response.delete_cookie(COOKIE)
    return response


def handed_over(code: str, *, is_fresh: bool = True) -> HttpResponse:
    """To the page of the receipt with this code."""
    return hold(redirect("submissions:receipt"), COOKIE, f"{code} {'new' if is_fresh else 'found'}")


def in_hand(request: HttpRequest) -> tuple[str, bool, Submission]:
    """Code, whether it was sent just now, and submission; raises ``Submission.DoesNotExist`` without a good cookie."""
    code, _blank, state = held(request, COOKIE).partition(" ")
    return code, state == "new", receipts.find(code)
