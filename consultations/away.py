"""When the database does not answer: which errors say so, what is logged, and how soon it is worth trying again."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

log = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 10


def unavailable(page: str, error: Exception) -> HttpResponse:
    """The answer 503 that holds ``page``. Of ``error`` its kind alone is logged: the database’s own text may quote rows."""
    log.error("The database does not answer: %s", type(error).__name__)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
