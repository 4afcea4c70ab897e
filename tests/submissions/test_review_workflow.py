"""Each state x each step, who was faster, and what happens to what is merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consultations.models import AttributionRule, EventKind, StaffRole
from submissions.models import AuditEntry, Contribution, Status
from submissions.review import workflow
from submissions.review.workflow import NotAllowed, Stale
from tests.factories import (
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_reason,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Any:
    return make_event()


@pytest.fixture
def reviewer(event: Any) -> Any:
    return make_user(StaffRole.REVIEWER, event.consultation)


Step = Callable[[Contribution], Contribution]


@pytest.fixture
def steps(event: Any, reviewer: Any) -> dict[str, Step]:
    reason = make_reason(event.consultation)
    target = make_contribution(event, "Stands for others.")
    return {
        "start": lambda c: workflow.start(c, by=reviewer),
        "accept": lambda c: workflow.accept(c, by=reviewer),
        "set_aside": lambda c: workflow.set_aside(c, by=reviewer, reason=reason),
        "merge": lambda c: workflow.merge(c, by=reviewer, into=target),
        "return": lambda c: workflow.return_to_pending(c, by=reviewer),
    }


def bring_to(status: str, contribution: Contribution, steps: dict[str, Step]) -> Contribution:
    if status == Status.WITHDRAWN:
        workflow.withdraw(contribution)
        return fresh(contribution)
    way = {
        Status.IN_REVIEW: "start",
        Status.ACCEPTED: "accept",
        Status.SET_ASIDE: "set_aside",
        Status.MERGED: "merge",
    }
    return steps[way[Status(status)]](contribution) if status in way else contribution


def fresh(contribution: Contribution) -> Contribution:
    return Contribution.objects.get(pk=contribution.pk)


LEADS_TO = {
    ("pending", "start"): "in_review",
    ("pending", "accept"): "accepted",
    ("pending", "set_aside"): "set_aside",
    ("pending", "merge"): "merged",
    ("in_review", "accept"): "accepted",
    ("in_review", "set_aside"): "set_aside",
    ("in_review", "merge"): "merged",
    ("in_review", "return"): "pending",
    ("accepted", "return"): "pending",
    ("set_aside", "return"): "pending",
    ("merged", "return"): "pending",
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("step", ["start", "accept", "set_aside", "merge", "return"])
def test_each_step_from_each_state(event: Any, steps: dict[str, Step], status: str, step: str) -> None:
    contribution = bring_to(status, make_contribution(event), steps)
    expected = LEADS_TO.get((status, step))
    if expected is None:
        with pytest.raises(NotAllowed):
            steps[step](contribution)
        assert fresh(contribution).status == status
    else:
        assert steps[step](contribution).status == fresh(contribution).status == expected


@pytest.mark.parametrize("status", Status.values)
def test_its_author_can_withdraw_from_every_state_once(
    event: Any, steps: dict[str, Step], status: str
) -> None:
    contribution = bring_to(status, make_contribution(event), steps)
    assert workflow.withdraw(contribution) == (0 if status == Status.WITHDRAWN else 1)
    row = fresh(contribution)
    assert (row.status, row.set_aside_reason, row.merged_into) == (Status.WITHDRAWN, None, None)
    assert workflow.withdraw(contribution.submission) == 0


def test_a_decision_writes_one_audit_row_with_person_and_time(event: Any, reviewer: Any) -> None:
    contribution = workflow.accept(make_contribution(event), by=reviewer, note="Clear.")
    entry = AuditEntry.objects.get(contribution=contribution)
    assert (entry.action, entry.actor, entry.at is None) == ("accept", reviewer, False)
    assert [(note.author, note.text) for note in contribution.notes.all()] == [(reviewer, "Clear.")]


def test_a_withdrawal_leaves_the_day_and_no_person(event: Any) -> None:
    contribution = make_contribution(event)
    workflow.withdraw(contribution.submission)
    entry = AuditEntry.objects.get(contribution=contribution)
    assert (entry.action, entry.actor, entry.at) == ("withdraw", None, None)


def test_the_slower_of_two_is_told_who_was_faster_and_changes_nothing(event: Any, reviewer: Any) -> None:
    seen = make_contribution(event)
    faster = make_user(StaffRole.REVIEWER, event.consultation, first_name="Ines", last_name="Roy")
    workflow.set_topic(seen, by=faster, topic=make_topic(event.consultation))
    with pytest.raises(Stale, match=r"Ines Roy was faster \(Topic changed\)"):
        workflow.accept(seen, by=reviewer)
    assert fresh(seen).status == Status.PENDING


def test_a_version_from_a_form_counts_more_than_the_instance(event: Any, reviewer: Any) -> None:
    contribution = workflow.start(make_contribution(event), by=reviewer)
    with pytest.raises(Stale):
        workflow.accept(contribution, by=reviewer, version=1)
    assert workflow.accept(contribution, by=reviewer, version=2).status == Status.ACCEPTED


def test_a_refused_decision_keeps_no_note_and_no_trace(event: Any, reviewer: Any) -> None:
    accepted = workflow.accept(make_contribution(event), by=reviewer)
    with pytest.raises(NotAllowed):
        workflow.set_aside(accepted, by=reviewer, reason=make_reason(), note="No.")
    assert fresh(accepted).notes.count() == 0
    assert AuditEntry.objects.filter(contribution=accepted).count() == 1


def test_a_reason_of_another_consultation_is_refused(event: Any, reviewer: Any) -> None:
    contribution = make_contribution(event)
    with pytest.raises(NotAllowed, match="same consultation"):
        workflow.set_aside(contribution, by=reviewer, reason=make_reason())
    assert fresh(contribution).status == Status.PENDING


def test_social_words_without_consent_are_accepted_with_a_paraphrase_in_both_languages(reviewer: Any) -> None:
    event = make_event(kind=EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    post = make_contribution(event)
    with pytest.raises(NotAllowed, match="paraphrase in both languages"):
        workflow.accept(post, by=reviewer)
    half = workflow.set_paraphrase(post, by=reviewer, en="Crossings were said to be faded.", fr=" ")
    with pytest.raises(NotAllowed):
        workflow.accept(half, by=reviewer)
    whole = workflow.set_paraphrase(half, by=reviewer, en="Crossings fade.", fr="Les passages pâlissent.")
    accepted = workflow.accept(whole, by=reviewer)
    with pytest.raises(NotAllowed):
        workflow.set_paraphrase(accepted, by=reviewer, en="Crossings fade.", fr="")
    assert fresh(post).paraphrase_fr == "Les passages pâlissent."


def test_social_words_whose_author_wants_the_name_printed_need_no_paraphrase(reviewer: Any) -> None:
    event = make_event(kind=EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    post = make_contribution(event, attribution="named", name="Ada Walker")
    assert workflow.accept(post, by=reviewer).status == Status.ACCEPTED


# --- Merging --------------------------------------------------------------------------------------


def test_merging_points_at_the_one_that_finally_stands(event: Any, reviewer: Any) -> None:
    first, second, third, fourth = (make_contribution(event, f"Point {n}") for n in range(4))
    workflow.merge(first, by=reviewer, into=second)
    workflow.merge(second, by=reviewer, into=third)  # brings the first along
    workflow.merge(fourth, by=reviewer, into=second)  # finds the third behind the second
    merged = {each.pk: each.merged_into_id for each in Contribution.objects.filter(status=Status.MERGED)}
    assert merged == {first.pk: third.pk, second.pk: third.pk, fourth.pk: third.pk}


def test_merging_in_a_circle_is_refused(event: Any, reviewer: Any) -> None:
    one, other = make_contribution(event), make_contribution(event, "The same.")
    workflow.merge(one, by=reviewer, into=other)
    for target in (one, other):
        with pytest.raises(NotAllowed, match="into itself"):
            workflow.merge(other, by=reviewer, into=target)


@pytest.mark.parametrize("status", ["set_aside", "withdrawn"])
def test_nothing_is_merged_into_what_no_longer_stands(
    event: Any, reviewer: Any, steps: dict[str, Step], status: str
) -> None:
    gone = bring_to(status, make_contribution(event), steps)
    with pytest.raises(NotAllowed, match="accepted or still to be reviewed"):
        workflow.merge(make_contribution(event), by=reviewer, into=gone)


def test_nothing_is_merged_into_another_consultation(event: Any, reviewer: Any) -> None:
    contribution = make_contribution(event)
    with pytest.raises(NotAllowed, match="same consultation"):
        workflow.merge(contribution, by=reviewer, into=make_contribution())
    assert fresh(contribution).status == Status.PENDING


def test_what_others_are_merged_into_is_not_set_aside(event: Any, reviewer: Any) -> None:
    one, other = make_contribution(event), make_contribution(event, "The same.")
    workflow.merge(one, by=reviewer, into=other)
    with pytest.raises(NotAllowed, match="Others are merged"):
        workflow.set_aside(other, by=reviewer, reason=make_reason(event.consultation))
    assert fresh(other).status == Status.PENDING


def test_a_target_that_is_withdrawn_sends_what_was_merged_back_to_review(event: Any, reviewer: Any) -> None:
    one, other = make_contribution(event), make_contribution(event, "The same.")
    merged = workflow.merge(one, by=reviewer, into=other)
    assert workflow.withdraw(other.submission) == 1
    assert {fresh(one).status, fresh(other).status} == {Status.PENDING, Status.WITHDRAWN}
    assert fresh(one).merged_into is None
    # Whoever still has the page of the merged one open decides on something that is no more.
    with pytest.raises(workflow.Stale):
        workflow.accept(merged, by=reviewer)


def test_a_target_that_is_returned_keeps_what_is_merged_into_it(event: Any, reviewer: Any) -> None:
    one, other = make_contribution(event), make_contribution(event, "The same.")
    workflow.merge(one, by=reviewer, into=other)
    workflow.return_to_pending(workflow.accept(other, by=reviewer), by=reviewer)
    assert fresh(one).merged_into_id == other.pk


# --- Coding and bulk --------------------------------------------------------------------------------


def test_topic_and_addressees_stay_in_the_consultation(event: Any, reviewer: Any) -> None:
    contribution = make_contribution(event)
    listed = make_organization(event.consultation, takes_advice=True)
    contribution = workflow.set_addressees(contribution, by=reviewer, organizations=[listed])
    assert list(contribution.addressees.all()) == [listed]
    unlisted = make_organization(event.consultation)
    foreign = make_organization(make_consultation(), takes_advice=True)
    for wrong in (unlisted, foreign):
        with pytest.raises(NotAllowed, match="on this consultation’s list"):
            workflow.set_addressees(contribution, by=reviewer, organizations=[listed, wrong])
    with pytest.raises(NotAllowed, match="topic of the same consultation"):
        workflow.set_topic(contribution, by=reviewer, topic=make_topic())
    assert list(fresh(contribution).addressees.all()) == [listed]


def test_assigning_is_undone_by_assigning_nobody(event: Any, reviewer: Any) -> None:
    mine = workflow.assign(make_contribution(event), by=reviewer, to=reviewer)
    assert mine.assigned_to == reviewer
    assert workflow.assign(mine, by=reviewer, to=None).assigned_to is None


def test_in_bulk_each_is_decided_on_its_own(event: Any, reviewer: Any) -> None:
    reason = make_reason(event.consultation)
    waiting, taken = make_contribution(event), workflow.accept(make_contribution(event), by=reviewer)
    result = workflow.in_bulk(workflow.set_aside, [waiting, taken], by=reviewer, reason=reason)
    assert [each.pk for each in result.done] == [waiting.pk]
    assert [each.pk for each, _message in result.refused] == [taken.pk]
    assert fresh(taken).status == Status.ACCEPTED
