"""A run that was stopped goes on where it was, and ends as if it had not been; what is done of it counts."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from config.servers.errors import ServerError
from tests.leaks import results, run
from tests.leaks.journal import OtherRun
from tests.leaks.run import Options
from tests.leaks.tally import Tally

NEVER = 10_000


class Worker:
    """Answers as a worker does, without a product; dies before it has answered ``lives`` times."""

    def __init__(self, lives: int) -> None:
        self.lives = lives
        self.asked: list[dict[str, Any]] = []

    def __call__(self, _number: int, _stack: ExitStack) -> Worker:
        return self

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        if len(self.asked) == self.lives:
            return {}
        self.asked.append(job)
        if job["job"] == "mutant":
            return {"mutant": job["name"], "caught_by": ["a page"] if job["name"] else [], "errors": []}
        if job["job"] == "ratchet":
            return {"ratchet": {"steps": job["steps"], "found": []}}
        return {"tally": tally_of(job["indices"], job["seed"]).as_data()}


def tally_of(indices: list[int], seed: int) -> Tally:
    """Different for each consultation, so that one that is missing or counted twice shows."""
    weight = sum(1 << index for index in indices)
    tally = Tally(consultations=len(indices), sendings=weight, expected=weight, found=weight)
    tally.artefacts["mail"] = weight
    tally.checks.update({"drafts saved": 2, "drafts sent": 1, "forms sent with the code of the room": 1})
    planned = results.planned(indices, seed)
    tally.checks["pages opened by every role"] = 1
    tally.checks["names taken back"] = planned["names_taken_back"]
    tally.checks["versions that differ by one, held back"] = planned["held_back"]
    tally.checks["pairs of versions compared"] = planned["held_back"]
    tally.rank("pdf", (weight % 3, weight))
    return tally


def options(folder: Path, **changed: Any) -> Options:
    values = {"number": 7, "seed": 3, "resume": False, "processes": 1, "folder": folder, "size": 2}
    return Options(**{**values, **changed})


def result_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / results.FILE).read_text())
    return {name: value for name, value in found.items() if name not in ("made_at", "seconds")}


def uninterrupted(folder: Path) -> dict[str, Any]:
    assert run.run(options(folder), hire=Worker(NEVER)) == 0
    return result_in(folder)


def stopped(folder: Path, lives: int, **changed: Any) -> Worker:
    worker = Worker(lives)
    with pytest.raises(ServerError):
        run.run(options(folder, **changed), hire=worker)
    return worker


@pytest.mark.parametrize("lives", [0, 1, len(run.jobs_of(options(Path()))) - 1])
def test_a_stopped_run_ends_like_one_that_was_not(tmp_path: Path, lives: int) -> None:
    before = stopped(tmp_path / "a", lives)
    after = Worker(NEVER)
    assert run.run(options(tmp_path / "a", resume=True), hire=after) == 0
    assert result_in(tmp_path / "a") == uninterrupted(tmp_path / "b")
    assert before.asked + after.asked == run.jobs_of(options(tmp_path))


def test_it_can_be_stopped_again_and_again(tmp_path: Path) -> None:
    stopped(tmp_path / "a", 5)
    stopped(tmp_path / "a", 7, resume=True)
    run.run(options(tmp_path / "a", resume=True), hire=Worker(NEVER))
    assert result_in(tmp_path / "a") == uninterrupted(tmp_path / "b")


def test_a_line_that_was_being_written_is_done_again(tmp_path: Path) -> None:
    stopped(tmp_path / "a", 5)
    with (tmp_path / "a" / "journal.jsonl").open("a") as journal:
        journal.write('{"mutant": "a na')
    run.run(options(tmp_path / "a", resume=True), hire=Worker(NEVER))
    assert result_in(tmp_path / "a") == uninterrupted(tmp_path / "b")


def test_a_finished_run_has_nothing_left_to_do(tmp_path: Path) -> None:
    before = uninterrupted(tmp_path)
    again = Worker(NEVER)
    assert run.run(options(tmp_path, resume=True), hire=again) == 0
    assert (again.asked, result_in(tmp_path)) == ([], before)


@pytest.mark.parametrize("changed", [{"seed": 4}, {"number": 8}, {"size": 3}, {"first": 7}])
def test_another_run_is_not_gone_on_with(tmp_path: Path, changed: dict[str, int]) -> None:
    stopped(tmp_path, 5)
    before = (tmp_path / "journal.jsonl").read_text()
    with pytest.raises(OtherRun, match="seed=3"):
        run.run(options(tmp_path, resume=True, **changed), hire=Worker(NEVER))
    assert (tmp_path / "journal.jsonl").read_text() == before


def test_another_version_of_the_product_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(tmp_path, 5)
    monkeypatch.setattr(results, "commit", lambda _root: "another")
    with pytest.raises(OtherRun, match="another"):
        run.run(options(tmp_path, resume=True), hire=Worker(NEVER))


def test_without_resume_all_is_done_anew(tmp_path: Path) -> None:
    stopped(tmp_path, 5)
    worker = Worker(NEVER)
    run.run(options(tmp_path), hire=worker)
    assert worker.asked == run.jobs_of(options(tmp_path))


def test_what_is_done_of_a_stopped_run_can_be_published(tmp_path: Path) -> None:
    stopped(tmp_path, len(run.jobs_of(options(tmp_path))) - 2)
    found = result_in(tmp_path)
    assert (found["number"], found["attempted"], found["consultations"]) == (7, 4, 4)
    assert found["passed"] is True
    assert "| Consultations planned | 7 |\n| Consultations | 4 |" in results.table(found)


def test_what_the_plans_hold_of_what_is_rare_is_what_the_search_must_have_done(tmp_path: Path) -> None:
    run.run(options(tmp_path, number=60, seed=run.SEED, size=30), hire=Worker(NEVER))
    found = result_in(tmp_path)
    assert found["planned"] == {"names_taken_back": 2, "held_back": 5}
    assert (found["opened_by_every_role"], found["versions_compared"], found["passed"]) == (2, 5, True)
    for way in ("names_taken_back", "held_back", "versions_compared", "opened_by_every_role"):
        assert results.passed({**found, way: 0}) is False, way
    for way in ("names_taken_back", "held_back"):
        assert results.passed({**found, way: found[way] - 1}) is False, way


def test_what_no_plan_holds_need_not_have_been_done(tmp_path: Path) -> None:
    run.run(options(tmp_path, number=4), hire=Worker(NEVER))
    found = result_in(tmp_path)
    assert found["planned"] == {"names_taken_back": 0, "held_back": 0}
    assert (found["versions_compared"], found["passed"]) == (0, True)


def test_some_second_versions_may_wait_but_not_all_of_many(tmp_path: Path) -> None:
    run.run(options(tmp_path), hire=Worker(NEVER))
    found = {**result_in(tmp_path), "versions_compared": 0}
    few, many = ({**found, "held_back": held, "planned": {"held_back": held}} for held in (2, 3))
    assert (results.passed(few), results.passed(many)) == (True, False)
    assert results.passed({**many, "versions_compared": 1}) is True


def test_a_stopped_run_without_its_breakages_has_not_passed(tmp_path: Path) -> None:
    stopped(tmp_path, 5)
    assert result_in(tmp_path)["passed"] is False
