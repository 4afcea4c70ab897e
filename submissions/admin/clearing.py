"""Steps about what might tell who spoke: flags, clearances, and words that are printed as they were said."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from submissions.admin.step import WIDE, StepForm
from submissions.models import Clearance, Flag
from submissions.review import clearances, remarks, verbatim
from submissions.review.suggestions import names_in_print


class FlagForm(StepForm):
    flag = forms.ModelChoiceField(Flag.objects.none())

    def prepare(self, consultation: Consultation) -> None:
        self.fields["flag"].queryset = self.contribution.flags.filter(closed_by=None)  # type: ignore[attr-defined]


class CloseFlagForm(FlagForm):
    name, done = "close_flag", _("The flag is closed.")

    def take(self, version: int) -> None:
        remarks.close_flag(self.cleaned_data["flag"], by=self.user)


class ClearForm(FlagForm):
    name, done = "clear", _("The words may be printed.")
    because = forms.CharField(
        max_length=300,
        error_messages={"required": _("Say why these words may be printed.")},
    )

    def take(self, version: int) -> None:
        given = self.cleaned_data
        remarks.clear(given["flag"], by=self.user, reason=given["because"], version=version)


class SpokenAboutForm(StepForm):
    name, done = "spoken_about", _("The words may be printed.")
    heading, button = _("Somebody is spoken about"), _("Clear for print")
    words = forms.ChoiceField(
        label=_("Words that name them"),
        help_text=_(
            "Only where they do not tell who spoke, or for whom. It holds for this contribution alone."
        ),
    )
    because = forms.CharField(
        label=_("Why these words may be printed"),
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": _("Say why these words may be printed.")},
    )

    def prepare(self, consultation: Consultation) -> None:
        named = names_in_print(self.contribution, self.terms(consultation))
        self.fields["words"].choices = [(words, words) for words in named]  # type: ignore[attr-defined]

    def take(self, version: int) -> None:
        given = self.cleaned_data
        clearances.declare(
            self.contribution, by=self.user, words=given["words"], reason=given["because"], version=version
        )


class RevokeForm(StepForm):
    name, done = "revoke", _("The words may no longer be printed.")
    clearance = forms.ModelChoiceField(Clearance.objects.none())

    def prepare(self, consultation: Consultation) -> None:
        self.fields["clearance"].queryset = self.contribution.clearances.all()  # type: ignore[attr-defined]

    def take(self, version: int) -> None:
        clearances.revoke(self.cleaned_data["clearance"], by=self.user, version=version)


class VerbatimForm(StepForm):
    name, done = "verbatim", _("The words may be printed as they were said.")
    heading, button = _("Print the words as they were said"), _("Let them stand")
    because = forms.CharField(
        label=_("Why they may stand"),
        help_text=_(
            "Whoever was in the room may know eight words in a row again, and so may a search. "
            "If in doubt, write a paraphrase."
        ),
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": _("Say why these words may be printed as they were said.")},
    )

    def take(self, version: int) -> None:
        verbatim.decide(self.contribution, by=self.user, reason=self.cleaned_data["because"], version=version)


class NotVerbatimForm(StepForm):
    name, done = "not_verbatim", _("The words are no longer printed as they were said.")

    def take(self, version: int) -> None:
        verbatim.take_back(self.contribution, by=self.user, version=version)
