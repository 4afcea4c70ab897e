from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from config.demo.account import account
from config.demo.compilation import CompilationFailed, compiled, copy_files
from config.demo.loading import load


class Command(BaseCommand):
    help = "Loads a case, has the worker compile its report, copies the files, says who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", type=Path, required=True)
        parser.add_argument("--into", type=Path, required=True)

    def handle(self, *args: object, case: Path, into: Path, **options: Any) -> None:
        consultation = load(case, self.say)
        try:
            report, seconds = compiled(consultation, self.say)
        except CompilationFailed as error:
            raise CommandError(str(error)) from error
        files = copy_files(report, into)
        self.say(str(account(consultation)))
        if seconds is not None:
            self.say(f"Compiled in {seconds:.1f} s from pressing Compile, version {report.version}.")
        self.say("Files:")
        for file in files:
            self.say(f"  {file} ({file.stat().st_size / 1000:,.0f} kB)")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
