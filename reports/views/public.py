"""Published reports and their files; unpublished ones for those who may see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultations.models import Consultation, Language
from consultations.permissions import is_reviewer
from reports import page_policy, publication, store
from reports.exporters import EXPORTERS
from reports.models import Edition, FileFormat, Report, ReportFile

READERS_FIRST = ("html", "pdf", "docx", "md", "xlsx", "csv", "json")


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Each consultation's current version."""
    reports = Report.objects.published().select_related("consultation")
    current = reports.order_by("consultation_id", "-version").distinct("consultation_id")
    newest_first = sorted(current, key=lambda report: (report.published_on, report.pk), reverse=True)
    return render(request, "reports/published.html", {"reports": newest_first})


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    consultation = get_object_or_404(Consultation.objects.public(), slug=slug)
    current = publication.current(consultation)
    if current is None:
        return gone(request, Report.objects.taken_down().filter(consultation=consultation))
    versions = Report.objects.published().filter(consultation=consultation).order_by("-version")
    context = {
        "consultation": consultation,
        "report": current,
        "downloads": downloads(current),
        "earlier": [version for version in versions if version.pk != current.pk],
    }
    return render(request, "reports/report.html", context)


@require_safe
def file(request: HttpRequest, report_id: UUID, file_name: str) -> HttpResponse | FileResponse:
    """One file, to be saved under a name that says what it is."""
    if not Report.objects.visible_to(request.user).filter(pk=report_id).exists():
        return gone(request, Report.objects.taken_down().filter(pk=report_id))
    found = next((one for one in visible_files(request, report_id) if one.file_name == file_name), None)
    if found is None:
        raise Http404
    return answer(found, as_attachment=True)


@require_safe
def preview(request: HttpRequest, report_id: UUID, language: str) -> HttpResponse | FileResponse:
    """The report as a page of its own. It runs nothing and loads nothing, whatever its texts contain."""
    if not Report.objects.visible_to(request.user).filter(pk=report_id).exists():
        return gone(request, Report.objects.taken_down().filter(pk=report_id))
    edition = Edition.INTERNAL if request.GET.get("edition") == Edition.INTERNAL else Edition.PUBLIC
    wanted = (edition, language, FileFormat.HTML)
    files = visible_files(request, report_id)
    found = next((one for one in files if (one.edition, one.language, one.format) == wanted), None)
    if found is None:
        raise Http404
    response = answer(found, as_attachment=False)
    response["Content-Security-Policy"] = page_policy.of(store.path_of(found.path).read_bytes())
    response["Content-Language"] = language
    return response


def gone(request: HttpRequest, taken_down: QuerySet[Report]) -> HttpResponse:
    """What was published and taken down says so, in both languages; what never was there is not found."""
    if not taken_down.exists():
        raise Http404
    response = render(request, "reports/gone.html", status=410)
    response["Cache-Control"] = "no-store"
    return response


def visible_files(request: HttpRequest, report_id: UUID) -> list[ReportFile]:
    """The internal edition exists for reviewers and coordinators alone."""
    found = get_object_or_404(
        Report.objects.visible_to(request.user).select_related("consultation"), pk=report_id
    )
    files = list(ReportFile.objects.filter(report=found))
    for one in files:
        one.report = found
    if request.user.is_authenticated and is_reviewer(request.user, found.consultation):
        return files
    return [one for one in files if one.edition == Edition.PUBLIC]


def downloads(report: Report) -> dict[str, list[ReportFile]]:
    """Public files by language, the reader's own and what most readers want first."""
    own_first = sorted(Language.values, key=lambda language: language != get_language())
    by_language: dict[str, list[ReportFile]] = {language: [] for language in own_first}
    for one in report.files.filter(edition=Edition.PUBLIC):
        one.report = report
        by_language[one.language].append(one)
    for files in by_language.values():
        files.sort(key=lambda one: READERS_FIRST.index(one.format))
    return by_language


def answer(found: ReportFile, **options: Any) -> FileResponse:
    try:
        content = store.path_of(found.path).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    media_type = EXPORTERS[found.format].media_type
    response = FileResponse(content, filename=found.file_name, content_type=media_type, **options)
    response["ETag"] = f'"{found.sha256}"'
    public = found.report.is_open_to_all and found.edition == Edition.PUBLIC
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    if not public:
        response["X-Robots-Tag"] = "noindex, noarchive"
    return response
