"""LibreOffice for the tests, as a reader of Word files and spreadsheets: from the PATH, else Debian's."""

from __future__ import annotations

import subprocess
from pathlib import Path

from config.quality.debian import find
from config.servers.errors import ServerError

PATIENCE = 120.0  # seconds for one file


def find_office() -> str:
    found = find(("soffice", "libreoffice"), "libreoffice-writer-nogui", "libreoffice-calc-nogui")
    if not found:
        raise ServerError(
            "No LibreOffice for the tests: install its Writer and Calc, and have `soffice` on the PATH."
        )
    return found


def convert(folder: Path, *options: str) -> None:
    """Has LibreOffice read a file and write it anew, both in ``folder``, with a profile of its own."""
    command = [find_office(), f"-env:UserInstallation=file://{folder}/profile", "--headless", *options]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, cwd=folder)
