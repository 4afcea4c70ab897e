"""What whoever holds a copy of the database can read: every row of every table, browser sessions undone, times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection

from tests.leaks.canaries import Canary, Kind
from tests.leaks.plan import Truth

# Where people and bodies are listed, and where words are kept as they came. Nothing of people may stand elsewhere.
LISTS = {"consultations_participant", "consultations_organization"}
WORDS = {
    "submissions_contribution": {"text"},
    "submissions_flag": {"detail"},
    "submissions_clearance": {"words"},
}
# Bodies alone, when a coordinator edited them: the history names rows that are no people.
BODIES_TOO = {"django_admin_log"}
MINUTES = (
    "timestamp with time zone",
    "timestamp without time zone",
    "time without time zone",
    "time with time zone",
)


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position", [table],
        )  # fmt: skip
        return cursor.fetchall()


def cells() -> Iterator[tuple[str, str, bytes]]:
    """Table, column, and everything that stands in the column, a row a line."""
    for table in tables():
        for column, kind in columns(table):
            if kind not in (
                "text",
                "character varying",
                "jsonb",
                "json",
                "ARRAY",
                "bytea",
                "character",
                "uuid",
            ):
                continue
            yield table, column, read(table, column)
    sessions = "\n".join(repr(row.get_decoded()) for row in BrowserSession.objects.all())
    yield "django_session", "decoded", sessions.encode()


def read(table: str, column: str) -> bytes:
    """As text; what is kept as bytes, as those bytes."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
        rows = [bytes(value) if isinstance(value, memoryview) else None for (value,) in cursor.fetchall()]
        if any(row is not None for row in rows):
            return b"\n".join(row or b"" for row in rows)
        cursor.execute(f'SELECT string_agg("{column}"::text, E\'\\n\') FROM "{table}"')
        found = cursor.fetchone()
    return (found[0] or "").encode() if found else b""


def may_stand(table: str, column: str, canary: Canary, truth: Truth) -> bool:
    if table in LISTS:
        return canary in truth.rows
    if column in WORDS.get(table, ()):
        return canary in truth.worded | truth.public
    if table in BODIES_TOO:
        return canary in truth.rows and canary.kind in (Kind.ORGANIZATION, Kind.ACRONYM)
    return canary in truth.public


def times() -> Iterator[str]:
    """Columns of what participants send that keep a moment: anything finer than a day, where no member of staff did it."""
    for table in said_tables():
        named = columns(table)
        staff = [f'"{name}" IS NULL' for name, _kind in named if name in staff_columns(table)]
        nobody = " AND ".join(staff) or "true"
        for column, kind in named:
            if kind in MINUTES and any_row(
                f'SELECT 1 FROM "{table}" WHERE "{column}" IS NOT NULL AND {nobody} LIMIT 1'
            ):
                yield f"{table}.{column}"


def any_row(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() is not None


def said_tables() -> list[str]:
    """Submissions and contributions, and every table that points to one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid::regclass::text "
            "IN ('submissions_submission', 'submissions_contribution')"
        )
        found = {row[0] for row in cursor.fetchall()}
    return sorted(found | {"submissions_submission", "submissions_contribution"})


def staff_columns(table: str) -> set[str]:
    """Columns that point to an account."""
    with connection.cursor() as cursor:
        relations: dict[str, Any] = connection.introspection.get_relations(cursor, table)
    return {column for column, (_field, other, *_more) in relations.items() if other == "auth_user"}
