"""The forms of a theme: whoever saves what somebody else edited meanwhile is told, and keeps what was typed."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consultations.admin.base import SameConsultationForm
from consultations.models import Bilingual
from submissions.models import Status, Support, Theme
from submissions.review import themes
from submissions.review.errors import Refusal

SAVED = ("topic", "code", "title", "statement")


class ThemeForm(SameConsultationForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Theme
        fields = SAVED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = themes.fingerprint(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            self.refuse_if_edited(themes.held(self.instance), cleaned)
        return cleaned

    def refuse_if_edited(self, now: Theme, cleaned: dict[str, Any]) -> None:
        fresh = themes.fingerprint(now)
        if cleaned.get("seen") == fresh:
            return
        # Whoever has read what it says now may save over it.
        data: Any = copy(self.data)
        data[self.add_prefix("seen")] = fresh
        self.data = data
        told = _(
            "Somebody else has edited this theme since you opened it. Nothing was saved; what you typed is kept "
            "below. Save again to replace what the other person wrote."
        )
        raise ValidationError([told, *self.differences(now, cleaned)], code="stale")

    def differences(self, now: Theme, cleaned: dict[str, Any]) -> list[str]:
        """What the other person left, wherever it is not what was typed."""
        return [
            _("%(field)s is now: %(text)s") % {"field": self.fields[name].label, "text": wording(value)}
            for name in SAVED
            for value in [getattr(now, name)]
            if cleaned.get(name) != value
        ]


class SupportForm(forms.ModelForm):
    """Of withdrawn words it asks nothing; whoever ticked the box before they were withdrawn is told."""

    class Meta:
        model = Support
        fields = ("is_quoted",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.contribution.status == Status.WITHDRAWN:
            self.fields["is_quoted"].disabled = True

    def clean(self) -> dict[str, Any] | None:
        ticked = self.add_prefix("is_quoted") in self.data and not self.instance.is_quoted
        if ticked or self.has_changed():
            try:
                themes.standing(self.instance.contribution)
            except Refusal as refusal:
                raise ValidationError(refusal.message) from refusal
        return super().clean()


def wording(value: Any) -> str:
    return f"{value.en} / {value.fr}" if isinstance(value, Bilingual) else str(value)
