"""The Document itself, for programs."""

from __future__ import annotations

from reports.document import Document


def render(document: Document) -> bytes:
    return f"{document.as_json()}\n".encode()
