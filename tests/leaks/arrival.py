"""Rows that come with what participants send, in the order of their ids, beside the order of arrival."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from submissions.models import Contribution, Status
from tests.leaks.backstage import columns, said_tables
from tests.leaks.world import World


def places(world: World) -> Iterator[tuple[str, list[float]]]:
    """By table, the place of the first row of each sending among the ids, in the order of arrival."""
    rows = (
        Contribution.objects.for_consultation(world.consultation)
        .exclude(status=Status.WITHDRAWN)
        .values_list("pk", "submission_id", "text")
    )
    said = {mark: pair for mark in world.arrived for *pair, text in rows if mark in text}
    for table in said_tables():
        keys = key_columns(table)
        ranks = ranked(table, keys)
        found = [ranks[str(pk)] for pair in said.values() for pk in pair if str(pk) in ranks]
        yield f"ids of {table}", found


def key_columns(table: str) -> list[str]:
    """What leads from a row to the words."""
    if table in ("submissions_submission", "submissions_contribution"):
        return ["id"]
    names = {name for name, _kind in columns(table)}
    return [name for name in ("submission_id", "contribution_id") if name in names][:1]


def ranked(table: str, keys: list[str]) -> dict[str, float]:
    """Of rows that no member of staff wrote. By the key that leads to the words; by the id of the row, in its order."""
    names = {name for name, _kind in columns(table)}
    if not keys or "id" not in names or names & {"by_id", "author_id", "theme_id"}:
        return {}
    only = "WHERE actor_id IS NULL" if "actor_id" in names else ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{keys[0]}"::text FROM "{table}" {only} ORDER BY id DESC')
        found = [row[0] for row in cursor.fetchall()]
    return {key: float(-place) for place, key in enumerate(found)}
