"""The promises of the database are put in place while it is in use, and again after they were taken back."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from consultations.models import AttributionRule
from submissions.models import Answer
from tests.factories import make_contribution
from tests.submissions.test_survey import ask, survey
from tests.together import queued_behind

pytestmark = pytest.mark.django_db(transaction=True)


def forwards() -> None:
    call_command("migrate", verbosity=0)


@pytest.fixture
def _before_the_promises() -> Iterator[None]:
    call_command("migrate", "submissions", "0023", verbosity=0)
    yield
    forwards()


@pytest.mark.usefixtures("_before_the_promises")
def test_no_day_is_left_beside_words_that_name_nobody() -> None:
    event = survey(AttributionRule.BY_CONSENT)
    question = ask(event, "date")

    def say() -> None:
        sent = make_contribution(event, attribution="not_attributed").submission
        Answer.objects.create(submission=sent, question=question, day=date(2017, 4, 9))

    say()
    assert queued_behind(say, forwards) == ["done"]
    assert set(Answer.objects.values_list("day", flat=True)) == {date(2017, 4, 1)}


def test_each_trigger_reads_the_tables_of_the_product_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal "
            "AND NOT coalesce('search_path=pg_catalog, public, pg_temp' = ANY (p.proconfig), false)"
        )
        assert cursor.fetchall() == []
