"""`make check`: everything that can be said about the product without running it. All steps run; one failure fails."""

import os
import secrets
import subprocess
import sys
import time

from config.demo.options import ROOT, VAR
from config.embedded import missing_addresses, running
from config.servers.errors import ServerError

MANAGE = [sys.executable, "manage.py"]
STEPS: dict[str, list[str]] = {
    "style": ["-m", "ruff", "check", "--no-cache", "."],
    "format": ["-m", "ruff", "format", "--check", "--no-cache", "."],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"],
    "types": ["-m", "mypy"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "templates": ["-m", "djlint", "--lint", "--quiet", "templates"],
    "messages": ["-m", "config.quality.messages", "--check"],
    "reading": ["-m", "config.quality.reading"],
}


def production_like(addresses: dict[str, str]) -> dict[str, str]:
    """The environment of a public server, so that warnings about deployment are about our settings alone."""
    ours = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "0",
        "HTTPS_ONLY": "1",
        "ALLOWED_HOSTS": "consultation.example",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return os.environ | addresses | ours


def main() -> int:
    try:
        with running(VAR / "check", names=missing_addresses()) as addresses:
            failed = [name for name in STEPS if not passes(name, production_like(addresses))]
    except ServerError as error:
        print(f"make check: {error}", file=sys.stderr)
        return 1
    print(f"make check: {', '.join(failed)} failed." if failed else "make check: all is well.")
    return 1 if failed else 0


def passes(name: str, environment: dict[str, str]) -> bool:
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, *STEPS[name]], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    passed = result.returncode == 0
    print(f"{name:<11} {'ok' if passed else 'FAILED'} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(result.stdout, flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
