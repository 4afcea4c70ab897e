"""Two ways to use a page: by keyboard alone, and without any script."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 250


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there, and sees that it shows."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"Tab does not reach {selector}")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", f"{selector} does not show that it has the focus"


class Keyboard:
    script = True

    def write(self, page: Page, selector: str, words: str) -> None:
        tab_to(page, selector)
        page.keyboard.press("Control+A")
        page.keyboard.type(words)

    def press(self, page: Page, selector: str, stays: bool = False) -> None:
        """Waits for the next page, but where a script answers on this one (``stays``)."""
        tab_to(page, selector)
        if stays or page.evaluate("document.activeElement.matches('summary')"):
            page.keyboard.press("Enter")
            return
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def choose(self, page: Page, selector: str, label: str) -> None:
        tab_to(page, selector)
        page.keyboard.type(label)

    def tick(self, page: Page, selector: str, value: str) -> None:
        """One of several round buttons: Tab leads to the group, arrows lead through it."""
        tab_to(page, selector)
        for _press in range(20):
            if page.evaluate("document.activeElement.value") == value:
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow leads to {value} of {selector}")

    def mark(self, page: Page, selector: str) -> None:
        """A box among those that say yes or no."""
        tab_to(page, selector)
        page.keyboard.press("Space")


class NoScript:
    script = False

    def write(self, page: Page, selector: str, words: str) -> None:
        page.fill(selector, words)

    def press(self, page: Page, selector: str, stays: bool = False) -> None:
        page.click(selector)

    def choose(self, page: Page, selector: str, label: str) -> None:
        page.select_option(selector, label=label)

    def tick(self, page: Page, selector: str, value: str) -> None:
        page.check(f"{selector}[value='{value}']")

    def mark(self, page: Page, selector: str) -> None:
        for box in page.locator(selector).all():
            box.check()


Hand = Keyboard | NoScript
