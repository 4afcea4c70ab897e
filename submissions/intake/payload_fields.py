"""Fields of what programs send."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from consultations import languages
from consultations.cleaning import clean_line, clean_text

LONGEST_CODE = 60
CHOOSE = gettext_lazy("Choose from the list.")


class Words(serializers.CharField):
    """Words as they will be kept; what cannot be seen does not count as written."""

    def to_internal_value(self, data: Any) -> str:
        text = clean_text(super().to_internal_value(data))
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class Line(Words):
    def to_internal_value(self, data: Any) -> str:
        return clean_line(super().to_internal_value(data))


class OneOf(serializers.ChoiceField):
    """A choice whose error does not repeat what was sent: that may be anything, of any length."""

    default_error_messages = {"invalid_choice": CHOOSE}


class LanguageOfWords(OneOf):
    """Any that people may write in somewhere; whether they may here is for the consultation to say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(languages.known(), **kwargs)
