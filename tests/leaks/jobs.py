"""What a worker can be asked to do; each answers with data that can be written down."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from tests.leaks import mutants, results, walking
from tests.leaks.batch import run_batch
from tests.leaks.breakages import RATCHET
from tests.leaks.generator import plan
from tests.leaks.mutants import MUTANTS, Mutant
from tests.leaks.plan import Plan
from tests.leaks.tally import Tally
from tests.privacy.ratchet_walk import random_ratchet_steps

# Far from the consultations of a run.
BROKEN, CONTROL_SEED = 12_000, 7
RATCHET_STEPS = 500


def batch(number: int, indices: list[int], seed: int) -> dict[str, Any]:
    return {"batch": number, "tally": run_batch([plan(index, seed) for index in indices]).as_data()}


def ratchet(seed: int, steps: int) -> dict[str, Any]:
    seen = random_ratchet_steps(seed, steps)
    return {"ratchet": {"steps": seen.steps, "found": seen.found[:20]}}


def mutant(name: str) -> dict[str, Any]:
    """``name`` is empty for the product as it is, in which nothing may be noticed."""
    if name == RATCHET:
        with mutants.no_trigger():
            found = [one for seed in range(4) for one in random_ratchet_steps(seed, RATCHET_STEPS).found]
        return {"mutant": name, "caught_by": found[:1], "errors": []}
    one = MUTANTS[name] if name else Mutant(lambda _who: nullcontext(), pages=True, twice=True)
    drawn = drawn_for(one)
    with one.broken(mutants.victim(drawn)):
        return {"mutant": name, **noticed(run_batch([drawn], roles=walking.FEW if one.pages else ()))}


def drawn_for(one: Mutant) -> Plan:
    """As small as it can be and still show what is broken."""
    rich = one.rich or one.twice or one.pages
    return replace(plan(BROKEN, CONTROL_SEED, rich=rich), twice=one.twice, careless=False)


def noticed(tally: Tally) -> dict[str, Any]:
    by = {f"{finding['kind']}: {finding['where']}"[:200] for finding in tally.findings}
    by |= {
        f"order of {kind}"
        for kind, pair in tally.order.items()
        if abs(results.deviation(pair)) > results.TOO_FAR
    }
    return {"caught_by": sorted(by)[:5], "errors": tally.errors, "missing": tally.absent}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"batch": batch, "ratchet": ratchet, "mutant": mutant}
