import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_init
from django.conf import settings

from config import signs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("what_we_heard")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="config.tick")
def tick() -> None:
    """Sent by the clock, run by a worker: both are alive when it leaves its sign."""
    signs.leave(signs.CLOCK)


@setup_logging.connect
def log_like_the_web(**_: Any) -> None:
    """Celery's own formatter would write what a task stumbled over."""
    logging.config.dictConfig(settings.LOGGING)


@heartbeat_sent.connect
def show_life(**_: Any) -> None:
    signs.leave(signs.WORKER)


@worker_init.connect
def refuse_unsafe_redis(**_: Any) -> None:
    """In production only: a developer's Redis may forget."""
    reason = signs.unsafe_redis() if settings.HTTPS_ONLY else ""
    if reason:
        raise SystemExit(f"The worker does not start: {reason}")
