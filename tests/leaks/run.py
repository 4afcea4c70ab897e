"""`make leaks`: consultations with planted names, pushed through the product, and everything that came out searched."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from config.demo.options import ROOT, VAR
from config.embedded import missing_addresses, running
from config.servers.errors import ServerError
from tests.leaks import breakages, results
from tests.leaks.journal import Journal, OtherRun
from tests.leaks.setting import database, environment

SIZE = 40  # consultations in one database at a time
STEPS = 1000
SEED = 20170420


@dataclass(frozen=True)
class Options:
    """``first`` is the number of the first of ``number`` consultations: each number is the same one on any machine."""

    number: int
    seed: int
    resume: bool
    processes: int
    folder: Path
    size: int = SIZE
    first: int = 0

    @property
    def end(self) -> int:
        return self.first + self.number

    @property
    def walks(self) -> int:
        """Random walks of the ratchet: a thousand steps for each fifty consultations."""
        return max(1, self.number // 50)

    @classmethod
    def read(cls, arguments: list[str]) -> Options:
        parser = argparse.ArgumentParser(prog="make leaks", description=__doc__)
        parser.add_argument("--number", type=int, default=int(os.environ.get("N") or 10_000))
        parser.add_argument("--first", type=int, default=int(os.environ.get("FIRST") or 0))
        parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or SEED))
        parser.add_argument(
            "--resume", action="store_true", default=os.environ.get("RESUME", "") not in ("", "0")
        )
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--folder", type=Path, default=VAR / "leaks")
        parser.add_argument(
            "--report", action="store_true", help="print the table of the last results and stop"
        )
        parser.add_argument(
            "--publish", action="store_true", help="add the last results to those in docs/ and stop"
        )
        parser.add_argument("--size", type=int, default=SIZE, help="consultations in one database at a time")
        given = parser.parse_args(arguments)
        if given.publish:
            results.publish(given.folder, ROOT / "docs")
            raise SystemExit(0)
        if given.report:
            print(results.table(json.loads((given.folder / results.FILE).read_text())))
            raise SystemExit(0)
        return cls(
            given.number, given.seed, given.resume, given.processes, given.folder, given.size, given.first
        )


def main(arguments: list[str]) -> int:
    options = Options.read(arguments)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with running(options.folder / "servers", names=missing_addresses()) as addresses:
            os.environ.update(addresses)
            return run(options)
    except (ServerError, OtherRun) as error:
        print(f"make leaks: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is done is kept: RESUME=1 goes on from here.")
        return 130


def jobs_of(options: Options) -> list[dict[str, Any]]:
    """The broken products first, so that a search that notices nothing ends early; then the consultations."""
    broken = [{"job": "mutant", "name": name} for name in ("", *breakages.NAMES)]
    walks = [
        {"job": "ratchet", "seed": options.seed + options.first + number, "steps": STEPS}
        for number in range(options.walks)
    ]
    batches = [
        {"job": "batch", "number": start // options.size, "seed": options.seed,
         "indices": list(range(start, min(start + options.size, options.end)))}
        for start in range(options.first, options.end, options.size)
    ]  # fmt: skip
    return [*broken, *spread(walks, batches)]


def spread(walks: list[dict[str, Any]], batches: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each walk before its share of the batches: a part of a run has its part of both."""
    share = -(-len(batches) // len(walks))
    for number, walk in enumerate(walks):
        yield walk
        yield from batches[number * share : (number + 1) * share]


def run(options: Options, hire: Callable[[int, ExitStack], Worker] | None = None) -> int:
    title = {
        "seed": options.seed,
        "first": options.first,
        "number": options.number,
        "size": options.size,
        "commit": results.commit(ROOT),
    }
    journal = Journal(options.folder / "journal.jsonl", title, resume=options.resume)
    finished = {json.dumps(entry["asked"], sort_keys=True) for entry in journal.done}
    waiting = [job for job in jobs_of(options) if json.dumps(job, sort_keys=True) not in finished]
    started = time.monotonic()
    try:
        with ExitStack() as stack:
            crew = [(hire or Member)(number, stack) for number in range(min(options.processes, len(waiting)))]
            work_off(waiting, crew, journal, Progress(len(journal.done), len(waiting), started))
    finally:
        found = results.of(title, journal.done)
        results.write(options.folder, found)
    print(results.table(found))
    return 0 if found["passed"] and found["attempted"] == options.number else 1


class Progress:
    """One line: how much is done, how fast, how long it takes yet."""

    def __init__(self, before: int, ahead: int, started: float) -> None:
        self.before, self.ahead, self.started, self.done, self.consultations = before, ahead, started, 0, 0

    def step(self, answer: dict[str, Any]) -> None:
        self.done += 1
        self.consultations += answer.get("tally", {}).get("consultations", 0)
        seconds = time.monotonic() - self.started
        left = seconds / self.done * (self.ahead - self.done)
        rate = 3600 * self.consultations / seconds
        end = "\r" if sys.stderr.isatty() else "\n"
        print(
            f"{self.before + self.done} of {self.before + self.ahead} jobs, {rate:.0f} consultations an hour, "
            f"{left / 60:.0f} min left",
            end=end, file=sys.stderr, flush=True,
        )  # fmt: skip


class Worker(Protocol):
    def do(self, job: dict[str, Any]) -> dict[str, Any]: ...


class Member:
    """A worker process with a database of its own."""

    def __init__(self, number: int, stack: ExitStack) -> None:
        name = stack.enter_context(database(f"leaks_{os.getpid()}_{number}"))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.leaks.worker"],
            cwd=ROOT, env=environment(number, name), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stack.callback(self.leave)
        self.is_ready = False

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """Waits first until it has started: all of them start at once."""
        self.is_ready = self.is_ready or bool(self.answer())
        if not self.is_ready:
            return {}
        assert self.process.stdin
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        return json.loads(line) if line else {}

    def leave(self) -> None:
        self.process.terminate()
        self.process.wait()


def work_off(waiting: list[dict[str, Any]], crew: list[Worker], journal: Journal, progress: Progress) -> None:
    jobs: SimpleQueue[dict[str, Any]] = SimpleQueue()
    answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
    for job in waiting:
        jobs.put(job)
    for member in crew:
        Thread(target=serve, args=(member, jobs, answers), daemon=True).start()
    for _ in waiting:
        answer = answers.get()
        if "died" in answer:
            raise ServerError("A worker did not start, or ended before its work was done: see above.")
        journal.add(answer)
        progress.step(answer)


def serve(member: Worker, jobs: SimpleQueue[dict[str, Any]], answers: SimpleQueue[dict[str, Any]]) -> None:
    while True:
        try:
            job = jobs.get_nowait()
        except Empty:
            return
        started = time.monotonic()
        answer = member.do(job)
        done = {**answer, "asked": job, "seconds": round(time.monotonic() - started, 1)}
        answers.put(done if answer else {"died": True})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
