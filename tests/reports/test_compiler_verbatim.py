"""What becomes of protected words that could be recognised: quotations, advice, other points, texts of staff."""

import pytest

from consultations.models import EventKind
from reports.models import Narrative
from submissions.models import FlagKind
from submissions.review import verbatim, workflow
from tests.factories import both, make_event, make_organization
from tests.reports.compiling import Streets, quotations, texts

pytestmark = pytest.mark.django_db

LONG = "We paint the crossings at the school each spring and autumn."


def everything(streets: Streets, language: str = "en") -> str:
    return "\n".join(texts(streets.report(language)))


def let_stand(streets: Streets, contribution: object) -> None:
    verbatim.decide(contribution, by=streets.reviewer, reason="General terms.")  # type: ignore[arg-type]


def test_a_quotation_waits_for_the_decision_and_the_finding_does_not(streets: Streets) -> None:
    contribution = streets.said(LONG, streets.conference)
    streets.theme(contribution, quoted=True)
    assert quotations(streets.report()) == []
    assert "Crossings are worn" in everything(streets)
    assert streets.compiled().manifest["unprinted"] == []
    let_stand(streets, contribution)
    assert [each.text for each in quotations(streets.report())] == [LONG]


def test_a_paraphrase_takes_the_place_of_the_words(streets: Streets) -> None:
    contribution = streets.said(LONG, streets.conference)
    workflow.set_paraphrase(
        contribution, by=streets.reviewer, en="Crossings are painted twice a year.", fr="C’est peint souvent."
    )
    assert "Crossings are painted twice a year." in everything(streets)
    assert "C’est peint souvent." in everything(streets, "fr")
    assert LONG not in everything(streets)


def test_a_paraphrase_that_repeats_the_words_is_not_printed(streets: Streets) -> None:
    contribution = streets.said(LONG, streets.conference)
    repeats = "Somebody paints the crossings at the school each spring and autumn."
    workflow.set_paraphrase(contribution, by=streets.reviewer, en=repeats, fr=repeats)
    assert repeats not in everything(streets)
    assert streets.compiled().manifest["unprinted"] == [str(contribution.pk)]


def test_advice_and_points_without_another_form_are_said_to_be_missing(streets: Streets) -> None:
    department = make_organization(streets.consultation, takes_advice=True)
    advice = streets.said(LONG, streets.conference, addressees=(department,))
    streets.theme(advice)
    point = streets.said(LONG.replace("spring", "winter"), streets.conference)
    assert set(streets.compiled().manifest["unprinted"]) == {str(advice.pk), str(point.pk)}
    for each in (advice, point):
        let_stand(streets, each)
    assert streets.compiled().manifest["unprinted"] == []
    assert LONG in everything(streets)


def test_short_words_and_those_of_whoever_agreed_to_be_named_are_printed(streets: Streets) -> None:
    streets.said("Paint the crossings again.", streets.conference)
    streets.said(LONG, attribution="organization", organization_name="Walkers")
    printed = everything(streets)
    assert "Paint the crossings again." in printed
    assert LONG in printed


def test_words_that_name_nobody_by_choice_wait_for_the_decision_as_well(streets: Streets) -> None:
    contribution = streets.said(LONG)
    assert LONG not in everything(streets)
    assert streets.compiled().manifest["unprinted"] == [str(contribution.pk)]
    let_stand(streets, contribution)
    assert LONG in everything(streets)


def test_a_statement_that_repeats_eight_protected_words_stops_the_report(streets: Streets) -> None:
    contribution = streets.said(LONG, streets.conference)
    streets.theme(
        contribution, statement=both("At the school each spring and autumn crossings at the school each.")
    )
    assert streets.compiled().findings == ()
    theme = streets.theme(contribution, statement=both(f"People told us: {LONG.lower()}"))
    found = streets.compiled().findings
    assert [(each.contribution_id, each.kind) for each in found] == [
        (str(contribution.pk), FlagKind.VERBATIM)
    ]
    let_stand(streets, contribution)
    assert streets.compiled().findings == ()
    assert theme.title.en in everything(streets)


def test_a_narrative_that_repeats_eight_protected_words_stops_the_report(streets: Streets) -> None:
    streets.said(LONG, make_event(streets.consultation, EventKind.CONFERENCE))
    for language in ("en", "fr"):
        Narrative.objects.create(
            consultation=streets.consultation, part="section_1", language=language, text=f"Yes: {LONG}"
        )
    assert [each.kind for each in streets.compiled().findings] == [FlagKind.VERBATIM]
