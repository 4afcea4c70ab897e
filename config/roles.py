"""Two roles in the database: one owns the tables and migrates, the other is the product at work.

An owner may switch its triggers off. So the product works under a role that can read and write rows and nothing else:
what the triggers refuse, it cannot have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg2.extensions import encrypt_password, quote_ident

# The audit trail only grows; what was said is withdrawn, not deleted; the history of migrations is the owner's.
GRANTS = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT CONNECT ON DATABASE {database} TO {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON submissions_auditentry FROM {role};
REVOKE DELETE ON submissions_submission, submissions_contribution FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""


@contextmanager
def as_owner(url: str) -> Iterator[tuple[str, str]]:
    """The default connection works as the owner named in ``url``; yields name and password of the product's role."""
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
    owner = environ.Env.db_url_config(url)
    if owner["USER"] == before["USER"]:
        raise ImproperlyConfigured(
            "MIGRATION_DATABASE_URL and DATABASE_URL name the same role: give the product one of its own."
        )
    connection.close()
    connection.settings_dict.update({name: owner[name] for name in before})
    try:
        yield before["USER"], before["PASSWORD"]
    finally:
        connection.close()
        connection.settings_dict.update(before)


def provide(role: str, password: str = "") -> None:
    """Makes the product's role where there is none, and gives it exactly what it needs. For the owner to call."""
    with connection.cursor() as cursor:
        raw = cursor.connection
        name, database = quote_ident(role, raw), quote_ident(str(connection.settings_dict["NAME"]), raw)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {name} LOGIN")
        if password:
            # The server and its log see the hash alone.
            hashed = encrypt_password(password, role, raw, "scram-sha-256")
            cursor.execute(f"ALTER ROLE {name} PASSWORD %s", [hashed])
        cursor.execute(GRANTS.format(role=name, database=database))


def owns_its_tables() -> bool:
    """Whether the role of ``DATABASE_URL`` could switch off what refuses it."""
    return bool(
        ask(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE relname = 'submissions_submission'"
        )
    )


def ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row and row[0]
