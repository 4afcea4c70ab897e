"""One decision on many contributions, with one reason. Each is decided on its own, as it was seen."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.admin.other_language import chosen, unread
from consultations.numbers import number_in
from submissions.admin.filters import queue_of
from submissions.admin.steps import UUID_PATTERN
from submissions.models import Contribution, SetAsideReason
from submissions.review import workflow
from submissions.review.changes import Action
from submissions.review.printing import as_readers_see_it
from submissions.review.suggestions import contributions_with_some
from submissions.review.workflow import Bulk

TO_ME = "to_me"
ROW = re.compile(rf"({UUID_PATTERN.pattern}):(\S*)", re.IGNORECASE)
STEPS: dict[str, Any] = {
    Action.START: workflow.start,
    Action.ACCEPT: workflow.accept,
    Action.SET_ASIDE: workflow.set_aside,
    Action.RETURN: workflow.return_to_pending,
    TO_ME: workflow.assign,
}
DONE: dict[str, Any] = {
    Action.START: ngettext_lazy(
        "The review of %(count)s contribution is started.",
        "The review of %(count)s contributions is started.",
        "count",
    ),
    Action.ACCEPT: ngettext_lazy(
        "%(count)s contribution is accepted.", "%(count)s contributions are accepted.", "count"
    ),
    Action.SET_ASIDE: ngettext_lazy(
        "%(count)s contribution is set aside.", "%(count)s contributions are set aside.", "count"
    ),
    Action.RETURN: ngettext_lazy(
        "%(count)s contribution is returned to pending.",
        "%(count)s contributions are returned to pending.",
        "count",
    ),
    TO_ME: ngettext_lazy(
        "%(count)s contribution is assigned to you.", "%(count)s contributions are assigned to you.", "count"
    ),
}


class BulkForm(forms.Form):
    step = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (Action.START, _("Start the review")),
            (Action.ACCEPT, _("Accept: they may be printed in the form that their rule permits")),
            (Action.SET_ASIDE, _("Set aside, for one reason")),
            (Action.RETURN, _("Return to pending")),
            (TO_ME, _("Assign to me")),
        ],
    )
    reason = forms.ModelChoiceField(
        SetAsideReason.objects.none(), label=_("Reason to set aside"), required=False
    )
    seen = forms.BooleanField(
        label=_("I have looked at every place that may tell who spoke; all of them may be printed"),
        required=False,
    )
    note = forms.CharField(
        label=_("Note for other reviewers"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, consultation: int | None, open_ones: int) -> None:
        """``open_ones``: how many of the contributions would print places that may tell who spoke."""
        super().__init__(data, auto_id="bulk-%s")
        self.open_ones = open_ones
        if not open_ones:
            del self.fields["seen"]
        reasons = SetAsideReason.objects.filter(consultation=consultation)
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("step") == Action.SET_ASIDE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose the reason to set them aside."))
        if self.cleaned_data.get("step") == Action.ACCEPT and not self.cleaned_data.get("seen", True):
            self.add_error("seen", self.ask_again())
        return self.cleaned_data

    def ask_again(self) -> str:
        return ngettext(
            "%(count)s of them may tell who spoke. Open it, or say that you have looked at it.",
            "%(count)s of them may tell who spoke. Open them, or say that you have looked at them.",
            self.open_ones,
        ) % {"count": self.open_ones}

    def take(self, contributions: list[Contribution], user: Any) -> Bulk:
        given = self.cleaned_data
        further = {TO_ME: {"to": user}, Action.SET_ASIDE: {"reason": given["reason"]}}
        how: dict[str, Any] = {"note": given["note"], **further.get(given["step"], {})}
        return workflow.in_bulk(STEPS[given["step"]], contributions, by=user, **how)


@admin.action(description=_("Decide on the selected contributions"))
def decide_on_selected(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[Contribution]
) -> HttpResponse | None:
    confirmed = "confirmed" in request.POST
    versions = seen(request)
    if confirmed:
        # Those that have left the queue since then, too: whoever was faster is named.
        queryset = modeladmin.get_queryset(request).filter(
            pk__in=versions, submission__event__consultation=queue_of(request)
        )
    contributions = list(queryset.prefetch_related("redactions", "clearances"))
    form = (unread(BulkForm) if chosen(request) else BulkForm)(
        request.POST if confirmed else None,
        consultation=queue_of(request),
        open_ones=len(contributions_with_some(contributions)),
    )
    if confirmed and form.is_valid():
        for contribution in contributions:
            contribution.version = versions.get(str(contribution.pk), 0)
        tell(request, form.cleaned_data["step"], form.take(contributions, request.user))
        return None
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "is_nav_sidebar_enabled": False,
        "title": gettext("Decide on the selected contributions"),
        "contributions": [(each, as_readers_see_it(each)) for each in contributions],
        "form": form,
        "switches": "content-main",
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/submissions/contribution/bulk.html", context)


def seen(request: HttpRequest) -> dict[str, int]:
    """The version of each contribution that the person saw in the list to be confirmed; 0, which none has, for what is
    no number. They come in one field: of fields a form may have a thousand, and a queue may be longer.
    """
    return {pk: number_in(version) or 0 for pk, version in ROW.findall(request.POST.get("rows", ""))}


def tell(request: HttpRequest, step: str, result: Bulk) -> None:
    if result.done:
        messages.success(request, DONE[step] % {"count": len(result.done)})
    for contribution, message in result.refused:
        # Without its words: a message that does not fit its cookie is put into the row of a browser session.
        address = reverse("admin:submissions_contribution_change", args=[contribution.pk])
        link = format_html('<a href="{}">{}</a>', address, contribution)
        messages.warning(
            request, format_html(gettext("Left as it was: {which}. {why}"), which=link, why=message)
        )
