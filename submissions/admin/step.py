"""What the forms on a contribution's page have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from submissions.models import (
    Contribution,
)
from submissions.review.suggestions import Terms, terms_of

WIDE = {"size": 60}


class StepForm(forms.Form):
    """``take`` does it, against the version that the person saw; a ``Refusal`` is the page's to show."""

    name = ""
    heading: Any = ""
    button: Any = _("Save")
    done: Any = _("Saved.")
    required_css_class = "required"

    def __init__(
        self, data: Any = None, *, contribution: Contribution, user: User, terms: Terms | None = None
    ) -> None:
        """``terms`` are those of the consultation, where they have been read already."""
        super().__init__(data, auto_id=f"{self.name}-%s")
        self.contribution = contribution
        self.user = user
        self.known_terms = terms
        self.prepare(contribution.submission.event.consultation)

    def prepare(self, consultation: Consultation) -> None:
        """Narrows what can be chosen to the consultation."""

    def terms(self, consultation: Consultation) -> Terms:
        return self.known_terms or terms_of(consultation)

    def take(self, version: int) -> None:
        raise NotImplementedError
