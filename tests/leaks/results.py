"""What a run found, as data and as a table for people."""

from __future__ import annotations

import json
import math
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.leaks.journal import write as write_whole
from tests.leaks.tally import Tally, total

FILE = "results.json"
# A rank correlation this many standard deviations from nothing does not come by chance.
TOO_FAR = 4.5


def of(title: dict[str, Any], entries: list[dict[str, Any]], *, seconds: float) -> dict[str, Any]:
    tally = total(Tally.of(entry["tally"]) for entry in entries if "tally" in entry)
    found = {
        **title,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds),
        **figures(tally),
    }
    return {**found, "passed": passed(found)}


def figures(tally: Tally) -> dict[str, Any]:
    return {
        "consultations": tally.consultations,
        "contributions": tally.sendings,
        "artefacts": tally.artefacts.total(),
        "artefacts_by_kind": dict(sorted(tally.artefacts.items())),
        "bytes": tally.bytes,
        "canaries_planted": tally.planted,
        "found_where_forbidden": tally.forbidden,
        "found_where_permitted": tally.found,
        "expected_where_permitted": tally.expected,
        "reports_stopped_by_the_gate": tally.stops,
        "order": {kind: round(deviation(pair), 2) for kind, pair in sorted(tally.order.items())},
        "checks": dict(sorted(tally.checks.items())),
        "findings": tally.findings,
        "missing": tally.absent,
        "errors": tally.errors,
        "files_with_words_found": dict(sorted(tally.proven.items())),
    }


def deviation(pair: list[float]) -> float:
    """How many standard deviations the order of arrival shows in an order that should know nothing of it."""
    score, variance = pair
    return score / math.sqrt(variance) if variance else 0.0


def passed(found: dict[str, Any]) -> bool:
    return (
        found["consultations"] == found["number"]
        and found["found_where_forbidden"] == 0
        and found["found_where_permitted"] == found["expected_where_permitted"] > 0
        and not found["errors"]
        and all(abs(value) < TOO_FAR for value in found["order"].values())
    )


def write(folder: Path, found: dict[str, Any]) -> None:
    write_whole(folder / FILE, json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def commit(root: Path) -> str:
    """The product's version; "+" where files were changed since."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, check=False
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")


ROWS = (
    ("Consultations", "consultations"),
    ("Contributions", "contributions"),
    ("Files, pages, answers, mails, logs, rows and dumps searched", "artefacts"),
    ("Bytes searched", "bytes"),
    ("Names, addresses, numbers, organizations and acronyms planted", "canaries_planted"),
    ("Found where forbidden", "found_where_forbidden"),
    ("Found where permitted", "found_where_permitted"),
    ("Expected where permitted", "expected_where_permitted"),
    ("Reports stopped by the product’s own check until words were covered", "reports_stopped_by_the_gate"),
)


def table(found: dict[str, Any]) -> str:
    """In Markdown."""
    lines = ["| What | Figure |", "|---|---:|"]
    lines += [f"| {label} | {shown(found[key])} |" for label, key in ROWS]
    lines += [f"| Version of the product | {found['commit']} |", f"| Seed | {found['seed']} |"]
    return "\n".join(lines)


def shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
