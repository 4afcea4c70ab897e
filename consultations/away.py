"""When the database cannot: which errors are worth another try, how soon, and which of them somebody has to look into."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

UNABLE = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 10
# No connection, or a server that is shut down or starts: https://www.postgresql.org/docs/current/errcodes-appendix.html
AWAY = ("08", "57P")

log = logging.getLogger(__name__)


def unavailable(page: str, error: Exception) -> HttpResponse:
    """The answer 503 that holds ``page``."""
    note(error)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def note(error: Exception) -> None:
    """Logs the type of an error of a database that is there: a full disk, a deadlock, too long a wait.

    Of one that is away nothing is logged: it would be a line for each who could not send. The health page says it, and
    so do the logs of the workers.
    """
    code = getattr(error.__cause__, "pgcode", None)
    if code and not code.startswith(AWAY):
        log.error("The database answers, and failed: %s", error)
