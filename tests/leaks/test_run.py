"""The short form of `make leaks`: sixty consultations and every deliberate breakage, a fact a test."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from config.demo.options import ROOT
from tests.leaks import breakages, results

NUMBER = 60


ENOUGH = 2  # jobs that are done before the run is asked to stop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leaks")


@pytest.fixture(scope="module")
def stopped(folder: Path) -> int:
    """A run that was asked to stop soon after it had begun: what it answered to the shell."""
    run = subprocess.Popen(command(folder), cwd=ROOT, stdout=subprocess.DEVNULL)
    while len(journal(folder)) <= ENOUGH and run.poll() is None:
        time.sleep(0.2)
    run.terminate()
    return run.wait()


@pytest.fixture(scope="module")
def found(folder: Path, stopped: int) -> dict[str, Any]:
    """Of the same run, gone on with to its end."""
    subprocess.run([*command(folder), "--resume"], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    written: dict[str, Any] = json.loads((folder / results.FILE).read_text())
    return written


def command(folder: Path) -> list[str]:
    module = [sys.executable, "-m", "tests.leaks.run"]
    return [*module, "--number", str(NUMBER), "--size", "30", "--folder", str(folder)]


def journal(folder: Path) -> list[str]:
    file = folder / "journal.jsonl"
    return file.read_text().splitlines() if file.exists() else []


def test_a_run_that_is_asked_to_stop_does_and_the_rest_goes_on_from_there(
    folder: Path, stopped: int, found: dict[str, Any]
) -> None:
    asked = [json.dumps(json.loads(line)["asked"]) for line in journal(folder)[1:]]
    assert stopped == 130
    assert len(asked) == len(set(asked)) == found["mutants"] + 1 + 1 + 2


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


@pytest.mark.parametrize(
    "way",
    [
        "drafts", "drafts_sent", "with_room_code", "letters",
        "names_taken_back", "opened_by_every_role", "held_back", "versions_compared",
    ],
)  # fmt: skip
def test_people_came_and_the_search_went_by_every_way(found: dict[str, Any], way: str) -> None:
    assert found[way] > 0


@pytest.mark.parametrize("letter", ["invitation", "reminder", "place", "publication"])
def test_every_kind_of_letter_was_sent(found: dict[str, Any], letter: str) -> None:
    assert found["checks"][f"letters, {letter}"] > 0


def test_codes_were_sent_to_those_who_asked(found: dict[str, Any]) -> None:
    assert found["checks"]["receipts sent by mail"] > 0
    assert found["checks"]["resume codes sent by mail"] > 0
    assert found["checks"]["drafts left"] > 0
    assert found["checks"]["questions asked"] == found["checks"]["questions moved on the board"] > 0


def test_no_count_can_be_worked_out(found: dict[str, Any]) -> None:
    assert found["solvable_cells"] == 0


def test_no_order_tells_who_came_first(found: dict[str, Any]) -> None:
    told = {kind: results.deviation(pair) for kind, pair in found["order"].items()}
    assert {kind: value for kind, value in told.items() if abs(value) > 4.5} == {}


def test_no_rule_was_loosened(found: dict[str, Any]) -> None:
    assert (found["ratchet_findings"], found["ratchet_steps"] >= 1000) == ([], True)


def test_the_product_as_it_is_is_noticed_by_nothing(found: dict[str, Any]) -> None:
    assert found["unbroken"] == []


@pytest.mark.parametrize("mutant", breakages.NAMES)
def test_a_deliberate_breakage_is_noticed(found: dict[str, Any], mutant: str) -> None:
    assert found["mutants_caught_by"][mutant]


def test_no_breakage_is_noticed_by_breaking_down(found: dict[str, Any]) -> None:
    assert found["mutants_that_broke_down"] == {}


def test_each_breakage_that_is_named_is_done() -> None:
    from tests.leaks.mutants import MUTANTS

    assert tuple(MUTANTS) == breakages.IN_CODE


def test_there_are_enough_breakages_to_prove_something() -> None:
    assert len(breakages.NAMES) >= 15
