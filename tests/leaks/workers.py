"""What a worker does, in this process: takes the messages that are really in Redis and runs their tasks.

Before they are taken, everything that Redis holds is kept as evidence.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import redis
from django.conf import settings

from config.celery import app
from submissions import outbox
from submissions.models import OutboxMessage
from tests.leaks.evidence import Keep, Piece, Reader


def know_the_tasks() -> None:
    """Sets the logging of the settings up again, so it comes before any that is captured."""
    app.loader.import_default_modules()


@cache
def connected() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


def work(keep: Keep) -> None:
    """Until nothing waits any more."""
    while OutboxMessage.objects.exists() or queued():
        keep(Piece("outbox", Reader.MACHINE, "row", repr(list(OutboxMessage.objects.values_list())).encode()))
        outbox.relay()
        keep(dumped())
        for name, args in taken():
            app.tasks[name](*args)


def run(task: str) -> None:
    """One that comes round by the clock."""
    app.tasks[task]()


def queues() -> list[str]:
    return [queue.name for queue in settings.CELERY_TASK_QUEUES]


def queued() -> bool:
    return any(connected().llen(name) for name in queues())


def taken() -> list[tuple[str, list[Any]]]:
    """Names and arguments of the tasks that wait."""
    found = []
    for queue in queues():
        while (raw := connected().lpop(queue)) is not None:
            message = json.loads(raw)  # type: ignore[arg-type]
            body = json.loads(base64.b64decode(message["body"]))
            found.append((message["headers"]["task"], body[0]))
    return found


def dumped() -> Piece:
    """Every key and every value, whatever its type."""
    server, found = connected(), []
    readers = {
        b"string": lambda key: [server.get(key)],
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"hash": lambda key: [part for pair in server.hgetall(key).items() for part in pair],
        b"zset": lambda key: server.zrange(key, 0, -1),
        b"stream": lambda key: [repr(server.xrange(key)).encode()],
    }
    for key in server.scan_iter():
        found += [key, *readers[server.type(key)](key)]
    return Piece("Redis", Reader.MACHINE, "redis", b"\n".join(found))
