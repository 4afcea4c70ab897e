"""What comes in, as values. Forms, API and importers make them; ``submit`` reads them.

None of them has a ``repr``: an error report that shows the values around an error would show words and names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consultations.models import (
    Attribution,
    AttributionRule,
    Event,
    Organization,
    Participant,
    Session,
    Topic,
)
from submissions.models import Choice, MatrixRow, Question, Submission, Via


@dataclass(frozen=True, repr=False)
class Point:
    """One unit of free text. Without a language of its own it is in that of the arrival."""

    text: str
    topic: Topic
    language: str = ""
    question: Question | None = None
    addressees: tuple[Organization, ...] = ()


@dataclass(frozen=True, repr=False)
class Reply:
    """To a closed question: a choice, the value on a scale, a choice with its rank as value, either of the first two
    for a row of a matrix, or a day.
    """

    question: Question
    choice: Choice | None = None
    value: int | None = None
    row: MatrixRow | None = None
    day: date | None = None


@dataclass(frozen=True, repr=False)
class Arrival:
    """One sending, with whatever the sender gave; ``submit`` keeps of it what the rule allows.

    ``promised`` is the rule that the sender was shown, when known: the stricter of it and the rule in force
    applies. ``received_on`` is for importers; it is today when None.
    """

    event: Event
    via: Via
    language: str
    points: tuple[Point, ...]
    replies: tuple[Reply, ...] = ()
    session: Session | None = None
    sector: str = ""
    attribution: str = Attribution.NOT_ATTRIBUTED
    name: str = ""
    organization_name: str = ""
    participant: Participant | None = None
    organization: Organization | None = None
    received_on: date | None = None
    promised: AttributionRule | None = None
    room_code: str = ""


@dataclass(frozen=True, repr=False)
class Receipt:
    """``is_new`` is False when the same sending had come before; its code is the same again."""

    submission: Submission
    code: str
    is_new: bool
