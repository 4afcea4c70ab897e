"""Random steps through every path loosen nothing; and the walk notices when something does."""

import pytest
from django.db import connection

from submissions.models import Submission
from tests.privacy.ratchet_walk import WAYS, random_ratchet_steps

pytestmark = pytest.mark.django_db

STEPS = 1500


def test_no_random_step_loosens_anything() -> None:
    seen = random_ratchet_steps(seed=2026, steps=STEPS)

    assert seen.found == []
    assert seen.steps == seen.taken + seen.refused == STEPS
    assert min(seen.taken, seen.refused) > STEPS / 10
    assert set(seen.by_path) == {way.__name__ for way in WAYS}
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("trigger", "table"),
    [
        ("rule_only_becomes_stricter", "consultations_event"),
        ("rule_only_becomes_stricter", "consultations_session"),
        ("rule_only_becomes_stricter", "consultations_consultation"),
        ("place_does_not_move", "consultations_session"),
        ("place_does_not_move", "consultations_event"),
        ("place_of_words_stays", "consultations_session"),
        ("id_does_not_change", "consultations_session"),
        ("what_was_said_stays", "submissions_submission"),
        ("words_do_not_change", "submissions_submission"),
        ("words_do_not_change", "submissions_contribution"),
        ("no_presenter_after_protected_words", "consultations_presentation"),
        ("protected_words_have_no_presenter", "submissions_submission"),
    ],
)
def test_the_walk_notices_a_trigger_that_is_missing(trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")

    assert any(random_ratchet_steps(seed, 250).found for seed in range(20))
