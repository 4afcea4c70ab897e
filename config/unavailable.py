"""What readers get while the database cannot be reached, where no form and no API says it in its own way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from consultations.away import AWAY, unavailable

Answer = Callable[[HttpRequest], HttpResponse]


class DatabaseUnavailable:
    """Only what a view let through comes here: the forms that take words from the public (consultations/typed.py), the
    API and the health page answer themselves.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AWAY):
            return None
        # Without the request, and so without sessions and users: those would ask the database.
        return unavailable(render_to_string("503.html"))
