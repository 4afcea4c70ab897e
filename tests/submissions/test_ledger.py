from __future__ import annotations

from typing import Any

import pytest

from consultations.models import EventKind
from submissions.review import workflow
from submissions.review.ledger import Ledger, LedgerRow, ledger
from tests.factories import make_consultation, make_contribution, make_event, make_reason, make_user

pytestmark = pytest.mark.django_db


def test_every_state_has_its_column_and_every_channel_its_row(django_assert_num_queries: Any) -> None:
    consultation, user = make_consultation(), make_user()
    call = make_event(consultation, EventKind.OPEN_CALL)
    make_event(consultation, EventKind.OPEN_CALL)  # a second one, of the same channel
    make_event(consultation, EventKind.CONFERENCE)  # nothing said yet
    reason = make_reason(consultation)
    pending, started, accepted, aside, merged, gone = (make_contribution(call) for _ in range(6))
    make_contribution()  # of another consultation
    workflow.start(started, by=user)
    workflow.accept(accepted, by=user)
    workflow.set_aside(aside, by=user, reason=reason)
    workflow.merge(merged, by=user, into=pending)
    workflow.withdraw(gone)
    with django_assert_num_queries(1):
        result = ledger(consultation)
    assert result == Ledger(
        (LedgerRow(EventKind.CONFERENCE), LedgerRow(EventKind.OPEN_CALL, 6, 1, 1, 1, 1, 2))
    )
    assert result.balances
    assert result.total == LedgerRow("", 6, 1, 1, 1, 1, 2)


def test_a_row_that_does_not_add_up_is_noticed() -> None:
    assert not Ledger((LedgerRow("survey", 3, 1, 1), LedgerRow("webinar"))).balances
