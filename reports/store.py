"""Finished files, named by their content. A file is whole or not there; the same bytes are stored once."""

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

FOLDER = "reports"
# Nothing is swept while it may still be on its way to its row; the lock below is what makes it safe.
ORPHAN_SECONDS = 3600.0
LOCK = 0x57_57_48_01  # any number, as long as nothing else here uses it


@dataclass(frozen=True, slots=True)
class Stored:
    """``path`` is relative to the store; ``size`` is in bytes."""

    sha256: str
    size: int
    path: str


def put(data: bytes, suffix: str) -> Stored:
    """Stores ``data`` durably. Call it inside a transaction that is :func:`guarded`."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.{suffix}"
    target = root() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{digest}.{secrets.token_hex(4)}.tmp")
    with fresh.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)
    _sync_folder(target.parent)
    return Stored(digest, len(data), name)


def guarded() -> None:
    """Until the current transaction ends, no sweep removes what is being stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def path_of(name: str) -> Path:
    """Where a stored file lies; a name that leads out of the store is refused."""
    path = (root() / name).resolve()
    if not path.is_relative_to(root().resolve()):
        raise ValueError("not a name of this store")
    return path


def sweep(known: Collection[str], *, older_than: float = ORPHAN_SECONDS) -> int:
    """Removes files that no row names and that are older than ``older_than`` seconds; returns how many."""
    removed = 0
    for path in _orphans(known, time.time() - older_than):
        path.unlink(missing_ok=True)
        removed += 1
    return removed


def lock_for_sweep() -> bool:
    """Whether this transaction may sweep: nobody is storing, nobody else sweeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _orphans(known: Collection[str], before: float) -> Iterator[Path]:
    for path in (root() / FOLDER).glob("*/*"):
        if str(path.relative_to(root())) not in known and path.stat().st_mtime < before:
            yield path


def _sync_folder(folder: Path) -> None:
    # Without this a power cut can forget the new name although the bytes are on the disk.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
