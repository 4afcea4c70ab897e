"""The processes of the demonstration: management commands, a Celery worker, its clock, the web server."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Self
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from config.demo.options import ROOT, VAR, Options
from config.servers.account import Account
from config.servers.errors import ServerError
from config.servers.processes import dies_with_parent, last_line, spawn, stop

# Killed afterwards: whatever a worker was doing is done again at the next start.
STOP_SECONDS = 8.0
START_SECONDS = 30.0
MADE_BY_THE_DEMO = ("demo", "media", "static", "beat-schedule")


class Site:
    def __init__(self, addresses: dict[str, str], options: Options) -> None:
        self.options = options
        self.environment = os.environ | addresses | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        # Plain http on this machine alone: cookies that ask for https would make signing in impossible.
        self.environment.setdefault("HTTPS_ONLY", "0")
        self.environment.setdefault("SITE_URL", f"http://127.0.0.1:{options.port}")
        # Letters become files to look at: nobody is written to from a demonstration.
        self.environment.setdefault("EMAIL_URL", f"filemail:///{quote(str(VAR / 'demo' / 'mail'))}")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        if self.options.reset:
            for name in MADE_BY_THE_DEMO:
                path = VAR / name
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        for process in reversed(self.processes.values()):
            stop(process, signal.SIGTERM, patience=STOP_SECONDS)

    def manage(self, *arguments: str) -> None:
        """Runs a management command to its end, in view."""
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            cwd=ROOT, env=self.environment, start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )  # fmt: skip
        self.processes["command"] = process
        while process.poll() is None:
            self._complain_if_ended(besides="command")
            time.sleep(0.05)
        del self.processes["command"]
        if process.returncode != 0:
            raise ServerError(f"`manage.py {arguments[0]}` failed; it says why above.")

    def start_worker(self) -> None:
        celery = ["-m", "celery", "--app", "config.celery", "--quiet"]
        self._start("worker", [*celery, "worker", "--loglevel", "INFO"])
        self._start("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="])

    def start_web(self) -> None:
        port = str(self.options.port)
        self._start(
            "web",
            ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
             "--blocking-threads", "4", "--log-level", "warning", "--no-access-log",
             "config.wsgi:application"],
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._web_answers():
            self._complain_if_ended()
            if time.monotonic() > deadline:
                raise ServerError("The web server does not answer; its log is var/web.log.")
            time.sleep(0.1)

    def watch(self) -> None:
        """Waits for as long as all of it runs."""
        while True:
            self._complain_if_ended()
            time.sleep(0.5)

    def _start(self, name: str, arguments: Sequence[str]) -> None:
        self.processes[name] = spawn(
            [sys.executable, *arguments], account=Account.ours(), stop_signal=signal.SIGTERM,
            log=VAR / f"{name}.log", environment=self.environment, cwd=ROOT,
        )  # fmt: skip

    def _web_answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.options.port}/en/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, TimeoutError, ConnectionError):
            return False

    def _complain_if_ended(self, besides: str = "") -> None:
        for name, process in self.processes.items():
            if name != besides and process.poll() is not None:
                log = VAR / f"{name}.log"
                raise ServerError(f"The {name} process ended by itself: {last_line(log)} (log: {log})")
