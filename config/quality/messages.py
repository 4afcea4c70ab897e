"""`make messages` brings the catalogues up to date; `--check` says what the French one lacks or has too much.

In French a colon stays with the word before it, and a quotation with its marks: `make messages` sees to the spaces.

A catalogue of a further language may have gaps: its readers get them in English.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from config.demo.options import ROOT
from config.quality.debian import install
from config.servers.errors import ServerError

LANGUAGE = "fr"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
SOURCES = ("config", "consultations", "submissions", "reports", "templates")
Key = tuple[str | None, str, str]
BREAKS, NO_BREAK = re.compile("(?<=«) | (?=[:»])"), "\u00a0"


def main(arguments: list[str]) -> int:
    try:
        require_gettext()
        if "--check" not in arguments:
            hold_together(ROOT)
            extract(ROOT)
            print(*gaps(ROOT), sep="\n")
            return 0
        faults = check()
    except ServerError as error:
        faults = [str(error)]
    print("\n".join(faults))
    return 1 if faults else 0


def check() -> list[str]:
    if not (ROOT / CATALOGUE).exists():
        return [f"{CATALOGUE} is not there: run `make messages` and translate it."]
    kept = polib.pofile(str(ROOT / CATALOGUE))
    with tempfile.TemporaryDirectory() as folder:
        fresh = freshly_extracted(Path(folder))
    return [
        *(f"not translated: {entry.msgid!r}" for entry in kept.untranslated_entries()),
        *(f"fuzzy: {entry.msgid!r}" for entry in kept.fuzzy_entries()),
        *(f"a line may break at a sign (run `make messages`): {entry.msgid!r}" for entry in kept if set_right(entry)),
        *(f"not in {CATALOGUE} (run `make messages`): {key[1]!r}" for key in sorted_keys(keys(fresh) - keys(kept))),
        *(f"no longer used (run `make messages`): {key[1]!r}" for key in sorted_keys(keys(kept) - keys(fresh))),
    ]  # fmt: skip


def hold_together(folder: Path) -> None:
    """Writes no-break spaces in the French catalogue where a line must not break."""
    if not (folder / CATALOGUE).exists():
        return
    catalogue = polib.pofile(str(folder / CATALOGUE), wrapwidth=0)
    if [entry for entry in catalogue if set_right(entry)]:
        catalogue.save()


def set_right(entry: polib.POEntry) -> bool:
    """Sets the spaces of ``entry`` right; says whether one was wrong."""
    before = entry.msgstr, dict(entry.msgstr_plural)
    entry.msgstr = BREAKS.sub(NO_BREAK, entry.msgstr)
    entry.msgstr_plural = {number: BREAKS.sub(NO_BREAK, text) for number, text in entry.msgstr_plural.items()}
    return before != (entry.msgstr, entry.msgstr_plural)


def gaps(folder: Path) -> list[str]:
    """How much of each further language is still to be translated."""
    found = []
    for name in further(folder):
        catalogue = polib.pofile(str(folder / "locale" / name / "LC_MESSAGES" / "django.po"))
        missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        found.append(f"locale/{name}: {missing} of {len(catalogue)} texts are still in English.")
    return found


def further(folder: Path) -> list[str]:
    names = {path.parent.parent.name for path in folder.glob("locale/*/LC_MESSAGES/django.po")}
    return sorted(names - {LANGUAGE})


def keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def sorted_keys(found: set[Key]) -> list[Key]:
    return sorted(found, key=lambda key: key[1])


def freshly_extracted(folder: Path) -> polib.POFile:
    """What the sources ask for now, extracted beside them so that a check changes nothing."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "cnap"))
    (folder / CATALOGUE).parent.mkdir(parents=True)
    extract(folder)
    return polib.pofile(str(folder / CATALOGUE))


def extract(folder: Path) -> None:
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "django", "makemessages",
        *(part for name in (LANGUAGE, *further(folder)) for part in ("--locale", name)), "--no-obsolete", "--no-wrap",
        "--add-location", "file", "--ignore", "var/*", "--ignore", "tests/*", "--ignore", ".venv/*",
    ]  # fmt: skip
    # Extraction reads no settings of ours; without them it needs neither a key nor a database.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise ServerError(f"Messages could not be extracted: {result.stderr.strip().splitlines()[-1]}")


def require_gettext() -> None:
    if shutil.which("xgettext") is None and not install("gettext"):
        raise ServerError("xgettext was not found: install gettext (Debian: `apt-get install gettext`).")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
