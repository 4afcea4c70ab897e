"""What is done, a line for each job: an interrupted run goes on after it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class OtherRun(Exception):
    """What was stopped is not what should go on."""

    def __init__(self, stopped: dict[str, Any], wanted: dict[str, Any]) -> None:
        before, now = (
            ", ".join(f"{name}={value}" for name, value in title.items()) for title in (stopped, wanted)
        )
        super().__init__(
            f"what was stopped ran with {before}; this is {now}. Without RESUME a new run begins and the other is lost."
        )


class Journal:
    """Of one run, known by its ``title``. Raises ``OtherRun``, and changes nothing, rather than go on with another."""

    def __init__(self, path: Path, title: dict[str, Any], *, resume: bool) -> None:
        self.path = path
        self.done: list[dict[str, Any]] = []
        lines = list(read(path)) if resume else []
        if not lines:
            write(path, json.dumps(title) + "\n")
            return
        if lines[0] != title:
            raise OtherRun(lines[0], title)
        self.done = lines[1:]

    def add(self, entry: dict[str, Any]) -> None:
        self.done.append(entry)
        with self.path.open("a") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Whole lines; one that was being written when the run ended is left out."""
    if not path.exists():
        return
    whole, _newline, _rest = path.read_text().rpartition("\n")
    if whole + "\n" != path.read_text():
        write(path, whole + "\n")
    yield from (json.loads(line) for line in whole.splitlines() if line)


def write(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_text(text)
    fresh.replace(path)
