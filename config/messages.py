"""Message catalogues: the .po files are kept, the .mo files are made from them where the product starts."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(locale: Path = LOCALE) -> int:
    """Makes each .mo that is missing or older than its .po; needs no gettext. Returns how many it made."""
    return sum(compile_one(source) for source in sorted(locale.glob("*/LC_MESSAGES/*.po")))


def compile_one(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    # Renamed into place: two commands may start at once, and half a catalogue stops the site.
    fresh = target.with_name(f"{target.name}.new")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(target)
    return True


if __name__ == "__main__":
    compile_catalogues()
