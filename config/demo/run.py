"""`make demo`: starts all the product needs, has the case compiled, serves it, stops all it started."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from config.demo.options import VAR, Options
from config.demo.site import Site
from config.embedded import make_folder, missing_addresses, running
from config.servers.errors import ServerError
from config.servers.processes import refuse_taken_port

PRODUCTS = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Redis"}


class Stopped(Exception):
    """Ctrl-C, or somebody asked this process to end."""


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        return run(Options.from_environment(os.environ))
    except ServerError as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 1
    except Stopped:
        print("\nStopped; everything it had started is stopped too.")
        return 130


def stop(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C while things are being stopped would leave them running.
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


def run(options: Options) -> int:
    started = time.monotonic()
    make_folder(VAR)
    if options.serve:
        refuse_taken_port(options.port)
    with servers(options) as addresses, Site(addresses, options) as site:
        say("Preparing the database, the pages and the messages.")
        site.manage("prepare_demo")
        site.start_worker()
        site.manage("present_case", "--case", str(options.case), "--into", str(VAR / "demo"))
        say(f"Ready after {time.monotonic() - started:.0f} s.")
        if options.serve:
            serve(site, options)
    return 0


def serve(site: Site, options: Options) -> None:
    site.start_web()
    say(f"Serving on http://127.0.0.1:{options.port} (administration: /admin/). Ctrl-C stops everything.")
    try:
        site.watch()
    except Stopped:
        # This is how serving is meant to end.
        say("\nStopping.")


@contextmanager
def servers(options: Options) -> Iterator[dict[str, str]]:
    """Servers of our own for the addresses that nobody gave."""
    missing = missing_addresses()
    if options.reset and "DATABASE_URL" not in missing:
        raise ServerError(
            "RESET=1 empties only the demonstration's own database: unset DATABASE_URL, "
            "or empty that one yourself."
        )
    if missing:
        say("Starting the servers: " + ", ".join(PRODUCTS[name] for name in missing) + ".")
    with running(VAR, names=missing, reset=options.reset, two_roles=True) as started:
        yield started


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
