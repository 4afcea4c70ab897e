"""How long the files of the model case take, step by step, and the memory it needs.

Usage: `.venv/bin/python -m benchmarks.compile` with the model case loaded (see the README) and DATABASE_URL set.
Prints seconds of wall time per step, the least of five runs, and the highest resident size in MB.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from typing import Any

import django

RUNS = 5


def least(step: Callable[[], Any]) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _run in range(RUNS):
        started = time.perf_counter()
        result = step()
        best = min(best, time.perf_counter() - started)
    return best, result


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from consultations.models import Consultation
    from reports.compiler import compile_report
    from reports.exporters import EXPORTERS
    from reports.generation import snapshot
    from reports.leaks import find_leaks

    consultation = Consultation.objects.get(slug="c-nap-2017")

    def compiled() -> Any:
        with snapshot():
            return compile_report(consultation.pk)

    total, compilation = least(compiled)
    print(f"compile            {total:6.2f} s")
    for language, document in compilation.documents.items():
        for format_, exporter in EXPORTERS.items():
            render, data = least(lambda exporter=exporter, document=document: exporter.render(document))
            check, _leaks = least(
                lambda data=data, format_=format_: find_leaks(data, format_, compilation.protected)
            )
            total += render + check
            print(
                f"{language} {format_:<15} {render:6.2f} s   leak check {check:6.2f} s   {len(data) / 1000:7.0f} kB"
            )
    print(f"together           {total:6.2f} s")
    print(f"highest memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
