import subprocess
import time

import pytest

from config import signs
from config.celery import app, tick

pytestmark = pytest.mark.worker


@pytest.fixture(autouse=True)
def _no_message_of_another_test() -> None:
    app.control.purge()


def test_a_real_worker_shows_life_and_answers_the_clock(worker: subprocess.Popen[bytes]) -> None:
    with signs.client() as client:
        client.delete(signs.key(signs.WORKER), signs.key(signs.CLOCK))
    tick.delay()
    deadline = time.monotonic() + 15
    while not (signs.is_there(signs.WORKER) and signs.is_there(signs.CLOCK)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert signs.is_there(signs.WORKER)
    assert signs.is_there(signs.CLOCK)
