"""What programs send, checked field by field and made into an ``Arrival``; it stores nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from consultations.models import (
    SECTION_NUMBERS,
    Attribution,
    AttributionRule,
    Event,
    EventKind,
    Sector,
)
from consultations.programme import rule_of
from submissions.intake.arrival import Arrival, Point
from submissions.intake.checks import LONGEST_NAME, LONGEST_ORGANIZATION, MOST_POINTS
from submissions.intake.errors import UnknownLanguage, not_asked, too_long, unanswered
from submissions.intake.forms import addressees_of, topics_of
from submissions.intake.paths import hidden, missing, questions_of
from submissions.intake.payload_answers import AnswerSerializer
from submissions.intake.payload_fields import CHOOSE, LONGEST_CODE, LanguageOfWords, Line, OneOf, Words
from submissions.models import Via

MOST_ADDRESSEES = 50


class Places:
    """What can be named in a submission to one event: loaded once, by the codes that the programme shows."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.topics = {(topic.section.number, topic.code): topic for topic in topics_of(event)}
        self.addressees = {organization.code: organization for organization in addressees_of(event)}
        self.sessions = {session.code: session for session in event.sessions.all()}
        self.questions = (
            {question.code: question for question in questions_of(event)}
            if event.kind == EventKind.SURVEY
            else {}
        )


class PointSerializer(serializers.Serializer):
    """One thing to say, under a topic of the outline."""

    section = serializers.IntegerField(min_value=min(SECTION_NUMBERS), max_value=max(SECTION_NUMBERS))
    topic = serializers.CharField(max_length=LONGEST_CODE, help_text="Code of a topic of that section.")
    text = Words(help_text="At most `max_characters` of the event.")
    language = LanguageOfWords(required=False, help_text="If other than that of the submission.")
    addressees = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE), max_length=MOST_ADDRESSEES, default=list,
        help_text="Codes of the organizations that should act.",
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        places: Places = self.context["places"]
        topic = places.topics.get((attrs["section"], attrs["topic"]))
        if topic is None:
            raise serializers.ValidationError({"topic": _("Choose a topic from the list.")})
        if any(code not in places.addressees for code in attrs["addressees"]):
            raise serializers.ValidationError({"addressees": CHOOSE})
        limit = places.event.max_characters
        if len(attrs["text"]) > limit:
            raise serializers.ValidationError({"text": too_long(limit=limit, length=len(attrs["text"]))})
        addressees = tuple(places.addressees[code] for code in dict.fromkeys(attrs["addressees"]))
        return {"point": Point(attrs["text"], topic, attrs.get("language", ""), addressees=addressees)}


class SubmissionSerializer(serializers.Serializer):
    """One sending: `points` to an open call or a session, `answers` to a survey."""

    key = serializers.UUIDField(required=False, help_text="If the header Idempotency-Key is not sent.")
    language = LanguageOfWords()
    points: serializers.ListSerializer = serializers.ListSerializer(
        child=PointSerializer(), required=False, max_length=MOST_POINTS
    )
    answers: serializers.ListSerializer = serializers.ListSerializer(
        child=AnswerSerializer(), required=False, max_length=MOST_POINTS
    )
    session = serializers.CharField(
        max_length=LONGEST_CODE, required=False, help_text="Code of the session in which it was said."
    )
    sector = OneOf(Sector.choices, required=False)
    attribution = OneOf(
        Attribution.choices, default=Attribution.NOT_ATTRIBUTED.value,
        help_text="What the sender allows, where the rule leaves a choice. What it forbids to keep is dropped.",
    )  # fmt: skip
    name = Line(max_length=LONGEST_NAME, required=False, allow_blank=True)
    organization_name = Line(max_length=LONGEST_ORGANIZATION, required=False, allow_blank=True)
    room_code = serializers.CharField(
        max_length=40,
        required=False,
        help_text="Where the event asks for the code that is shown in the room.",
    )
    promised_rule = OneOf(
        AttributionRule.choices, required=False,
        help_text="The rule that the sender was shown; the stricter of it and the rule in force applies.",
    )  # fmt: skip

    @property
    def places(self) -> Places:
        places: Places = self.context["places"]
        return places

    def validate_language(self, language: str) -> str:
        if language not in self.places.event.consultation.languages:
            raise serializers.ValidationError(str(UnknownLanguage(language)))
        return language

    def validate_session(self, code: str) -> str:
        if code not in self.places.sessions:
            raise serializers.ValidationError(CHOOSE)
        return code

    def validate_points(self, points: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if points and self.places.event.kind == EventKind.SURVEY:
            raise serializers.ValidationError(_("A survey takes answers to its questions."))
        return points

    def validate_answers(self, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        questions = [answer["question"] for answer in answers]
        if len(set(questions)) < len(questions):
            raise serializers.ValidationError(_("Each question is answered once."))
        return answers

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        errors = {**self.missing_answers(attrs), **self.missing_session(attrs), **self.missing_names(attrs)}
        if not errors and not attrs.get("points") and not attrs.get("answers"):
            field = "answers" if self.places.questions else "points"
            errors = {field: _("Nothing has been written yet. Write something before you send.")}
        if errors:
            raise serializers.ValidationError(errors)
        return attrs

    def missing_answers(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What ``submit`` would refuse as well, for all questions at once and beside their field."""
        questions = list(self.places.questions.values())
        values = {
            answer["question"]: [
                *answer.get("points", []),
                *(reply.choice or reply for reply in answer.get("replies", [])),
            ]
            for answer in attrs.get("answers", [])
        }
        sentences = [
            *map(not_asked, hidden(questions, values)),
            *map(unanswered, missing(questions, values)),
        ]
        return {"answers": sentences} if sentences else {}

    def missing_session(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.places.sessions and "session" not in attrs:
            return {"session": _("Choose the session in which this was said.")}
        return {}

    def missing_names(self, attrs: dict[str, Any]) -> dict[str, Any]:
        event = self.places.event
        if rule_of(event, self.places.sessions.get(attrs.get("session", ""))) != AttributionRule.BY_CONSENT:
            return {}
        if attrs["attribution"] == Attribution.NAMED and not attrs.get("name"):
            return {"name": _("Write your name, or choose that it is not printed.")}
        if attrs["attribution"] == Attribution.ORGANIZATION and not attrs.get("organization_name"):
            return {
                "organization_name": _(
                    "Write the name of your organization, or choose that it is not printed."
                )
            }
        return {}

    def arrival(self) -> Arrival:
        data = self.validated_data
        answers = data.get("answers", [])
        given = {
            name: data[name] for name in ("language", "sector", "attribution", "name", "organization_name", "room_code")
            if name in data
        }  # fmt: skip
        promised = data.get("promised_rule")
        return Arrival(
            event=self.places.event,
            via=Via.API,
            points=tuple(
                [item["point"] for item in data.get("points", [])]
                + [point for answer in answers for point in answer.get("points", [])]
            ),
            replies=tuple(reply for answer in answers for reply in answer.get("replies", [])),
            session=self.places.sessions.get(data.get("session", "")),
            promised=AttributionRule(promised) if promised else None,
            **given,
        )
