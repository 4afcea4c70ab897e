"""A text that exists in both languages, as one value and one column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultations import languages
from consultations.cleaning import clean_text, clean_words
from consultations.fields import CleanField

LANGUAGES = languages.OF_TEXTS
# What French sets apart by a space stays on the line of its word, however the space was typed.
SPACE_IN_FRENCH = re.compile(r"(?<=\S) (?=[:»])|(?<=«) ")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in English and in French. ``str()`` gives the reader's language, else English that knows it is."""

    en: str = ""
    fr: str = ""

    def in_(self, language: str) -> str:
        """The text in ``language`` ("en" or "fr"); other codes raise ``ValueError``."""
        if language not in LANGUAGES:
            raise ValueError(f"no such language here: {language!r}")
        return self.fr if language == "fr" else self.en

    def __str__(self) -> str:
        language = languages.for_texts()
        return languages.written(self.in_(language), language)

    def __bool__(self) -> bool:
        return bool(self.en or self.fr)

    def __len__(self) -> int:
        return max(len(self.en), len(self.fr))

    @property
    def is_complete(self) -> bool:
        return bool(self.en.strip() and self.fr.strip())

    def as_dict(self) -> dict[str, str]:
        return {"en": self.en, "fr": self.fr}

    @classmethod
    def of(cls, value: Bilingual | dict[str, str] | str | None) -> Bilingual:
        """Reads a stored or imported value; a plain string stands for both languages."""
        if isinstance(value, Bilingual):
            return value
        if isinstance(value, dict):
            return cls(en=str(value.get("en", "")), fr=str(value.get("fr", "")))
        return cls(en=value or "", fr=value or "")


class BilingualWidget(forms.MultiWidget):
    """Two labelled controls, English above French."""

    template_name = "consultations/widgets/bilingual.html"

    def __init__(self, *, multiline: bool = False) -> None:
        part = forms.Textarea if multiline else forms.TextInput
        attrs = {"rows": 4, "cols": 70} if multiline else {"size": 70}
        super().__init__({language: part(attrs={**attrs, "lang": language}) for language in LANGUAGES})

    def decompress(self, value: Any) -> list[str]:
        text = Bilingual.of(value)
        return [text.en, text.fr]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("English"), _("French")), strict=True):
            part["label"] = label
        return context


TOO_LONG = {
    "en": _(
        "The English text is too long: %(show_value)d characters of at most %(limit_value)d. Shorten it."
    ),
    "fr": _("The French text is too long: %(show_value)d characters of at most %(limit_value)d. Shorten it."),
}


class BilingualFormField(forms.MultiValueField):
    """Both languages or, when optional, neither."""

    default_error_messages = {"incomplete": _("Write this in English and in French.")}

    def __init__(self, *, multiline: bool = False, max_length: int | None = None, **kwargs: Any) -> None:
        required = kwargs.get("required", True)
        parts = [
            CleanField(
                cleaned=clean_text if multiline else clean_words,
                max_length=max_length,
                required=required,
                error_messages={"max_length": TOO_LONG[language]},
            )
            for language in LANGUAGES
        ]
        kwargs.setdefault("widget", BilingualWidget(multiline=multiline))
        super().__init__(parts, require_all_fields=required, **kwargs)

    def compress(self, data_list: list[str]) -> Bilingual:
        en, fr = data_list or ("", "")
        text = Bilingual(en, SPACE_IN_FRENCH.sub("\N{NO-BREAK SPACE}", fr))
        if self.required and not text:
            raise ValidationError(self.error_messages["required"], code="required")
        if text and not text.is_complete:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Bilingual.of(initial) != Bilingual(*[part or "" for part in data or ("", "")])


class BilingualField(models.JSONField):
    """Stores a :class:`Bilingual` as ``{"en": ..., "fr": ...}``; filter with ``title__en__icontains``."""

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        multiline: bool = False,
        max_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.multiline = multiline
        self.text_length = max_length
        kwargs.setdefault("default", Bilingual)
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        if self.text_length:
            kwargs["max_length"] = self.text_length
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        value = super().from_db_value(value, expression, connection)
        if isinstance(value, dict):
            return Bilingual.of(value)
        return value  # a key transform such as title__en

    def to_python(self, value: Any) -> Bilingual:
        return Bilingual.of(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.as_dict() if isinstance(value, Bilingual) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Bilingual):
            value = value.as_dict()
        return super().get_db_prep_value(value, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        text = Bilingual.of(value)
        if not text.is_complete and (text or not self.blank):
            raise ValidationError(BilingualFormField.default_error_messages["incomplete"], code="incomplete")
        if self.text_length and len(text) > self.text_length:
            raise ValidationError(
                _("At most %(limit)s characters in each language."), params={"limit": self.text_length}
            )

    def value_to_string(self, obj: models.Model) -> Any:
        return Bilingual.of(self.value_from_object(obj)).as_dict()

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname)

    def formfield(self, **kwargs: Any) -> Any:
        return BilingualFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=not self.blank,
            multiline=self.multiline,
            max_length=self.text_length,
        )
