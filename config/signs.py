"""Signs of life that the worker and its clock leave in Redis, for the health page to read."""

import redis
from django.conf import settings

WORKER = "worker"
CLOCK = "clock"
# Longer than a few missed turns, shorter than the half minute within which a loss must show.
LIVES_FOR = {WORKER: 15, CLOCK: 25}
PATIENCE_SECONDS = 1.0


def client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def leave(sign: str) -> None:
    """A sign that cannot be left is no reason to stop working: its absence says the same."""
    try:
        with client() as connection:
            connection.set(key(sign), 1, ex=LIVES_FOR[sign])
    except redis.RedisError:
        return


def is_there(sign: str) -> bool:
    with client() as connection:
        return bool(connection.exists(key(sign)))


def key(sign: str) -> str:
    """Under the name of the queue, which keeps deployments and test runs on one Redis apart."""
    return f"{settings.CELERY_TASK_DEFAULT_QUEUE}:sign-of-{sign}"


def unsafe_redis() -> str:
    """Why this Redis would lose messages, in words; empty when it would not, or does not let us ask."""
    with client() as connection:
        try:
            # One name a call: Redis before 7 takes no more.
            found = connection.config_get("appendonly") | connection.config_get("maxmemory-policy")
        except redis.ResponseError:
            return ""
    if found.get("appendonly") != "yes":
        return "Redis keeps no append-only file and loses its queue when it stops: set `appendonly yes`."
    if found.get("maxmemory-policy") != "noeviction":
        return "Redis throws messages away when its memory is full: set `maxmemory-policy noeviction`."
    return ""
