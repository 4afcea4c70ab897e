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


def main(arguments: list[str]) -> int:
    # Ctrl-C reaches pytest too; it ends in its own way and we stop the servers after it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        browser = find_browser()
        # Servers of the tests' own: a demonstration may run beside them and loses nothing.
        with running(VAR / "test", names=missing_addresses()) as addresses:
            return pytest(arguments, os.environ | addresses | {"CHROMIUM": browser})
    except ServerError as error:
        print(f"make test: {error}", file=sys.stderr)
        return 1


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
