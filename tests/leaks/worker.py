"""One process of a run: reads jobs from its standard input, a line each, and answers each with a line.

{"job": "batch", "indices": [0, 1, 2], "seed": 1}
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

import django


def main() -> None:
    # Whatever else prints must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    prepare()
    say(answers, {"ready": True})
    for line in sys.stdin:
        say(answers, answer(json.loads(line)))


def say(answers: TextIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def prepare() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from config.messages import compile_catalogues
    from tests.leaks import workers

    compile_catalogues()
    setup_test_environment(debug=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    workers.know_the_tasks()


def answer(job: dict[str, Any]) -> dict[str, Any]:
    from tests.leaks import jobs

    return jobs.JOBS[job.pop("job")](**job)


if __name__ == "__main__":
    main()
