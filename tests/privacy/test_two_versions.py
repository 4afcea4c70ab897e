"""Between two published versions nobody's answers to a survey can be read."""

import pytest

from consultations.models import ChairSide, Consultation, EventKind, StaffRole
from reports import publication
from reports.models import Decision, Report
from reports.publication import Refused
from tests.factories import make_consultation, make_event, make_user
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db


def approved(consultation: Consultation, senders: dict[str, int]) -> Report:
    report = make_ready(consultation)
    report.manifest["counts"] = {"submissions": senders}
    report.save()
    for side, role in (
        (ChairSide.GOVERNMENT, StaffRole.SIGNATORY_GOVERNMENT),
        (ChairSide.CIVIL_SOCIETY, StaffRole.SIGNATORY_CIVIL_SOCIETY),
    ):
        publication.sign(report, make_user(role, consultation), side, Decision.APPROVED)
    return report


@pytest.mark.parametrize(("later", "published"), [(40, True), (41, False), (38, False), (43, True)])
def test_a_version_waits_until_enough_people_have_answered_since(later: int, published: bool) -> None:
    """The same words, but one more answer: the difference of two tables would be that person's answers."""
    consultation = make_consultation(k=3)
    survey = make_event(consultation, EventKind.SURVEY)
    coordinator = make_user(StaffRole.COORDINATOR, consultation)
    publication.publish(approved(consultation, {survey.slug: 40}), coordinator)
    second = approved(consultation, {survey.slug: later})
    if published:
        assert publication.publish(second, coordinator).published_on
    else:
        with pytest.raises(Refused, match="Too little changed"):
            publication.publish(second, coordinator)
