"""Who agreed to be listed as present may be named there; nobody's words may be tied to them for it."""

import pytest

from tests.factories import make_participant
from tests.reports.compiling import make_streets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "written",
    [
        "As Helene Cote said.",
        "As Hélène  Côté said.",
        "As Hélène\nCôté said.",
        "As He\N{COMBINING ACUTE ACCENT}le\N{COMBINING GRAVE ACCENT}ne Côté said.",
        "As Hé\N{SOFT HYPHEN}lène Co\N{ZERO WIDTH SPACE}te said.",
        "As HELENE COTE said.",
    ],
)
def test_a_listed_name_in_somebodys_words_stops_the_report_however_it_is_written(written: str) -> None:
    streets = make_streets()
    streets.attended_by(1, name="Hélène Côté", listed=True)
    said = streets.said(written)
    assert [str(finding.contribution_id) for finding in streets.compiled().findings] == [str(said.pk)]


def test_words_that_only_look_like_part_of_a_name_stop_nothing() -> None:
    streets = make_streets()
    make_participant(streets.consultation, name="Hélène Côté", listed=True)
    streets.said("The cote of arms of Helene's street.")
    assert streets.compiled().findings == ()
