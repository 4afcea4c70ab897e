"""What left the product in a run, to be searched: each piece with the place where it was seen and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpResponse


class Reader(StrEnum):
    """For whose eyes a piece of evidence is. What each may see is decided in :mod:`judgement`."""

    EVERYBODY = "everybody"
    SENDER = "whoever has just sent it"
    INTERNAL = "reviewers, as a file"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    STAFF = "other staff"
    MAIL = "the person written to"
    MACHINE = "logs, Redis, queues"


@dataclass(frozen=True)
class Piece:
    """``where`` names the place; ``kind`` is a file's format, "page", "mail", "log" and so on."""

    where: str
    reader: Reader
    kind: str
    data: bytes
    language: str = ""
    addressed_to: tuple[str, ...] = ()


Keep = Callable[[Piece], None]


class NotTaken(AssertionError):
    """The product refused what somebody asked of it. It says how, never what."""


def expect(response: HttpResponse, status: int, where: str) -> None:
    if response.status_code != status:
        raise NotTaken(f"{where}: {response.status_code} instead of {status}")


def of_response(where: str, reader: Reader, response: HttpResponse, kind: str = "page") -> Piece:
    """Body, headers and cookies: all that a browser gets."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return Piece(where, reader, kind, body + b"\n" + outside(response))


def outside(response: HttpResponse) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{response.cookies.output()}".encode()
