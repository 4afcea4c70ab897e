from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.reports.compiling import Streets, make_streets


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request in French leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def streets() -> Streets:
    return make_streets()
