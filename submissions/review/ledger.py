"""What became of everything that was received: received = accepted + set aside + merged + withdrawn + pending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from consultations.models import Consultation, EventKind
from submissions.models import Status

WHEN = {
    "accepted": (Status.ACCEPTED,),
    "set_aside": (Status.SET_ASIDE,),
    "merged": (Status.MERGED,),
    "withdrawn": (Status.WITHDRAWN,),
    "pending": (Status.PENDING, Status.IN_REVIEW),
}


@dataclass(frozen=True)
class LedgerRow:
    """One channel, in contributions. ``pending`` counts those in review too."""

    channel: str
    received: int = 0
    accepted: int = 0
    set_aside: int = 0
    merged: int = 0
    withdrawn: int = 0
    pending: int = 0

    @property
    def balances(self) -> bool:
        return self.received == sum(getattr(self, name) for name in WHEN)


@dataclass(frozen=True)
class Ledger:
    """A row for each channel that the consultation has, in the order of ``EventKind``."""

    rows: tuple[LedgerRow, ...]

    @property
    def total(self) -> LedgerRow:
        sums = {name: sum(getattr(row, name) for row in self.rows) for name in ("received", *WHEN)}
        return LedgerRow(channel="", **sums)

    @property
    def balances(self) -> bool:
        return all(row.balances for row in self.rows)


def ledger(consultation: Consultation) -> Ledger:
    """Counted by the database in one query; ``received`` is counted for itself, not added up."""
    words = "submissions__contributions"
    counts = {
        name: Count(words, filter=Q(**{f"{words}__status__in": statuses})) for name, statuses in WHEN.items()
    }
    channels = consultation.events.order_by().values("kind").annotate(received=Count(words), **counts)
    rows: dict[str, LedgerRow] = {row["kind"]: as_row({**row}) for row in channels}
    return Ledger(tuple(rows[kind] for kind in EventKind.values if kind in rows))


def as_row(counted: dict[str, Any]) -> LedgerRow:
    return LedgerRow(channel=counted["kind"], **{name: counted[name] for name in ("received", *WHEN)})
