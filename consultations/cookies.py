"""What a browser alone holds for a while: signed cookies that no script reads."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HALF_AN_HOUR = 30 * 60


def hold(response: HttpResponse, name: str, value: str, *, seconds: int = HALF_AN_HOUR) -> HttpResponse:
    response.set_signed_cookie(
        name,
        value,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def held(request: HttpRequest, name: str, *, seconds: int = HALF_AN_HOUR) -> str:
    """Empty without a good cookie."""
    return str(request.get_signed_cookie(name, default="", max_age=seconds))


def forgotten(response: HttpResponse) -> HttpResponse:
    """Nor does this browser keep pages of ours as they were, for whoever goes back."""
    response["Clear-Site-Data"] = '"cache"'
    return response
