"""Child processes that never outlive us, and small facts about processes and ports."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from config.servers.account import Account
from config.servers.errors import ServerError

PR_SET_PDEATHSIG = 1
# Loaded before any fork: loading a library between fork and exec can hang.
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

# Nothing of the caller's environment is a server's business: its PG* and LD_* variables could redirect it.
BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def dies_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """For Popen's preexec_fn: the kernel sends `stop_signal` to the child as soon as its parent is gone."""
    if LIBC is None:
        return None
    parent = os.getpid()

    def arm() -> None:
        assert LIBC is not None
        LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arm


def spawn(
    arguments: Sequence[str | Path],
    *,
    account: Account,
    stop_signal: signal.Signals,
    log: Path,
    stdin: str = "",
    environment: dict[str, str] | None = None,
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Starts a child in a session of its own, so that Ctrl-C reaches us alone and we stop things in order."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=BARE_ENVIRONMENT if environment is None else environment,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=dies_with_parent(stop_signal),
            **account.for_popen(),
        )
    if stdin:
        feed(child.stdin, stdin)
    return child


def feed(pipe: IO[bytes] | None, text: str) -> None:
    if pipe is not None:
        with pipe:
            pipe.write(text.encode())


def stop(child: subprocess.Popen[bytes], stop_signal: signal.Signals, *, patience: float) -> None:
    """Asks, waits, and only then kills, together with the children it has in its session."""
    if child.poll() is not None:
        return
    child.send_signal(stop_signal)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_of(pid: int) -> str:
    """The command line of a process, empty when it is gone or not ours to see."""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ServerError(
                f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}): stop what uses it, "
                f"or choose another one, for example PORT={port + 1}."
            ) from error


def last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
