"""The product, broken on purpose in one place at a time: whoever searches has to notice each.

Where a name is put into a file, the product's own check is switched off as well: the search must not lean on it.
"""

from __future__ import annotations

import base64
import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pikepdf
from django.db import connection

from consultations import api, disclosure
from consultations.admin.people import RegistrationAdmin
from reports import generation
from reports.compiler import drafting, parts_figures, weigh, words
from reports.exporters import EXPORTERS
from reports.models import ReportFile
from reports.views import public
from submissions import outbox
from submissions.admin.page import Page
from submissions.intake import submit
from submissions.models import Contribution
from submissions.views import take_part
from tests.leaks import workers
from tests.leaks.plan import Plan, Standing
from tests.leaks.review import Reviewer


@dataclass(frozen=True)
class Mutant:
    """``broken`` is entered before anything is made, with whom it is to give away."""

    broken: Callable[[str], Any]
    pages: bool = False  # it shows on a page only
    twice: bool = False  # it shows in many words or a second version only
    rich: bool = False  # it shows where people are named in words


def victim(plan: Plan) -> str:
    """Somebody who speaks under the Rule."""
    return next(person.name.written for person in plan.people if person.standing == Standing.SPEAKS)


@contextmanager
def both(*ways: Any) -> Iterator[None]:
    with ExitStack() as stack:
        for way in ways:
            stack.enter_context(way)
        yield


def no_gate() -> Any:
    return patch.object(generation, "_check", lambda *_given: None)


def in_file(format_: str, change: Callable[[bytes], bytes]) -> Any:
    exporter = EXPORTERS[format_]
    broken = replace(exporter, render=lambda document: change(exporter.render(document)))
    return both(no_gate(), patch.dict(EXPORTERS, {format_: broken}))


def wrapped(owner: Any, name: str, change: Callable[[Any], Any]) -> Any:
    """What the function gives back, changed."""
    real = getattr(owner, name)
    return patch.object(owner, name, lambda *given, **more: change(real(*given, **more)))


def heading(who: str) -> Any:
    broken = wrapped(drafting.Drafting, "heading", lambda made: replace(made, text=f"{made.text} ({who})"))
    return both(no_gate(), broken)


def row_in_anchor(_who: str) -> Any:
    real = weigh.Scale.anchor

    def anchor(scale: Any, kind: str, name: str) -> str:
        return f"{real(scale, kind, name)}-{min(scale.snapshot.contributions)}"

    return patch.object(weigh.Scale, "anchor", anchor)


@contextmanager
def by_time(_who: str) -> Iterator[None]:
    """Ids in the order of arrival, and words printed in the order of their ids."""
    field, numbers = Contribution._meta.get_field("id"), count(1)
    field.__dict__.pop("_get_default", None)
    with (
        patch.object(field, "default", lambda: UUID(f"{next(numbers):08x}{uuid4().hex[8:]}")),
        patch.object(weigh.Scale, "shuffled", lambda _scale, ids: tuple(sorted(ids))),
    ):
        yield
    field.__dict__.pop("_get_default", None)


def unrounded(_who: str) -> Any:
    def shown(number: int, k: int) -> Any:
        return disclosure.Shown(number) if number >= disclosure.printable_from(k) else None

    return patch.object(drafting, "shown", shown)


def no_complement(_who: str) -> Any:
    def only_small(counts: Any, floor: int, **_more: Any) -> frozenset[tuple[int, int]]:
        lines = enumerate(disclosure.with_sums(counts))
        return frozenset((row, place) for row, line in lines for place, n in enumerate(line) if n < floor)

    def only_small_places(counts: Any, floor: int, **_more: Any) -> frozenset[int]:
        return frozenset(place for place, n in enumerate(counts) if n < floor)

    return both(
        patch.object(parts_figures, "hidden_in_table", only_small),
        patch.object(parts_figures, "hidden_cells", lambda d, counts: only_small(counts, d.floor)),
        patch.object(parts_figures, "hidden_in_line", only_small_places),
    )


