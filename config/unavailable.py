"""What readers get while the database cannot be reached or fails, where no form and no API says it in its own way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from consultations import typed
from consultations.away import UNABLE, unavailable

Answer = Callable[[HttpRequest], HttpResponse]


class DatabaseUnavailable:
    """Only what a view let through comes here, pages of staff among it: the forms that take words from the public
    (consultations/typed.py), the API and the health page answer themselves.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UNABLE):
            return None
        page = unavailable(page_for(request), error)
        add_never_cache_headers(page)
        return page


def page_for(request: HttpRequest) -> str:
    """Made without the request, and so without sessions and users: those would ask the database."""
    was_checked = getattr(request, "csrf_processing_done", False)  # whether another site sent it
    if request.method == "POST" and was_checked and typed.may_be_given_back(request):
        return typed.given_back(request, "unavailable.html")
    return render_to_string("503.html")
