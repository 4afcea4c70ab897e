"""`make test`: every test, against a real PostgreSQL, a real Redis and a real browser."""

import os
import signal
import subprocess
import sys

from config.demo.options import ROOT, VAR
from config.embedded import missing_addresses, running
from config.quality.browser import find_browser
from config.servers.errors import ServerError
from config.servers.processes import dies_with_parent

# Each has a browser, and up to a dozen sessions of the sixty that our PostgreSQL takes.
MOST_WORKERS = 4


def main(arguments: list[str]) -> int:
    # Ctrl-C reaches pytest too; it ends in its own way and we stop the servers after it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        browser = find_browser()
        # Servers of the tests' own: a demonstration may run beside them and loses nothing.
        with running(VAR / "test", names=missing_addresses()) as addresses:
            return pytest([*shares(arguments), *arguments], os.environ | addresses | {"CHROMIUM": browser})
    except ServerError as error:
        print(f"make test: {error}", file=sys.stderr)
        return 1


def shares(arguments: list[str]) -> list[str]:
    """The options that share the tests out among processes. They go before ``arguments``, which may say otherwise.

    A worker for each processor; none where a path is named, since a second database costs more than few tests do.
    """
    names_a_path = any(argument.startswith("tests/") for argument in arguments)
    workers = 0 if names_a_path else min(processors(), MOST_WORKERS)
    # Files stay whole (tests/sharing.py) and keep their order: a worker fills the site of the browser tests once, and
    # tests that empty the database come after those that only read it.
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]


def processors() -> int:
    """Those that this process may use, at least one."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    child = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT, env=environment, preexec_fn=dies_with_parent(signal.SIGTERM),
    )  # fmt: skip
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
