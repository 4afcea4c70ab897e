"""Finds the browser for the tests: CHROMIUM=, one on the PATH, Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys

from config.quality.debian import find
from config.servers.errors import ServerError

ON_THE_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    named = os.environ.get("CHROMIUM", "")
    if named:
        if shutil.which(named) is None:
            raise ServerError(f"CHROMIUM={named} cannot be run: give the path of a Chromium or Chrome.")
        return named
    return find(ON_THE_PATH, "chromium") or from_playwright()


def from_playwright() -> str:
    print("Downloading Playwright's Chromium for the browser tests.", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    # The import belongs here: `make demo` installs no Playwright.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not os.path.exists(path):
        raise ServerError(
            "No browser for the tests: install Chromium, or name one with CHROMIUM=/path/to/chromium."
        )
    return path
