"""The form for a question of the audience. It never asks who asks."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.models import Event
from submissions.intake.arrival import Arrival, Point
from submissions.intake.forms import (
    LEAVE_NAMES_OUT,
    Group,
    IntakeForm,
    room_code_field,
    text_field,
    topic_field,
)
from submissions.models import Via

FIELDS = ("text", "topic", "language", "room_code")
ROWS = 4


class QuestionForm(IntakeForm):
    via = Via.QUESTION

    def __init__(self, event: Event, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(event, data, **kwargs)
        self.fields["text"] = text_field(event, label=_("Your question"), help_text=LEAVE_NAMES_OUT)
        self.fields["text"].widget.attrs["rows"] = ROWS
        self.fields["topic"] = topic_field(event)
        if event.needs_room_code:
            self.fields["room_code"] = room_code_field()
        self.order_fields(FIELDS)

    def groups(self) -> list[Group]:
        return [Group("", self.pick(*FIELDS))]

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        return Arrival(
            event=self.event,
            via=self.via,
            language=data["language"],
            points=(Point(data["text"], data["topic"]),),
            room_code=data.get("room_code", ""),
        )
