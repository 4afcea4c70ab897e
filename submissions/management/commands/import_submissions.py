from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultations.models import Event
from submissions.intake.importers.columns import ColumnsError
from submissions.intake.importers.csv_file import UTF_8, FileError, read
from submissions.intake.importers.load import Account, bring_in
from submissions.intake.importers.rows import Reader


class Command(BaseCommand):
    help = (
        "Brings in a CSV of contributions, one a row. All or nothing: a bad row is named with its line and reason, "
        "and then nothing is stored. Imported again, a row is not taken twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--event", required=True, help="its number, or CONSULTATION/EVENT by their addresses"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD",
            help="what a column means; may be repeated. Known headings need none",
        )  # fmt: skip
        parser.add_argument("--topic", default="", help="for rows without one: its code or title")
        parser.add_argument("--language", default="", help="for rows without one: en or fr")
        parser.add_argument("--encoding", default=UTF_8, help="UTF-8 unless said otherwise")
        parser.add_argument("--skip-bad", action="store_true", help="bring in the good rows all the same")
        parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        event = event_named(options["event"])
        defaults = {name: options[name] for name in ("topic", "language") if options[name]}
        rows = read(options["file"], encoding=options["encoding"], chosen=chosen(options["map"]))
        try:
            account = bring_in(
                Reader(event, defaults), rows, dry_run=options["dry_run"], skip_bad=options["skip_bad"]
            )
        except (ColumnsError, FileError) as error:
            raise CommandError(str(error)) from error
        self.report(account, dry_run=options["dry_run"])

    def report(self, account: Account, *, dry_run: bool) -> None:
        for bad in account.bad:
            self.stderr.write(f"Line {bad.line}: {bad.reason}")
        counts = f"new: {account.new}, already there: {account.repeated}, bad: {len(account.bad)}"
        if account.is_stored:
            self.stdout.write(f"Imported. Rows {counts}.")
        elif dry_run:
            self.stdout.write(f"Dry run, nothing is stored. Rows {counts}.")
        else:
            raise CommandError(f"Nothing is stored. Rows {counts}. Mend them, or add --skip-bad.")


def event_named(name: str) -> Event:
    events = Event.objects.select_related("consultation")
    consultation, _slash, slug = name.partition("/")
    found = (
        events.filter(pk=int(name))
        if name.isdecimal()
        else events.filter(consultation__slug=consultation, slug=slug)
    )
    event = found.first()
    if event is None:
        raise CommandError(f"There is no event “{name}”.")
    return event


def chosen(pairs: list[str]) -> dict[str, str]:
    """From COLUMN=FIELD; a column's name may itself hold an equals sign."""
    found = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise CommandError(f"“{pair}” is not COLUMN=FIELD.")
        found[column.strip()] = field.strip()
    return found
