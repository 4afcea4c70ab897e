"""Two reviewers at once, on real connections: one wins, the other is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from submissions.models import AuditEntry, Contribution, Status
from submissions.review import redaction, workflow
from tests.factories import make_contribution, make_event, make_reason, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_one_is_made_and_the_other_is_told() -> None:
    event, one, other = make_event(), make_user(), make_user()
    reason = make_reason(event.consultation)
    for _round in range(20):
        seen = make_contribution(event)
        outcomes = at_once(
            lambda seen=seen: workflow.accept(seen, by=one),  # type: ignore[misc]
            lambda seen=seen: workflow.set_aside(seen, by=other, reason=reason),  # type: ignore[misc]
        )
        row = Contribution.objects.get(pk=seen.pk)
        assert (outcomes, row.version) == (["Stale", "done"], 2)
        entry = AuditEntry.objects.get(contribution=row)
        assert {"accept": Status.ACCEPTED, "set_aside": Status.SET_ASIDE}[entry.action] == row.status


def test_of_two_redactions_and_a_decision_on_the_same_version_one_is_kept() -> None:
    event, user = make_event(), make_user()
    how = {"by": user, "replacement": "[a]", "reason": "a name"}
    for _round in range(10):
        seen = make_contribution(event, "Ann met Bo.")
        outcomes = at_once(
            lambda seen=seen: redaction.redact_phrase(seen, phrase="Ann", **how),  # type: ignore[misc, arg-type]
            lambda seen=seen: redaction.redact_phrase(seen, phrase="Bo", **how),  # type: ignore[misc, arg-type]
            lambda seen=seen: workflow.accept(seen, by=user),  # type: ignore[misc]
        )
        assert outcomes == ["Stale", "Stale", "done"]


def test_merged_crosswise_one_of_the_two_still_stands() -> None:
    event, user = make_event(), make_user()
    for _round in range(20):
        a, b = make_contribution(event), make_contribution(event)
        outcomes = at_once(
            lambda a=a, b=b: workflow.merge(a, by=user, into=b),  # type: ignore[misc]
            lambda a=a, b=b: workflow.merge(b, by=user, into=a),  # type: ignore[misc]
        )
        assert outcomes == ["NotAllowed", "done"]
        assert sorted(Contribution.objects.filter(pk__in=[a.pk, b.pk]).values_list("status", flat=True)) == [
            Status.MERGED,
            Status.PENDING,
        ]


def test_merged_into_something_that_is_set_aside_or_withdrawn_at_the_same_moment() -> None:
    event, user = make_event(), make_user()
    reason = make_reason(event.consultation)
    endings: list[Callable[[Contribution], object]] = [
        lambda target: workflow.set_aside(target, by=user, reason=reason),
        lambda target: workflow.withdraw(target),
    ]
    for number in range(20):
        target, other = make_contribution(event), make_contribution(event)
        at_once(
            lambda target=target, other=other: workflow.merge(other, by=user, into=target),  # type: ignore[misc]
            lambda target=target, end=endings[number % 2]: end(target),  # type: ignore[misc]
        )
        rows = Contribution.objects.in_bulk([target.pk, other.pk])
        stands_behind_nothing = rows[other.pk].merged_into_id is None
        assert stands_behind_nothing or rows[target.pk].status == Status.PENDING
