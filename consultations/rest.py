"""What the API of every app shares: bilingual texts, pages, limits, keys, and errors that say what happened."""

from __future__ import annotations

import hmac
import secrets
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle
from rest_framework.views import exception_handler

LARGEST_BODY = 6_000_000  # bytes: a hundred points of the longest kind in two-byte letters, and some room
RETRY_AFTER_SECONDS = 10
# Addresses of participants are kept nowhere, not even in memory: limits count under a name that only this
# process can make, and that ends with it.
_DISGUISE = secrets.token_bytes(32)


class BilingualText(serializers.Serializer):
    """A text in both languages."""

    en = serializers.CharField(read_only=True)
    fr = serializers.CharField(read_only=True)


class ErrorAnswer(serializers.Serializer):
    """Why nothing was done. `code` is for programs, `detail` is a sentence in the language asked for."""

    detail = serializers.CharField(read_only=True)
    code = serializers.CharField(read_only=True)


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class AddressHidden:
    """Mixed into a throttle: counts by address without keeping it."""

    def get_ident(self, request: Request) -> str:
        address = super().get_ident(request)  # type: ignore[misc]
        return hmac.digest(_DISGUISE, str(address).encode(), "sha256").hex()


class AnonymousLimit(AddressHidden, AnonRateThrottle):
    """For whoever is not signed in."""


class ScopedLimit(AddressHidden, ScopedRateThrottle):
    """For views with a `throttle_scope`."""


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = gettext_lazy("This is larger than anything that can be taken.")


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = gettext_lazy("This does not fit what was done before.")


class Unavailable(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = gettext_lazy("The database does not answer. Nothing was lost or stored; try again.")
    wait = RETRY_AFTER_SECONDS


class BoundedJSONParser(JSONParser):
    """Reads no more than we could take, and calls nonsense nonsense."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError from None


def answer_to_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors by field stay as they are; every other one says a sentence and a code."""
    if isinstance(error, (OperationalError, InterfaceError)):
        error = Unavailable()
    response = exception_handler(error, context)
    if response is not None and not isinstance(error, ValidationError):
        sentence = response.data["detail"]
        response.data = {"detail": str(sentence), "code": sentence.code}
    return response


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="A UUID of your own for this sending. Sent again with the same key, it is taken once.",
)


def idempotency_key(request: Request) -> UUID:
    """From the header `Idempotency-Key`, else from the field `key`; raises ``ValidationError`` without a good one."""
    in_body = request.data.get("key") if isinstance(request.data, dict) else None
    given = request.headers.get("Idempotency-Key") or in_body
    if not given:
        raise refused("key", _("Give this sending a UUID: in the header Idempotency-Key, or as key."))
    try:
        return UUID(str(given))
    except ValueError:
        raise refused("key", _("The key must be a UUID.")) from None


def refused(field: str, sentence: str, code: str = "invalid") -> ValidationError:
    return ValidationError({field: [ErrorDetail(sentence, code)]})
