"""The public forms. They check, say what is wrong where it is wrong, and make an ``Arrival``; they store nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations import languages, room_codes
from consultations.attribution import strictest
from consultations.models import (
    Attribution,
    AttributionRule,
    Event,
    Organization,
    Section,
    Sector,
    Topic,
)
from consultations.programme import rule_of
from submissions.intake.arrival import Arrival, Point
from submissions.intake.checks import LONGEST_NAME, LONGEST_ORGANIZATION
from submissions.intake.errors import WrongRoomCode
from submissions.intake.fields import (
    LoadedChoiceField,
    LoadedMultipleChoiceField,
    WordsField,
    by_group,
    radio,
)
from submissions.models import Via


@dataclass(frozen=True)
class Group:
    """Fields that stand under one heading; ``number`` is that of the section, for its colour."""

    title: str
    fields: Sequence[BoundField]
    number: int | None = None
    question: str = ""


def topics_of(event: Event) -> QuerySet[Topic]:
    return Topic.objects.filter(section__consultation=event.consultation_id).select_related("section")


def addressees_of(event: Event) -> QuerySet[Organization]:
    return Organization.objects.filter(consultation=event.consultation_id, takes_advice=True)


class IntakeForm(forms.Form):
    """What every form has: its key, kept across errors, and the languages of the consultation."""

    via = Via.WEB
    use_required_attribute = False  # the page itself says what is missing, and keeps what was typed
    key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language you write in"), widget=radio())

    def __init__(
        self, event: Event, data: QueryDict | None = None, *, language: str = "", **kwargs: Any
    ) -> None:
        self.event = event
        initial = {"key": uuid4(), "language": language or languages.shown(), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.set_languages()

    def set_languages(self) -> None:
        field = self.fields["language"]
        known = self.event.consultation.languages
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, label) for code, label in languages.known() if code in known]
        field.error_messages["invalid_choice"] = _(
            "“%(value)s” is not a language of this consultation. Choose one from the list."
        )
        if len(known) == 1:
            field.widget = forms.HiddenInput()
            self.initial["language"] = known[0]

    @property
    def asks_something(self) -> bool:
        return True

    def quiet(self, but: Collection[str] = ()) -> Self:
        """As it was typed, without a word on what is wrong with it; with ``but``, on anything but those fields."""
        for name in set(self.errors).difference(but):
            del self.errors[name]
        return self

    def typed(self) -> dict[str, list[str]]:
        """What was sent for the fields of this form, as it was sent: what it does not ask for is left out."""
        names = tuple(f"{name}_" for name in self.fields)
        data = self.data
        return {
            name: data.getlist(name)  # type: ignore[attr-defined]
            for name in data
            if name in self.fields or name.startswith(names)
        }

    def clean_room_code(self) -> str:
        """For the forms that ask for it."""
        code = str(self.cleaned_data["room_code"])
        if not room_codes.opens(self.event, code):
            raise forms.ValidationError(str(WrongRoomCode()), code=WrongRoomCode.code)
        return code

    def pick(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields and not self[name].is_hidden]


YOUR_WORDS = _("Your words")
LEAVE_NAMES_OUT = _("Please leave out the names of people, yours included.")
# In the sender's own words; what each means for the record is ``Attribution``.
CHOICES = [
    (Attribution.NOT_ATTRIBUTED, _("No, print my words without a name")),
    (Attribution.ORGANIZATION, _("My organization only")),
    (Attribution.NAMED, _("My name and my organization")),
]


def rule_shown(event: Event, promised: str) -> AttributionRule:
    """The rule in force or, if it is stricter, the one that a page said before: that one will hold."""
    known = [promised] if promised in AttributionRule.values else []
    return strictest([rule_of(event), *known])


class SenderForm(IntakeForm):
    """Asks of the sender only what the rule in force lets us keep."""

    promised = forms.ChoiceField(choices=AttributionRule, required=False, widget=forms.HiddenInput)
    # The receipt of what this replaces, and the hash of what stood there.
    amends = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    basis = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        self.rule = rule_shown(event, data.get("promised", "") if data else "")
        initial = {"promised": self.rule, **kwargs.pop("initial", {})}
        super().__init__(event, data, initial=initial, **kwargs)
        if self.rule == AttributionRule.BY_CONSENT:
            self.fields["attribution"] = attribution_field()
        if self.rule != AttributionRule.CHATHAM_HOUSE:
            self.fields["name"] = WordsField(
                label=_("Your name"), limit=LONGEST_NAME, one_line=True, required=False
            )
            self.fields["organization_name"] = WordsField(
                label=_("Your organization"), limit=LONGEST_ORGANIZATION, one_line=True, required=False
            )
        if event.needs_room_code:
            self.fields["room_code"] = room_code_field()
        self.fields["sector"] = forms.ChoiceField(
            label=_("Which group are you part of?"),
            choices=[("", _("I would rather not say")), *Sector.choices],
            required=False,
            help_text=_("Printed beside words only where many people of the same sector took part."),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        choice = data.get("attribution")
        if choice == Attribution.NAMED and "name" not in self.errors and not data.get("name"):
            self.add_error("name", _("Write your name, or choose that it is not printed."))
        if choice == Attribution.ORGANIZATION and not data.get("organization_name"):
            self.add_error(
                "organization_name",
                _("Write the name of your organization, or choose that it is not printed."),
            )
        return data

    def about_you(self) -> Group:
        return Group(
            str(_("About you")), self.pick("room_code", "attribution", "name", "organization_name", "sector")
        )

    def sender(self) -> dict[str, Any]:
        """The parts of an ``Arrival`` that say who sends."""
        data = self.cleaned_data
        names = ("language", "sector", "name", "organization_name", "room_code")
        promised = data.get("promised")
        return {
            **{name: data[name] for name in names if data.get(name)},
            "attribution": data.get("attribution") or Attribution.NOT_ATTRIBUTED,
            "promised": AttributionRule(promised) if promised else None,
        }


def room_code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code shown in the room"),
        max_length=40,
        help_text=_(
            "It is the same for everybody, so it does not say who you are. Capitals and hyphens do not matter."
        ),
        error_messages={"required": _("Write the code that is shown in the room.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


def attribution_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("May we print who you are beside your words?"),
        choices=CHOICES,
        initial=Attribution.NOT_ATTRIBUTED,
        error_messages={"required": _("Say whether we may print who you are.")},
        widget=radio(),
        help_text=_("Unless you choose otherwise, neither your name nor your organization is stored."),
    )


class OpenCallForm(SenderForm):
    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        self.fields["topic"] = topic_field(event)
        self.fields["text"] = text_field(event)
        add_addressees(self, event)
        self.order_fields(["topic", "text", "language", "addressees"])

    def groups(self) -> list[Group]:
        words = Group(str(_("What you want to say")), self.pick("topic", "text", "language", "addressees"))
        return [words, self.about_you()]

    def pages(self) -> list[list[Group]]:
        return [self.groups()]

    def pages_to_send(self) -> list[list[Group]]:
        return self.pages()

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        point = Point(data["text"], data["topic"], addressees=data.get("addressees", ()))
        return Arrival(event=self.event, via=self.via, points=(point,), **self.sender())


ACCESS_KEYS = {"session": "1", "topic": "2", "text": "3"}


class RapporteurForm(IntakeForm):
    """One point after another. It never asks who said it."""

    via = Via.RAPPORTEUR

    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        sessions = list(event.sessions.all())
        if sessions:
            self.fields["session"] = LoadedChoiceField(
                sessions,
                label=_("Session"),
                empty=_("Choose a session"),
                error_messages={"required": _("Choose the session in which this was said.")},
            )
        self.fields["topic"] = topic_field(event)
        self.fields["text"] = text_field(
            event,
            label=_("The point"),
            help_text=_("What was said, in a sentence or two. Never who said it, nor where they work."),
        )
        add_addressees(self, event)
        self.order_fields(["session", "topic", "text", "language", "addressees"])
        for name, key in ACCESS_KEYS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["accesskey"] = key

    def groups(self) -> list[Group]:
        return [Group("", self.pick("session", "topic", "text", "language", "addressees"))]

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        point = Point(data["text"], data["topic"], addressees=data.get("addressees", ()))
        return Arrival(
            event=self.event,
            via=self.via,
            language=data["language"],
            points=(point,),
            session=data.get("session"),
        )


def topic_field(event: Event) -> LoadedChoiceField:
    topics = list(topics_of(event))
    return LoadedChoiceField(
        topics,
        choices=by_group(topics, section_title),
        empty=_("Choose a topic"),
        label=_("Topic"),
        error_messages={
            "required": _("Choose a topic."),
            "invalid_choice": _("Choose a topic from the list."),
        },
    )


def section_title(topic: Topic) -> Section:
    return topic.section


def text_field(
    event: Event,
    *,
    label: Any = YOUR_WORDS,
    help_text: Any = LEAVE_NAMES_OUT,
) -> WordsField:
    return WordsField(
        limit=event.max_characters,
        label=label,
        help_text=help_text,
        error_messages={"required": _("Write something before you send.")},
    )


def add_addressees(form: forms.Form, event: Event) -> None:
    organizations = list(addressees_of(event))
    if organizations:
        form.fields["addressees"] = LoadedMultipleChoiceField(
            organizations,
            required=False,
            label=_("Who should act on this?"),
            help_text=_("Choose any that apply. This says who should act, not who you are."),
            error_messages={"invalid_choice": _("Choose from the list.")},
        )
