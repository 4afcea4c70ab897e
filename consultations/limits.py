"""How often something may be done from one network address, in the memory of this process alone.

An address is counted under a name that only this process can make; the key to it is made anew every ten minutes, when
counting begins again, and is kept nowhere else. No address is stored, not even for these minutes.
Counting begins again when chance would have it, whether anybody is there or not. Whoever is kept waiting is told for how
long, and would know from that when somebody was the first to come.
A place is taken in one step, by what is in order and about to be done: whoever tries again and again to see whether others
came takes one each time.
"""

from __future__ import annotations

import hmac
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext_lazy
from rest_framework.throttling import BaseThrottle

from consultations.away import UNABLE

WINDOW_SECONDS = 600
OK, UNPROCESSABLE, TOO_MANY = 200, 422, 429


# For people who are kept waiting; what they typed is still in the form.
FORMS = ngettext_lazy(
    "Very many forms came from your network in a short time. Nothing is lost: what you typed is here. "
    "Wait %(minutes)s minute, then send it again.",
    "Very many forms came from your network in a short time. Nothing is lost: what you typed is here. "
    "Wait %(minutes)s minutes, then send it again.",
    "minutes",
)
DRAFTS = ngettext_lazy(
    "Very many drafts were saved from your network in a short time. This one is not saved yet. Nothing is lost: "
    "what you typed is here. Wait %(minutes)s minute, then save it again.",
    "Very many drafts were saved from your network in a short time. This one is not saved yet. Nothing is lost: "
    "what you typed is here. Wait %(minutes)s minutes, then save it again.",
    "minutes",
)
LETTERS = ngettext_lazy(
    "Very many letters were asked for from your network. Note the code, or wait %(minutes)s minute.",
    "Very many letters were asked for from your network. Note the code, or wait %(minutes)s minutes.",
    "minutes",
)
CODES = ngettext_lazy(
    "Very many wrong codes came from your network. Wait %(minutes)s minute, then try again.",
    "Very many wrong codes came from your network. Wait %(minutes)s minutes, then try again.",
    "minutes",
)


class Limit:
    """At most ``most()`` in so many ``seconds`` from one address; any number when that is 0."""

    def __init__(
        self, most: Callable[[], int], sentence: Any = FORMS, *, seconds: int = WINDOW_SECONDS
    ) -> None:
        self._most, self._sentence, self._window = most, sentence, seconds
        self._lock = Lock()
        self.start_again(time.monotonic() - secrets.randbelow(seconds))

    def start_again(self, began: float | None = None) -> None:
        """As if it were ``began``, in seconds of this machine's clock; now when None."""
        self._began = time.monotonic() if began is None else began
        self._disguise = secrets.token_bytes(32)
        self._counts: Counter[str] = Counter()

    def take(self, request: HttpRequest, *, counts: bool = True) -> bool:
        """Whether a place is left. In the same step it is taken, unless this does not count."""
        with self._lock:
            self._renew()
            name, most = self._name(request), self._most()
            if 0 < most <= self._counts[name]:
                return False
            self._counts[name] += counts
            return True

    def give_back(self, request: HttpRequest) -> None:
        """A place for what came to nothing."""
        with self._lock:
            self._renew()
            name = self._name(request)
            self._counts[name] = max(0, self._counts[name] - 1)

    @contextmanager
    def one_more(self, request: HttpRequest) -> Iterator[None]:
        """Takes a place for what follows, given back if the database cannot do it. Raises ``Full``."""
        if not self.take(request):
            raise Full(self)
        try:
            yield
        except UNABLE:
            self.give_back(request)
            raise

    def seconds(self) -> int:
        """Until counting begins again."""
        return max(1, math.ceil(self._began + self._window - time.monotonic()))

    def sentence(self) -> str:
        return str(self._sentence % {"minutes": math.ceil(self.seconds() / 60)})

    def _renew(self) -> None:
        past = time.monotonic() - self._began
        if past > self._window:
            self.start_again(self._began + past // self._window * self._window)

    def _name(self, request: HttpRequest) -> str:
        # Of a header that anybody can write nothing is believed, unless BEHIND_PROXY says that a proxy writes it.
        address = BaseThrottle().get_ident(request)  # type: ignore[arg-type]
        return hmac.digest(self._disguise, str(address).encode(), "sha256").hex()


class Full(ValidationError):
    """No place is left under ``limit``. Added to a form, it says for how long to wait."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.sentence(), code="full")
        self.limit = limit


sendings = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
new_drafts = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES, DRAFTS)
notes = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
registrations = Limit(lambda: settings.SENDINGS_IN_TEN_MINUTES)
letters = Limit(lambda: settings.LETTERS_IN_TEN_MINUTES, LETTERS)
wrong_codes = Limit(lambda: settings.WRONG_CODES_IN_TEN_MINUTES, CODES)


def try_code(request: HttpRequest, form: Form, name: str, limit: Limit) -> None:
    """After too many wrong codes in the field ``name`` even the right one is told nothing, for a while."""
    if not limit.take(request, counts=name in form.errors):
        form.errors.pop(name, None)
        form.add_error(name, Full(limit))


def answered(response: HttpResponse, form: Form) -> HttpResponse:
    """The page of ``form`` with the status that fits what it says; a browser or a program is told how long to wait."""
    errors = [error for each in form.errors.as_data().values() for error in each]
    if errors and response.status_code == OK:
        response.status_code = UNPROCESSABLE
    for full in (error for error in errors if isinstance(error, Full)):
        response.status_code = TOO_MANY
        response["Retry-After"] = str(full.limit.seconds())
    return response
