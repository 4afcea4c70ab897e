from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import ChairSide
from reports.models import Decision

LONGEST_COMMENT = 2000


class CompileForm(forms.Form):
    """The key makes a second press, a reload or the back button ask for the same report."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    side = forms.ChoiceField(choices=ChairSide, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Decision.APPROVED, _("I approve this version, in English and in French")),
            (Decision.OBJECTED, _("I object to this version")),
        ],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("With an objection, say what would have to change. The other co-chair can read it."),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"data-limit": LONGEST_COMMENT, "rows": 5}),
    )


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label=_("Why this version is taken down"),
        help_text=_("For the co-chairs and the record; readers do not see it. Name nobody here."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"data-limit": LONGEST_COMMENT, "rows": 4}),
    )
