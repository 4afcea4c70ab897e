"""The one writer of ``Contribution.status``: each step of review is a function, and a row of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from submissions import audit
from submissions.models import Contribution, SetAsideReason, Status, Submission
from submissions.review import remarks
from submissions.review.changes import Action, change, in_place
from submissions.review.coding import assign, refuse_unprintable, set_addressees, set_paraphrase, set_topic
from submissions.review.errors import NotAllowed, Refusal, Stale

__all__ = [
    "Bulk",
    "NotAllowed",
    "Refusal",
    "Stale",
    "accept",
    "assign",
    "in_bulk",
    "merge",
    "return_to_pending",
    "set_addressees",
    "set_aside",
    "set_paraphrase",
    "set_topic",
    "start",
    "withdraw",
]

OPEN = frozenset({Status.PENDING, Status.IN_REVIEW})
DECIDED = frozenset({Status.ACCEPTED, Status.SET_ASIDE, Status.MERGED})

# From which states a step leads to which state. Withdrawal leads there from everywhere, and nowhere from there.
TRANSITIONS: dict[Action, tuple[frozenset[Status], Status]] = {
    Action.START: (frozenset({Status.PENDING}), Status.IN_REVIEW),
    Action.ACCEPT: (OPEN, Status.ACCEPTED),
    Action.SET_ASIDE: (OPEN, Status.SET_ASIDE),
    Action.MERGE: (OPEN, Status.MERGED),
    Action.RETURN: (DECIDED | {Status.IN_REVIEW}, Status.PENDING),
}


def start(
    contribution: Contribution, *, by: User, version: int | None = None, note: str = ""
) -> Contribution:
    return decide(contribution, Action.START, by=by, version=version, note=note)


def accept(
    contribution: Contribution, *, by: User, version: int | None = None, note: str = ""
) -> Contribution:
    """Its words may be printed from now on, in the form that their rule permits."""
    with transaction.atomic():
        row = decide(contribution, Action.ACCEPT, by=by, version=version, note=note)
        refuse_unprintable(row)
    return row


def set_aside(
    contribution: Contribution,
    *,
    by: User,
    reason: SetAsideReason,
    version: int | None = None,
    note: str = "",
) -> Contribution:
    with transaction.atomic():
        row = decide(
            contribution, Action.SET_ASIDE, by=by, version=version, note=note,
            set_aside_reason=reason, told={"reason": reason.code},
        )  # fmt: skip
        if reason.consultation_id != row.submission.event.consultation_id:
            raise NotAllowed(_("Choose a reason of the same consultation."))
        if row.merged.exists():
            raise NotAllowed(_("Others are merged into this contribution. Return them to pending first."))
    return row


def merge(
    contribution: Contribution, *, by: User, into: Contribution, version: int | None = None, note: str = ""
) -> Contribution:
    """The same point is made by ``into``, which stands for both from now on, and for all merged into either."""
    with transaction.atomic():
        target = lock_target(contribution, into)
        if target.submission.event.consultation_id != contribution.submission.event.consultation_id:
            raise NotAllowed(_("Choose a contribution of the same consultation."))
        row = decide(
            contribution, Action.MERGE, by=by, version=version, note=note,
            merged_into=target, told={"into": str(target.pk)},
        )  # fmt: skip
        # Nothing is ever merged into something merged: who was behind the one now stands behind the other.
        for follower in list(row.merged.all()):
            change(follower, Action.MERGE, by=by, values={"merged_into": target}, into=str(target.pk))
    return row


def lock_target(contribution: Contribution, into: Contribution) -> Contribution:
    """The contribution that finally stands for ``into``, locked together with those it will concern.

    Two merges crosswise wait for each other, and one of them is refused.
    """
    final = in_place(into).merged_into or into
    concerned = Q(pk__in=(contribution.pk, final.pk)) | Q(merged_into=contribution.pk)
    locked(concerned)
    target = in_place(final)
    if target.pk == contribution.pk:
        raise NotAllowed(_("A contribution cannot be merged into itself."))
    if target.status not in OPEN | {Status.ACCEPTED}:
        raise NotAllowed(_("Merge into a contribution that is accepted or still to be reviewed."))
    return target


def return_to_pending(
    contribution: Contribution, *, by: User, version: int | None = None, note: str = ""
) -> Contribution:
    """Undoes a decision. What is merged into it stays with it and waits with it."""
    return decide(contribution, Action.RETURN, by=by, version=version, note=note)


def decide(
    contribution: Contribution,
    action: Action,
    *,
    by: User,
    version: int | None,
    note: str,
    set_aside_reason: SetAsideReason | None = None,
    merged_into: Contribution | None = None,
    told: dict[str, str] | None = None,
) -> Contribution:
    among, status = TRANSITIONS[action]
    values = {"status": status, "set_aside_reason": set_aside_reason, "merged_into": merged_into}
    with transaction.atomic():
        row = change(contribution, action, by=by, version=version, among=among, values=values, **(told or {}))
        remarks.write(row, by=by, text=note)
    return row


@transaction.atomic
def withdraw(said: Submission | Contribution) -> int:
    """Takes back what a participant said, whatever was decided; returns how many contributions this concerned.

    Whoever holds the receipt asks, so the audit trail keeps the day alone. What was merged into a withdrawn
    contribution goes back to the reviewers: its own author did not take it back.
    """
    mine = Q(submission=said) if isinstance(said, Submission) else Q(pk=said.pk)
    behind = Q(merged_into__submission=said) if isinstance(said, Submission) else Q(merged_into=said.pk)
    own = set(Contribution.objects.filter(mine).values_list("pk", flat=True))
    locked(mine | behind)
    # Asked again, because something may have been merged while the locks were waited for.
    standing = [row for row in locked(mine | behind) if row.status != Status.WITHDRAWN]
    for row in standing:
        if row.pk in own:
            move(row, Action.WITHDRAW, Status.WITHDRAWN)
        else:
            move(row, Action.RETURN, Status.PENDING)
    return sum(row.pk in own for row in standing)


def locked(which: Q) -> list[Contribution]:
    """Locked in the order of their ids, like everywhere here, so that nobody waits in a circle."""
    rows = Contribution.objects.select_related("submission__event__consultation").filter(which)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def move(row: Contribution, action: Action, status: Status) -> None:
    Contribution.objects.filter(pk=row.pk).update(
        status=status, set_aside_reason=None, merged_into=None, version=F("version") + 1
    )
    audit.record_step(row, action)


@dataclass(frozen=True)
class Bulk:
    """What became of a bulk action: nothing is left out silently."""

    done: tuple[Contribution, ...]
    refused: tuple[tuple[Contribution, str], ...]


def in_bulk(
    step: Callable[..., Contribution], contributions: Iterable[Contribution], *, by: User, **how: Any
) -> Bulk:
    """Takes ``step`` (a function of this module) for each on its own; one that is refused does not stop the others."""
    done: list[Contribution] = []
    refused: list[tuple[Contribution, str]] = []
    for contribution in contributions:
        try:
            done.append(step(contribution, by=by, **how))
        except Refusal as refusal:
            refused.append((contribution, refusal.message))
    return Bulk(tuple(done), tuple(refused))
