"""A receipt in two windows at once, on real connections: what is said to be withdrawn is."""

from __future__ import annotations

from uuid import uuid4

import pytest

from consultations.models import StaffRole
from submissions.intake import receipts
from submissions.intake.amending import amend
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import Contribution, Status, Submission, Via
from submissions.review import workflow
from tests.factories import make_event, make_topic, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def sent() -> tuple[Arrival, str, Submission]:
    """What may take the place of what was sent, the code of its receipt, and what this window knows of it."""
    event = make_event()
    topic = make_topic(event.consultation)
    code = submit(Arrival(event, Via.WEB, "en", (Point("Old words.", topic),)), key=uuid4()).code
    return Arrival(event, Via.WEB, "en", (Point("New words.", topic),)), code, receipts.find(code)


def change(arrival: Arrival, code: str, known: Submission) -> None:
    amend(arrival, key=uuid4(), code=code, basis=known.content_hash)


def left_of(code: str) -> set[str]:
    assert not receipts.may_withdraw(receipts.find(code))
    return set(Contribution.objects.exclude(status=Status.WITHDRAWN).values_list("text", flat=True))


def test_what_was_changed_in_another_window_is_withdrawn_as_it_stands() -> None:
    arrival, code, known = sent()
    change(arrival, code, known)
    assert (receipts.withdraw(known), left_of(code)) == (1, set())


def test_changed_and_withdrawn_at_the_same_moment_nothing_is_left() -> None:
    for _round in range(20):
        arrival, code, known = sent()
        outcomes = at_once(
            lambda *seen: change(arrival, code, known),  # noqa: B023
            lambda *seen: receipts.withdraw(known),  # noqa: B023
        )
        assert outcomes in (["done", "done"], ["AmendedMeanwhile", "done"])
        assert left_of(code) == set()


def test_a_reviewer_at_the_same_moment_stops_neither() -> None:
    reviewer = make_user(StaffRole.REVIEWER)
    for does in ["withdraw", "change"] * 10:
        arrival, code, known = sent()
        row = known.contributions.get()
        outcomes = at_once(
            lambda: receipts.withdraw(known) if does == "withdraw" else change(arrival, code, known),  # noqa: B023
            lambda: workflow.accept(row, by=reviewer),  # noqa: B023
        )
        assert outcomes in (["done", "done"], ["NotAllowed", "done"], ["Stale", "done"])
        row.refresh_from_db()
        assert row.status == Status.WITHDRAWN
