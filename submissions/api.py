"""Questions to be answered, and the way in for programs: the same ``submit`` as everybody's."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import generics, permissions, serializers, status
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.models import WRITTEN, Attribution, AttributionRule, Event
from consultations.permissions import noting, visible
from consultations.rest import (
    IDEMPOTENCY_KEY,
    BilingualText,
    Conflict,
    ErrorAnswer,
    SendingLimit,
    idempotency_key,
    refused,
)
from consultations.terms import terms
from submissions.intake.checks import check_begun
from submissions.intake.errors import KeyReused, OutsideOfDates, Refused
from submissions.intake.paths import questions_of
from submissions.intake.payload import Places, SubmissionSerializer
from submissions.intake.submit import Receipt, submit
from submissions.models import Choice, MatrixRow, Question, Questionnaire
from submissions.review.danger import help_for

FIELD_OF = {
    "unknown_language": "language", "too_long": "points", "too_many": "points", "empty": "points",
    "room_code": "room_code",
    "required": "answers", "not_asked": "answers",
}  # fmt: skip


class ChoiceSerializer(serializers.ModelSerializer):
    text = BilingualText()

    class Meta:
        model = Choice
        fields = ["code", "text", "is_other"]
        read_only_fields = fields


class LineSerializer(serializers.ModelSerializer):
    text = BilingualText()

    class Meta:
        model = MatrixRow
        fields = ["code", "text"]
        read_only_fields = fields


class ConditionSerializer(serializers.Serializer):
    """One way in: this choice of that earlier question."""

    question = serializers.CharField(read_only=True)
    choice = serializers.CharField(read_only=True)


class QuestionSerializer(serializers.ModelSerializer):
    text = BilingualText()
    help = BilingualText()
    lowest_label = BilingualText()
    highest_label = BilingualText()
    choices = ChoiceSerializer(many=True, read_only=True)
    lines = LineSerializer(source="rows", many=True, read_only=True)
    asked_only_after = serializers.SerializerMethodField(
        help_text="Asked only if one of these was chosen before; always, when there is none."
    )

    class Meta:
        model = Question
        fields = [
            "code", "page", "kind", "text", "help", "is_required", "max_characters", "lowest", "highest",
            "lowest_label", "highest_label", "choices", "lines", "asked_only_after",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ConditionSerializer(many=True))
    def get_asked_only_after(self, question: Question) -> list[dict[str, str]]:
        codes: dict[int, str] = self.context["codes"]
        return [
            {"question": codes[choice.question_id], "choice": choice.code}
            for choice in question.shown_if.all()
            if choice.question_id in codes
        ]


class QuestionnaireSerializer(serializers.ModelSerializer):
    introduction = BilingualText()
    questions = serializers.SerializerMethodField()

    class Meta:
        model = Questionnaire
        fields = ["introduction", "questions"]

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, questionnaire: Questionnaire) -> Any:
        questions = questions_of(questionnaire.event)
        codes = {question.pk: question.code for question in questions}
        return QuestionSerializer(questions, many=True, context={"codes": codes}).data


RULES = """What each `attribution_rule` means for whoever sends; `promise` in the answer says in words which one holds:

- `chatham_house`: neither name nor organization is stored, even if sent, nor is the account of a token.
  Words may be printed, never who said them.
- `by_consent`: name and organization are stored only as far as `attribution` says: `named`, `organization` or
  `not_attributed`. With the last, dates are kept by their month.
- `attributable`: on the record. Words may be printed with the name and the organization that are sent.

