"""Ten thousand consultations are reached in several sittings, on several machines: none is left out or counted twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.leaks import results, run
from tests.leaks.generator import plan
from tests.leaks.test_resume import NEVER, Worker, options, stopped


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in results.DOCUMENTS.values():
        (folder / name).write_text(f"Before.\n{results.START}\nold\n{results.END}\nAfter.\n")
    (folder / results.COMMITTED).write_text('{"sittings": []}')
    return folder


@pytest.fixture
def sit(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def sit(first: int, number: int, commit: str) -> None:
        monkeypatch.setattr(results, "commit", lambda _root: commit)
        folder = tmp_path / f"{first}-{commit}"
        assert run.run(options(folder, first=first, number=number), hire=Worker(NEVER)) == 0
        results.publish(folder, docs)

    return sit


def committed(docs: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((docs / results.COMMITTED).read_text())
    return found


def asked(first: int, number: int, folder: Path) -> list[int]:
    jobs = run.jobs_of(options(folder, first=first, number=number))
    return [index for job in jobs for index in job.get("indices", ())]


def test_a_range_is_the_part_of_the_whole_that_its_numbers_say(tmp_path: Path) -> None:
    assert asked(0, 5, tmp_path) + asked(5, 6, tmp_path) == asked(0, 11, tmp_path) == list(range(11))


def test_walks_of_two_ranges_are_different(tmp_path: Path) -> None:
    seeds = [
        {job["seed"] for job in run.jobs_of(options(tmp_path, first=first)) if job["job"] == "ratchet"}
        for first in (0, 100)
    ]
    assert seeds[0].isdisjoint(seeds[1])


def test_consultations_of_different_numbers_are_different() -> None:
    names = [{person.name.written for person in plan(index, 1).everybody} for index in (0, 1, 9_999)]
    assert sum(map(len, names)) == len(set().union(*names))


def test_sittings_add_up_and_tell_which_version_each_was_of(docs: Path, sit: Any) -> None:
    sit(4, 3, "b2")
    sit(0, 4, "a1")
    found = committed(docs)
    assert [(one["commit"], one["ranges"]) for one in found["sittings"]] == [
        ("a1", [[0, 3]]),
        ("b2", [[4, 6]]),
    ]
    assert (found["sum"]["consultations"], found["sum"]["contributions"]) == (7, 0b1111111)
    assert found["sum"]["passed"] is True
    for language, name in results.DOCUMENTS.items():
        told = (docs / name).read_text()
        assert results.tables(found["sittings"], language) in told
        assert told.startswith("Before.")
        assert told.endswith("After.\n")
        assert "| a1 |" in told
        assert "| 4–6 |" in told


def test_a_sitting_takes_the_place_of_those_whose_consultations_it_repeats(docs: Path, sit: Any) -> None:
    sit(0, 4, "a1")
    sit(4, 3, "a1")
    sit(2, 3, "b2")
    assert [(one["commit"], one["ranges"]) for one in committed(docs)["sittings"]] == [("b2", [[2, 4]])]


def test_of_a_stopped_sitting_the_numbers_that_are_done_are_told(tmp_path: Path) -> None:
    stopped(tmp_path, len(run.jobs_of(options(tmp_path))) - 2)
    found = json.loads((tmp_path / results.FILE).read_text())
    assert found["ranges"] == [[0, 3]]


def test_numbers_with_a_gap_are_told_as_two_rows() -> None:
    assert results.ranges([7, 0, 1, 3, 2, 8]) == [[0, 3], [7, 8]]


def test_together_they_fail_as_soon_as_one_did_or_one_number_is_there_twice(docs: Path, sit: Any) -> None:
    sit(0, 4, "a1")
    (one,) = committed(docs)["sittings"]
    assert results.together([one, {**one, "ranges": [[4, 7]]}])["passed"] is True
    assert results.together([one, one])["passed"] is False
    assert results.together([one, {**one, "ranges": [[4, 7]], "passed": False}])["passed"] is False


def test_a_figure_that_a_sitting_did_not_count_is_neither_a_nothing_nor_a_row(docs: Path, sit: Any) -> None:
    sit(0, 4, "a1")
    (one,) = committed(docs)["sittings"]
    before = {name: value for name, value in one.items() if name != "held_back"} | {"ranges": [[4, 7]]}
    after = {**one, "held_back": 3}
    assert "held_back" not in results.together([before])
    assert "held back" not in results.tables([before], "en")
    assert results.together([before, after])["held_back"] == 3
    assert "held back" in results.tables([before, after], "en")


def test_a_run_of_an_earlier_search_is_published_with_what_it_counted(
    docs: Path, sit: Any, tmp_path: Path
) -> None:
    sit(0, 4, "a1")
    file = tmp_path / "0-a1" / results.FILE
    found = json.loads(file.read_text())
    del found["held_back"]
    file.write_text(json.dumps(found))
    results.publish(tmp_path / "0-a1", docs)
    assert "held_back" not in committed(docs)["sum"]


def test_an_order_that_no_sitting_shows_alone_shows_in_all_of_them_together(docs: Path, sit: Any) -> None:
    sit(0, 4, "a1")
    (one,) = committed(docs)["sittings"]
    slight = [{**one, "ranges": [[n, n]], "order": {"pdf": [4.0, 1.0]}} for n in range(4)]
    assert results.together(slight[:1])["passed"] is True
    assert results.together(slight)["passed"] is False


@pytest.mark.parametrize(("tried", "caught", "told"), [((31, 34), (31, 34), 34), ((31, 34), (30, 34), 33)])
def test_breakages_that_a_later_sitting_has_more_of_are_not_missed_by_an_earlier_one(
    tried: tuple[int, int], caught: tuple[int, int], told: int
) -> None:
    """What any sitting has missed stays missed."""
    sittings = [
        {**dict.fromkeys(results.ADDED, 1), "ranges": [[number, number]], "order": {}, "passed": True,
         "mutants": tried[number], "mutants_caught": caught[number]}
        for number in (0, 1)
    ]  # fmt: skip
    whole = results.together(sittings)
    assert (whole["mutants"], whole["mutants_caught"]) == (34, told)
