from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations import languages
from consultations.cleaning import clean_line
from consultations.fields import CleanField
from consultations.models import Event, Organization, Participant, Sector


def nameable_organizations(event: Event) -> list[tuple[str, str]]:
    """Organizations that everybody may know of: those that agreed to be listed or take advice.

    The others would tell who is coming. Sorted as readers of the active language expect.
    """
    found = event.consultation.organizations.filter(Q(listed=True) | Q(takes_advice=True))
    return sorted(((str(row.pk), str(row)) for row in found), key=lambda choice: choice[1].casefold())


def known_of(guest: Participant | None) -> dict[str, Any]:
    if guest is None:
        return {"language": languages.shown()}
    return {
        "name": guest.name,
        "email": guest.email,
        "organization": str(guest.organization_id or ""),
        "sector": guest.sector,
        "language": languages.shown(),
        "listed": guest.listed,
    }


class RegistrationForm(forms.Form):
    name = CleanField(
        cleaned=clean_line,
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_(
            "Seen by the organisers only, to send you what you need to attend. If you leave it empty, the next page "
            "shows a link of your own to note down."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
    )
    organization = forms.ChoiceField(
        label=_("Your organization"),
        required=False,
        help_text=_("Choose “None of these” if yours is not in the list or if you speak for yourself."),
    )
    sector = forms.ChoiceField(
        label=_("Which group are you part of?"),
        choices=Sector,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the group that fits you best.")},
    )
    language = forms.ChoiceField(
        label=_("In which language would you like to take part?"),
        choices=languages.known,
        required=False,
        widget=forms.RadioSelect,
    )
    needs = CleanField(
        label=_("What do you need to take part?"),
        max_length=1000,
        required=False,
        help_text=_(
            "For example sign language, captions, a place for a wheelchair. Seen by the organisers only and "
            "deleted 30 days after the event."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    listed = forms.BooleanField(
        label=_("I agree to be named in the report as having been present."),
        required=False,
        help_text=_("This says that you were there, never what you said. Leave it empty to stay unnamed."),
    )

    def __init__(self, *args: Any, event: Event, guest: Participant | None = None, **kwargs: Any) -> None:
        """``guest`` came by a link of their own and finds the form filled in."""
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("initial", known_of(guest))
        super().__init__(*args, **kwargs)
        self.event = event
        choice = self.fields["organization"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("None of these")), *nameable_organizations(event)]

    def clean_organization(self) -> Organization | None:
        chosen = self.cleaned_data["organization"]
        return self.event.consultation.organizations.get(pk=chosen) if chosen else None

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or languages.shown()