def with_member(name: str, content: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        packed = io.BytesIO(data)
        with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return packed.getvalue()

    return change


def pdf_author(who: str) -> Any:
    def change(data: bytes) -> bytes:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as made:
            made.docinfo["/Author"] = who
            made.save(written)
        return written.getvalue()

    return in_file("pdf", change)


def log_line(who: str) -> Any:
    return wrapped(
        submit, "kept", lambda arrival: (logging.getLogger("submissions").debug("from %s", who), arrival)[1]
    )


def redis_key(who: str) -> Any:
    def change(arrival: Any) -> Any:
        workers.connected().set(f"limit:{who}", 1)
        return arrival

    return wrapped(submit, "kept", change)


def task_argument(who: str) -> Any:
    real = outbox.send

    def send(task: str, args: list[Any], redis: Any, **options: Any) -> None:
        real(task, args, redis, headers={"by": who}, **options)

    return patch.object(outbox, "send", send)


def audit_row(who: str) -> Any:
    real = submit.audit.record
    return patch.object(submit.audit, "record", lambda *given, **more: real(*given, **more, sender=who))


def file_name(who: str) -> Any:
    real = ReportFile.file_name.fget  # type: ignore[attr-defined]
    name = property(lambda file: f"{who.split()[-1]}-{real(file)}")
    return both(no_gate(), patch.object(ReportFile, "file_name", name))


def cookie(who: str) -> Any:
    def change(response: Any) -> Any:
        response.set_cookie("who", who.encode("ascii", "replace").decode() + who.encode().hex())
        return response

    return wrapped(take_part, "page", change)


@contextmanager
def moment(_who: str) -> Iterator[None]:
    column = "ALTER TABLE submissions_submission {} COLUMN sent_at"
    with connection.cursor() as cursor:
        cursor.execute(column.format("ADD") + " timestamptz DEFAULT clock_timestamp()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(column.format("DROP"))


def uncovered(_who: str) -> Any:
    return both(no_gate(), patch.object(Reviewer, "cover", lambda *_given: None))


def header(who: str) -> Any:
    def change(response: Any) -> Any:
        response["X-Source"] = base64.b64encode(who.encode()).decode()
        return response

    return wrapped(public, "answer", change)


def same_ids(_who: str) -> Any:
    real = weigh.secret_name
    broken = patch.object(weigh, "secret_name", lambda key, _release, *names: real(key, "", *names))
    return both(
        broken,
        patch.object(
            weigh.Scale, "anchor", lambda scale, kind, name: f"{kind}-{scale.secret(kind, name)[:10]}"
        ),
    )


def narrow_labels(_who: str) -> Any:
    return patch.object(words, "label_is_allowed", lambda *_given: True)


def in_html(before: bytes, words_: Callable[[str], bytes]) -> Callable[[str], Any]:
    return lambda who: in_file("html", lambda data: data.replace(before, words_(who) + before, 1))


CORE = b'<coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>%s</dc:creator></coreProperties>'

MUTANTS: dict[str, Mutant] = {
    "a name in a heading": Mutant(heading),
    "an id of a row in an address": Mutant(row_in_anchor),
    "words sorted by the time they came": Mutant(by_time, twice=True),
    "a count that is not rounded": Mutant(unrounded, twice=True),
    "no cell left out beside a small one": Mutant(no_complement, twice=True),
    "an author in the Word file": Mutant(
        lambda who: in_file("docx", with_member("docProps/own.xml", CORE % who.encode()))
    ),
    "an author in the PDF": Mutant(pdf_author),
    "a name in a log line": Mutant(log_line),
    "a name in a Redis key": Mutant(redis_key),
    "a name in a message to a worker": Mutant(task_argument),
    "a name in the audit trail": Mutant(audit_row),
    "a name in the admin's history": Mutant(
        lambda _who: patch.object(RegistrationAdmin, "names_in_history", True), rich=True
    ),
    "a comment in the page": Mutant(in_html(b"</body>", lambda who: f"<!-- {who} -->".encode())),
    "an attribute in base64": Mutant(
        in_html(b"</body>", lambda who: b'<i data-x="%s"></i>' % base64.b64encode(who.encode()))
    ),
    "a key in the JSON": Mutant(
        lambda who: in_file("json", lambda data: data.replace(b"{", b'{"%s": 1,' % who.encode(), 1))
    ),
    "a name in a file's name": Mutant(file_name),
    "a name in a cookie": Mutant(cookie, pages=True),
    "a time finer than a day": Mutant(moment),
    "the check is off and nobody covers names": Mutant(uncovered, rich=True),
    "UTF-16 that the check does not read": Mutant(
        lambda who: in_file("docx", with_member("word/notes.bin", who.encode("utf-16-be")))
    ),
    "a table of the spreadsheet in capitals": Mutant(
        lambda who: in_file("xlsx", with_member("xl/notes.xml", who.upper().encode()))
    ),
    "a label that few share": Mutant(
        lambda _who: patch.object(words, "label_is_allowed", lambda *_given: True), twice=True
    ),
    "the same ids in the next version": Mutant(same_ids, twice=True),
    "a header that tells": Mutant(header),
    "the reviewer's page tells the speaker": Mutant(
        lambda who: patch.object(Page, "sector", property(lambda _page: who)), pages=True
    ),
    "the API tells a participant": Mutant(
        lambda who: patch.object(api.ConsultationSerializer, "get_state", lambda *_given: who), pages=True
    ),
}

TRIGGERS = ("ALTER TABLE {} {} TRIGGER rule_only_becomes_stricter", "consultations_event")


@contextmanager
def no_trigger() -> Iterator[None]:
    statement, table = TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table, "DISABLE"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table, "ENABLE"))
