"""What a log may hold: never words of participants, and of time the day alone: that of an error on the way of a sending
would be the second in which somebody failed to send. What collects the lines may add the second (docs/attribution.md).

Messages of errors and of libraries quote what they stumbled over. So of an error its type and the way to it are
written, of a line of a library its fixed text without what was put into it; our own lines are written whole.
"""

import copy
import logging

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from reports import tracing

SERVICE_UNAVAILABLE = 503
OURS = ("config", "consultations", "submissions", "reports")


class WithoutWords(logging.Formatter):
    """The one formatter, for the web's processes and the workers'."""

    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)
        told.msg, told.args = _said(record), ()
        told.exc_info = told.exc_text = told.stack_info = None
        return " | ".join([super().format(told), *map(tracing.path, _errors(record))])


class NoOutages(logging.Filter):
    """Drops Django's line for each page that the database's absence kept from somebody, perhaps from sending words."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", 0) != SERVICE_UNAVAILABLE


class WayAlone(ExceptionReporter):
    """Error pages and mails to administrators: no message, no local values, nothing of the request."""

    def get_traceback_text(self) -> SafeString:
        error = self.exc_value
        told = tracing.path(error) if isinstance(error, BaseException) else "An error without a traceback."
        return SafeString(told)  # of a text, not of a page

    def get_traceback_html(self) -> SafeString:
        return format_html("<!doctype html><title>Error</title><p>{}</p>", str(self.get_traceback_text()))


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return _of_ours(record)
    # Without arguments the text may have been put together before.
    return str(record.msg) if record.args else f"at {record.pathname}:{record.lineno}"


def _of_ours(record: logging.LogRecord) -> str:
    if isinstance(record.msg, BaseException) or not isinstance(record.args, tuple):
        return f"at {record.pathname}:{record.lineno}"
    known = tuple(
        type(each).__name__ if isinstance(each, BaseException) else each for each in record.args or ()
    )
    return str(record.msg) % known if known else str(record.msg)


def _errors(record: logging.LogRecord) -> list[BaseException]:
    args = record.args if isinstance(record.args, tuple) else ()
    raised = record.exc_info[1] if record.exc_info else None
    found = [each for each in (raised, record.msg, *args) if isinstance(each, BaseException)]
    return list({id(each): each for each in found}.values())
