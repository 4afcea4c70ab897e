"""Brings rows in through the one way in: all of them or none, unless bad ones may be skipped."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

from consultations.models import Event
from submissions.intake.arrival import Arrival
from submissions.intake.errors import Empty, KeyReused, Refused
from submissions.intake.importers.csv_file import Row
from submissions.intake.importers.rows import Reader, RowError
from submissions.intake.keeping import kept
from submissions.intake.submit import hash_of, submit


@dataclass(frozen=True)
class BadRow:
    line: int
    reason: str


@dataclass(frozen=True)
class Account:
    """What became of a file. ``is_stored`` is False after a dry run, and when bad rows stopped it."""

    new: int
    repeated: int
    bad: tuple[BadRow, ...]
    is_stored: bool


class _TakeBack(Exception):
    """Leaves the transaction without keeping anything."""


def bring_in(
    reader: Reader, rows: Iterable[Row], *, dry_run: bool = False, skip_bad: bool = False
) -> Account:
    """Takes the rows in, in one transaction. Imported again, a row is not taken twice."""
    new = repeated = 0
    bad: list[BadRow] = []
    seen: Counter[str] = Counter()
    is_stored = False
    try:
        with transaction.atomic():
            for row in rows:
                try:
                    is_new = take(reader, row, seen)
                except (RowError, Refused) as error:
                    bad.append(BadRow(row.line, reason_of(error)))
                    continue
                new, repeated = new + is_new, repeated + (not is_new)
            if dry_run or (bad and not skip_bad):
                raise _TakeBack
        is_stored = True
    except _TakeBack:
        pass
    return Account(new, repeated, tuple(bad), is_stored)


def take(reader: Reader, row: Row, seen: Counter[str]) -> bool:
    arrival = reader.arrival(row.values)
    key = key_of(reader.event, arrival, row.values.get("external_id", ""), seen)
    return submit(arrival, key=key, late=True).is_new


def key_of(event: Event, arrival: Arrival, external_id: str, seen: Counter[str]) -> UUID:
    """The same for the same row of the same event.

    By the identifier that the row brings; else by what is stored of it, and by how many like it came before in
    this file. The identifier may name somebody: without the secret it cannot be guessed from the key.
    """
    if external_id:
        digest = hmac.digest(force_bytes(settings.SECRET_KEY), f"{event.pk}:{external_id}".encode(), sha256)
        return uuid5(NAMESPACE_URL, digest.hex())
    content = f"{event.pk}:{hash_of(kept(arrival))}:{arrival.received_on or ''}"
    seen[content] += 1
    return uuid5(NAMESPACE_URL, f"import:{content}:{seen[content]}")


def reason_of(error: Exception) -> str:
    if isinstance(error, KeyReused):
        return "A row with this identifier was imported before with other words; those are kept."
    if isinstance(error, Empty):
        return "The text is empty."
    return str(error)
