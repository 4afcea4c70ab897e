from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.fields import CleanField
from consultations.models import ChairSide
from reports.models import Decision

LONGEST_COMMENT = 2000


class CompileForm(forms.Form):
    """The key makes a second press, a reload or the back button ask for the same report."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """Of somebody who signs for both sides it asks for which: their words stand in one form, whatever becomes of it."""

    side = forms.ChoiceField(
        label=_("The co-chair you decide for"), choices=ChairSide, widget=forms.RadioSelect
    )
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Decision.APPROVED, _("I approve this version, in English and in French")),
            (Decision.OBJECTED, _("I object to this version")),
        ],
        widget=forms.RadioSelect,
    )
    comment = CleanField(
        label=_("Comment"),
        help_text=_("With an objection, say what would have to change. The other co-chair can read it."),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, sides: Sequence[ChairSide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sides) == 1:
            self.fields["side"].widget = forms.HiddenInput()
            self.initial["side"] = sides[0]


class TakeDownForm(forms.Form):
    reason = CleanField(
        label=_("Why this version is taken down"),
        help_text=_("For the co-chairs and the record; readers do not see it. Name nobody here."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
