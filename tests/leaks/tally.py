"""What a run has counted. Tallies of batches add up; they go to the journal and from there into the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 50  # findings that are told in full; all are counted


@dataclass
class Tally:
    consultations: int = 0
    sendings: int = 0
    artefacts: Counter[str] = field(default_factory=Counter)  # by kind
    bytes: int = 0
    planted: int = 0
    expected: int = 0  # permitted names, counted for each file that must show them
    found: int = 0
    stops: int = 0  # times that the product's own check kept a report back until words were covered
    forbidden: int = 0
    missing: int = 0
    findings: list[dict[str, str]] = field(default_factory=list)
    absent: list[dict[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    proven: Counter[str] = field(default_factory=Counter)  # by format, files in which words were found at all
    order: dict[str, list[float]] = field(
        default_factory=dict
    )  # by kind of artefact, sums of S and of its variance
    checks: Counter[str] = field(default_factory=Counter)  # further facts that were looked at, by name

    def add(self, other: Tally) -> None:
        for name in (
            "consultations",
            "sendings",
            "bytes",
            "planted",
            "expected",
            "found",
            "stops",
            "forbidden",
            "missing",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.artefacts += other.artefacts
        self.proven += other.proven
        self.checks += other.checks
        self.findings = (self.findings + other.findings)[:MOST_TOLD]
        self.absent = (self.absent + other.absent)[:MOST_TOLD]
        self.errors = (self.errors + other.errors)[:MOST_TOLD]
        for kind, (score, variance) in other.order.items():
            self.rank(kind, (score, variance))

    def forbid(self, where: str, what: str, kind: str) -> None:
        self.forbidden += 1
        if len(self.findings) < MOST_TOLD:
            self.findings.append({"where": where, "what": what, "kind": kind})

    def miss(self, where: str, what: str) -> None:
        self.missing += 1
        if len(self.absent) < MOST_TOLD:
            self.absent.append({"where": where, "what": what})

    def rank(self, kind: str, found: tuple[float, float]) -> None:
        before = self.order.get(kind, [0.0, 0.0])
        self.order[kind] = [before[0] + found[0], before[1] + found[1]]

    @property
    def is_clean(self) -> bool:
        return not (self.forbidden or self.missing or self.errors)

    def as_data(self) -> dict[str, Any]:
        return {
            name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        counters = {name: Counter(data[name]) for name in ("artefacts", "proven", "checks")}
        return cls(**{**data, **counters})


def total(tallies: Iterable[Tally]) -> Tally:
    found = Tally()
    for each in tallies:
        found.add(each)
    return found
