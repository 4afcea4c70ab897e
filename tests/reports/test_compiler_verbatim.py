"""What becomes of protected words that could be recognised: quotations, advice, other points, texts of staff."""

import json

import pytest

from consultations.models import Consultation, EventKind
from reports import store
from reports.models import Edition, FileFormat, Narrative, Report
from submissions.models import Contribution, FlagKind, Status
from submissions.review import verbatim, workflow
from tests.factories import both, make_event, make_organization, make_reason
from tests.reports.compiling import Streets, quotations, texts
from tests.reports.reporting import make_ready

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


def test_short_words_and_words_of_the_open_call_are_printed(streets: Streets) -> None:
    streets.said("Paint the crossings again.", streets.conference)
    streets.said(LONG)
    printed = everything(streets)
    assert "Paint the crossings again." in printed
    assert LONG in printed


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


def not_accepted(streets: Streets, status: str) -> Contribution:
    said = streets.said(LONG, streets.conference, accept=False)
    if status == Status.SET_ASIDE:
        return workflow.set_aside(said, by=streets.reviewer, reason=make_reason(streets.consultation))
    if status == Status.MERGED:
        return workflow.merge(said, by=streets.reviewer, into=streets.said("Paint.", streets.conference))
    if status == Status.WITHDRAWN:
        workflow.withdraw(said.submission)
    said.refresh_from_db()
    return said


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ACCEPTED, Status.IN_REVIEW}))
def test_words_that_are_not_accepted_are_repeated_by_no_text_of_staff_before_a_decision(
    streets: Streets, status: str
) -> None:
    contribution = not_accepted(streets, status)
    assert contribution.status == status
    streets.theme(streets.said("Worn.", streets.conference), statement=both(f"People told us: {LONG}"))
    found = streets.compiled().findings
    assert [(each.contribution_id, each.kind) for each in found] == [
        (str(contribution.pk), FlagKind.VERBATIM)
    ]
    let_stand(streets, contribution)
    assert streets.compiled().findings == ()


def test_words_that_wait_and_of_which_their_author_wants_to_be_named_may_be_repeated(
    streets: Streets,
) -> None:
    streets.said(LONG, attribution="organization", organization_name="Walkers", accept=False)
    streets.theme(streets.said("Worn."), statement=both(f"People told us: {LONG}"))
    assert streets.compiled().findings == ()


def paraphrased(streets: Streets, **arrival: str) -> Contribution:
    short = streets.said("Worn.", streets.conference, **arrival)
    return workflow.set_paraphrase(short, by=streets.reviewer, en=LONG, fr=LONG)


@pytest.mark.parametrize("accept", [True, False])
def test_a_paraphrase_that_repeats_the_protected_words_of_others_is_not_printed(
    streets: Streets, accept: bool
) -> None:
    other = streets.said(LONG, streets.conference, accept=accept)
    point = paraphrased(streets, language="fr")
    assert LONG not in everything(streets)
    let_stand(streets, other)
    assert LONG in everything(streets)
    assert point.paraphrase_en == LONG


def test_a_paraphrase_that_was_read_for_its_own_decision_is_printed(streets: Streets) -> None:
    streets.said(LONG, streets.conference, accept=False)
    point = streets.said(LONG.replace("spring", "winter"), streets.conference, language="fr")
    point = workflow.set_paraphrase(point, by=streets.reviewer, en=LONG, fr=LONG)
    assert LONG not in everything(streets)
    let_stand(streets, point)
    assert LONG in everything(streets)


def test_what_is_public_is_not_kept_out_of_the_next_version_by_whoever_sends_it_back(
    streets: Streets,
) -> None:
    paraphrased(streets, language="fr")
    published = make_ready(streets.consultation, published_on=streets.consultation.today())
    told = store.put(json.dumps({"parts": [{"blocks": [{"text": LONG}]}]}).encode(), FileFormat.JSON)
    published.files.filter(format=FileFormat.JSON, edition=Edition.PUBLIC).update(path=told.path)
    streets.theme(streets.said("Bumpy.", streets.conference), statement=both(f"People told us: {LONG}"))
    streets.said(LONG, streets.conference, accept=False)
    assert LONG in everything(streets)
    assert streets.compiled().findings == ()
    store.path_of(told.path).unlink()
    assert streets.compiled().findings != ()
    Report.objects.update(taken_down_on=streets.consultation.today(), taken_down_reason="A name.")
    assert streets.compiled().findings != ()


def test_of_many_who_sent_the_same_one_decision_is_enough(streets: Streets) -> None:
    streets.theme(streets.said("Worn.", streets.conference), statement=both(f"People told us: {LONG}"))
    first, *_others = (streets.said(LONG, streets.conference, accept=False) for _each in range(3))
    assert streets.compiled().findings != ()
    let_stand(streets, first)
    assert streets.compiled().findings == ()


def test_what_the_programme_says_is_nobodys_words(streets: Streets) -> None:
    purpose = "To make all streets of this town safer for everybody who walks on them."
    Consultation.objects.update(purpose=both(purpose))
    streets.said(f"You write: {purpose}", streets.conference)
    Narrative.objects.create(consultation=streets.consultation, part="section_1", language="en", text=purpose)
    assert streets.compiled().findings == ()


def test_of_two_who_said_the_same_a_decision_about_one_lets_texts_of_staff_repeat_it(
    streets: Streets,
) -> None:
    first, _second = (streets.said(LONG, streets.conference) for _each in range(2))
    streets.theme(first, statement=both(f"People told us: {LONG}"))
    assert streets.compiled().findings != ()
    let_stand(streets, first)
    assert streets.compiled().findings == ()
