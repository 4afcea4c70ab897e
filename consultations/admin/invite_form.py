"""Whom to invite to what: everybody with a role, a list in a file, or both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations import invitees, mail
from consultations.models import (
    ATTENDED,
    WRITTEN,
    Consultation,
    Event,
    InvitationPurpose,
    Participant,
    ParticipantRole,
)

LARGEST_FILE = 1_000_000


class EventChoice(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        return f"{event.consultation}: {event}"


class InviteForm(forms.Form):
    event = EventChoice(label=_("Event"), queryset=Event.objects.none())
    purpose = forms.ChoiceField(label=_("What for"), choices=InvitationPurpose, widget=forms.RadioSelect)
    roles = forms.MultipleChoiceField(
        label=_("Everybody of this consultation who is"),
        choices=ParticipantRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label=_("A list (CSV)"),
        required=False,
        help_text=_(
            "Columns: name, e-mail, organization, sector, role, language. The first line names them. Spreadsheets save it."
        ),
    )
    # What was in the file, carried from the preview to the sending; nothing is stored in between.
    table = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, consultations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Event.objects.filter(consultation__in=consultations, ends_at__gt=timezone.now())
        choice = self.fields["event"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = events.select_related("consultation")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than a list of people can be (1 MB)."))
        return invitees.decoded(file.read())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["table"] = cleaned.get("file") or cleaned.get("table", "")
        if not (cleaned["table"] or cleaned.get("roles")) and "file" not in self.errors:
            raise ValidationError(_("Choose a role or a file with a list."))
        if not mail.is_available():
            raise ValidationError(_("No mail server is set (EMAIL_URL), so nothing can be sent."))
        if event := cleaned.get("event"):
            self.refuse_what_leads_nowhere(event, cleaned.get("purpose", ""))
        return cleaned

    def refuse_what_leads_nowhere(self, event: Event, purpose: str) -> None:
        if not event.consultation.is_public:
            self.add_error(
                "event", _("Make the consultation public first: invited people would find nothing.")
            )
        is_for_writing = purpose == InvitationPurpose.TAKE_PART
        if purpose and event.kind not in (WRITTEN if is_for_writing else ATTENDED):
            self.add_error("purpose", _("This is not possible for an event of this kind."))

    @property
    def consultation(self) -> Consultation:
        return self.cleaned_data["event"].consultation

    def by_role(self) -> list[Participant]:
        """Those who have one of the roles, and an address that can be written to."""
        roles = self.cleaned_data["roles"]
        if not roles:
            return []
        people = self.consultation.participants.filter(roles__overlap=roles, bounced=False, left_alone=False)
        return list(people.exclude(email="").select_related("organization"))

    def by_list(self) -> invitees.Table:
        table = self.cleaned_data["table"]
        return invitees.read(table, self.consultation) if table else invitees.Table((), ())
