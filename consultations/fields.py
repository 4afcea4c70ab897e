"""Form fields for what people write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.cleaning import clean_text


class CleanField(forms.CharField):
    """A text is counted as it will be kept. No ``maxlength`` reaches the browser: it would cut what somebody pastes
    without telling them.
    """

    default_error_messages = {
        "max_length": _(
            "This text is too long: %(show_value)d characters of at most %(limit_value)d. Shorten it."
        )
    }

    def __init__(self, *, cleaned: Callable[[str], str] = clean_text, **kwargs: Any) -> None:
        self.cleaned = cleaned
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return self.cleaned(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs | ({"data-limit": self.max_length} if self.max_length else {})
