"""Order that rows leave in the files of the database, beside what they say, and how it is taken away every night."""

from __future__ import annotations

from django.db import connection


def remove() -> None:
    """Writes all that came with words anew: one transaction number for all, laid out in the order of random ids.

    Nothing that can be read changes. Takes moments in which what is being sent waits. Where somebody holds a table for
    too long it raises ``OperationalError``, and the next night does it.
    """
    with connection.cursor() as cursor:
        # Two transactions: only what has been left behind by a finished one is dropped from the new files.
        cursor.execute("SELECT rewrite_what_came_in()")
        cursor.execute("SELECT lay_out_what_came_in()")
