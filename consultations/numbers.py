"""Numbers that a browser sends: of a row, of a page, of a version."""

from __future__ import annotations

LONGEST = 19  # figures of the largest number that a row can have


def number_in(text: str | None) -> int | None:
    """Nothing for what is no number, or a longer one than any row has: Python refuses to read very long ones."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
