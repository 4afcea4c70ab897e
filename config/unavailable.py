"""What readers get while the database cannot be reached, where no form and no API says it in its own way."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 10
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
        if not isinstance(error, (OperationalError, InterfaceError)):
            return None
        # By its kind alone: the database's own text may quote rows.
        log.error("The database does not answer: %s", type(error).__name__)
        # Without the request, and so without sessions and users: those would ask the database.
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
