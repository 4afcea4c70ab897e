"""Whoever is signed out while they write keeps what they wrote: staff, on any page of theirs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers

from consultations import typed


class KeepsWhatStaffTyped:
    """In the place of a redirect to the page to sign in on, which would lose it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        sign_in = resolve_url(settings.LOGIN_URL)
        to_sign_in = urlsplit(response.headers["Location"]).path == sign_in and request.path != sign_in
        if not to_sign_in or not typed.may_be_given_back(request):
            return response
        page = HttpResponse(typed.given_back(request, "signed_out.html", sign_in=sign_in), status=403)
        add_never_cache_headers(page)
        return page
