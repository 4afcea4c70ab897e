"""What a reviewer narrows the queue by. Everything offered is of the consultation whose queue it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultations import languages
from consultations.admin.base import ids
from consultations.models import Consultation, Event, EventKind, Organization, Section, Topic
from consultations.numbers import number_in
from submissions.models import Contribution, Flag, FlagKind, Status

Rows = QuerySet[Any]


def queue_of(request: HttpRequest) -> int | None:
    """The id of the consultation whose queue is asked for."""
    return number_in(request.GET.get("consultation"))


class QueueFilter(admin.SimpleListFilter):
    """Which consultation; one always is chosen."""

    title = _("consultation")
    parameter_name = "consultation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        allowed = Consultation.objects.filter(pk__in=ids(request, type(model_admin).visible_to))
        return [(str(each.pk), str(each)) for each in allowed]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def choices(self, changelist: Any) -> Iterator[Any]:
        _all, *consultations = super().choices(changelist)
        yield from consultations

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return queryset.filter(submission__event__consultation=queue_of(request))


class StateFilter(admin.SimpleListFilter):
    """What is still to be reviewed, unless something else is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All")), *((status.value, status.label) for status in Status)]

    def choices(self, changelist: Any) -> Iterator[Any]:
        waiting, *others = super().choices(changelist)
        yield {**waiting, "display": _("To be reviewed")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        if self.value() == "all":
            return queryset
        return queryset.filter(status=self.value()) if self.value() else queryset.awaiting()  # type: ignore[attr-defined]


class RowFilter(admin.SimpleListFilter):
    """By a row of ``model``, found from the consultation by ``consultation_path``."""

    model: type[Model]
    consultation_path = "consultation"
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = self.model._default_manager.filter(**{self.consultation_path: queue_of(request)})
        return [(str(row.pk), str(row)) for row in self.narrowed(rows)]

    def narrowed(self, rows: Rows) -> Rows:
        return rows

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        number = number_in(self.value())
        return queryset.filter(**{self.lookup: number}) if number is not None else queryset


class SectionFilter(RowFilter):
    title, parameter_name = _("section"), "section"
    model, lookup = Section, "topic__section"


class TopicFilter(RowFilter):
    title, parameter_name = _("topic"), "topic"
    model, consultation_path, lookup = Topic, "section__consultation", "topic"


class EventFilter(RowFilter):
    title, parameter_name = _("event"), "event"
    model, lookup = Event, "submission__event"


class AddresseeFilter(RowFilter):
    title, parameter_name = _("addressee"), "addressee"
    model, lookup = Organization, "addressees"

    def narrowed(self, rows: Rows) -> Rows:
        return rows.filter(takes_advice=True)


class ListFilter(admin.SimpleListFilter):
    """By one of a closed list."""

    options: Any
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(option.value, option.label) for option in self.options]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return queryset.filter(**{self.lookup: self.value()}) if self.value() else queryset


class ChannelFilter(ListFilter):
    title, parameter_name = _("channel"), "channel"
    options, lookup = EventKind, "submission__event__kind"


class LanguageFilter(admin.SimpleListFilter):
    """By the language of the words, of those that a small group does not have for itself. As they are found in the rows,
    a language that is set no more is offered too.
    """

    title, parameter_name = _("language"), "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        consultation = Consultation.objects.filter(pk=queue_of(request) or 0).first()
        shared = shared_languages(consultation) if consultation else []
        return [(code, languages.name_in(code, languages.shown())) for code in shared]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        offered = {code for code, _name in self.lookup_choices}
        return queryset.filter(language=self.value()) if self.value() in offered else queryset


def shared_languages(consultation: Consultation) -> list[str]:
    """In which at least ``k`` arrivals came and, where it is known of people in which they take part, of ``k`` of them."""
    words = Contribution.objects.filter(submission__event__consultation=consultation)
    came = numbers(words, "submission")
    people = numbers(consultation.participants.all(), "pk")
    return sorted(
        code
        for code, count in came.items()
        if min(count, people.get(code, 0) if people else count) >= consultation.k
    )


def numbers(rows: Rows, of: str) -> dict[str, int]:
    counted = rows.order_by().values_list("language").annotate(Count(of, distinct=True))
    return dict(counted)


class AssignedFilter(admin.SimpleListFilter):
    title, parameter_name = _("assigned"), "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("To me")), ("nobody", _("To nobody")), ("others", _("To others"))]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        conditions = {
            "me": Q(assigned_to=request.user.pk),
            "nobody": Q(assigned_to=None),
            "others": Q(assigned_to__isnull=False) & ~Q(assigned_to=request.user.pk),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class FlagFilter(admin.SimpleListFilter):
    title, parameter_name = _("open flags"), "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("any", _("Any")), *((kind.value, kind.label) for kind in FlagKind), ("none", _("None"))]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        open_flags = Flag.objects.filter(contribution=OuterRef("pk"), closed_by=None)
        if self.value() in FlagKind.values:
            open_flags = open_flags.filter(kind=self.value())
        if self.value() == "none":
            return queryset.filter(~Exists(open_flags))
        return queryset.filter(Exists(open_flags)) if self.value() else queryset


FILTERS = [
    QueueFilter,
    StateFilter,
    SectionFilter,
    TopicFilter,
    EventFilter,
    ChannelFilter,
    LanguageFilter,
    AddresseeFilter,
    AssignedFilter,
    FlagFilter,
]
