"""Loaded by pytest before any settings are read: a test run needs no environment but a database and Redis."""

import os
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from config.messages import compile_catalogues
from tests.sharing import Units


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Units | None:
    return Units(config, log) if config.getoption("dist") == "loadfile" else None


def own_servers(worker: str, given: Mapping[str, str]) -> dict[str, str]:
    """What differs for the pytest worker ``worker`` ("gw1") from the environment that all were given.

    A database in PostgreSQL it gets from pytest-django.
    """
    own = {"WORKER_QUEUE": f"{given['WORKER_QUEUE']}-{worker}"}
    if "REDIS_URL" in given:
        redis = urlsplit(given["REDIS_URL"])
        database = int(redis.path.strip("/") or 0) + int(worker.removeprefix("gw"))
        own["REDIS_URL"] = redis._replace(path=f"/{database}").geturl()
    return own


os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# The worker of a demonstration on the same Redis must not take the tests' messages.
os.environ.setdefault("WORKER_QUEUE", f"test-{os.getpid()}")
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.update(own_servers(os.environ["PYTEST_XDIST_WORKER"], os.environ))
# Tests ask more often than people; the one about limits sets its own.
for rate in ("API_RATE_ANONYMOUS", "API_RATE_SIGNED_IN"):
    os.environ.setdefault(rate, "")
for most in (
    "SENDINGS_IN_TEN_MINUTES",
    "LETTERS_IN_TEN_MINUTES",
    "WRONG_CODES_IN_TEN_MINUTES",
    "LEAST_SECONDS_OF_A_FORM",
):
    os.environ.setdefault(most, "0")

compile_catalogues()
