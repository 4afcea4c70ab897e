"""The other language, with all that was typed in a form of the admin: it goes along, and is neither read nor stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.decorators import method_decorator

View = Callable[..., HttpResponseBase]
CHOSEN = "_language"  # the button's name (templates/admin/base_site.html)


def chosen(request: HttpRequest) -> str:
    """The language that somebody asks for from a form; empty when the form is sent for good."""
    language = request.POST.get(CHOSEN, "")
    return language if language in ("", *dict(settings.LANGUAGES)) else settings.LANGUAGE_CODE


def in_chosen_language(view: View) -> View:
    """Answers in the language that a form asks for, which is kept from then on; the view leaves that form ``unread``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = chosen(request)
        if not language:
            return view(request, *args, **kwargs)
        translation.activate(language)
        return remembering(view(request, *args, **kwargs), language)

    return wrapped


class Unread:
    """A form as it was typed. Never valid, so that nothing is done with it, and without a word on what is wrong."""

    def is_valid(self) -> bool:
        return False

    cleaned_data: dict[str, Any]

    def full_clean(self) -> None:
        self._errors, self.cleaned_data = ErrorDict(), {}


class UnreadRows:
    """The same for the rows that are edited with it."""

    forms: list[Any]

    def is_valid(self) -> bool:
        return False

    def full_clean(self) -> None:
        self._errors, self._non_form_errors = [ErrorDict() for _form in self.forms], ErrorList()


def unread(form: Any) -> Any:
    return type(form)(form.__name__, (Unread, form), {})


def unread_rows(rows: Any) -> Any:
    return type(rows.__name__, (UnreadRows, rows), {"form": unread(rows.form)})


class KeepsWhatWasTyped:
    """For a ``ModelAdmin``: its pages to add and to change keep what was typed when somebody turns to another language."""

    @method_decorator(in_chosen_language)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if context["adminform"].form.fields:
            context["switches"] = f"{self.opts.model_name}_form"  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)  # type: ignore[misc]
        return unread(form) if chosen(request) else form

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[tuple[Any, Any]]:
        for rows, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            yield unread_rows(rows) if chosen(request) else rows, inline


def remembering(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """As Django's own switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response
