"""How often a program may ask, and that asking leaves no address behind."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from consultations import rest
from tests.factories import make_consultation, make_event

pytestmark = pytest.mark.django_db
PATH = "/api/v1/consultations/streets/events/call/submissions/"


@pytest.fixture(autouse=True)
def _two_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(
        SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": "2/min", "submissions": "2/min"}
    )
    make_event(make_consultation(slug="streets"), slug="call")
    cache.clear()
    yield
    cache.clear()


def codes(path: str, method: str, address: str, **headers: str) -> list[int]:
    client = APIClient(REMOTE_ADDR=address)
    return [getattr(client, method)(path, headers=headers).status_code for _again in range(3)]


@pytest.mark.parametrize(
    ("path", "method", "taken"), [(PATH, "post", 400), ("/api/v1/consultations/", "get", 200)]
)
def test_one_address_can_ask_so_often_and_others_still_can(path: str, method: str, taken: int) -> None:
    assert codes(path, method, "192.0.2.1") == [taken, taken, 429]
    assert codes(path, method, "192.0.2.2") == [taken, taken, 429]


def test_the_answer_says_when_to_come_back() -> None:
    client = APIClient()
    answer = [client.get("/api/v1/consultations/") for _again in range(3)][-1]
    assert answer.json()["code"] == "throttled"
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_forged_header_is_no_other_address() -> None:
    client = APIClient(REMOTE_ADDR="192.0.2.1")
    answers = [
        client.post(PATH, headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code
        for number in range(3)
    ]
    assert answers == [400, 400, 429]


def test_no_address_is_in_the_cache_plain_or_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *_rest: kept.append(key))
    codes(PATH, "post", "192.0.2.1")
    other_process = b"another process"
    monkeypatch.setattr(rest, "_DISGUISE", other_process)
    codes(PATH, "post", "192.0.2.1")
    assert kept
    assert not any("192.0.2.1" in key for key in kept)
    assert len(set(kept)) == 2


def test_who_reads_without_an_account_leaves_no_address_in_memory() -> None:
    codes("/api/v1/consultations/", "get", "192.0.2.1")
    assert not [key for key in cache._cache if "192.0.2.1" in key]
