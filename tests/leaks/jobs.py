"""What a worker can be asked to do; each answers with data that can be written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.leaks.batch import run_batch


def batch(number: int, indices: list[int], seed: int) -> dict[str, Any]:
    return {"batch": number, "indices": indices, "tally": run_batch(indices, seed).as_data()}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"batch": batch}
