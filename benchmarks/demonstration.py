"""How long the demonstration takes to be ready: from nothing, and again on what the first one left.

Usage: `.venv/bin/python -m benchmarks.demonstration` in a clone whose `.venv` is made. It empties the demonstration's
own database (RESET=1), runs `make demo SERVE=0` three times, and prints seconds of wall time and of processor time
(that of PostgreSQL is not counted: its server detaches itself).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from config.demo.options import ROOT

AGAIN = 2


def ready(**environment: str) -> tuple[float, float]:
    """Seconds of wall time and of processor time until all of it has ended."""
    started, before = time.perf_counter(), os.times()
    subprocess.run(
        ["make", "demo"], cwd=ROOT, env=os.environ | {"SERVE": "0"} | environment, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    after = os.times()
    spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return time.perf_counter() - started, spent


def main() -> int:
    first = ready(RESET="1")
    later = min(ready() for _run in range(AGAIN))
    for name, (wall, processor) in {"first": first, "again": later}.items():
        print(f"{name}  {wall:6.1f} s   processor {processor:6.1f} s")
    print(f"again / first  {later[0] / first[0]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
