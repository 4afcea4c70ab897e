"""The one command of the README, in a copy of the project: what it makes, what it keeps, and that it stops all of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from config.demo.options import ROOT
from config.servers.account import outside_folder
from config.servers.processes import free_port

PARTS = ("config", "consultations", "locale", "reports", "static", "submissions", "templates", "manage.py")
FILES = {
    f"report.{language}.{kind}"
    for language in ("en", "fr")
    for kind in ("html", "pdf", "docx", "md", "json", "csv.zip", "xlsx")
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy behind a closed folder, with a space in its name, as a newcomer's home may be."""
    folder = tmp_path_factory.mktemp("home of") / "what we heard"
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copyfile(source, folder / part)
    (folder / "var").mkdir()
    (folder / "var" / "secret_key").write_text("a key for this copy alone, fifty characters or more of it")
    yield folder
    shutil.rmtree(outside_folder(folder / "var"))


@contextmanager
def start(checkout: Path, **options: str) -> Iterator[subprocess.Popen[str]]:
    ours = {"PATH": os.environ["PATH"], "HOME": str(checkout), "LANG": "C.UTF-8"}
    demo = subprocess.Popen(
        [sys.executable, "-m", "config.demo.run"], cwd=checkout, env=ours | options, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield demo
    finally:
        # After a failed assertion it would serve for ever.
        demo.kill()
        demo.communicate()


def is_well(port: int) -> bool:
    """The clock shows life ten seconds after it started; until then the page rightly says that it has not."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
                return bool(answer.status == 200)
        except HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.5)
    return False


def run_to_its_end(checkout: Path, **options: str) -> tuple[int, str]:
    with start(checkout, **options) as demo:
        said, _ = demo.communicate(timeout=240)
    return demo.returncode, said


def still_running(checkout: Path) -> list[str]:
    shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    homes = (str(checkout), outside_folder(checkout / "var").name)
    return [line for line in shown.splitlines() if any(home in line for home in homes)]


def contents(checkout: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (checkout / "var" / "demo").iterdir()}


@pytest.fixture(scope="module")
def first_run(checkout: Path) -> tuple[int, str]:
    return run_to_its_end(checkout, SERVE="0")


def test_the_first_run_writes_ten_files_and_an_account(checkout: Path, first_run: tuple[int, str]) -> None:
    code, said = first_run
    assert code == 0, said
    assert set(contents(checkout)) == FILES
    assert all(name in said for name in FILES)
    assert re.search(r"Compiled in \d+\.\d s", said)
    assert still_running(checkout) == []


def test_the_next_run_keeps_the_files(checkout: Path, first_run: tuple[int, str]) -> None:
    before = contents(checkout)
    code, said = run_to_its_end(checkout, SERVE="0")
    assert (code, contents(checkout)) == (0, before), said


def test_it_serves_until_ctrl_c_and_then_nothing_is_left(checkout: Path, first_run: tuple[int, str]) -> None:
    port = free_port()
    with start(checkout, PORT=str(port)) as demo:
        assert demo.stdout is not None
        assert any("Serving on" in line for line in demo.stdout)
        with urlopen(f"http://127.0.0.1:{port}/fr/", timeout=10) as page:
            assert page.status == 200
        assert is_well(port)
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert still_running(checkout) == []


def test_a_killed_demonstration_takes_its_servers_with_it(checkout: Path, first_run: tuple[int, str]) -> None:
    with start(checkout, PORT=str(free_port())) as demo:
        assert demo.stdout is not None
        assert any("Serving on" in line for line in demo.stdout)
        demo.kill()
        demo.communicate(timeout=60)
    deadline = time.monotonic() + 30
    while still_running(checkout) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert still_running(checkout) == []


def test_a_taken_port_is_said_before_anything_starts(checkout: Path) -> None:
    port = free_port()
    with start(checkout, PORT="8000x") as demo:
        said, _ = demo.communicate(timeout=30)
    assert (demo.returncode, said) == (
        1,
        "make demo: PORT=8000x is not a port: give a number from 1 to 65535.\n",
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with start(checkout, PORT=str(port)) as demo:
            said, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert said.startswith(f"make demo: Port {port} on 127.0.0.1 cannot be used")
    assert said.count("\n") == 1
