"""Pages for when nothing works, that still give back what was typed and let it be sent again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, get_token
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure as plain_csrf_failure

from consultations import switching
from consultations.away import UNABLE, unavailable

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
OF_ANOTHER_SITE = tuple(reason.partition(" - ")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))
View = Callable[..., HttpResponse]


def keeps_what_was_typed(view: View) -> View:
    """Answers 503 while the database cannot; the page holds the sending, key and all, ready to be sent again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UNABLE as error:
            return unavailable(given_back(request, "unavailable.html"), error)

    return wrapped


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old form can be sent again at once; one that another site sent is offered to nobody: the plain page."""
    if not comes_from_elsewhere(reason) and (is_ours(request) or may_be_sent_by_staff(request)):
        page = HttpResponse(given_back(request, "sent_too_late.html"), status=403)
        add_never_cache_headers(page)
        return page
    return plain_csrf_failure(request, reason=reason)


def is_ours(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in OURS
    except Http404:
        return False


def comes_from_elsewhere(reason: str) -> bool:
    """Django looks at the origin first, or at the page before it: with another reason it was ours."""
    return reason.startswith(OF_ANOTHER_SITE)


def may_be_sent_by_staff(request: HttpRequest) -> bool:
    """A browser always says the origin of what they send."""
    return "Origin" in request.headers and may_be_given_back(request)


def may_be_given_back(request: HttpRequest) -> bool:
    """Words, not presses of a button alone; not a password, and not without its files."""
    if request.FILES or any("password" in name for name in request.POST):
        return False
    return any(
        " " in value.strip() or (written and value.strip()) for _name, value, written in typed(request)
    )


def given_back(request: HttpRequest, template: str, **more: Any) -> str:
    """The page that holds what was typed, made without the request: sessions and users would ask the database."""
    fields, ours = typed(request), is_ours(request)
    context = {
        "typed": fields,
        "do": request.POST.get("do", ""),
        "path": request.get_full_path() if request.method == "POST" else "",
        "switches": switching.FORM if fields and ours else "",
        "is_taken_once": ours,
        "csrf_token": get_token(request),
        **more,
    }
    return render_to_string(template, context)


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
