"""Every column that hangs on what was said and could hold a moment, a person or an address is known here, with its reason.

A new one on such a table fails until somebody has thought about it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models

from consultations.models import Organization, Participant
from submissions.models import Draft, OutboxMessage, QuestionGroup, Submission

PEOPLE = {get_user_model(), Participant, Organization}
MOMENTS = (models.DateField, models.DateTimeField, models.TimeField, models.DurationField)
# What holds anything at all, and what is made to hold an address.
OPEN = (
    models.JSONField,
    models.BinaryField,
    models.EmailField,
    models.GenericIPAddressField,
    models.FileField,
)
TELLING = re.compile(
    r"name|mail|phone|address|agent|browser|device|session|cookie|token|key|secret|ip$|_at$|_on$|time"
)

KNOWN = {
    # A constraint keeps these empty under the Chatham House Rule, and without consent.
    "submissions.Submission.participant": "empty for protected words: submission_chatham_house_stores_no_speaker",
    "submissions.Submission.organization": "empty for protected words: submission_chatham_house_stores_no_speaker",
    "submissions.Submission.name": "empty for protected words: submission_chatham_house_stores_no_speaker",
    "submissions.Submission.organization_name": "empty for protected words: submission_chatham_house_stores_no_speaker",
    "submissions.Submission.received_on": "a day",
    "submissions.Submission.session": "a session of the programme; without presenter: protected_words_have_no_presenter",
    "submissions.Submission.idempotency_key": "random: submission_keys_are_random",
    "submissions.Answer.day": "a date that was asked for; a month for protected words: protected_date_has_no_day",
    "submissions.AuditEntry.actor": "staff; empty for what participants did: audit_participants_leave_no_name",
    "submissions.AuditEntry.at": "of staff; empty for what participants did: audit_participants_leave_no_time; and "
    "beside a question: question_leaves_no_time; and of a theme: theme_leaves_no_time",
    "submissions.AuditEntry.on": "a day",
    "submissions.AuditEntry.detail": "for participants the way it came alone: audit_participants_leave_no_detail",
    # What staff do later has a time and a name: theirs.
    "submissions.Contribution.assigned_to": "the reviewer",
    "submissions.Note.author": "the reviewer",
    "submissions.Note.written_at": "when the reviewer wrote; empty beside a question: question_leaves_no_time",
    "submissions.Redaction.by": "the reviewer",
    "submissions.Flag.closed_by": "the reviewer",
    "submissions.Clearance.by": "the reviewer",
    "submissions.VerbatimDecision.by": "the reviewer",
    "submissions.Contribution_addressees.organization": "of whom something is asked; never who asks",
    "submissions.Draft.words": "sealed; the code that opens it is not stored",
    "submissions.Draft.speaker": "sealed, and empty for protected words: draft_chatham_house_stores_no_speaker",
    "submissions.Draft.mails": "how many letters, not to whom",
    "submissions.Draft.expires_on": "a day",
    "submissions.OutboxMessage.args": "ids of reports; deleted when handed on",
}  # fmt: skip


def reached() -> set[type[models.Model]]:
    """The submission and whatever points to it, however far away; what waits beside it, and what questions are put in."""
    found: set[type[models.Model]] = {Submission}
    while True:
        new = {
            model for model in apps.get_models(include_auto_created=True) if points_to(model, found)
        } - found
        if not new:
            return found | {Draft, OutboxMessage, QuestionGroup}
        found |= new


def points_to(model: type[models.Model], targets: set[type[models.Model]]) -> bool:
    return any(field.is_relation and field.related_model in targets for field in model._meta.fields)


def could_tell(field: Any) -> bool:
    if field.related_model in PEOPLE or isinstance(field, (*MOMENTS, *OPEN)):
        return True
    # A link elsewhere is a number; what it leads to is looked at there.
    return bool(TELLING.search(field.name)) and (not field.is_relation or field.name == "session")


def test_every_column_that_could_tell_who_or_when_is_known_with_its_reason() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in reached()
        for field in model._meta.fields
        if could_tell(field)
    }
    assert found == set(KNOWN)


@pytest.mark.django_db
def test_the_constraints_that_are_given_as_reasons_are_there() -> None:
    named = {match for reason in KNOWN.values() for match in re.findall(r"\w+_\w+_\w+", reason)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger")
        there = {row[0] for row in cursor.fetchall()}
    assert named <= there


@pytest.mark.django_db
def test_the_tables_have_no_column_that_the_models_do_not_name() -> None:
    for model in reached():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
                [model._meta.db_table],
            )
            columns = {row[0] for row in cursor.fetchall()}
        assert columns == {field.column for field in model._meta.fields}


@pytest.mark.django_db
def test_the_night_rewrites_exactly_these_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tables_of_words()::text")
        tables = {row[0] for row in cursor.fetchall()}
    assert tables == {model._meta.db_table for model in reached()}
