"""Tasks that must be sent if, and only if, a transaction commits.

The row is the promise and PostgreSQL keeps it. What goes to Redis at the commit is a hint that saves waiting for
the next regular relay; a lost hint costs seconds, never a task.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from submissions.models import OutboxMessage

RELAY = "submissions.tasks.relay_outbox"
# A request waits this long for Redis at most, and then leaves it alone for a while.
IMPATIENT = {
    "max_retries": 0,
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.4,
    "retry_on_timeout": False,
}
PAUSE_SECONDS = 5.0
_quiet_until = 0.0


def enqueue(task_name: str, *args: str) -> None:
    """Has the task sent once the caller's transaction is committed. Sent at least once, perhaps twice."""
    OutboxMessage.objects.create(task=task_name, args=list(args))
    if not any(waiting[1] is hint for waiting in connection.run_on_commit):
        transaction.on_commit(hint, robust=True)


def hint() -> None:
    """Asks a worker to relay now. Redis gone costs under a second and is nobody's error."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        with broker(impatient=True) as redis:
            send(RELAY, [], redis, expires=60)
    except (OperationalError, OSError):
        # Without a line in the log, which would have the second at which somebody sent something. The health page says it.
        _quiet_until = time.monotonic() + PAUSE_SECONDS


def relay(limit: int = 100) -> int:
    """Hands on up to ``limit`` messages, oldest first, and says how many; relays beside it take others.

    When Redis fails half-way all of them stay, and those already sent are sent again.
    """
    with transaction.atomic():
        messages = list(OutboxMessage.objects.select_for_update(skip_locked=True).order_by("pk")[:limit])
        if messages:
            with broker() as redis:
                for message in messages:
                    send(message.task, message.args, redis)
            OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
    return len(messages)


@contextmanager
def broker(*, impatient: bool = False) -> Iterator[Any]:
    options: dict[str, float] = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "max_retries": 0,
        "socket_timeout": 5,
    }
    if impatient:
        options |= IMPATIENT
    with current_app.connection_for_write(transport_options=options, connect_timeout=1) as redis:
        yield redis


def send(task_name: str, args: list[Any], redis: Any, **options: Any) -> None:
    current_app.send_task(task_name, args=args, connection=redis, retry=False, ignore_result=True, **options)
