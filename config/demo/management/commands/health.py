import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from config.health import CHECKS, state_of


class Command(BaseCommand):
    help = "Says how each part is, and ends with code 1 when one of them is not well."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="+", choices=list(CHECKS), default=list(CHECKS))

    def handle(self, *args: object, only: list[str], **options: Any) -> None:
        found = {part: state_of(CHECKS[part]) for part in only}
        for part, state in found.items():
            self.stdout.write(f"{part}: {state}")
        if any(state != "ok" for state in found.values()):
            sys.exit(1)
