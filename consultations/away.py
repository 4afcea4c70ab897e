"""When the database does not answer: which errors say so, and how soon it is worth trying again."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 10


def unavailable(page: str) -> HttpResponse:
    """The answer 503 that holds ``page``. Nothing is logged: it would be the second at which somebody could not send. The
    health page says it, and so do the logs of the workers.
    """
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
