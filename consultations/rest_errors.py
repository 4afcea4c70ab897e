"""How the API says that something went wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from consultations.away import RETRY_AFTER_SECONDS, UNABLE, note


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = gettext_lazy("This is larger than anything that can be taken.")


class Unavailable(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = gettext_lazy(
        "The database cannot do this just now. Nothing was lost or stored; try again."
    )
    wait = RETRY_AFTER_SECONDS


def answer_to_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors by field stay as they are; every other one says a sentence and a code."""
    if isinstance(error, UNABLE):
        note(error)
        error = Unavailable()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    response = exception_handler(error, context)
    if response is not None and not isinstance(error, ValidationError):
        sentence = response.data["detail"]
        response.data = {"detail": str(sentence), "code": sentence.code}
    return response
