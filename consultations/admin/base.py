"""Admin pages that show and change only what belongs to the consultations of the person in front of them.

Nobody needs superuser rights or Django's own model permissions: what counts is the membership in a consultation, asked
in ``consultations/permissions.py``. What lies outside is not refused but does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, router
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultations import permissions
from consultations.admin.other_language import KeepsWhatWasTyped
from consultations.cleaning import clean_line
from consultations.fields import CleanField
from consultations.models import Consultation, Session
from consultations.models.consultation import ConsultationQuerySet
from consultations.translating import lacks_of

Permission = Callable[[Any], ConsultationQuerySet]

# The same of every session: which of them hold protected words is nobody's business.
SESSIONS_STAY = _(
    "Something was sent to this event: all its sessions stay, those in which nothing was sent among them."
)


_paths: dict[type[models.Model], str] = {}


def path_to_consultation(model: type[models.Model]) -> str:
    """The lookup that leads from a row of ``model`` to its consultation, by the fewest foreign keys that are never
    empty; "pk" for the consultation itself, "" when there is none.
    """
    if model not in _paths:
        _paths[model] = "pk" if model is Consultation else shortest_path(model)
    return _paths[model]


def shortest_path(model: type[models.Model]) -> str:
    level: list[tuple[str, type[models.Model]]] = [("", model)]
    seen: set[type[models.Model]] = set()
    while level:
        following: list[tuple[str, type[models.Model]]] = []
        for prefix, source in level:
            seen.add(source)
            for field in foreign_keys(source):
                path = f"{prefix}__{field.name}" if prefix else field.name
                if field.related_model is Consultation:
                    return path
                if not field.null and field.related_model not in seen:
                    following.append((path, field.related_model))
        level = following
    return ""


def foreign_keys(model: type[models.Model]) -> Iterable[models.ForeignKey]:
    return (field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey))


def consultation_pk(row: Any, path: str = "") -> int | None:
    """The id of the consultation that ``row``, saved or not, belongs to."""
    path = path or path_to_consultation(type(row))
    if path == "pk":
        return row.pk
    *steps, last = path.split("__")
    for step in steps:
        if getattr(row, f"{step}_id", None) is None:
            return None
        row = getattr(row, step)
    return getattr(row, f"{last}_id", None)


def ids(request: HttpRequest, permission: Permission) -> frozenset[int]:
    """The ids of the consultations that ``permission`` gives this person; asked once a request."""
    known: dict[str, frozenset[int]] = request.__dict__.setdefault("_consultation_ids", {})
    name = permission.__name__
    if name not in known:
        known[name] = frozenset(permission(request.user).values_list("pk", flat=True))
    return known[name]


class SameConsultationForm(forms.ModelForm):
    """Refuses a row that would join two consultations."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        chosen = {
            name: pk
            for name, value in cleaned.items()
            if isinstance(value, models.Model) and path_to_consultation(type(value))
            for pk in [consultation_pk(value)]
        }
        if len(set(chosen.values())) > 1:
            raise ValidationError(_("Choose everything from one and the same consultation."), code="mixed")
        return cleaned


class ScopedFields:
    """Choices of foreign keys stay within the consultation being edited or, when adding, within those one may edit."""

    editable_by: Permission
    # What staff write is kept as what others write is.
    formfield_overrides: ClassVar[Mapping[type[models.Field], Mapping[str, Any]]] = {
        models.CharField: {"form_class": partial(CleanField, cleaned=clean_line)},
        models.TextField: {"form_class": CleanField},
        models.SlugField: {"widget": AdminTextInputWidget},
    }

    def scope(self, request: HttpRequest) -> frozenset[int]:
        edited: int | None = request.__dict__.get("_edited_consultation")
        return frozenset({edited}) if edited else ids(request, type(self).editable_by)

    def narrowed(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
        path = path_to_consultation(db_field.related_model)
        if path:
            rows = kwargs.get("queryset")
            rows = db_field.related_model._default_manager.all() if rows is None else rows
            kwargs["queryset"] = rows.filter(**{f"{path}__in": self.scope(request)})
        return kwargs

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **self.narrowed(db_field, request, kwargs))  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **self.narrowed(db_field, request, kwargs))  # type: ignore[misc]


