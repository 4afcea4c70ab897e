"""Two published versions of one report: what is random in the one must not come back in the other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.privacy.linear_attacker import solvable_cells, solvable_differences

EMBEDDED = re.compile(rb"<style.*?</style>|data:[^\"')]+", re.DOTALL)
RANDOM = re.compile(rb"(?<![0-9a-zA-Z#])[0-9a-f]{8,}(?![0-9a-zA-Z])")

Files = Mapping[str, bytes]  # by name


def ids_in(data: bytes) -> set[bytes]:
    """What looks like the random part of an id."""
    return {found for found in RANDOM.findall(EMBEDDED.sub(b"", data)) if not found.isdigit()}


def shared_ids(older: Files, newer: Files) -> set[bytes]:
    readable = [name for name in older if name.endswith((".html", ".json", ".md"))]
    return set().union(*(ids_in(older[name]) & ids_in(newer[name]) for name in readable if name in newer))


def told(files: Files) -> Files:
    """All formats have the same figures: one is enough for the attacker."""
    return {name: data for name, data in files.items() if name == "en.json"}


def solvable(files: Files, k: int) -> list[str]:
    found = solvable_cells(told(files), k)
    return [f"{one.file}: {one.cell}, {one.lowest} to {one.highest}" for one in found]


def solvable_between(older: Files, newer: Files, k: int) -> list[str]:
    return [f"{one.file}: {one.cell}" for one in solvable_differences(told(older), told(newer), k)]
