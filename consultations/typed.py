"""Pages for when nothing works, that still give back what was typed and let it be sent again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, get_token
from django.template.loader import render_to_string
from django.urls import resolve
from django.views.csrf import csrf_failure as plain_csrf_failure

from consultations import switching

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 10
OURS = (
    "submissions:take_part",
    "submissions:ask",
    "submissions:rapporteur",
    "submissions:resume",
    "submissions:find",
    "submissions:saved",
    "submissions:receipt",
    "consultations:register",
)
FREE_TEXTS = (
    "text", "needs",
    # of staff
    "note", "phrase", "replacement", "why", "paraphrase_en", "paraphrase_fr", "comment",
)  # fmt: skip
View = Callable[..., HttpResponse]


def keeps_what_was_typed(view: View) -> View:
    """Answers 503 while the database is away; the page holds the sending, key and all, ready to be sent again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            log.error("The database does not answer: %s", type(error).__name__)
            response = page(request, "unavailable.html", status=503)
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    return wrapped


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old form can be sent again at once; one that another site sent is not offered to staff: the plain page."""
    if is_ours(request) or (comes_from_here(request, reason) and may_be_given_back(request)):
        return page(request, "sent_too_late.html", status=403)
    return plain_csrf_failure(request, reason=reason)


def is_ours(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in OURS
    except Http404:
        return False


def comes_from_here(request: HttpRequest, reason: str) -> bool:
    """Django looks at the origin first, so with another reason it was ours; a browser always says it."""
    return "Origin" in request.headers and not reason.startswith(REASON_BAD_ORIGIN.partition("%s")[0])


def may_be_given_back(request: HttpRequest) -> bool:
    """Words, not presses of a button alone; not a password, and not without its files."""
    if request.FILES or any("password" in name for name in request.POST):
        return False
    return any(
        " " in value.strip() or (written and value.strip()) for _name, value, written in typed(request)
    )


def page(request: HttpRequest, template: str, *, status: int, **more: Any) -> HttpResponse:
    # Without the request, and so without sessions and users: those would ask the database.
    given_back = typed(request)
    context = {
        "typed": given_back,
        "do": request.POST.get("do", ""),
        "path": request.get_full_path() if request.method == "POST" else "",
        "switches": switching.FORM if given_back and is_ours(request) else "",
        "csrf_token": get_token(request),
        **more,
    }
    return HttpResponse(render_to_string(template, context), status=status)


def typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Name, value and whether it is free text, for each field that was sent; which button was pressed stays with it."""
    return [
        (name, value, is_free_text(name, value))
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "do") and isinstance(value, str)
    ]


def is_free_text(name: str, value: str) -> bool:
    return name in FREE_TEXTS or (name.startswith("q_") and not value.isdigit() and value != "")
