"""The role that the product works under can do all its work, and switch nothing off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import psycopg2
import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from config import roles
from submissions.intake import receipts
from submissions.models import AuditEntry, Status
from submissions.review import screening, workflow
from tests.factories import make_contribution, make_user
from tests.privacy.ratchet_walk import random_ratchet_steps

pytestmark = pytest.mark.django_db(transaction=True)

INSUFFICIENT_PRIVILEGE = "42501"
# A role belongs to the whole server: workers beside each other have one each.
ROLE = f"what_we_heard_in_a_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
PASSWORD = "correct-horse"

FORBIDDEN = [
    "ALTER TABLE consultations_event DISABLE TRIGGER ALL",
    "ALTER TABLE consultations_event DISABLE TRIGGER rule_only_becomes_stricter",
    "DROP TRIGGER rule_only_becomes_stricter ON consultations_event",
    "CREATE TRIGGER mine BEFORE UPDATE ON consultations_event FOR EACH ROW EXECUTE FUNCTION words_do_not_change()",
    "CREATE RULE mine AS ON UPDATE TO consultations_event DO INSTEAD NOTHING",
    "CREATE OR REPLACE FUNCTION rule_strictness(rule text) RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "ALTER FUNCTION rule_only_becomes_stricter() RESET search_path",
    "DROP FUNCTION rule_only_becomes_stricter() CASCADE",
    "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "SET session_replication_role = 'replica'",
    "TRUNCATE submissions_submission CASCADE",
    "TRUNCATE submissions_auditentry",
    "ALTER TABLE submissions_submission DROP CONSTRAINT submission_chatham_house_stores_no_speaker",
    "ALTER TABLE submissions_submission ADD COLUMN address inet",
    "DROP TABLE submissions_auditentry",
    "UPDATE submissions_auditentry SET action = 'forged'",
    "DELETE FROM submissions_auditentry",
    "DELETE FROM submissions_submission",
    "DELETE FROM submissions_contribution",
    "UPDATE django_migrations SET name = 'forged'",
    "CREATE TEMP TABLE submissions_submission (id uuid)",
    "CREATE TABLE mine (id uuid)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('postgresql.conf')",
]


@contextmanager
def working_as(user: str, password: str) -> Iterator[None]:
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=user, PASSWORD=password)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def role() -> Iterator[str]:
    roles.provide(ROLE, PASSWORD)
    yield ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@contextmanager
def raw(role: str) -> Iterator[psycopg2.extensions.cursor]:
    """Whoever holds the product's password, at a prompt of their own."""
    settings = connection.get_connection_params()
    link = psycopg2.connect(
        host=settings.get("host"), port=settings.get("port"), dbname=settings["dbname"], user=role, password=PASSWORD
    )  # fmt: skip
    link.autocommit = True
    try:
        yield link.cursor()
    finally:
        link.close()


def test_the_products_role_can_switch_off_replace_and_empty_nothing(role: str) -> None:
    owner = str(roles.ask("SELECT current_user"))
    with raw(role) as cursor:
        codes = {each: code_of(cursor, each) for each in [*FORBIDDEN, f'SET ROLE "{owner}"']}
    assert codes == dict.fromkeys(codes, INSUFFICIENT_PRIVILEGE)


def code_of(cursor: psycopg2.extensions.cursor, statement: str) -> str | None:
    """Of the error; empty where the statement was let through."""
    try:
        cursor.execute(statement)
    except psycopg2.Error as error:
        return error.pgcode
    return ""


def test_the_products_role_can_do_all_its_work(role: str) -> None:
    with working_as(role, PASSWORD):
        assert not roles.owns_its_tables()
        contribution = make_contribution(text="Write to me@example.org")
        screening.screen(contribution.submission)
        accepted = workflow.accept(contribution, by=make_user(), version=1)
        assert (accepted.status, contribution.flags.count()) == (Status.ACCEPTED, 1)
        assert receipts.withdraw(contribution.submission) == 1
        assert AuditEntry.objects.count() >= 3
    assert roles.owns_its_tables()


def test_no_random_step_of_the_products_role_loosens_anything(role: str) -> None:
    with working_as(role, PASSWORD):
        seen = random_ratchet_steps(seed=7, steps=400)
    assert seen.found == []
    assert seen.by_path["shadow_a_table"][0] == 0


def test_migrating_makes_the_products_role(settings: LazySettings) -> None:
    values = connection.settings_dict
    owner, password = values["USER"], values["PASSWORD"]
    settings.MIGRATION_DATABASE_URL = f"postgres://{owner}:{password}@{values['HOST']}:{values['PORT']}/any"
    with working_as(ROLE, PASSWORD):
        call_command("migrate", verbosity=0, stdout=StringIO())
        assert roles.ask("SELECT current_user") == ROLE
        assert not roles.owns_its_tables()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


def test_one_role_for_both_is_refused_in_words(settings: LazySettings) -> None:
    settings.MIGRATION_DATABASE_URL = f"postgres://{connection.settings_dict['USER']}@localhost/any"
    with pytest.raises(ImproperlyConfigured, match="same role"):
        call_command("migrate", verbosity=0)


def test_a_product_that_owns_its_tables_is_told_once(settings: LazySettings) -> None:
    settings.MIGRATION_DATABASE_URL, settings.HTTPS_ONLY = "", True
    said = StringIO()
    call_command("migrate", verbosity=1, stdout=said)
    assert said.getvalue().count("set MIGRATION_DATABASE_URL") == 1
