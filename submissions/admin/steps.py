"""The forms on a contribution's page. Each takes one step of review, by one call, and knows nothing of HTTP."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations.models import Consultation, Organization, Topic
from consultations.permissions import reviewers
from submissions.admin.clearing import (
    ClearForm,
    CloseFlagForm,
    NotVerbatimForm,
    RevokeForm,
    SpokenAboutForm,
    VerbatimForm,
)
from submissions.admin.step import WIDE, StepForm
from submissions.models import (
    Contribution,
    Redaction,
    SetAsideReason,
    Status,
    Support,
    Theme,
)
from submissions.review import redaction, remarks, themes, workflow
from submissions.review.changes import Action
from submissions.review.suggestions import count_to_be_printed
from submissions.review.workflow import TRANSITIONS

UUID_PATTERN = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


def possible(contribution: Contribution) -> list[Action]:
    """The decisions that fit its state."""
    return [
        action for action, (among, _leads_to) in TRANSITIONS.items() if Status(contribution.status) in among
    ]


def ask_again(places: int) -> str:
    return ngettext(
        "%(count)s place may tell who spoke. Redact it, or say that you have looked at it.",
        "%(count)s places may tell who spoke. Redact them, or say that you have looked at them.",
        places,
    ) % {"count": places}


class DecisionForm(StepForm):
    name, heading = "decide", _("Decision")
    LABELS = {
        Action.START: _("Start the review"),
        Action.ACCEPT: _("Accept: it may be printed in the form that its rule permits"),
        Action.SET_ASIDE: _("Set aside, for a reason"),
        Action.MERGE: _("Merge into another contribution that makes the same point"),
        Action.RETURN: _("Return to pending"),
    }
    action = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.ModelChoiceField(
        SetAsideReason.objects.none(),
        label=_("Reason to set aside"),
        required=False,
        help_text=_("Coordinators word the reasons, on their own page of the admin."),
    )
    into = forms.CharField(
        label=_("Merge into"),
        required=False,
        help_text=_("The number of the other contribution or the address of its page."),
        widget=forms.TextInput(attrs={**WIDE, "list": "alike"}),
    )
    seen = forms.BooleanField(
        label=_("I have looked at every place that may tell who spoke; all of them may be printed"),
        required=False,
    )
    note = forms.CharField(
        label=_("Note for other reviewers"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self, consultation: Consultation) -> None:
        actions = possible(self.contribution)
        self.fields["action"].choices = [(action.value, self.LABELS[action]) for action in actions]  # type: ignore[attr-defined]
        self.fields["reason"].queryset = SetAsideReason.objects.filter(consultation=consultation)  # type: ignore[attr-defined]
        if Action.SET_ASIDE not in actions:
            del self.fields["reason"], self.fields["into"]
        self.places = count_to_be_printed(self.contribution, self.terms(consultation))
        if Action.ACCEPT not in actions or not self.places:
            del self.fields["seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("action") == Action.SET_ASIDE and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Choose the reason to set it aside."), code="reason"))
        if cleaned.get("action") == Action.MERGE:
            self.find_target()
        if cleaned.get("action") == Action.ACCEPT and not cleaned.get("seen", True):
            self.add_error("seen", ValidationError(ask_again(self.places), code="seen"))
        return cleaned

    def find_target(self) -> None:
        number = UUID_PATTERN.search(self.cleaned_data.get("into") or "")
        rows = Contribution.objects.visible_to(self.user)
        target = rows.filter(pk=UUID(number.group())).first() if number else None
        if target is None:
            self.add_error("into", ValidationError(_("No contribution has this number."), code="into"))
        self.cleaned_data["into"] = target

    def take(self, version: int) -> None:
        given = self.cleaned_data
        action = Action(given["action"])
        how: dict[str, Any] = {"by": self.user, "version": version, "note": given["note"]}
        if action == Action.SET_ASIDE:
            how["reason"] = given["reason"]
        if action == Action.MERGE:
            how["into"] = given["into"]
        WAYS[action](self.contribution, **how)
        self.done = action.label


WAYS: dict[Action, Any] = {
    Action.START: workflow.start,
    Action.ACCEPT: workflow.accept,
    Action.SET_ASIDE: workflow.set_aside,
    Action.MERGE: workflow.merge,
    Action.RETURN: workflow.return_to_pending,
}


class RedactForm(StepForm):
    name, heading, button, done = "redact", _("Redact"), _("Redact"), _("The words are redacted.")
    phrase = forms.CharField(
        label=_("Words to cover"),
        help_text=_("As they stand in the original. They are covered wherever they stand."),
        widget=forms.TextInput(attrs={**WIDE, "data-takes-selection": ""}),
    )
    replacement = forms.CharField(
        label=_("Readers see instead"), max_length=200, widget=forms.TextInput(attrs=WIDE)
    )
    why = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=WIDE))

    def prepare(self, consultation: Consultation) -> None:
        french = self.contribution.language == "fr"
        self.fields["replacement"].initial = "[nom retiré]" if french else "[name removed]"
        self.fields["replacement"].widget.attrs["lang"] = self.contribution.language

    def take(self, version: int) -> None:
        given = self.cleaned_data
        redaction.redact_phrase(
            self.contribution,
            by=self.user,
            phrase=given["phrase"],
            replacement=given["replacement"],
            reason=given["why"],
            version=version,
        )


class LiftForm(StepForm):
    name, done = "lift", _("Readers see the words again.")
    redaction = forms.ModelChoiceField(Redaction.objects.none())

    def prepare(self, consultation: Consultation) -> None:
        self.fields["redaction"].queryset = self.contribution.redactions.all()  # type: ignore[attr-defined]

    def take(self, version: int) -> None:
        redaction.lift(self.cleaned_data["redaction"], by=self.user, version=version)


class ParaphraseForm(StepForm):
    name, heading = "paraphrase", _("Paraphrase")
    paraphrase_en = forms.CharField(
        label=_("In English"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"})
    )
    paraphrase_fr = forms.CharField(
        label=_("In French"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "fr"})
    )

    def prepare(self, consultation: Consultation) -> None:
        self.initial = {name: getattr(self.contribution, name) for name in self.fields}

    def take(self, version: int) -> None:
        workflow.set_paraphrase(
            self.contribution,
            by=self.user,
            en=self.cleaned_data["paraphrase_en"],
            fr=self.cleaned_data["paraphrase_fr"],
            version=version,
        )


class TopicForm(StepForm):
    name, heading = "topic", _("Topic")
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topic"), empty_label=None)

    def prepare(self, consultation: Consultation) -> None:
        field: Any = self.fields["topic"]
        field.queryset = Topic.objects.filter(section__consultation=consultation).select_related("section")
        field.label_from_instance = lambda topic: f"{topic.section.number}. {topic}"
        self.initial = {"topic": self.contribution.topic_id}

    def take(self, version: int) -> None:
        workflow.set_topic(self.contribution, by=self.user, topic=self.cleaned_data["topic"], version=version)


class AddresseesForm(StepForm):
    name, heading = "addressees", _("Addressed to")
    organizations = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=_("Asks something of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self, consultation: Consultation) -> None:
        field: Any = self.fields["organizations"]
        field.queryset = Organization.objects.filter(consultation=consultation, takes_advice=True)
        self.initial = {"organizations": [each.pk for each in self.contribution.addressees.all()]}

    def take(self, version: int) -> None:
        workflow.set_addressees(
            self.contribution,
            by=self.user,
            organizations=self.cleaned_data["organizations"],
            version=version,
        )


class SupportForm(StepForm):
    name, heading, button = "support", _("Place behind a theme"), _("Place")
    done = _("It stands behind the theme.")
    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Theme"))
    quoted = forms.BooleanField(label=_("Quote it, as far as its rule permits"), required=False)

    def prepare(self, consultation: Consultation) -> None:
        field: Any = self.fields["theme"]
        rows = Theme.objects.filter(topic__section__consultation=consultation).select_related("topic")
        field.queryset = rows.order_by("topic__section__number", "topic__position", "code")
        field.label_from_instance = lambda theme: f"{theme.topic}: {theme}"

    def take(self, version: int) -> None:
        given = self.cleaned_data
        themes.support(given["theme"], self.contribution, by=self.user, quoted=given["quoted"])


class DropForm(StepForm):
    name, done = "drop", _("It no longer stands behind the theme.")
    support = forms.ModelChoiceField(Support.objects.none())

    def prepare(self, consultation: Consultation) -> None:
        self.fields["support"].queryset = self.contribution.supports.select_related("theme")  # type: ignore[attr-defined]

    def take(self, version: int) -> None:
        themes.drop(self.cleaned_data["support"].theme, self.contribution, by=self.user)


class AssignForm(StepForm):
    name, heading = "assign", _("Assigned to")
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Reviewer"), required=False, empty_label=_("Nobody")
    )

    def prepare(self, consultation: Consultation) -> None:
        field: Any = self.fields["to"]
        field.queryset = reviewers(consultation)
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()
        self.initial = {"to": self.contribution.assigned_to_id}

    def take(self, version: int) -> None:
        workflow.assign(self.contribution, by=self.user, to=self.cleaned_data["to"], version=version)


class NoteForm(StepForm):
    name, heading, button = "note", _("Notes for other reviewers, never printed"), _("Add the note")
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    def take(self, version: int) -> None:
        remarks.add_note(self.contribution, by=self.user, text=self.cleaned_data["note"])


STEPS: dict[str, type[StepForm]] = {
    form.name: form
    for form in (
        DecisionForm,
        RedactForm,
        LiftForm,
        ParaphraseForm,
        TopicForm,
        AddresseesForm,
        SupportForm,
        DropForm,
        AssignForm,
        NoteForm,
        CloseFlagForm,
        ClearForm,
        SpokenAboutForm,
        RevokeForm,
        VerbatimForm,
        NotVerbatimForm,
    )
}