class ConsultationScopedAdmin(ScopedFields, KeepsWhatWasTyped, admin.ModelAdmin):
    """Set ``visible_to`` and ``editable_by`` (from ``permissions``) and, where the shortest way is not meant,
    ``consultation_path``. With ``names_in_history = False`` the history keeps ids instead of what rows are called.
    """

    consultation_path = ""
    visible_to: Permission = staticmethod(permissions.reviewable)
    editable_by: Permission = staticmethod(permissions.coordinated)
    names_in_history = True
    # What may stand in the address of the list besides what its filters offer.
    further_lookups: tuple[str, ...] = ()
    # A count beside every choice of a filter would tell of one person what she chose.
    show_facets = admin.ShowFacets.NEVER
    form = SameConsultationForm

    @property
    def path(self) -> str:
        return self.consultation_path or path_to_consultation(self.model)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return (
            super().get_queryset(request).filter(**{f"{self.path}__in": ids(request, type(self).visible_to)})
        )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the filters offer. Django lets any column of the row be asked for, shown or not: letter by letter
        a list that narrows to nothing spells out what is not shown.
        """
        return lookup in self.further_lookups or lookup in set(offered(self.get_list_filter(request)))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Straight to the page: the detour that the admin takes tells addresses of anybody's rows."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        message = super().construct_change_message(request, form, formsets, add)
        inlines: list[Any] = list(self.get_inlines(request, form.instance))
        return without_names(message, {inline.model for inline in inlines if inline.names_in_history})

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404

    def allows(self, request: HttpRequest, permission: Permission, row: Any = None) -> bool:
        allowed = ids(request, permission)
        if row is None:
            # Of an empty site nobody is a coordinator yet; somebody has to make the first consultation.
            return bool(allowed) or bool(getattr(request.user, "is_superuser", False))
        return consultation_pk(row, self.path) in allowed

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).visible_to, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).editable_by, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allows(request, type(self).editable_by)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).editable_by, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """Says above the form what of this row and of those listed in it is not in both languages."""
        if obj is not None:
            inlines = (each.formset.initial_forms for each in context["inline_admin_formsets"])
            rows = [obj, *(form.instance for form in chain.from_iterable(inlines))]
            for lack in lacks_of(rows):
                self.message_user(request, lack.text, messages.WARNING)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Of what stands in the way its kind alone is said, and not as if a right were missing. A list of what was sent
        in a session, or of how questions were answered, would tell of protected words where they were said. Rows of a
        model with ``says_why_it_stays`` are all called by the same sentence, which is said once.
        """
        if any_session_is_kept(objs):
            return [], {}, set(), [SESSIONS_STAY]
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        explain = {
            capfirst(str(model._meta.verbose_name))
            for model in apps.get_models()
            if getattr(model, "says_why_it_stays", False)
        }
        lines = [(str(line).partition(":")[0], line) for line in protected]
        said = dict.fromkeys(line if kind in explain else kind for kind, line in lines)
        return deleted, counts, set() if protected else missing, list(said)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        request.__dict__["_edited_consultation"] = consultation_pk(obj, self.path) if obj else None
        return super().get_form(request, obj, change=change, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if self.names_in_history:
            return super().log_addition(request, obj, message)
        return log_without_name(request, obj, 1)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if self.names_in_history:
            return super().log_change(request, obj, message)
        return log_without_name(request, obj, 2)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        if self.names_in_history:
            return super().log_deletions(request, queryset)
        return [log_without_name(request, row, 3) for row in queryset]


def log_without_name(request: HttpRequest, row: Any, flag: int) -> LogEntry:
    """A line of history that survives the erasure of a person: it says what kind of row and which, not who."""
    return LogEntry.objects.create(
        user_id=request.user.pk or 0,
        content_type=ContentType.objects.get_for_model(row, for_concrete_model=False),
        object_id=str(row.pk),
        object_repr=f"{row._meta.verbose_name} {row.pk}",
        action_flag=flag,
    )


def offered(filters: Iterable[Any]) -> Iterator[str]:
    """The names that ``filters`` (an admin's ``list_filter``) use in an address."""
    for each in filters:
        if isinstance(each, str):
            yield from (f"{each}{suffix}" for suffix in ("", "__exact", "__isnull"))
        else:
            yield each.parameter_name


def without_names(message: list[dict[str, Any]], named: set[type[models.Model]]) -> list[dict[str, Any]]:
    """A message of the history in which rows of other models than those in ``named`` are not called anything."""
    with translation.override(None):
        kinds = {str(model._meta.verbose_name) for model in named}
    for part in message:
        for what in part.values():
            if "object" in what and what["name"] not in kinds:
                what["object"] = "…"
    return message


def any_session_is_kept(rows: Iterable[models.Model]) -> bool:
    return any(isinstance(row, Session) and row.event.keeps_its_sessions for row in rows)


def refuse_by_kind(form: forms.ModelForm) -> None:
    """Refuses to delete the row of ``form`` while what is kept hangs on it. Of that its kinds alone are said, as on the
    page on which the row is deleted: a list would count what was sent in a session. Raises a ``ValidationError``.
    """
    if not form.cleaned_data.get(DELETION_FIELD_NAME) or form.instance._state.adding:
        return
    if any_session_is_kept([form.instance]):
        raise ValidationError(SESSIONS_STAY, code="kept")
    collector = NestedObjects(using=router.db_for_write(type(form.instance)))
    collector.collect([form.instance])
    kinds = sorted({str(row._meta.verbose_name) for row in collector.protected})
    if kinds:
        raise ValidationError(
            _("“%(row)s” cannot be deleted: what is kept here hangs on it (%(kinds)s)."),
            params={"row": form.instance, "kinds": ", ".join(kinds)},
            code="kept",
        )


class ScopedInline(ScopedFields):
    """For inlines: rights follow the consultation of the page's main row. The history of that row calls rows of an
    inline by what they are called only with ``names_in_history = True``.
    """

    names_in_history = False
    visible_to: Permission = staticmethod(permissions.reviewable)
    editable_by: Permission = staticmethod(permissions.coordinated)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        # Django makes the class of these forms anew each time, with a list of all that stands in the way.
        formset.form.hand_clean_DELETE = refuse_by_kind
        return formset

    def allows(self, request: HttpRequest, permission: Permission, parent: Any) -> bool:
        allowed = ids(request, permission)
        return bool(allowed) if parent is None else consultation_pk(parent) in allowed

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).visible_to, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).editable_by, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).editable_by, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, type(self).editable_by, obj)


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    extra = 0


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    extra = 0
