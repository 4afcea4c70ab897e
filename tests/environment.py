"""Loaded by pytest before any settings are read: a test run needs no environment but a database and Redis."""

import os
import secrets

from config.messages import compile_catalogues

os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# The worker of a demonstration on the same Redis must not take the tests' messages.
os.environ.setdefault("WORKER_QUEUE", f"test-{os.getpid()}")
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
