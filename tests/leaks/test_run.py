"""The short form of `make leaks`: sixty consultations and every deliberate breakage, a fact a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.demo.options import ROOT
from tests.leaks import breakages

NUMBER = 60


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("leaks")
    command = [
        sys.executable,
        "-m",
        "tests.leaks.run",
        "--number",
        str(NUMBER),
        "--size",
        "30",
        "--folder",
        str(folder),
    ]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    results: dict[str, Any] = json.loads((Path(folder) / "results.json").read_text())
    return results


def test_every_consultation_came_through(found: dict[str, Any]) -> None:
    assert (found["errors"], found["consultations"]) == ([], NUMBER)


def test_nothing_was_found_where_it_is_forbidden(found: dict[str, Any]) -> None:
    assert (found["findings"], found["found_where_forbidden"]) == ([], 0)


def test_everything_was_found_where_it_must_be_printed(found: dict[str, Any]) -> None:
    assert found["missing"] == []
    assert found["found_where_permitted"] == found["expected_where_permitted"] > 1000


def test_words_were_found_in_every_format(found: dict[str, Any]) -> None:
    from reports.exporters import EXPORTERS

    assert set(found["files_with_words_found"]) == set(EXPORTERS)


def test_no_count_can_be_worked_out(found: dict[str, Any]) -> None:
    assert found["solvable_cells"] == 0


def test_no_order_tells_who_came_first(found: dict[str, Any]) -> None:
    assert {kind: value for kind, value in found["order"].items() if abs(value) > 4.5} == {}


def test_no_rule_was_loosened(found: dict[str, Any]) -> None:
    assert (found["ratchet_findings"], found["ratchet_steps"] >= 1000) == ([], True)


def test_the_product_as_it_is_is_noticed_by_nothing(found: dict[str, Any]) -> None:
    assert found["unbroken"] == []


@pytest.mark.parametrize("mutant", breakages.NAMES)
def test_a_deliberate_breakage_is_noticed(found: dict[str, Any], mutant: str) -> None:
    assert found["mutants_caught_by"][mutant]


def test_each_breakage_that_is_named_is_done() -> None:
    from tests.leaks.mutants import MUTANTS

    assert tuple(MUTANTS) == breakages.IN_CODE


def test_there_are_enough_breakages_to_prove_something() -> None:
    assert len(breakages.NAMES) >= 15
