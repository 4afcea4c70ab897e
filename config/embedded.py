"""PostgreSQL and Redis of our own, for a machine that has neither: started under var/, stopped with us."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from config.local import SERVERS_FILE
from config.servers.errors import ServerError
from config.servers.postgres_server import PostgresServer
from config.servers.redis_server import RedisServer

Server = PostgresServer | RedisServer

SERVERS: dict[str, type[Server]] = {"DATABASE_URL": PostgresServer, "REDIS_URL": RedisServer}
LOCK_FILE = "embedded.lock"


def missing_addresses() -> list[str]:
    """The settings for which nobody has given the address of a server."""
    return [name for name in SERVERS if not os.environ.get(name)]


@contextmanager
def running(
    root: Path, *, names: list[str], reset: bool = False, two_roles: bool = False
) -> Iterator[dict[str, str]]:
    """Runs the servers for the settings in `names` and yields their addresses; `reset` starts them empty.

    With `two_roles` the product works in PostgreSQL under a role of its own, which `manage.py migrate` makes.

    Only one process at a time may do this in one folder. A file there tells other commands while they run.
    """
    root = root.resolve()
    make_folder(root)
    with ExitStack() as cleanup:
        cleanup.enter_context(only_us(root))
        servers = {name: SERVERS[name](root) for name in names}
        for server in servers.values():
            if reset:
                if isinstance(server, PostgresServer):
                    server.stop_leftover()
                server.destroy()
            cleanup.callback(server.stop)
            server.start()
        addresses = {name: server.url for name, server in servers.items()}
        postgres = servers.get("DATABASE_URL")
        if two_roles and isinstance(postgres, PostgresServer):
            addresses |= {"MIGRATION_DATABASE_URL": postgres.url, "DATABASE_URL": postgres.product_url}
        cleanup.enter_context(announced(root, addresses))
        yield addresses


def make_folder(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        probe = root / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ServerError(
            f"The folder {root} cannot be written ({error.strerror}): "
            "work in a copy you own, or correct its rights."
        ) from error


@contextmanager
def only_us(root: Path) -> Iterator[None]:
    with (root / LOCK_FILE).open("a+") as lock:
        if not locked(lock):
            lock.seek(0)
            raise ServerError(
                f"The servers in {root} are already run by process {lock.read().strip() or 'unknown'}: "
                "stop it with Ctrl-C where it runs, then try again."
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        # The lock goes with the process, however it ends; nothing has to be cleaned up after a kill.
        yield


def locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def announced(root: Path, addresses: dict[str, str]) -> Iterator[None]:
    """Says where the servers are, in a file that only we can read: the addresses hold the passwords."""
    target = root / SERVERS_FILE
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"pid": os.getpid(), **addresses}, file)
    fresh.rename(target)
    try:
        yield
    finally:
        target.unlink(missing_ok=True)
