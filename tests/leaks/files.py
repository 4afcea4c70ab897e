"""The files of a published report, fetched as any reader fetches them, and what has to stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from consultations.models import StaffRole
from reports.exporters import EXPORTERS
from reports.models import Edition, Report
from tests.leaks.canaries import Canary
from tests.leaks.evidence import Piece, Reader, outside
from tests.leaks.promises import printed_in
from tests.leaks.world import World


def public_files(report: Report) -> Iterator[Piece]:
    """By the address and under the name that a reader gets; the headers are kept as a piece of their own."""
    for file in report.files.filter(edition=Edition.PUBLIC):
        file.report = report
        address = reverse("reports:file", args=[report.pk, file.file_name])
        response = Client().get(address)
        assert response.status_code == 200, address
        yield Piece(f"{address} (headers)", Reader.EVERYBODY, "headers", outside(response) + address.encode())
        yield Piece(
            address, Reader.EVERYBODY, file.format, b"".join(response.streaming_content), file.language
        )  # type: ignore[attr-defined]


def internal_files(world: World, report: Report) -> Iterator[Piece]:
    reviewer = world.staff.client(StaffRole.REVIEWER)
    for file in report.files.filter(edition=Edition.INTERNAL):
        file.report = report
        response = reviewer.get(reverse("reports:file", args=[report.pk, file.file_name]))
        body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        yield Piece(
            f"internal edition, {file.language}, {file.format}",
            Reader.INTERNAL,
            file.format,
            body,
            file.language,
        )


def expected(world: World, piece: Piece) -> set[Canary]:
    """What a public file must show: names and bodies that are open."""
    return printed_in(world.plan, piece.language, world.accepted)


def formats() -> set[str]:
    return set(EXPORTERS)


def documents() -> set[str]:
    """Formats in which the whole report stands, so that every open name must be found there."""
    return formats() & {"html", "pdf", "docx", "md", "json"}