No rule stores a network address or a time finer than the day. Send `promised_rule`, the rule that you showed: the
stricter of it and the rule in force holds.
"""


class ReceiptSerializer(serializers.Serializer):
    """Shown here alone. Whoever holds the code can see what became of these words, and withdraw them."""

    receipt = serializers.CharField(source="code", read_only=True)
    is_new = serializers.BooleanField(read_only=True, help_text="False when this key had come before.")
    rule = serializers.ChoiceField(AttributionRule.choices, source="submission.rule", read_only=True)
    attribution = serializers.ChoiceField(
        Attribution.choices, source="submission.attribution", read_only=True,
        help_text="What is kept of the sender's choice.",
    )  # fmt: skip
    help = serializers.SerializerMethodField(
        help_text="Empty, or a text to show at once, and once, to whoever wrote this: it hints at danger."
    )
    promise = serializers.SerializerMethodField(
        help_text="What is kept, what is not, who reads it and what may be printed, in sentences to show."
    )

    def get_help(self, receipt: Receipt) -> str:
        said = receipt.submission
        return help_for(said.event.consultation, said.contributions.values_list("text", flat=True))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_promise(self, receipt: Receipt) -> list[str]:
        return list(terms(receipt.submission.rule).sentences)


@extend_schema(tags=["take part"], responses={200: QuestionnaireSerializer, 404: ErrorAnswer})
class QuestionnaireDetail(generics.GenericAPIView):
    """The questions of a survey, in order. Nobody is asked them, and they are nowhere, before it opens."""

    serializer_class = QuestionnaireSerializer

    def get(self, request: Request, slug: str, event_slug: str) -> Response:
        questionnaire = get_object_or_404(
            Questionnaire.objects.select_related("event").filter(
                event__consultation__in=visible(request.user), event__starts_at__lte=timezone.now()
            ),
            event__consultation__slug=slug, event__slug=event_slug,
        )  # fmt: skip
        return Response(QuestionnaireSerializer(questionnaire).data)


class Submissions(generics.GenericAPIView):
    """Where words are sent to an event."""

    serializer_class = SubmissionSerializer
    permission_classes = [permissions.AllowAny]
    throttle_classes = [SendingLimit]

    @extend_schema(
        tags=["take part"],
        operation_id="submit",
        description=RULES,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: OpenApiResponse(ReceiptSerializer, description="Taken."),
            200: OpenApiResponse(ReceiptSerializer, description="Taken before, with the same key and words."),
            400: OpenApiResponse(dict[str, Any], description="What is wrong, by field."),
            401: ErrorAnswer,
            403: OpenApiResponse(
                ErrorAnswer, description="Closed, not yet open, or not for you to write to."
            ),
            404: ErrorAnswer,
            409: OpenApiResponse(ErrorAnswer, description="The key came before, with other words."),
            413: ErrorAnswer,
        },
    )
    def post(self, request: Request, slug: str, event_slug: str) -> Response:
        """Send a submission. Under the Chatham House Rule nothing is stored of who sent it, token or not."""
        event = writable(request.user, slug, event_slug)
        key = idempotency_key(request)
        serializer = SubmissionSerializer(data=request.data, context={"places": Places(event)})
        try:
            # First: what is said of wrong answers quotes the questions.
            check_begun(event, timezone.now())
            serializer.is_valid(raise_exception=True)
            receipt = submit(serializer.arrival(), key=key)
        except Refused as refusal:
            raise answer_to(refusal) from refusal
        return answered(receipt)


def writable(user: Any, slug: str, event_slug: str) -> Event:
    """An event that ``user`` may see and write to: surveys and open calls are everybody's, meetings have notes."""
    events = Event.objects.select_related("consultation").filter(consultation__in=visible(user))
    event = get_object_or_404(events, consultation__slug=slug, slug=event_slug)
    if event.kind in WRITTEN or noting(user).filter(pk=event.consultation_id).exists():
        return event
    raise PermissionDenied if user.is_authenticated else NotAuthenticated


def answer_to(refusal: Refused) -> Exception:
    if isinstance(refusal, KeyReused):
        return Conflict(str(refusal), refusal.code)
    if isinstance(refusal, OutsideOfDates):
        return PermissionDenied(str(refusal), refusal.code)
    return refused(FIELD_OF.get(refusal.code, "non_field_errors"), str(refusal), refusal.code)


def answered(receipt: Receipt) -> Response:
    code = status.HTTP_201_CREATED if receipt.is_new else status.HTTP_200_OK
    return Response(ReceiptSerializer(receipt).data, status=code, headers={"Cache-Control": "no-store"})


EVENT = "consultations/<slug:slug>/events/<slug:event_slug>"

urlpatterns = [
    path(f"{EVENT}/questionnaire/", QuestionnaireDetail.as_view(), name="questionnaire"),
    path(f"{EVENT}/submissions/", Submissions.as_view(), name="submissions"),
]
