"""The public programme, to be read by programs."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.models import (
    AttributionRule,
    CoChair,
    Consultation,
    Event,
    EventKind,
    Organization,
    Section,
    SessionKind,
    Topic,
)
from consultations.models.consultation import ConsultationQuerySet
from consultations.participation import State, outlook
from consultations.permissions import visible
from consultations.rest import BilingualText, ErrorAnswer
from consultations.schedule import Entry, Item, schedule
from consultations.views.programme import with_programme


class TopicSerializer(serializers.ModelSerializer):
    title = BilingualText()
    description = BilingualText()

    class Meta:
        model = Topic
        fields = ["code", "title", "description"]
        read_only_fields = fields


class SectionSerializer(serializers.ModelSerializer):
    title = BilingualText()
    guiding_question = BilingualText()
    topics = TopicSerializer(many=True, read_only=True)

    class Meta:
        model = Section
        fields = ["number", "title", "guiding_question", "topics"]
        read_only_fields = fields


class CoChairSerializer(serializers.ModelSerializer):
    name = BilingualText()

    class Meta:
        model = CoChair
        fields = ["side", "name"]
        read_only_fields = fields


class ConsultationSerializer(serializers.ModelSerializer):
    """A consultation as a list shows it."""

    title = BilingualText()
    summary = BilingualText()
    notice = BilingualText()
    languages = serializers.ListField(child=serializers.CharField(), read_only=True)
    state = serializers.SerializerMethodField(help_text="Whether people can take part today.")

    class Meta:
        model = Consultation
        fields = [
            "slug", "title", "summary", "notice", "state", "opens_on", "closes_on", "time_zone", "languages",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=[(state.value, state.value) for state in State]))
    def get_state(self, consultation: Consultation) -> str:
        events = list(consultation.events.all())
        for event in events:
            event.consultation = consultation
        return outlook(consultation, events, timezone.now()).state.value


class ConsultationDetailSerializer(ConsultationSerializer):
    """A consultation with its outline: three sections and their topics."""

    purpose = BilingualText()
    how_to_take_part = BilingualText()
    contact = serializers.CharField(read_only=True, help_text="An e-mail address, or nothing.")
    co_chairs = CoChairSerializer(many=True, read_only=True)
    sections = SectionSerializer(many=True, read_only=True)

    class Meta(ConsultationSerializer.Meta):
        fields = [
            *ConsultationSerializer.Meta.fields, "purpose", "how_to_take_part", "contact", "attribution_rule",
            "co_chairs", "sections",
        ]  # fmt: skip
        read_only_fields = fields


class OrganizationSerializer(serializers.ModelSerializer):
    name = BilingualText()
    acronym = BilingualText()
    parent = serializers.CharField(source="parent.code", read_only=True, allow_null=True)  # type: ignore[assignment]

    class Meta:
        model = Organization
        fields = ["code", "kind", "name", "acronym", "parent", "is_illustrative"]
        read_only_fields = fields


class SpeakerSerializer(serializers.Serializer):
    """Only who agreed to be listed, and never under the Chatham House Rule."""

    name = serializers.CharField(read_only=True)
    organization = serializers.CharField(source="organization.code", read_only=True, allow_null=True)
    subject = BilingualText()
    is_illustrative = serializers.BooleanField(read_only=True)


class TopicAddressSerializer(serializers.ModelSerializer):
    """Where a topic stands in the outline."""

    section = serializers.IntegerField(source="section.number", read_only=True)

    class Meta:
        model = Topic
        fields = ["section", "code"]
        read_only_fields = fields


class SessionSerializer(serializers.Serializer):
    """A part of an event, with the rule in force in it."""

    code = serializers.CharField(source="session.code", read_only=True)
    kind = serializers.ChoiceField(SessionKind.choices, source="session.kind", read_only=True)
    title = BilingualText(source="session.title")
    summary = BilingualText(source="session.summary")
    topic = TopicAddressSerializer(source="session.topic", read_only=True, allow_null=True)
    presented_by = serializers.CharField(source="presented_by.code", read_only=True, allow_null=True)
    starts_at = serializers.DateTimeField(source="session.starts_at", read_only=True)
    ends_at = serializers.DateTimeField(source="session.ends_at", read_only=True)
    attribution_rule = serializers.ChoiceField(AttributionRule.choices, source="rule", read_only=True)
    speakers = SpeakerSerializer(many=True, read_only=True)


class EventSerializer(serializers.Serializer):
    """An event with its sessions; `attribution_rule` is the rule in force."""

    slug = serializers.CharField(source="event.slug", read_only=True)
    kind = serializers.ChoiceField(EventKind.choices, source="event.kind", read_only=True)
    title = BilingualText(source="event.title")
    summary = BilingualText(source="event.summary")
    place = BilingualText(source="event.place")
    starts_at = serializers.DateTimeField(source="event.starts_at", read_only=True)
    ends_at = serializers.DateTimeField(source="event.ends_at", read_only=True)
    closes_at = serializers.DateTimeField(
        source="event.closes_at", read_only=True, help_text="The first moment at which no input is taken."
    )
    is_open = serializers.BooleanField(source="event.is_open", read_only=True)
    registration_is_open = serializers.BooleanField(source="event.registration_is_open", read_only=True)
    max_characters = serializers.IntegerField(source="event.max_characters", read_only=True)
    attribution_rule = serializers.ChoiceField(AttributionRule.choices, source="rule", read_only=True)
    sessions = serializers.SerializerMethodField()

    @extend_schema_field(SessionSerializer(many=True))
    def get_sessions(self, entry: Entry) -> object:
        items: list[Item] = [item for _day, items in entry.days for item in items]
        return SessionSerializer(
            [replace(item, rule=item.rule or entry.rule) for item in items], many=True
        ).data


@extend_schema(tags=["programme"], responses={200: ConsultationSerializer(many=True), 404: ErrorAnswer})
class ConsultationList(generics.ListAPIView):
    """Consultations that everybody may read, and those you work on."""

    serializer_class = ConsultationSerializer

    def get_queryset(self) -> ConsultationQuerySet:
        return visible(self.request.user).prefetch_related("events")


@extend_schema(tags=["programme"], responses={200: ConsultationDetailSerializer, 404: ErrorAnswer})
class ConsultationDetail(generics.RetrieveAPIView):
    """One consultation with its outline."""

    serializer_class = ConsultationDetailSerializer
    lookup_field = "slug"

    def get_queryset(self) -> ConsultationQuerySet:
        topics = Topic.objects.order_by("position", "pk")
        return visible(self.request.user).prefetch_related(
            "events", "co_chairs", "sections", Prefetch("sections__topics", topics)
        )


@extend_schema(tags=["programme"], responses={200: OrganizationSerializer(many=True), 404: ErrorAnswer})
class OrganizationList(generics.ListAPIView):
    """Organizations to which advice can be addressed, by the code that a submission names."""

    serializer_class = OrganizationSerializer
    queryset = Organization.objects.none()

    def get_queryset(self) -> QuerySet[Organization]:
        consultation = get_object_or_404(visible(self.request.user), slug=self.kwargs["slug"])
        return consultation.organizations.filter(takes_advice=True).select_related("parent")


@extend_schema(tags=["programme"], responses={200: EventSerializer(many=True), 404: ErrorAnswer})
class EventList(generics.ListAPIView):
    """The events of a consultation with their sessions."""

    serializer_class = EventSerializer
    queryset = Event.objects.none()

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        consultation = get_object_or_404(visible(request.user), slug=kwargs["slug"])
        page = self.paginate_queryset(with_programme(consultation))
        return self.get_paginated_response(EventSerializer(schedule(page or []), many=True).data)


@extend_schema(tags=["programme"], responses={200: EventSerializer, 404: ErrorAnswer})
class EventDetail(generics.GenericAPIView):
    """One event with its sessions."""

    serializer_class = EventSerializer

    def get(self, request: Request, slug: str, event_slug: str) -> Response:
        consultation = get_object_or_404(visible(request.user), slug=slug)
        events = [event for event in with_programme(consultation) if event.slug == event_slug]
        if not events:
            raise NotFound
        return Response(EventSerializer(schedule(events)[0]).data)


urlpatterns = [
    path("consultations/", ConsultationList.as_view(), name="consultations"),
    path("consultations/<slug:slug>/", ConsultationDetail.as_view(), name="consultation"),
    path("consultations/<slug:slug>/organizations/", OrganizationList.as_view(), name="organizations"),
    path("consultations/<slug:slug>/events/", EventList.as_view(), name="events"),
    path("consultations/<slug:slug>/events/<slug:event_slug>/", EventDetail.as_view(), name="event"),
]
