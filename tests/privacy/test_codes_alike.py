"""A code that was never given out, and one that opens nothing any more, go the same way through the program line by line.

So neither what is answered nor how long it takes tells whoever tries codes which of them once was good.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations import limits, room_codes
from consultations.models import Event
from submissions.intake import drafts, receipts
from submissions.models import Draft
from tests.factories import make_consultation, make_event
from tests.submissions.test_intake_pages import address, call, filled

pytestmark = pytest.mark.django_db

APPS = tuple(str(settings.BASE_DIR / app) for app in ("consultations", "submissions", "reports", "config"))
VALUES = re.compile(r"'[^']*'")
TYPED_AGAIN = re.compile(r'csrfmiddlewaretoken" value="\w+"|value="[^"]*"')

Way = list[tuple[str, int]]


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    for limit in (limits.sendings, limits.wrong_codes, room_codes.guesses):
        limit.start_again()


def way_of(step: Callable[[], Any]) -> tuple[Way, list[str], Any]:
    """The lines of the product that ``step`` runs, in order; the statements that it puts, without values; its result."""
    way: Way = []

    def seen(frame: FrameType, event: str, _arg: Any) -> Any:
        if not frame.f_code.co_filename.startswith(APPS):
            return None
        if event == "line":
            way.append((frame.f_code.co_filename, frame.f_lineno))
        return seen

    before = sys.gettrace()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sys.settrace(seen)
        try:
            result = step()
        finally:
            sys.settrace(before)
    return way, [VALUES.sub("?", each["sql"]) for each in queries.captured_queries], result


def all_alike(steps: dict[str, Callable[[], Any]]) -> None:
    """Each is taken twice: what is only done once in a process is not looked at."""
    for step in steps.values():
        step()
    ways = {name: way_of(step) for name, step in steps.items()}
    first, *others = ways
    for name in others:
        assert ways[name][0] == ways[first][0], name
        assert ways[name][1] == ways[first][1], name
        assert plain(ways[name][2]) == plain(ways[first][2]), name
    assert len(ways[first][0]) > 20


def plain(response: Any) -> tuple[int, str]:
    return response.status_code, TYPED_AGAIN.sub("", response.content.decode())


def draft_of(event: Event) -> str:
    return drafts.save(event, {"text": ["More crossings."]}).code


def test_a_draft_that_never_was_is_over_was_sent_or_deleted() -> None:
    event, client = call(), Client()
    over, sent, gone = draft_of(event), draft_of(event), draft_of(event)
    last_day = timezone.now().date() - timedelta(days=2)
    Draft.objects.filter(code_hash=receipts.hash_of(over)).update(expires_on=last_day)
    drafts.take_out(sent, event, 1, {})
    drafts.discard(gone)
    wrong = receipts.random_code()
    resume = reverse("submissions:resume")
    codes = {"never was": wrong, "is over": over, "was sent": sent, "was deleted": gone}
    all_alike({name: partial(client.post, resume, {"code": code}) for name, code in codes.items()})


def test_a_code_of_a_room_that_never_was_or_was_replaced() -> None:
    consultation = make_consultation(attribution_rule="by_consent")
    event = make_event(consultation, needs_room_code=True)
    old, client = room_codes.code_of(event), Client()
    room_codes.rotate(event)
    of_others = room_codes.code_of(make_event(consultation, needs_room_code=True))
    codes = {"never was": "AAAA-AAAA", "is replaced": old, "is another room's": of_others}
    form = filled(event, do="send")
    sent = {name: {**form, "room_code": code} for name, code in codes.items()}
    all_alike({name: partial(client.post, address(event), fields) for name, fields in sent.items()})


def test_a_code_that_does_open_goes_another_way() -> None:
    """Or this would compare nothing."""
    event, client = call(), Client()
    resume = reverse("submissions:resume")
    good, wrong = draft_of(event), receipts.random_code()
    with pytest.raises(AssertionError):
        all_alike({code: partial(client.post, resume, {"code": code}) for code in (wrong, good)})
