"""Where coordinators compile and publish, reviewers look on and co-chairs sign."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import announcements, mail, switching
from consultations.models import Consultation, EventKind
from consultations.permissions import coordinated, is_coordinator, is_reviewer, signable, with_reports
from reports import publication
from reports.forms import CompileForm, SignForm, TakeDownForm
from reports.models import FailureReason, Report, ReportStatus
from reports.services import AlreadyCompiling, KeyReused, request_compile
from reports.views.public import downloads
from submissions.models import Flag, FlagKind
from submissions.review.ledger import ledger


@login_required
@never_cache
@require_safe
def workspace(request: HttpRequest, slug: str) -> HttpResponse:
    consultation = get_object_or_404(with_reports(request.user), slug=slug)
    reports = list(consultation.reports.order_by("-version").prefetch_related("sign_offs"))
    came_in = ledger(consultation)
    context = {
        "consultation": consultation,
        "ledger": came_in,
        "ledger_rows": [(row, EventKind(row.channel).label) for row in came_in.rows],
        "versions": [(report, publication.decisions(report)) for report in reports],
        "active": next((report for report in reports if report.is_active), None),
        "compile_form": CompileForm(initial={"key": uuid4()}),
        "may_compile": is_coordinator(request.user, consultation),
        "may_review": is_reviewer(request.user, consultation),
    }
    return render(request, "reports/workspace.html", context)


@login_required
@require_POST
def compile(request: HttpRequest, slug: str) -> HttpResponse:
    consultation = get_object_or_404(coordinated(request.user), slug=slug)
    form = CompileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was started: the form was incomplete. Press Compile again."))
        return redirect("reports:workspace", slug)
    try:
        report = request_compile(consultation, by=request.user, key=form.cleaned_data["key"])
    except AlreadyCompiling as active:
        messages.info(request, str(active))
        report = active.report
    except KeyReused:
        messages.error(request, _("Nothing was started: the form was an old one. Press Compile again."))
        return redirect("reports:workspace", slug)
    return redirect("reports:progress", report.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The page of one version: how far it is, then what can be done with it. A POST only changes the language."""
    report = staff_report(request, report_id)
    if switching.is_switched(request):
        return switched(request, report)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not request.headers.get("HX-Request"):
        return render(request, "reports/version.html", version_context(request, report))
    if not report.is_active:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.GET.get("seen") == f"{report.stage}-{report.progress}":
        return HttpResponse(status=204)
    return render(request, "reports/_progress.html", {"report": report})


@login_required
@require_POST
def sign(request: HttpRequest, report_id: UUID) -> HttpResponse:
    report = staff_report(request, report_id)
    get_object_or_404(signable(request.user), pk=report.consultation_id)
    if switching.is_switched(request):
        return switched(request, report)
    form = sign_form(request, report)
    if form.is_valid():
        try:
            publication.sign(report, request.user, **form.cleaned_data)
        except publication.Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return render(request, "reports/version.html", version_context(request, report, form), status=422)
    messages.success(request, _("Your decision is recorded."))
    return redirect("reports:progress", report.pk)


@login_required
@require_POST
def publish(request: HttpRequest, report_id: UUID) -> HttpResponse:
    report = staff_report(request, report_id)
    get_object_or_404(coordinated(request.user), pk=report.consultation_id)
    try:
        publication.publish(report, request.user)
    except publication.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:progress", report.pk)
    messages.success(request, _("The report is published."))
    return redirect("reports:report", report.consultation.slug)


@login_required
@require_POST
def announce(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Writes to everybody who was invited or registered, once for each version."""
    report = staff_report(request, report_id)
    get_object_or_404(coordinated(request.user), pk=report.consultation_id)
    if not report.is_open_to_all:
        raise Http404
    count = announcements.announce(report.consultation, f"version {report.version}")
    text = ngettext("%(count)s letter will be sent.", "%(count)s letters will be sent.", count)
    messages.success(request, text % {"count": count})
    return redirect("reports:progress", report.pk)


@login_required
@require_POST
def take_down(request: HttpRequest, report_id: UUID) -> HttpResponse:
    report = staff_report(request, report_id)
    get_object_or_404(coordinated(request.user), pk=report.consultation_id)
    if switching.is_switched(request):
        return switched(request, report)
    form = TakeDownForm(request.POST)
    if form.is_valid():
        try:
            publication.take_down(report, request.user, **form.cleaned_data)
        except publication.Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        context = {**version_context(request, report), "take_down_form": form}
        return render(request, "reports/version.html", context, status=422)
    messages.success(request, _("The version is taken down. Readers see that it was."))
    return redirect("reports:progress", report.pk)


def switched(request: HttpRequest, report: Report) -> HttpResponse:
    """The page in the other language with the decision or the reason that was begun on it; nothing is done with them."""
    if "comment" in request.POST:
        context = version_context(request, report, switching.as_typed(sign_form(request, report)))
    else:
        begun = switching.as_typed(TakeDownForm(request.POST))
        context = {**version_context(request, report), "take_down_form": begun}
    return render(request, "reports/version.html", context)


def sign_form(request: HttpRequest, report: Report) -> SignForm:
    return SignForm(request.POST or None, sides=publication.sides_of(request.user, report.consultation))


def staff_report(request: HttpRequest, report_id: UUID) -> Report:
    """Being published makes a report everybody's, but not its workspace."""
    reports = Report.objects.filter(consultation__in=with_reports(request.user))
    signed = reports.select_related("consultation").prefetch_related("sign_offs__signed_by")
    return get_object_or_404(signed, pk=report_id)


def version_context(request: HttpRequest, report: Report, bound: SignForm | None = None) -> dict[str, Any]:
    consultation: Consultation = report.consultation
    sides = publication.sides_of(request.user, consultation)
    stopped_by = Flag.objects.filter(
        kind__in=(FlagKind.LEAK, FlagKind.VERBATIM),
        closed_by=None,
        contribution__submission__event__consultation=consultation,
    )
    missing = 0 if report.published_on else publication.unprinted(report)
    waiting = 0 if report.published_on or report.is_active else publication.waits_for(report)
    may_publish = is_coordinator(request.user, consultation)
    asks = bool(sides) if not report.published_on else may_publish and report.is_open_to_all
    return {
        "consultation": consultation,
        "report": report,
        "switches": switching.FORM if report.status == ReportStatus.READY and asks else "",
        "waiting": publication.waiting_sentence(waiting) if waiting else "",
        "unprinted": publication.unprinted_sentence(missing) if missing else "",
        "take_down_form": TakeDownForm(),
        "downloads": downloads(report),
        "decisions": publication.decisions(report),
        "sides": sides,
        "form": bound or SignForm(sides=sides),
        "may_publish": may_publish,
        "may_review": is_reviewer(request.user, consultation),
        "may_announce": report.is_open_to_all and mail.is_available(),
        "flagged": stopped_by.count() if report.failure_reason == FailureReason.LEAK else 0,
    }
