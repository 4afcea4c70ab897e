"""What the API of every app shares: bilingual texts, pages, limits, keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, BaseThrottle, UserRateThrottle

from consultations.limits import WINDOW_SECONDS, Limit


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


class ByAddress(BaseThrottle):
    """Counts as the forms do: no address and no moment is kept, and how long somebody waits tells of nobody else."""

    limit: Limit

    def allow_request(self, request: Request, view: Any) -> bool:
        return self.limit.take(request)

    def wait(self) -> float:
        return self.limit.seconds()


class AnonymousLimit(ByAddress):
    """For whoever is not signed in."""

    rate: Any = AnonRateThrottle()
    limit = Limit(lambda: AnonymousLimit.rate.num_requests or 0, seconds=rate.duration or WINDOW_SECONDS)

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.user.is_authenticated or super().allow_request(request, view)


class SendingLimit(ByAddress):
    """For whoever sends words, signed in or not."""

    limit = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)


class SignedInLimit(UserRateThrottle):
    """For whoever is signed in, by account; whoever is not would be counted by their address as it is."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = gettext_lazy("This does not fit what was done before.")


class DepthBoundJSONParser(JSONParser):
    """Calls nonsense nonsense, however deep it is."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None


def with_common_answers(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Whatever is asked, a wrong token and asking too often are answered so."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, said in (("401", "The token is not known."), ("429", "Too often; see Retry-After.")):
                operation["responses"].setdefault(code, {"description": said, "content": content})
    return result


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
