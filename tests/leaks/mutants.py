"""The product, broken on purpose in one place at a time: whoever searches has to notice each.

Where a name is put into a file, the product's own check is switched off as well: the search must not lean on it.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import docx
import pikepdf
from django.db import connection

from consultations import api, disclosure, mail
from consultations.admin.people import RegistrationAdmin
from consultations.views import registration
from reports import generation, publication
from reports.compiler import drafting, parts_figures, weigh, words
from reports.exporters import EXPORTERS
from reports.models import ReportFile
from reports.views import public
from submissions import board, outbox
from submissions.admin.page import Page
from submissions.intake import drafts, receipts, submit
from submissions.models import Contribution
from submissions.views import take_part
from tests.leaks import workers
from tests.leaks.plan import Plan, Standing
from tests.leaks.review import Reviewer


class Shows(StrEnum):
    REPORT = "in any report"
    VERSIONS = "in two reports, made and reviewed anew"
    INTAKE = "in rows, logs, queues and letters, when all is said"
    OPEN_PAGES = "on pages that everybody can open, when all is said"
    REVIEW = "on pages of reviewers, when all is said"


@dataclass(frozen=True)
class Mutant:
    """``broken`` is entered before anything is made, with whom it is to give away; ``shows`` says where to look."""

    broken: Callable[[str], Any]
    shows: Shows


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


def word_author(who: str) -> Any:
    def change(data: bytes) -> bytes:
        made, written = docx.Document(io.BytesIO(data)), io.BytesIO()
        made.core_properties.author = who
        made.save(written)
        return written.getvalue()

    return in_file("docx", change)


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


@contextmanager
def audit_row(who: str) -> Iterator[None]:
    """The database refuses this as well, so its constraint is taken away meanwhile."""
    real = submit.audit.record
    record = patch.object(submit.audit, "record", lambda *given, **more: real(*given, **more, sender=who))
    with without_constraint("submissions_auditentry", "audit_participants_leave_no_detail"), record:
        yield


@contextmanager
def without_constraint(table: str, name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            # The rows that break it are gone before the next breakage.
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")


def unsealed(_who: str) -> Any:
    """Drafts as they were typed."""
    return both(
        patch.object(drafts, "seal", lambda values, **_more: json.dumps(values).encode()),
        patch.object(drafts, "unseal", lambda sealed, **_more: json.loads(sealed)),
    )


def code_in_log(_who: str) -> Any:
    return wrapped(
        drafts, "save", lambda made: (logging.getLogger("submissions").debug("as %s", made.code), made)[1]
    )


def receipt_in_log(_who: str) -> Any:
    return wrapped(
        receipts, "code_for", lambda code: (logging.getLogger("submissions").debug("as %s", code), code)[1]
    )


def asker(who: str) -> Any:
    return wrapped(board, "card_of", lambda card: replace(card, text=f"{card.text} ({who})"))


def place_shown(_who: str) -> Any:
    """As if no letter went out, to whoever gives an address, which may be another's."""
    return patch.object(registration, "gets_letter", lambda _form: False)


def in_letter(add: Callable[[str], str]) -> Callable[[str], Any]:
    """To the end of every letter that somebody asks for."""

    def broken(who: str) -> Any:
        def change(letter: Any) -> Any:
            letter.body += add(who)
            return letter

        return wrapped(mail, "compose", change)

    return broken


def last_words(_who: str) -> str:
    return " ".join(Contribution.objects.values_list("text", flat=True))


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


MUTANTS: dict[str, Mutant] = {
    "a name in a heading": Mutant(heading, Shows.REPORT),
    "an id of a row in an address": Mutant(row_in_anchor, Shows.REPORT),
    "a count that is not rounded": Mutant(unrounded, Shows.REPORT),
    "no cell left out beside a small one": Mutant(no_complement, Shows.REPORT),
    "an author in the Word file": Mutant(word_author, Shows.REPORT),
    "an author in the PDF": Mutant(pdf_author, Shows.REPORT),
    "a comment in the page": Mutant(
        in_html(b"</body>", lambda who: f"<!-- {who} -->".encode()), Shows.REPORT
    ),
    "an attribute in base64": Mutant(
        in_html(b"</body>", lambda who: b'<i data-x="%s"></i>' % base64.b64encode(who.encode())), Shows.REPORT
    ),
    "a key in the JSON": Mutant(
        lambda who: in_file("json", lambda data: data.replace(b"{", b'{"%s": 1,' % who.encode(), 1)),
        Shows.REPORT,
    ),
    "a name in a file's name": Mutant(file_name, Shows.REPORT),
    "UTF-16 that the check does not read": Mutant(
        lambda who: in_file("docx", with_member("word/notes.bin", who.encode("utf-16-be"))), Shows.REPORT
    ),
    "a table of the spreadsheet in capitals": Mutant(
        lambda who: in_file("xlsx", with_member("xl/notes.xml", who.upper().encode())), Shows.REPORT
    ),
    "a label that few share": Mutant(
        lambda _who: patch.object(words, "label_is_allowed", lambda *_given: True), Shows.REPORT
    ),
    "a header that tells": Mutant(header, Shows.REPORT),
    "words sorted by the time they came": Mutant(by_time, Shows.VERSIONS),
    "the check is off and nobody covers names": Mutant(uncovered, Shows.VERSIONS),
    "the same ids in the next version": Mutant(same_ids, Shows.VERSIONS),
    "a version that need not wait": Mutant(
        lambda _who: patch.object(publication, "waits_for", lambda _report: 0), Shows.VERSIONS
    ),
    "a name in a log line": Mutant(log_line, Shows.INTAKE),
    "a name beside words that were taken back": Mutant(
        lambda _who: patch.object(receipts, "forget_sender", lambda *_given, **_more: None), Shows.INTAKE
    ),
    "a name in a Redis key": Mutant(redis_key, Shows.INTAKE),
    "a name in a message to a worker": Mutant(task_argument, Shows.INTAKE),
    "a name in the audit trail": Mutant(audit_row, Shows.INTAKE),
    "a name in the admin's history": Mutant(
        lambda _who: patch.object(RegistrationAdmin, "names_in_history", True), Shows.INTAKE
    ),
    "a time finer than a day": Mutant(moment, Shows.INTAKE),
    "a draft that is not sealed": Mutant(unsealed, Shows.INTAKE),
    "the code of a draft in a log line": Mutant(code_in_log, Shows.INTAKE),
    "the code of a receipt in a log line": Mutant(receipt_in_log, Shows.INTAKE),
    "the board of a webinar tells who asks": Mutant(asker, Shows.INTAKE),
    "the link to a place for whoever gives its address": Mutant(place_shown, Shows.INTAKE),
    "a name in a letter": Mutant(in_letter(lambda who: who), Shows.INTAKE),
    "words in a letter": Mutant(in_letter(last_words), Shows.INTAKE),
    "a name in a cookie": Mutant(cookie, Shows.OPEN_PAGES),
    "the reviewer's page tells the speaker": Mutant(
        lambda who: patch.object(Page, "sector", property(lambda _page: who)), Shows.REVIEW
    ),
    "the API tells a participant": Mutant(
        lambda who: patch.object(api.ConsultationSerializer, "get_state", lambda *_given: who),
        Shows.OPEN_PAGES,
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
