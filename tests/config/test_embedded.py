"""The servers that come with the product: started, found, stopped, killed and started again."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from config.demo.options import ROOT
from config.embedded import make_folder, running
from config.local import local_value
from config.servers.account import Account, outside_folder
from config.servers.errors import ServerError
from config.servers.postgres_server import PostgresServer
from config.servers.processes import command_of, is_alive, refuse_taken_port

BOTH = ["DATABASE_URL", "REDIS_URL"]
STARTER = """
import sys, time
from pathlib import Path
from config.embedded import running
with running(Path(sys.argv[1]), names=["DATABASE_URL", "REDIS_URL"]):
    print("up", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def open_room() -> Iterator[Path]:
    """A folder with a long name and spaces in it that every account may pass."""
    with tempfile.TemporaryDirectory(prefix="what we heard ") as name:
        Path(name).chmod(0o755)
        room = Path(name) / ("très long " + "x" * 120) / "var"
        room.parent.mkdir(mode=0o755)
        yield room


@pytest.fixture
def closed_room(tmp_path: Path) -> Iterator[Path]:
    """A folder behind one that only its owner may pass, as a home folder often is."""
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    room = closed / "var"
    yield room
    shutil.rmtree(outside_folder(room))


def run_sql(address: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(address.replace("postgres://", "postgresql://"))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def processes_of(room: Path) -> dict[str, int]:
    found = json.loads((room / "embedded.json").read_text())
    with redis.Redis.from_url(found["REDIS_URL"]) as client:
        queue = int(client.info("server")["process_id"])
    postmaster = int(
        run_sql(found["DATABASE_URL"], "SELECT pg_read_file('postmaster.pid')")[0][0].split("\n")[0]
    )
    return {"postgres": postmaster, "redis": queue}


def wait_until_gone(pids: dict[str, int], seconds: float = 20.0) -> list[str]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(is_alive(pid) for pid in pids.values()):
        time.sleep(0.05)
    return [name for name, pid in pids.items() if is_alive(pid)]


def start_in_a_process(room: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(room)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "up\n"
    return child


def test_what_was_stored_is_there_at_the_next_start(open_room: Path) -> None:
    with running(open_room, names=BOTH) as addresses:
        run_sql(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 'est resté' AS word")
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            client.set("kept", "too")
    with running(open_room, names=BOTH) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT word FROM kept") == [("est resté",)]
        with redis.Redis.from_url(addresses["REDIS_URL"], decode_responses=True) as client:
            assert client.get("kept") == "too"


def test_reset_starts_empty(open_room: Path) -> None:
    with running(open_room, names=["DATABASE_URL"]) as addresses:
        run_sql(addresses["DATABASE_URL"], "CREATE TABLE kept ()")
    with running(open_room, names=["DATABASE_URL"], reset=True) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT to_regclass('kept')") == [(None,)]


def test_nobody_gets_in_without_the_password_and_nothing_runs_as_root(open_room: Path) -> None:
    with running(open_room, names=BOTH) as addresses:
        with pytest.raises(psycopg2.OperationalError, match="password"):
            run_sql(addresses["DATABASE_URL"].replace("@", "x@"), "SELECT 1")
        no_password = redis.Redis(port=int(addresses["REDIS_URL"].rsplit(":", 1)[1].removesuffix("/0")))
        with no_password, pytest.raises(redis.AuthenticationError):
            no_password.ping()
        methods = run_sql(addresses["DATABASE_URL"], "SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert methods == [("scram-sha-256",)]
        postmaster = processes_of(open_room)["postgres"]
        assert Path(f"/proc/{postmaster}").stat().st_uid == Account.without_rights().uid != 0
        password = addresses["DATABASE_URL"].split(":")[2].split("@")[0]
        assert all(password not in command_of(pid) for pid in processes_of(open_room).values())


def test_redis_keeps_its_queue_and_evicts_nothing(open_room: Path) -> None:
    with (
        running(open_room, names=["REDIS_URL"]) as addresses,
        redis.Redis.from_url(addresses["REDIS_URL"], decode_responses=True) as client,
    ):
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_other_commands_find_the_servers_while_they_run_and_only_then(open_room: Path) -> None:
    with running(open_room, names=BOTH) as addresses:
        assert {name: local_value(open_room, name) for name in BOTH} == addresses
        assert stat.S_IMODE((open_room / "embedded.json").stat().st_mode) == 0o600
    assert {name: local_value(open_room, name) for name in BOTH} == dict.fromkeys(BOTH, "")


def test_a_note_of_a_killed_process_is_not_believed(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    (tmp_path / "embedded.json").write_text(json.dumps({"pid": ended.pid, "REDIS_URL": "redis://gone"}))
    assert local_value(tmp_path, "REDIS_URL") == ""


def test_a_second_start_in_the_same_folder_is_refused_in_one_sentence(open_room: Path) -> None:
    with running(open_room, names=["REDIS_URL"]):
        with pytest.raises(ServerError) as refusal, running(open_room, names=["REDIS_URL"]):
            pass
        assert f"already run by process {os.getpid()}: stop it" in str(refusal.value)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_servers_end_with_the_process_that_started_them_and_start_again(
    open_room: Path, number: signal.Signals
) -> None:
    starter = start_in_a_process(open_room)
    with starter:
        pids = processes_of(open_room)
        starter.send_signal(number)
    with running(open_room, names=BOTH) as addresses:
        assert wait_until_gone(pids) == []
        assert run_sql(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_killed_servers_start_again_with_their_data(open_room: Path) -> None:
    with running(open_room, names=BOTH) as addresses:
        run_sql(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 1 AS one")
        for pid in processes_of(open_room).values():
            os.kill(pid, signal.SIGKILL)
    with running(open_room, names=BOTH) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT one FROM kept") == [(1,)]


def test_a_pid_that_another_program_has_now_does_not_stop_a_start(open_room: Path) -> None:
    with running(open_room, names=["DATABASE_URL"]):
        pass
    (open_room / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{open_room / 'pg'}\n")
    with running(open_room, names=["DATABASE_URL"]) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_what_a_killed_first_start_left_is_made_anew(open_room: Path) -> None:
    make_folder(open_room)
    (open_room / "pg.new").mkdir()
    (open_room / "pg.new" / "half").touch()
    with running(open_room, names=["DATABASE_URL"]) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_behind_a_closed_folder_it_runs_and_opens_nothing(closed_room: Path) -> None:
    before = {parent: parent.stat().st_mode for parent in closed_room.parents}
    with running(closed_room, names=BOTH) as addresses:
        assert run_sql(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert {parent: parent.stat().st_mode for parent in closed_room.parents} == before


def test_binaries_behind_a_closed_folder_are_copied_where_the_server_can_reach_them(
    closed_room: Path,
) -> None:
    make_folder(closed_room)
    server = PostgresServer(closed_room)
    installed = server._binaries().parent.parent
    hidden = closed_room / installed.name
    shutil.copytree(installed, hidden, symlinks=True)
    shutil.copytree(installed.with_name(f"{installed.name}.libs"), hidden.with_name(f"{hidden.name}.libs"))
    copied = server._copied_binaries(hidden)
    assert server.account.may_pass(copied)
    shown = subprocess.run(
        [copied / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=True,
        user=server.account.uid,
    )
    assert shown.stdout.startswith("postgres (PostgreSQL)")


def test_a_folder_prepared_by_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = outside_folder(Path("/somewhere"), base=tmp_path)
    folder.rmdir()
    folder.symlink_to(tmp_path)
    with pytest.raises(ServerError, match="belongs to somebody else"):
        outside_folder(Path("/somewhere"), base=tmp_path)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        ServerError, match=r"^The folder .* cannot be written \(Not a directory\): work in a copy"
    ):
        make_folder(tmp_path / "file" / "var")


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"^Port {port} .* for example PORT={port + 1}\.$"):
            refuse_taken_port(port)
