"""What a form costs on a slow phone: 400 kbit/s, 400 ms a round trip, a processor four times slower, an empty cache.

Usage: `.venv/bin/python -m benchmarks.slow_phone http://127.0.0.1:8000 /en/receipt/find/ ...` with a site that runs as
in production (`make demo`). Prints for each page the bytes on the line, the seconds until the first words are seen and
the seconds until the first field (or button, if there is none) takes the focus: the middle of five visits.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from config.quality.browser import find_browser

RUNS = 5
BYTES_A_SECOND = 400_000 / 8
ROUND_TRIP = 400  # milliseconds
SLOWER = 4
FIELD = "main :is(textarea, select, button, input:not([type=hidden])):visible"
FIRST_WORDS = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Visit:
    sent: int  # bytes on the line, headers included
    seen: float  # seconds
    typed: float


def visit(browser: Browser, url: str) -> Visit:
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = context.new_page()
    sizes = slowed(page)
    page.goto(url, wait_until="commit")
    page.locator(FIELD).first.focus()
    typed = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    seen = page.wait_for_function(FIRST_WORDS).json_value()
    context.close()
    return Visit(sum(sizes), seen / 1000, typed / 1000)


def slowed(page: Page) -> list[int]:
    """Makes ``page`` slow; the list that is returned fills with the bytes of what it loads."""
    sizes: list[int] = []
    line = page.context.new_cdp_session(page)
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": BYTES_A_SECOND,
         "uploadThroughput": BYTES_A_SECOND},
    )  # fmt: skip
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return sizes


def main(site: str, paths: list[str]) -> None:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        print("    kB   seen  typed  page")
        for path in paths:
            visits = [visit(browser, site + path) for _run in range(RUNS)]
            sent = median(each.sent for each in visits) / 1000
            seen, typed = median(each.seen for each in visits), median(each.typed for each in visits)
            print(f"{sent:6.1f} {seen:6.2f} {typed:6.2f}  {path}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
