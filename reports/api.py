"""Reports for programs: ask for one, watch it, fetch its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from consultations.models import Consultation
from consultations.permissions import is_coordinator, reviewable, visible
from consultations.rest import IDEMPOTENCY_KEY, Conflict, ErrorAnswer, idempotency_key
from reports.exporters import EXPORTERS
from reports.models import Edition, Report, ReportFile
from reports.services import AlreadyCompiling, KeyReused, request_compile
from reports.views.public import answer, visible_files


class FileSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="file_name", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = ReportFile
        fields = ["name", "edition", "language", "format", "size", "sha256", "url"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, found: ReportFile) -> str:
        where = {"report_id": found.report_id, "file_name": found.file_name}
        return reverse("api:file", kwargs=where, request=self.context.get("request"))


class ReportSerializer(serializers.ModelSerializer):
    """One version of a report, and how far it is."""

    url = serializers.SerializerMethodField()
    consultation = serializers.CharField(source="consultation.slug", read_only=True)
    failure = serializers.SerializerMethodField(help_text="Why it failed and what to do, when it failed.")
    files = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = [
            "id", "url", "consultation", "version", "status", "stage", "progress", "failure", "published_on",
            "manifest_hash", "files",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, report: Report) -> str:
        return reverse("api:report", kwargs={"report_id": report.pk}, request=self.context.get("request"))

    def get_failure(self, report: Report) -> str:
        return str(report.get_failure_reason_display()) if report.failure_reason else ""

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, report: Report) -> Any:
        files = [one for one in report.files.all() if may_read(one, report, self.context["reviewed"])]
        for one in files:
            one.report = report
        return FileSerializer(files, many=True, context=self.context).data


class RequestSerializer(serializers.Serializer):
    key = serializers.UUIDField(required=False, help_text="If the header Idempotency-Key is not sent.")


def may_read(found: ReportFile, report: Report, reviewed: set[int]) -> bool:
    """The internal edition exists for reviewers and coordinators alone."""
    return found.edition == Edition.PUBLIC or report.consultation_id in reviewed


def readable(user: Any) -> QuerySet[Report]:
    files = ReportFile.objects.order_by("edition", "language", "format")
    reports = Report.objects.visible_to(user).select_related("consultation")
    return reports.prefetch_related(Prefetch("files", files))


class ReportView(generics.GenericAPIView):
    serializer_class = ReportSerializer
    queryset = Report.objects.none()

    def get_serializer_context(self) -> dict[str, Any]:
        reviewed = set(reviewable(self.request.user).values_list("pk", flat=True))
        return {**super().get_serializer_context(), "reviewed": reviewed}


class ReportList(ReportView):
    """The versions of a consultation's report that you may see: published ones, and all if you work on it."""

    @extend_schema(
        tags=["reports"],
        operation_id="reports_list",
        responses={200: ReportSerializer(many=True), 404: ErrorAnswer},
    )
    def get(self, request: Request, slug: str) -> Response:
        consultation = get_object_or_404(visible(request.user), slug=slug)
        page = self.paginate_queryset(readable(request.user).filter(consultation=consultation))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        tags=["reports"],
        operation_id="reports_request",
        request=RequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            202: OpenApiResponse(ReportSerializer, description="Asked for; watch it at its url."),
            400: OpenApiResponse(dict[str, Any], description="What is wrong, by field."),
            401: ErrorAnswer,
            403: OpenApiResponse(ErrorAnswer, description="Coordinators of the consultation alone."),
            404: ErrorAnswer,
            409: OpenApiResponse(ErrorAnswer, description="One is being compiled, or the key is an old one."),
        },
    )
    def post(self, request: Request, slug: str) -> Response:
        """Ask for a new version to be compiled. With the same key it is the same version again."""
        consultation = get_object_or_404(visible(request.user), slug=slug)
        if not is_coordinator(request.user, consultation):
            raise PermissionDenied
        report = requested(consultation, request)
        data = self.get_serializer(report).data
        return Response(data, status=status.HTTP_202_ACCEPTED, headers={"Location": data["url"]})


def requested(consultation: Consultation, request: Request) -> Report:
    try:
        report = request_compile(consultation, by=request.user, key=idempotency_key(request))
    except AlreadyCompiling as active:
        raise Conflict(str(active), "already_compiling") from active
    except KeyReused as refusal:
        raise Conflict(code="key_reused") from refusal
    return readable(request.user).get(pk=report.pk)


class ReportDetail(ReportView):
    """One version: how far it is and, once it is ready, its files."""

    @extend_schema(tags=["reports"], responses={200: ReportSerializer, 404: ErrorAnswer})
    def get(self, request: Request, report_id: UUID) -> Response:
        report = get_object_or_404(readable(request.user), pk=report_id)
        return Response(self.get_serializer(report).data)


class AsItIs(BaseContentNegotiation):
    """A file has the one form that its name says, whatever the client would accept."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ReportFileView(generics.GenericAPIView):
    """The bytes of one file. Its name is that of the list."""

    serializer_class = FileSerializer
    queryset = ReportFile.objects.none()
    content_negotiation_class = AsItIs

    @extend_schema(
        tags=["reports"],
        operation_id="reports_file",
        responses={
            **{(200, exporter.media_type): OpenApiTypes.BINARY for exporter in EXPORTERS.values()},
            404: ErrorAnswer,
        },
    )
    def get(self, request: Request, report_id: UUID, file_name: str) -> FileResponse:
        found = next((one for one in visible_files(request, report_id) if one.file_name == file_name), None)
        if found is None:
            raise NotFound
        return answer(found, as_attachment=True)


urlpatterns = [
    path("consultations/<slug:slug>/reports/", ReportList.as_view(), name="reports"),
    path("reports/<uuid:report_id>/", ReportDetail.as_view(), name="report"),
    path("reports/<uuid:report_id>/files/<str:file_name>", ReportFileView.as_view(), name="file"),
]
