import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from config.demo.options import ROOT
from config.servers.account import Account
from config.servers.processes import spawn, stop

WORKER_STARTS_WITHIN = 60.0


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, tmp_path: Path) -> None:
    """No test writes into the files of the demonstration."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> None:
    """A page that was asked for in French leaves its thread in French."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: LazySettings) -> None:
    """Slow hashes protect people; here they only cost minutes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database can be dropped once nobody is in it; what a killed worker held goes away a moment later."""
    with django_db_blocker.unblock():
        keep_no_statistics()
    yield
    with django_db_blocker.unblock():
        leave_no_session()
        # With a browser's event loop in this thread it is another connection than the one that drops the database.
        connection.close()


def keep_no_statistics() -> None:
    """Autovacuum sees only what is committed: of a table in which tests left holes it counts no row, and PostgreSQL then
    plans for none, however many a test goes on to write (a case that loads in seconds takes many minutes).
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = false)")


def leave_no_session(seconds: float = 5.0) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(f"SELECT count(*) {others} AND backend_type = 'client backend'")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)
        cursor.execute(f"SELECT pg_terminate_backend(pid), application_name, state, query {others}")
        print("Sessions that had to be ended:", cursor.fetchall())


@pytest.fixture
def worker(
    transactional_db: None, settings: LazySettings, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker in a process of its own, on the database and the files of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "LOG_LEVEL": "INFO",
    }
    log = tmp_path / "worker.log"
    process = spawn(
        [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet", "worker", "--loglevel", "INFO",
         "--concurrency", "1", "--hostname", f"tests-{os.getpid()}@localhost"],
        account=Account.ours(), stop_signal=signal.SIGTERM, log=log, environment=environment, cwd=ROOT,
    )  # fmt: skip
    deadline = time.monotonic() + WORKER_STARTS_WITHIN
    while " ready." not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    yield process
    stop(process, signal.SIGTERM, patience=8.0)
