"""A health page that tells the truth: what is well and what is not, and 503 as soon as one part is not."""

import shutil
import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from config import signs
from submissions.models import OutboxMessage

OUTBOX_PATIENCE_SECONDS = 90
LEAST_FREE_DISK = 0.10
FIRST_SEEN = "health:oldest-outbox-message"


class Unwell(Exception):
    """What is wrong, in words for whoever is on call. Never an address or a password."""


@never_cache
def health(request: HttpRequest, part: str = "") -> JsonResponse:
    """All parts, or the one that is asked for."""
    if part and part not in CHECKS:
        raise Http404
    found = {name: state_of(CHECKS[name]) for name in ([part] if part else CHECKS)}
    well = all(state == "ok" for state in found.values())
    return JsonResponse({"well": well, "parts": found}, status=200 if well else 503)


def state_of(check: Callable[[], None]) -> str:
    try:
        check()
    except Unwell as reason:
        return str(reason)
    except (DatabaseError, redis.RedisError, OSError) as error:
        # The message of a driver may name hosts and users.
        return f"cannot be reached ({type(error).__name__})"
    return "ok"


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_redis() -> None:
    with signs.client() as client:
        client.ping()


def check_worker() -> None:
    expect_sign(signs.WORKER, "no worker has shown life for a quarter of a minute")


def check_clock() -> None:
    expect_sign(signs.CLOCK, "the clock (celery beat) is not running, or no worker is free to hear it")


def expect_sign(sign: str, complaint: str) -> None:
    if not signs.is_there(sign):
        raise Unwell(complaint)


def check_outbox() -> None:
    """Messages carry no time on purpose, so we remember since when the oldest one has been the oldest."""
    oldest = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True).first()
    if oldest is None:
        cache.delete(FIRST_SEEN)
        return
    now = time.monotonic()
    seen, since = cache.get(FIRST_SEEN, (None, now))
    if seen != oldest:
        since = now
        cache.set(FIRST_SEEN, (oldest, since), timeout=None)
    if now - since > OUTBOX_PATIENCE_SECONDS:
        raise Unwell(f"a message has been waiting for more than {OUTBOX_PATIENCE_SECONDS} seconds")


def check_disk() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(settings.MEDIA_ROOT)
    if usage.free < usage.total * LEAST_FREE_DISK:
        raise Unwell("less than a tenth of the disk is free")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "redis": check_redis,
    "worker": check_worker,
    "clock": check_clock,
    "outbox": check_outbox,
    "disk": check_disk,
}
