"""The questions of an audience, sorted for a panel. The only writer of groups and places.

The review is another matter: what is accepted, merged or set aside there is neither decided nor changed here. No
step leaves an audit row: those have a time, and while people ask it would be nearly that of a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from consultations.cleaning import clean_line
from consultations.models import Event, Topic
from consultations.permissions import moderating
from submissions.models import (
    BoardPlace,
    BoardState,
    Contribution,
    ContributionQuerySet,
    FlagKind,
    QuestionGroup,
    Status,
    Submission,
    Via,
)
from submissions.review.danger import hints_at_danger
from submissions.review.overlay import shown_text

LONGEST_LABEL = 120
NOT_SHOWN = (Status.WITHDRAWN, Status.SET_ASIDE)
# What is put to the panel next stands first, what was answered last.
RANK = {state: rank for rank, state in enumerate(BoardState.values)}


def boards_of(user: Any) -> QuerySet[Event]:
    """The events whose questions ``user`` sorts; also once no more are taken, as long as there are some."""
    asked = Submission.objects.filter(event=OuterRef("pk"), via=Via.QUESTION)
    return Event.objects.filter(Q(takes_questions=True) | Exists(asked), consultation__in=moderating(user))


class NotOnThisBoard(Exception):
    """A question or a group of another event, or one that is shown no more."""


class NoLabel(Exception):
    """A group without a name, or with one that is too long."""


@dataclass(frozen=True, repr=False)
class Card:
    """One question. ``text`` is without what reviewers have covered: it may be read out."""

    id: UUID
    text: str
    language: str
    topic: Topic
    state: BoardState
    group_id: UUID | None
    hints_at_danger: bool
    may_tell_who_asks: bool

    @property
    def other_states(self) -> list[BoardState]:
        return [state for state in BoardState if state != self.state]


@dataclass(frozen=True)
class Pile:
    """Questions that stand together; those in no group have none."""

    group: QuestionGroup | None
    cards: Sequence[Card]


def questions_of(event: Event) -> ContributionQuerySet:
    return Contribution.objects.filter(submission__event=event, submission__via=Via.QUESTION).exclude(
        status__in=NOT_SHOWN
    )


def piles_of(event: Event) -> list[Pile]:
    """Those in no group first, then each group, the empty ones too. Inside, by state and then by the random ids."""
    groups = list(event.question_groups.all())
    cards = cards_of(event)
    return [
        Pile(group, [card for card in cards if card.group_id == (group and group.pk)])
        for group in (None, *groups)
    ]


def cards_of(event: Event) -> list[Card]:
    rows = questions_of(event).select_related("board_place", "topic").prefetch_related("redactions", "flags")
    return sorted(map(card_of, rows), key=lambda card: (RANK[card.state], card.id))


def card_of(question: Contribution) -> Card:
    place = getattr(question, "board_place", None) or BoardPlace()
    return Card(
        id=question.pk,
        text=shown_text(question.text, question.redactions.all()),
        language=question.language,
        topic=question.topic,
        state=BoardState(place.state),
        group_id=place.group_id,
        hints_at_danger=hints_at_danger(question.text),
        may_tell_who_asks=any(
            flag.kind == FlagKind.PERSONAL_INFORMATION and flag.closed_by_id is None
            for flag in question.flags.all()
        ),
    )


def mark_of(piles: Iterable[Pile]) -> str:
    """Another one as soon as anything looks different. Without the key of the site it tells nothing of the questions: it
    stands in an address, which a server in front may keep.
    """
    shown = [
        (
            pile.group and pile.group.label,
            [
                (card.id.hex, card.state.value, card.text, str(card.topic), card.may_tell_who_asks)
                for card in pile.cards
            ],
        )
        for pile in piles
    ]
    return salted_hmac("board", repr(shown)).hexdigest()[:16]


def make_group(event: Event, label: str) -> QuestionGroup:
    """The group of this label; a new one unless there is one already. Raises ``NoLabel``."""
    label = clean_line(label)
    if not 0 < len(label) <= LONGEST_LABEL:
        raise NoLabel
    return QuestionGroup.objects.get_or_create(event=event, label=label)[0]


@transaction.atomic
def remove_group(event: Event, group_id: str) -> None:
    """Its questions stand in no group again. Raises ``NotOnThisBoard``."""
    group_of(event, group_id).delete()


@transaction.atomic
def move(event: Event, question_id: str, group_id: str) -> None:
    """Into a group, or without ``group_id`` out of any. Raises ``NotOnThisBoard``."""
    group = group_of(event, group_id) if group_id else None
    place(event, question_id, group=group)


def mark(event: Event, question_id: str, state: str) -> None:
    """Says whether a question waits, is for the panel, or was answered. Raises ``NotOnThisBoard``."""
    if state not in BoardState.values:
        raise NotOnThisBoard
    place(event, question_id, state=state)


def place(event: Event, question_id: str, **where: Any) -> None:
    BoardPlace.objects.update_or_create(contribution=question_of(event, question_id), defaults=where)


def question_of(event: Event, question_id: str) -> Contribution:
    try:
        return questions_of(event).get(pk=UUID(question_id))
    except (ValueError, Contribution.DoesNotExist):
        raise NotOnThisBoard from None


def group_of(event: Event, group_id: str) -> QuestionGroup:
    try:
        # Locked, so that nothing is moved into a group while it goes.
        return event.question_groups.select_for_update().get(pk=UUID(group_id))
    except (ValueError, QuestionGroup.DoesNotExist):
        raise NotOnThisBoard from None
