"""The queue, and the page on which a contribution is reviewed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.base import ConsultationScopedAdmin, ids
from consultations.admin.other_language import chosen, in_chosen_language, unread
from consultations.numbers import number_in
from submissions.admin.bulk import decide_on_selected
from submissions.admin.filters import FILTERS, queue_of
from submissions.admin.page import Page, person
from submissions.admin.step import StepForm
from submissions.admin.steps import STEPS
from submissions.models import Contribution, Flag, FlagKind
from submissions.review.errors import Refusal
from submissions.review.printing import as_readers_see_it


def in_danger() -> Exists:
    """Whether nobody has seen yet to a flag of danger."""
    return Exists(Flag.objects.filter(contribution=OuterRef("pk"), kind=FlagKind.DANGER, closed_by=None))


def without_page(asked: QueryDict) -> Any:
    kept = asked.copy()
    kept.pop(PAGE_VAR, None)
    return QueryDict(kept.urlencode())


@admin.register(Contribution)
class ContributionAdmin(ConsultationScopedAdmin):
    """Nothing is added, edited or deleted here: every change is a step of review."""

    consultation_path = "submission__event__consultation"
    editable_by = staticmethod(permissions.reviewable)
    list_display = ("words", "topic", "status", "channel", "open_flags", "assigned_to")
    list_filter = [*FILTERS]
    further_lookups = ("submission",)
    search_fields = ("text", "paraphrase_en", "paraphrase_fr", "id")
    sortable_by = ()
    list_per_page = 50
    show_full_result_count = False
    actions = (decide_on_selected,)

    class Media:
        css = {"all": ("css/review.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Danger first; then by the random id, which tells nothing about who came first."""
        return (in_danger().desc(), "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contribution]:
        rows = super().get_queryset(request).annotate(in_danger=in_danger())
        return rows.select_related(
            "submission__event__consultation",
            "submission__session",
            "submission__participant",
            "submission__organization",
            "topic__section",
            "question",
            "assigned_to",
            "set_aside_reason",
            "merged_into",
        )

    # --- The queue ------------------------------------------------------------------------------

    @method_decorator(in_chosen_language)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Always the queue of one consultation: the latest that one reviews, unless another is asked for."""
        allowed = ids(request, permissions.reviewable)
        if "consultation" not in request.GET and allowed:
            latest = permissions.reviewable(request.user).values_list("pk", flat=True)[0]
            return HttpResponseRedirect(f"?{urlencode([*request.GET.items(), ('consultation', latest)])}")
        if queue_of(request) not in allowed:
            raise Http404
        context = {
            "title": gettext("Contributions to review"),
            "is_nav_sidebar_enabled": False,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Of a page that has emptied meanwhile it is the first of the same queue."""
        try:
            changelist = super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            request.GET = without_page(request.GET)
            changelist = super().get_changelist_instance(request)
        open_flags = Flag.objects.filter(closed_by=None)
        rows = changelist.result_list
        if isinstance(rows, QuerySet):
            changelist.result_list = rows.prefetch_related(
                "redactions", Prefetch("flags", open_flags, to_attr="still_open")
            )
        return changelist

    @admin.display(description=_("words"))
    def words(self, contribution: Contribution) -> str:
        return Truncator(as_readers_see_it(contribution)).chars(140)

    @admin.display(description=_("channel"))
    def channel(self, contribution: Contribution) -> Any:
        return contribution.submission.event.get_kind_display()

    @admin.display(description=_("open flags"))
    def open_flags(self, contribution: Contribution) -> str:
        flags = contribution.still_open  # type: ignore[attr-defined]
        return ", ".join(sorted({str(flag.get_kind_display()) for flag in flags}))

    # --- One contribution -----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        following = self.admin_site.admin_view(self.next_view)
        return [
            path("<path:object_id>/next/", following, name="submissions_contribution_next"),
            *super().get_urls(),
        ]

    @method_decorator(in_chosen_language)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        contribution = self.get_object(request, object_id)
        if contribution is None:
            raise Http404
        posted = STEPS.get(request.POST.get("step", "")) if request.method == "POST" else None
        if request.method == "POST" and posted is None:
            raise Http404
        if posted and chosen(request):
            posted = unread(posted)
        form = posted(request.POST, contribution=contribution, user=person(request)) if posted else None
        if form and form.is_valid() and self.taken(request, form):
            messages.success(request, form.done)
            return self.onward(request, contribution)
        return self.page(request, contribution, form)

    def taken(self, request: HttpRequest, form: StepForm) -> bool:
        version = number_in(request.POST.get("version"))
        if version is None:
            form.add_error(None, _("The page was incomplete. Nothing was changed; try again."))
            return False
        try:
            form.take(version)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        return form.is_valid()

    def page(self, request: HttpRequest, contribution: Contribution, posted: StepForm | None) -> HttpResponse:
        """With everything as it is now and, after a refusal, what was typed."""
        fresh = self.get_object(request, str(contribution.pk)) or contribution
        page = Page(fresh)
        forms = {
            name: form(contribution=fresh, user=person(request), terms=page.terms)
            for name, form in STEPS.items()
        }
        if suggestion := page.suggested(request.GET.get("cover", "")):
            forms["redact"].initial = {
                "phrase": fresh.text[suggestion.start : suggestion.end],
                "replacement": suggestion.replacement,
                "why": suggestion.kind.label,
            }
        if posted:
            forms[posted.name] = posted
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "title": gettext("Contribution"),
            "contribution": fresh,
            "page": page,
            "forms": forms,
            "posted": posted,
            "filters": self.filters(request),
            "queue_url": self.queue_url(request, fresh),
        }
        return TemplateResponse(request, "admin/submissions/contribution/page.html", context)

    def filters(self, request: HttpRequest) -> str:
        return request.GET.get("_changelist_filters", "")

    def queue_url(self, request: HttpRequest, contribution: Contribution) -> str:
        filters = self.filters(request) or f"consultation={contribution.submission.event.consultation_id}"
        return f"{reverse('admin:submissions_contribution_changelist')}?{filters}"

    def onward(self, request: HttpRequest, contribution: Contribution) -> HttpResponse:
        name = "next" if "_next" in request.POST else "change"
        address = reverse(f"admin:submissions_contribution_{name}", args=[contribution.pk])
        filters = self.filters(request)
        return HttpResponseRedirect(
            f"{address}?{urlencode({'_changelist_filters': filters})}" if filters else address
        )

    def next_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """On to the next in the queue as it was filtered, leaving out what others work on."""
        contribution = self.get_object(request, object_id)
        if contribution is None:
            raise Http404
        queue_url = self.queue_url(request, contribution)
        filters = queue_url.partition("?")[2]
        following = self.following(request, contribution, filters)
        if following is None:
            messages.info(request, _("Nothing else waits in this queue."))
            return HttpResponseRedirect(queue_url)
        address = reverse("admin:submissions_contribution_change", args=[following.pk])
        return HttpResponseRedirect(f"{address}?{urlencode({'_changelist_filters': filters})}")

    def following(
        self, request: HttpRequest, contribution: Contribution, filters: str
    ) -> Contribution | None:
        request.GET = QueryDict(filters)
        if queue_of(request) not in ids(request, permissions.reviewable):
            raise Http404
        try:
            queue = self.get_changelist_instance(request).queryset.exclude(pk=contribution.pk)
        except IncorrectLookupParameters:
            raise Http404 from None
        free = queue.filter(Q(assigned_to=None) | Q(assigned_to=request.user.pk)).order_by("-in_danger", "pk")
        after = Q(in_danger=contribution.in_danger, pk__gt=contribution.pk)  # type: ignore[attr-defined]
        if contribution.in_danger:  # type: ignore[attr-defined]
            after |= Q(in_danger=False)
        return free.filter(after).first() or free.first()
