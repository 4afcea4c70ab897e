"""What a worker can be asked to do; each answers with data that can be written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from consultations.models import StaffRole
from tests.leaks import mutants, results, walking
from tests.leaks.batch import run_batch
from tests.leaks.breakages import RATCHET
from tests.leaks.generator import plan
from tests.leaks.mutants import MUTANTS, Shows
from tests.leaks.plan import Plan
from tests.leaks.rehearsal import Rehearsal
from tests.leaks.tally import Tally
from tests.privacy.ratchet_walk import random_ratchet_steps

# Far from the consultations of a run, and drawn so that one of its sendings takes its name back.
BROKEN, CONTROL_SEED = 12_000, 8
RATCHET_STEPS = 500
# The one whose consultation stands in the database now, if any.
REHEARSALS: list[Rehearsal] = []


def batch(number: int, indices: list[int], seed: int) -> dict[str, Any]:
    return {"batch": number, "tally": run_anew([plan(index, seed) for index in indices]).as_data()}


def ratchet(seed: int, steps: int) -> dict[str, Any]:
    seen = random_ratchet_steps(seed, steps)
    return {"ratchet": {"steps": seen.steps, "found": seen.found[:20]}}


def mutant(name: str) -> dict[str, Any]:
    """``name`` is empty for the product as it is, in which nothing may be noticed."""
    if name == RATCHET:
        with mutants.no_trigger():
            found = [one for seed in range(4) for one in random_ratchet_steps(seed, RATCHET_STEPS).found]
        return {"mutant": name, "caught_by": found[:1], "errors": []}
    if not name:
        return {"mutant": name, **noticed(unbroken())}
    one, drawn = MUTANTS[name], drawn_for(MUTANTS[name].shows)
    if one.shows == Shows.REPORT:
        if not REHEARSALS:
            REHEARSALS.append(Rehearsal(drawn))
        with one.broken(mutants.victim(drawn)):
            return {"mutant": name, **noticed(REHEARSALS[0].report())}
    with one.broken(mutants.victim(drawn)):
        return {"mutant": name, **noticed(run_anew([drawn], **HOW[one.shows], one_is_enough=True))}


def unbroken() -> Tally:
    """Both ways in which breakages are tried."""
    found = Rehearsal(drawn_for(Shows.REPORT)).report()
    found.add(run_anew([drawn_for(Shows.VERSIONS)], roles=walking.FEW))
    return found


def run_anew(plans: list[Plan], **how: Any) -> Tally:
    REHEARSALS.clear()
    return run_batch(plans, **how)


HOW: dict[Shows, dict[str, Any]] = {
    Shows.VERSIONS: {"roles": ()},
    Shows.INTAKE: {"roles": (), "reports": False},
    Shows.OPEN_PAGES: {"roles": ("",), "reports": False},
    Shows.REVIEW: {"roles": (StaffRole.REVIEWER.value,), "reports": False},
}


def drawn_for(shows: Shows) -> Plan:
    """With every way to speak."""
    drawn = plan(BROKEN, CONTROL_SEED, rich=True)
    return replace(drawn, twice=shows in (Shows.VERSIONS, Shows.REPORT), careless=False, by_admin=False)


def noticed(tally: Tally) -> dict[str, Any]:
    by = {f"{finding['kind']}: {finding['where']}"[:200] for finding in tally.findings}
    by |= {
        f"order of {kind}"
        for kind, pair in tally.order.items()
        if abs(results.deviation(pair)) > results.TOO_FAR
    }
    return {"caught_by": sorted(by)[:5], "errors": tally.errors, "missing": tally.absent}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"batch": batch, "ratchet": ratchet, "mutant": mutant}
