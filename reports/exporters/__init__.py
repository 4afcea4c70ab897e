"""One file a format: ``render(document) -> bytes``. The same document gives the same bytes, on any machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.document import Document
from reports.exporters import csv_, docx, html, json_, markdown, pdf, xlsx


@dataclass(frozen=True)
class Exporter:
    format: str
    media_type: str
    render: Callable[[Document], bytes]


EXPORTERS: dict[str, Exporter] = {
    exporter.format: exporter
    for exporter in (
        Exporter("html", "text/html; charset=utf-8", html.render),
        Exporter("pdf", "application/pdf", pdf.render),
        Exporter(
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render
        ),
        Exporter("md", "text/markdown; charset=utf-8", markdown.render),
        Exporter("json", "application/json", json_.render),
        Exporter("csv", "application/zip", csv_.render),
        Exporter("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
    )
}
