"""What somebody said to be reached by is looked for in the finished report, whoever put it there."""

import pytest

from consultations.models import Bilingual
from reports.compiler.findings import Finding
from reports.leaks import ProtectedTerms, find_in_texts
from reports.models import Narrative, Part, ReportStatus
from submissions.models import Contribution, Flag, FlagKind
from submissions.review import clearances, redaction, workflow
from tests.factories import both
from tests.reports.compiling import Streets
from tests.reports.test_generation_leaks import compiled

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, POSTAL_CODE = "613-555-0134", "K1A 0B1"


def covered(streets: Streets, words: str = PHONE) -> Contribution:
    """Somebody at the conference said where to reach them, and a reviewer covered it."""
    contribution = streets.said(f"Light the paths: {words}.", streets.conference)
    redaction.redact_phrase(
        contribution, by=streets.reviewer, phrase=words, replacement="[removed]", reason="an address"
    )
    contribution.refresh_from_db()
    return contribution


def leaked(streets: Streets) -> str:
    report = compiled(streets.consultation)
    assert report.status == ReportStatus.FAILED
    return report.failure_detail


def flagged() -> list[tuple[Contribution, str]]:
    return [(flag.contribution, flag.detail) for flag in Flag.objects.filter(kind=FlagKind.LEAK)]


@pytest.mark.parametrize(
    ("said", "slipped"),
    [
        (PHONE, "(613) 555 0134"),
        (POSTAL_CODE, "k1a0b1"),
        ("jo@example.org", "jo [at] example.org"),
        ("@jo_street", "@Jo_Street"),
    ],
)
def test_what_was_covered_in_the_words_and_slipped_into_the_paraphrase_is_flagged(
    streets: Streets, said: str, slipped: str
) -> None:
    covered(streets, said)
    assert compiled(streets.consultation).status == ReportStatus.READY
    point = streets.said(f"The paths are dark after the last bus, so ask me: {said}", streets.conference)
    workflow.set_paraphrase(point, by=streets.reviewer, en=f"Dark: {slipped}.", fr=f"Noir: {slipped}.")
    leaked(streets)
    assert {each for each, _words in flagged()} == {point}


def test_in_a_narrative_or_a_heading_it_keeps_the_report_back_and_staff_are_told_which(
    streets: Streets,
) -> None:
    theme = streets.theme(covered(streets), title=both("Call 613.555.0134"))
    assert leaked(streets) == PHONE
    theme.title = both("Dark paths")
    theme.save()
    assert compiled(streets.consultation).status == ReportStatus.READY
    Narrative.objects.create(
        consultation=streets.consultation, part=Part.ABOUT, language="en", text="Call 6135550134."
    )
    assert leaked(streets) == PHONE
    assert flagged() == []


def test_a_number_that_is_printed_as_it_was_said_is_a_finding_until_a_reviewer_clears_it(
    streets: Streets,
) -> None:
    contribution = streets.said(f"The line {PHONE} helps.", streets.conference)
    assert streets.compiled().findings == (Finding(str(contribution.pk), PHONE),)
    clearances.declare(contribution, by=streets.reviewer, words=PHONE, reason="It is everybody's.")
    assert streets.compiled().findings == ()
    assert compiled(streets.consultation).status == ReportStatus.READY
    other = streets.said(f"Ask me at {PHONE}.", streets.conference)
    assert streets.compiled().findings == (Finding(str(other.pk), PHONE),)


def test_a_cleared_passage_permits_the_number_there_and_nowhere_else() -> None:
    terms = ProtectedTerms((PHONE,), (), ("The line 613-555-0134 helps",))
    assert find_in_texts([("page", "The line 613-555-0134 helps.")], terms) == ()
    assert find_in_texts([("page", "The line 613-555-0134 helps. Jo: 613-555-0134.")], terms) != ()


def test_what_the_programme_tells_everybody_is_nobodys_alone(streets: Streets) -> None:
    streets.conference.place = Bilingual("100 Main Street, Ottawa K1A 0B1", "100, rue Main, Ottawa K1A 0B1")
    streets.conference.save()
    covered(streets, POSTAL_CODE)
    assert streets.compiled().protected.names == ()
    covered(streets, "K1A 0B2")
    assert streets.compiled().protected.names == ("K1A 0B2",)


def test_who_agreed_to_be_named_gives_no_terms(streets: Streets) -> None:
    streets.said(f"Call {PHONE}.", attribution="named", name="Jo Zed", organization_name="Walkers")
    assert streets.compiled().protected.names == ()
    streets.said(f"Call {PHONE}.")
    assert streets.compiled().protected.names == (PHONE,)
