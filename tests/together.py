"""Several people at once, each on a database connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from time import monotonic, sleep

from django.db import connection, transaction


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Runs the steps side by side and returns, sorted, what each ended in: "done" or the kind of its exception."""
    barrier = Barrier(len(steps))

    def beside(step: Callable[[], object]) -> None:
        barrier.wait(timeout=10)
        step()

    runs = [Run(partial(beside, step)) for step in steps]
    for run in runs:
        run.start()
    return sorted(run.ended_in() for run in runs)


def queued_behind(
    first: Callable[[], object], *steps: Callable[[], object], then: Callable[[], object] = lambda: None
) -> list[str]:
    """Runs ``first``, and ``then``, in one transaction. In between each of the steps begins, one after the other, and gets
    as far as it does without the end of that transaction. Returns, in their order, what each step ended in.
    """
    runs = [Run(step) for step in steps]
    with transaction.atomic():
        first()
        for count, run in enumerate(runs, start=1):
            run.start()
            until(lambda: len(waiting()) + sum(not each.is_alive() for each in runs[:count]) >= count)  # noqa: B023
        then()
    return [run.ended_in() for run in runs]


class Run(Thread):
    """One step on a connection of its own."""

    def __init__(self, step: Callable[[], object]) -> None:
        super().__init__()
        self.step, self.outcome = step, ""

    def run(self) -> None:
        try:
            self.step()
            self.outcome = "done"
        except Exception as error:
            self.outcome = type(error).__name__
        finally:
            connection.close()

    def ended_in(self) -> str:
        self.join(timeout=30)
        return self.outcome


def waiting() -> list[object]:
    """The connections that wait for a lock of another."""
    with connection.cursor() as cursor:
        # Within a transaction PostgreSQL shows what it first showed.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchall()


def until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "nobody waits, and nobody ends"
        sleep(0.02)
