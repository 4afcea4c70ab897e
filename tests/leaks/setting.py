"""The settings of a run: those of the product, on a database, a Redis and a queue of the run's own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

FIRST_REDIS_DATABASE = 9


def environment(number: int, database: str) -> dict[str, str]:
    """For worker ``number``. DEBUG only lets static files be served unbuilt; it is taken back before anything runs."""
    at, redis_at = urlsplit(os.environ["DATABASE_URL"]), urlsplit(os.environ["REDIS_URL"])
    return os.environ | {
        "DATABASE_URL": at._replace(path=f"/{database}").geturl(),
        "REDIS_URL": redis_at._replace(path=f"/{FIRST_REDIS_DATABASE + number}").geturl(),
        "WORKER_QUEUE": f"leaks-{number}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "API_RATE_ANONYMOUS": "",
        "API_RATE_SIGNED_IN": "",
        "SENDINGS_IN_TEN_MINUTES": "0",
        "LETTERS_IN_TEN_MINUTES": "0",
        "WRONG_CODES_IN_TEN_MINUTES": "0",
        "LEAST_SECONDS_OF_A_FORM": "0",
    }


@contextmanager
def database(name: str) -> Iterator[str]:
    """A new one, dropped in the end. Its contents are worth nothing: commits do not wait for the disk."""
    run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    run(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def run(statement: sql.Composed) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
