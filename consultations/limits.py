"""How often something may be done from one network address, in the memory of this process alone.

An address is counted under a name that only this process can make; the key to it is made anew every ten minutes, when
counting begins again, and is kept nowhere else. No address is stored, not even for these minutes.
Counting begins again when chance would have it, whether anybody is there or not. Whoever is kept waiting is told for how
long, and would know from that when somebody was the first to come.
"""

from __future__ import annotations

import hmac
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from rest_framework.throttling import BaseThrottle

WINDOW_SECONDS = 600
UNPROCESSABLE, TOO_MANY = 422, 429


class Limit:
    """At most ``most()`` in so many ``seconds`` from one address; any number when that is 0."""

    def __init__(self, most: Callable[[], int], seconds: int = WINDOW_SECONDS) -> None:
        self._most, self._window = most, seconds
        self._lock = Lock()
        self.start_again(time.monotonic() - secrets.randbelow(seconds))

    def start_again(self, began: float | None = None) -> None:
        """As if it were ``began``, in seconds of this machine's clock; now when None."""
        self._began = time.monotonic() if began is None else began
        self._disguise = secrets.token_bytes(32)
        self._counts: Counter[str] = Counter()

    def count(self, request: HttpRequest) -> None:
        with self._lock:
            self._renew()
            self._counts[self._name(request)] += 1

    def take(self, request: HttpRequest) -> bool:
        """Whether there was room for one more, which is counted in the same step."""
        with self._lock:
            self._renew()
            name, most = self._name(request), self._most()
            if 0 < most <= self._counts[name]:
                return False
            self._counts[name] += 1
            return True

    def is_reached(self, request: HttpRequest) -> bool:
        with self._lock:
            self._renew()
            return 0 < self._most() <= self._counts[self._name(request)]

    def seconds(self) -> int:
        """Until counting begins again."""
        return max(1, math.ceil(self._began + self._window - time.monotonic()))

    def minutes(self) -> int:
        return math.ceil(self.seconds() / 60)

    def _renew(self) -> None:
        past = time.monotonic() - self._began
        if past > self._window:
            self.start_again(self._began + past // self._window * self._window)

    def _name(self, request: HttpRequest) -> str:
        # Of a header that anybody can write nothing is believed, unless BEHIND_PROXY says that a proxy writes it.
        address = BaseThrottle().get_ident(request)  # type: ignore[arg-type]
        return hmac.digest(self._disguise, str(address).encode(), "sha256").hex()


sendings = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
new_drafts = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
notes = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
registrations = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
letters = Limit(lambda: settings.LETTERS_IN_TEN_MINUTES)
wrong_codes = Limit(lambda: settings.WRONG_CODES_IN_TEN_MINUTES)


def full_house(limit: Limit) -> str:
    """For people who are kept waiting; what they typed is still in the form."""
    minutes = limit.minutes()
    return ngettext(
        "Very many forms came from your network in a short time. Nothing is lost: what you typed is here. "
        "Wait %(minutes)s minute, then send it again.",
        "Very many forms came from your network in a short time. Nothing is lost: what you typed is here. "
        "Wait %(minutes)s minutes, then send it again.",
        minutes,
    ) % {"minutes": minutes}


def too_many_drafts() -> str:
    minutes = new_drafts.minutes()
    return ngettext(
        "Very many drafts were saved from your network in a short time. This one is not saved yet. Nothing is lost: "
        "what you typed is here. Wait %(minutes)s minute, then save it again.",
        "Very many drafts were saved from your network in a short time. This one is not saved yet. Nothing is lost: "
        "what you typed is here. Wait %(minutes)s minutes, then save it again.",
        minutes,
    ) % {"minutes": minutes}


def too_many_letters() -> str:
    minutes = letters.minutes()
    return ngettext(
        "Very many letters were asked for from your network. Note the code, or wait %(minutes)s minute.",
        "Very many letters were asked for from your network. Note the code, or wait %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}


def kept_waiting(response: HttpResponse, limit: Limit) -> HttpResponse:
    """Says to a browser or a program, too, when there is a use in trying again."""
    if response.status_code == TOO_MANY:
        response["Retry-After"] = str(limit.seconds())
    return response


def status_of_code(request: HttpRequest, form: Form) -> int:
    """Of a page on which a code was typed. After too many wrong ones even the right one is told nothing, for a while."""
    if wrong_codes.is_reached(request):
        minutes = wrong_codes.minutes()
        form.errors.clear()
        form.add_error(
            "code",
            ngettext(
                "Very many wrong codes came from your network. Wait %(minutes)s minute, then try again.",
                "Very many wrong codes came from your network. Wait %(minutes)s minutes, then try again.",
                minutes,
            )
            % {"minutes": minutes},
        )
        return TOO_MANY
    if form.is_valid():
        return 200
    wrong_codes.count(request)
    return UNPROCESSABLE
