"""How `make test` shares the tests out among processes, and what each process has of its own."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from config.demo.options import ROOT
from config.quality import debian
from config.quality import test as command
from tests.environment import own_servers
from tests.sharing import LOOKED_AT, TOGETHER, unit

GIVEN = {
    "WORKER_QUEUE": "test-7",
    "REDIS_URL": "redis://:word@127.0.0.1:6379/0",
    "DATABASE_URL": "postgres://x",
}


def test_the_whole_suite_has_a_worker_for_each_processor_and_no_more_than_four(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for processors, workers in ((1, "1"), (2, "2"), (64, "4")):
        monkeypatch.setattr(command, "processors", lambda number=processors: number)
        for arguments in ([], ["-k", "receipt"], ["-n", "0"]):
            assert command.shares(arguments)[:2] == ["-n", workers]


def test_files_that_are_named_run_in_one_process() -> None:
    for arguments in (["tests/api"], ["-q", "tests/test_documents.py::test_the_architecture_names_paths"]):
        assert command.shares(arguments)[:2] == ["-n", "0"]


def test_there_is_at_least_one_processor() -> None:
    assert 1 <= command.processors() <= (os.cpu_count() or 1)


def test_each_worker_has_a_queue_and_a_redis_database_of_its_own() -> None:
    assert own_servers("gw0", GIVEN) == {
        "WORKER_QUEUE": "test-7-gw0", "REDIS_URL": "redis://:word@127.0.0.1:6379/0"
    }  # fmt: skip
    assert own_servers("gw3", GIVEN) == {
        "WORKER_QUEUE": "test-7-gw3", "REDIS_URL": "redis://:word@127.0.0.1:6379/3"
    }  # fmt: skip
    assert own_servers("gw1", GIVEN | {"REDIS_URL": "redis://there:1/5"})["REDIS_URL"] == "redis://there:1/6"
    assert own_servers("gw1", GIVEN | {"REDIS_URL": "redis://there:1"})["REDIS_URL"] == "redis://there:1/1"
    assert own_servers("gw1", {"WORKER_QUEUE": "q"}) == {"WORKER_QUEUE": "q-gw1"}


def test_a_file_stays_in_one_worker_and_so_do_files_that_need_each_other() -> None:
    assert unit("tests/api/test_limits.py::test_x[a::b]") == "tests/api/test_limits.py"
    assert (
        unit("tests/e2e/test_every_route.py::test_x")
        == LOOKED_AT
        == unit("tests/e2e/test_accessibility.py::y")
    )
    assert [file for file in TOGETHER if not (ROOT / file).is_file()] == []


def test_a_program_is_not_looked_for_while_another_process_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[str] = []
    at_work: list[str] = []

    def install(*packages: str) -> bool:
        at_work.append("begun")
        beside = Thread(target=lambda: found.append(debian.find(["program"], "package")))
        beside.start()
        beside.join(0.3)
        assert found == []
        installed.append("/usr/bin/program")
        threads.append(beside)
        return True

    def which(name: str) -> str | None:
        # Unpacked, and not yet set up.
        return "/usr/bin/program" if at_work and name == "program" else None

    found: list[str] = []
    threads: list[Thread] = []
    monkeypatch.setattr(debian, "VAR", tmp_path)
    monkeypatch.setattr(debian, "install", install)
    monkeypatch.setattr(debian.shutil, "which", which)
    assert debian.find(["other", "program"], "package") == "/usr/bin/program"
    threads[0].join(10)
    assert (found, installed, at_work) == (["/usr/bin/program"], ["/usr/bin/program"], ["begun"])


def test_a_program_that_cannot_be_installed_is_an_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "install", lambda *packages: False)
    assert debian.find(["no-such-program-anywhere"], "package") == ""
