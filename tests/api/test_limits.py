"""How often a program may ask, and that asking leaves neither an address nor a moment behind."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from rest_framework.test import APIClient

from consultations import limits, rest
from tests.factories import make_consultation, make_event, make_user

pytestmark = pytest.mark.django_db
PATH = "/api/v1/consultations/streets/events/call/submissions/"
OPEN = "/api/v1/consultations/"
WAYS = [(PATH, "post", 400), (OPEN, "get", 200)]


@pytest.fixture(autouse=True)
def counting(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[limits.Limit]]:
    """Two sendings and two readings, before somebody is kept waiting."""
    settings.SENDINGS_IN_TEN_MINUTES = 2
    monkeypatch.setattr(rest.AnonymousLimit.rate, "num_requests", 2)
    monkeypatch.setattr(rest.AnonymousLimit.limit, "_window", 60)
    make_event(make_consultation(slug="streets"), slug="call")
    counting = [rest.AnonymousLimit.limit, rest.SendingLimit.limit]
    for limit in counting:
        limit.start_again()
    cache.clear()
    yield counting
    cache.clear()


def codes(path: str, method: str, address: str, **headers: str) -> list[int]:
    client = APIClient(REMOTE_ADDR=address)
    return [getattr(client, method)(path, headers=headers).status_code for _again in range(3)]


@pytest.mark.parametrize(("path", "method", "taken"), WAYS)
def test_one_address_can_ask_so_often_and_others_still_can(path: str, method: str, taken: int) -> None:
    assert codes(path, method, "192.0.2.1") == [taken, taken, 429]
    assert codes(path, method, "192.0.2.2") == [taken, taken, 429]


def test_the_answer_says_when_to_come_back() -> None:
    client = APIClient()
    answer = [client.get(OPEN) for _again in range(3)][-1]
    assert answer.json()["code"] == "throttled"
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(("path", "method", "seconds"), [(PATH, "post", 600), (OPEN, "get", 60)])
def test_for_how_long_to_wait_does_not_tell_when_a_colleague_sent(
    path: str, method: str, seconds: int, counting: list[limits.Limit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor from another network: counting begins again for all at once."""
    began, left = limits.time.monotonic(), []
    for moment in (1, 20, 40):
        for limit in counting:
            limit.start_again(began)
        for after in (moment, 50, 51):
            monkeypatch.setattr(limits.time, "monotonic", lambda now=began + after: now)
            answer = getattr(APIClient(), method)(path)
        left.append(answer.headers["Retry-After"])
    assert left == [str(seconds - 51)] * 3


def test_a_forged_header_is_no_other_address() -> None:
    client = APIClient(REMOTE_ADDR="192.0.2.1")
    answers = [
        client.post(PATH, headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code
        for number in range(3)
    ]
    assert answers == [400, 400, 429]


@pytest.mark.parametrize(("path", "method", "_taken"), WAYS)
def test_neither_address_nor_moment_is_kept_and_the_name_ends_with_the_counting(
    path: str, method: str, _taken: int, counting: list[limits.Limit]
) -> None:
    codes(path, method, "192.0.2.1")
    assert dict(cache._cache) == {}
    [limit] = [limit for limit in counting if limit._counts]
    [name] = limit._counts
    assert "192.0.2.1" not in str(vars(limit))
    limit.start_again()
    codes(path, method, "192.0.2.1")
    assert name not in limit._counts


def test_of_who_sends_with_an_account_no_moment_is_kept_either(counting: list[limits.Limit]) -> None:
    client = APIClient()
    client.force_login(make_user())
    assert [client.post(PATH).status_code for _again in range(3)] == [400, 400, 429]
    assert dict(cache._cache) == {}


def test_forms_and_sendings_by_programs_are_counted_apart(counting: list[limits.Limit]) -> None:
    limits.sendings.start_again()
    codes(PATH, "post", "192.0.2.1")
    assert not limits.sendings._counts
