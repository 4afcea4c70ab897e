"""After the night the files of the database tell no order: neither transaction numbers nor places on pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from config import roles
from consultations.models import EventKind
from submissions import tasks
from submissions.models import AuditEntry, Contribution, Submission
from submissions.review import screening, workflow
from tests.config.test_roles import PASSWORD, role, working_as
from tests.factories import make_contribution, make_event, make_organization, make_user

__all__ = ["role"]

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ("submissions_submission", "submissions_contribution", "submissions_auditentry", "submissions_flag",
          "submissions_contribution_addressees", "submissions_fingerprint")  # fmt: skip


def column(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def arrived(count: int = 12) -> list[Contribution]:
    event = make_event(kind=EventKind.CONFERENCE)
    addressee = make_organization(event.consultation)
    made = [
        make_contribution(event, f"{n}: write to me@example.org", addressees=(addressee,))
        for n in range(count)
    ]
    for each in made:
        screening.screen(each.submission)
    return made


def transactions(table: str) -> int:
    return len(set(column(f"SELECT xmin::text FROM {table}")))


def rows() -> dict[str, list[Any]]:
    return {table: column(f"SELECT t::text FROM {table} t ORDER BY t::text") for table in TABLES}


def test_before_the_night_the_files_tell_the_order_and_afterwards_they_do_not(role: str) -> None:
    order = [each.pk for each in arrived()]
    by_number = "SELECT id FROM submissions_contribution ORDER BY xmin::text::bigint"
    by_place = "SELECT id FROM submissions_contribution ORDER BY ctid"
    assert column(by_number) == column(by_place) == order

    before = rows()
    with working_as(role, PASSWORD):
        call_command("remove_traces")

    assert {table: transactions(table) for table in TABLES} == dict.fromkeys(TABLES, 1)
    assert column(by_place) == sorted(order) != order
    assert rows() == before


def test_what_was_done_meanwhile_is_caught_by_the_next_night() -> None:
    first, *_others = arrived()
    tasks.remove_traces()
    workflow.withdraw(first.submission)
    assert transactions("submissions_contribution") == 2
    tasks.remove_traces()
    assert transactions("submissions_contribution") == 1


def test_every_table_that_hangs_on_words_is_among_them() -> None:
    found = set(column("SELECT tables_of_words()::text"))
    assert set(TABLES) | {"submissions_outboxmessage", "submissions_draft", "submissions_answer"} <= found
    assert not {"consultations_event", "auth_user", "consultations_participant"} & found


def test_it_opens_no_way_to_change_anything() -> None:
    contribution = arrived(1)[0]
    workflow.start(contribution, by=make_user(), version=contribution.version)
    tasks.remove_traces()
    for statement in (
        "UPDATE submissions_auditentry SET action = 'forged'",
        "UPDATE submissions_contribution SET text = 'Never said.'",
        "UPDATE submissions_submission SET received_on = received_on - 1",
    ):
        with pytest.raises(Exception, match=r"append-only|do(es)? not change"):
            column(statement)
    assert (AuditEntry.objects.count(), Submission.objects.count()) == (2, 1)
    assert roles.owns_its_tables()
