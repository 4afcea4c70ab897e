"""Who said what stays with them: planted names, rules, labels and small groups."""

from __future__ import annotations

from typing import Any

import pytest

from consultations.models import (
    Attribution,
    AttributionRule,
    EventKind,
    Organization,
    OrganizationKind,
    ParticipantRole,
    Presentation,
    Sector,
    SessionKind,
)
from reports.compiler import Finding
from submissions.models import Clearance, Contribution
from submissions.review import redaction, workflow
from tests.factories import both, make_event, make_organization, make_participant, make_reason, make_session
from tests.reports.compiling import Streets, make_streets, quotations, table, texts

pytestmark = pytest.mark.django_db

CONFERENCE = {"via": "rapporteur"}


def source(streets: Streets, contribution: Contribution, language: str = "en") -> str:
    streets.theme(contribution, quoted=True)
    return quotations(streets.report(language))[0].source


def test_under_the_chatham_house_rule_a_source_is_a_participant() -> None:
    streets = make_streets()
    said = streets.said(
        "Paint.", streets.conference, sector="civil_society", name="Ada Walker", attribution="named"
    )
    assert source(streets, said) == "A participant"
    assert source(streets, said, "fr") == "Une personne participante"


@pytest.mark.parametrize(
    ("people", "line"), [(9, "A participant"), (10, "A member of civil society, conference")]
)
def test_a_sector_and_the_channel_are_named_from_k_people_on(people: int, line: str) -> None:
    streets = make_streets()
    streets.attended_by(people)
    said = streets.said("Paint.", streets.conference, sector="civil_society")
    assert source(streets, said) == line


def test_only_people_who_came_to_that_event_count() -> None:
    streets = make_streets()
    streets.attended_by(9)
    make_participant(streets.consultation)  # registered nowhere
    said = streets.said("Paint.", streets.conference, sector="civil_society")
    assert source(streets, said) == "A participant"


def test_those_left_without_a_label_are_never_a_small_group() -> None:
    """Were all but three people labelled, "a participant" would mean one of the three."""
    streets = make_streets()
    streets.attended_by(30)
    streets.attended_by(12, Sector.GOVERNMENT)
    streets.attended_by(3, Sector.PARLIAMENT)
    civil = streets.said("Paint.", streets.conference, sector="civil_society")
    assert source(streets, civil) == "A member of civil society, conference"
    streets = make_streets()
    streets.attended_by(12, Sector.GOVERNMENT)
    streets.attended_by(3, Sector.PARLIAMENT)
    official = streets.said("Paint.", streets.conference, sector="government")
    assert source(streets, official) == "A participant, conference"


@pytest.mark.parametrize(("others", "line"), [(8, "A participant"), (9, "A member of the public, open call")])
def test_online_it_is_submissions_that_count(others: int, line: str) -> None:
    streets = make_streets()
    for number in range(others):
        streets.said(f"Point {number}.", sector="public")
    assert source(streets, streets.said("Paint.", sector="public")) == line


@pytest.mark.parametrize("set_aside", [False, True])
def test_what_waits_or_was_set_aside_makes_no_crowd_to_stand_in(set_aside: bool) -> None:
    """Anybody can send nine forms that nobody accepts, so that the one which is would be told by its labels."""
    streets = make_streets()
    reason = make_reason(streets.consultation)
    for number in range(9):
        junk = streets.said(f"Junk {number}.", sector="academia", language="fr", accept=False)
        if set_aside:
            workflow.set_aside(junk, by=streets.reviewer, reason=reason)
    said = streets.said("De la peinture.", sector="academia", language="fr")
    for number in range(10):
        streets.said(f"Point {number}.", sector="public")
    streets.theme(said, quoted=True)
    assert quotations(streets.report("fr")) == []
    assert quotations(streets.report("en")) == []
    assert "cademi" not in " ".join(texts(streets.report("en")))


@pytest.mark.parametrize(
    ("choice", "printed"),
    [
        (Attribution.NOT_ATTRIBUTED, "A participant"),
        (Attribution.ORGANIZATION, "Walkers United, open call"),
        (Attribution.NAMED, "Ada Walker, Walkers United, open call"),
    ],
)
def test_by_consent_the_source_says_what_was_chosen(choice: str, printed: str) -> None:
    streets = make_streets()
    said = streets.said("Paint.", attribution=choice, name="Ada Walker", organization_name="Walkers United")
    assert source(streets, said) == printed


def presented(streets: Streets, rule: str | None) -> Contribution:
    session = make_session(streets.conference, SessionKind.FORMAL_PRESENTATION, attribution_rule=rule)
    expert = make_participant(
        streets.consultation,
        Sector.INTERNATIONAL_EXPERT,
        name="Grace Path",
        organization=make_organization(streets.consultation, name=both("Paths"), listed=True),
        roles=[ParticipantRole.EXPERT],
        listed=True,
    )
    Presentation.objects.create(session=session, participant=expert)
    return streets.said(
        "Paint.", streets.conference, session=session, participant=expert, organization=expert.organization
    )


def test_a_presentation_on_the_record_is_attributed() -> None:
    streets = make_streets()
    assert (
        source(streets, presented(streets, AttributionRule.ATTRIBUTABLE)) == "Grace Path, Paths, conference"
    )


def test_a_presentation_without_a_rule_of_its_own_is_not_attributed() -> None:
    streets = make_streets()
    assert source(streets, presented(streets, None)) == "A participant"


def test_a_presentation_on_the_record_without_a_speaker_is_a_presentation() -> None:
    streets = make_streets()
    session = make_session(
        streets.conference, SessionKind.FORMAL_PRESENTATION, attribution_rule=AttributionRule.ATTRIBUTABLE
    )
    said = streets.said("Paint.", streets.conference, session=session)
    assert source(streets, said) == "Presentation, conference"


def test_the_language_of_a_quotation_is_marked_when_enough_people_speak_it() -> None:
    streets = make_streets()
    streets.attended_by(10, language="fr")
    streets.attended_by(10, language="en", name="Other")
    said = streets.said("Du trottoir.", streets.conference, language="fr")
    assert source(streets, said) == "A participant, conference (original in French)"
    assert source(streets, said, "fr") == "Une personne participante, conférence"
    assert quotations(streets.report())[0].language == "fr"


def in_french(streets: Streets, few: int, **paraphrase: str) -> Contribution:
    """Said in French at a conference of which ``few`` speak it."""
    streets.attended_by(few, language="fr")
    streets.attended_by(20, language="en", name="Other")
    said = streets.said("Du trottoir.", streets.conference, language="fr", accept=False)
    if paraphrase:
        said = workflow.set_paraphrase(said, by=streets.reviewer, **paraphrase)
    return workflow.accept(said, by=streets.reviewer)


def test_words_in_a_language_that_few_speak_are_printed_in_the_one_of_the_others_and_not_marked() -> None:
    streets = make_streets()
    said = in_french(streets, 9, en="The pavement.", fr="Le trottoir.")
    assert source(streets, said) == "A participant, conference"
    assert source(streets, said, "fr") == "Une personne participante, conférence"
    for language in ("en", "fr"):
        [quotation] = quotations(streets.report(language))
        assert (quotation.text, quotation.language) == ("The pavement.", "en")


def test_without_other_words_they_are_not_quoted_but_count() -> None:
    streets = make_streets()
    streets.theme(in_french(streets, 9), quoted=True)
    document = streets.report()
    assert quotations(document) == []
    assert "Crossings are worn" in list(texts(document))
    assert "Du trottoir." not in document.as_json()


def test_words_in_a_language_that_enough_speak_stand_as_they_were_said() -> None:
    streets = make_streets()
    streets.theme(in_french(streets, 10, en="The pavement.", fr="Le trottoir."), quoted=True)
    assert [each.text for each in quotations(streets.report())] == ["Du trottoir."]


def test_an_idea_that_has_no_other_words_and_no_finding_is_not_lost() -> None:
    streets = make_streets()
    in_french(streets, 9)
    assert "Du trottoir." in list(texts(streets.report()))


def post(streets: Streets, **fields: Any) -> Contribution:
    event = make_event(streets.consultation, EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    said = streets.said("Paint, says @ada_walks!", event, accept=False, **fields)
    said = workflow.set_paraphrase(
        said, by=streets.reviewer, en="Paint was asked for.", fr="De la peinture a été demandée."
    )
    return workflow.accept(said, by=streets.reviewer)


def test_a_post_is_printed_in_other_words_in_the_readers_language() -> None:
    streets = make_streets()
    streets.theme(post(streets), quoted=True)
    english, french = (quotations(streets.report(language))[0] for language in ("en", "fr"))
    assert (english.text, english.source) == (
        "Paint was asked for.",
        "A participant (paraphrased)",
    )
    assert (french.text, french.language) == ("De la peinture a été demandée.", "fr")
    assert "@ada_walks" not in streets.report().as_json()
    assert "@ada_walks" in streets.compiled().protected.names


def test_a_post_whose_author_agreed_to_be_named_is_quoted() -> None:
    streets = make_streets()
    said = post(streets, attribution="named", name="Ada Walker")
    assert source(streets, said) == "Ada Walker, social media"
    assert "@ada_walks" not in streets.compiled().protected.names


def test_a_post_that_lost_its_paraphrase_is_left_out_but_counts() -> None:
    streets = make_streets()
    said = post(streets)
    Contribution.objects.filter(pk=said.pk).update(paraphrase_en="", paraphrase_fr="")
    streets.theme(said, quoted=True)
    document = streets.report()
    assert quotations(document) == []
    assert "Crossings are worn" in list(texts(document))


def test_redacted_words_are_in_no_public_text() -> None:
    streets = make_streets()
    said = streets.said("Ask Rosa at the depot.", accept=False)
    redaction.redact_phrase(said, by=streets.reviewer, phrase="Rosa", replacement="[a worker]", reason="name")
    said.refresh_from_db()
    streets.theme(workflow.accept(said, by=streets.reviewer), quoted=True)
    compilation = streets.compiled()
    assert [q.text for q in quotations(compilation.documents["en"])] == ["Ask [a worker] at the depot."]
    assert all("Rosa" not in document.as_json() for document in compilation.documents.values())


def test_what_is_not_accepted_is_in_no_document() -> None:
    streets = make_streets()
    streets.said("Heard.")
    streets.said("Unheard-of words.", accept=False)
    withdrawn = streets.said("Taken back.")
    workflow.withdraw(withdrawn)
    compilation = streets.compiled()
    for document in (*compilation.documents.values(), *compilation.internal.values()):
        assert "Unheard-of" not in document.as_json()
        assert "Taken back" not in document.as_json()


def test_names_of_people_and_organizations_that_are_not_listed_are_protected() -> None:
    streets = make_streets()
    hidden = make_organization(streets.consultation, name=both("Quiet Walkers"))
    shown = make_organization(streets.consultation, name=both("Loud Walkers"), listed=True)
    city = make_organization(streets.consultation, name=both("City Works"), takes_advice=True)
    streets.attended_by(1, name="Quiet Person", email="quiet@example.org", organization=hidden)
    streets.attended_by(1, name="Loud Person", listed=True, organization=shown)
    streets.attended_by(1, name="Official", organization=city)
    streets.said("Paint.")
    protected = streets.compiled().protected
    assert protected.names == ("Official", "Quiet Person", "quiet@example.org")
    assert protected.organizations == ("Quiet Walkers", "Quiet Walkers (fr)")
    assert "Loud Person" in list(texts(streets.report()))
    assert "Loud Walkers" in list(texts(streets.report()))


def test_who_agreed_to_be_listed_but_never_came_is_protected() -> None:
    streets = make_streets()
    make_participant(streets.consultation, name="Absent Person", email="", listed=True)
    streets.said("Paint.")
    assert streets.compiled().protected.names == ("Absent Person",)
    assert "Absent Person" not in list(texts(streets.report()))


def organization_of_speakers(streets: Streets, **fields: Any) -> Organization:
    organization = make_organization(streets.consultation, name=both("Walkers United"), **fields)
    streets.attended_by(1, name="Ada Walker", email="ada@example.org", organization=organization, listed=True)
    return organization


@pytest.mark.parametrize(
    "words",
    ["Ada Walker", "Walkers United", "walkers united", "ada@example.org", "@ada", "someone@example.net"],
)
def test_a_name_in_words_to_be_printed_is_found_although_its_bearer_is_listed(words: str) -> None:
    streets = make_streets()
    organization_of_speakers(streets, listed=True)
    said = streets.said(f"As {words} told us, paint.")
    assert streets.compiled().findings == (Finding(str(said.pk), words),)


def test_a_name_of_one_word_is_found_as_it_is_written_and_never_stops_what_the_programme_says() -> None:
    streets = make_streets()  # its topic is called Crossings
    streets.attended_by(1, name="Rose")
    streets.attended_by(1, name="crossings")
    streets.said("The costs rose at all crossings.")
    named = streets.said("Rose asked for crossings.")
    compilation = streets.compiled()
    assert compilation.findings == (Finding(str(named.pk), "Rose"),)
    assert compilation.protected.names == ("Rose",)


def test_another_apostrophe_hides_no_name() -> None:
    streets = make_streets()
    streets.attended_by(1, name="Dara O’Path")
    said = streets.said("As Dara O'Path said, paint.")
    assert streets.compiled().findings == (Finding(str(said.pk), "Dara O'Path"),)


def test_cleared_words_may_stand() -> None:
    streets = make_streets()
    organization_of_speakers(streets)
    said = streets.said("Walkers United asked for paint.")
    Clearance.objects.create(contribution=said, words="Walkers United", reason="public", by=streets.reviewer)
    compilation = streets.compiled()
    assert compilation.findings == ()
    # With the words around it: elsewhere the name is still a leak.
    assert "Walkers United asked for paint." in compilation.protected.permitted
    assert "Walkers United" in compilation.protected.organizations


def test_redacted_names_are_no_finding() -> None:
    streets = make_streets()
    organization_of_speakers(streets)
    said = streets.said("Walkers United asked for paint.", accept=False)
    redaction.redact_phrase(
        said, by=streets.reviewer, phrase="Walkers United", replacement="[a group]", reason="identifies"
    )
    said.refresh_from_db()
    workflow.accept(said, by=streets.reviewer)
    assert streets.compiled().findings == ()


def test_their_own_name_is_no_finding_where_they_agreed_to_it() -> None:
    streets = make_streets()
    organization_of_speakers(streets)
    streets.said(
        "Walkers United asks for paint.", attribution="organization", organization_name="Walkers United"
    )
    assert streets.compiled().findings == ()


def test_a_department_that_takes_advice_may_be_named() -> None:
    streets = make_streets()
    organization_of_speakers(streets, takes_advice=True)
    streets.said("Walkers United should paint.")
    assert streets.compiled().findings == ()


@pytest.mark.parametrize(
    ("public", "found"), [({}, True), ({"listed": True}, False), ({"takes_advice": True}, False)]
)
def test_a_body_of_parliament_may_be_named_only_where_it_has_a_public_part(
    public: dict[str, bool], found: bool
) -> None:
    streets = make_streets()
    organization_of_speakers(streets, kind=OrganizationKind.PARLIAMENT, **public)
    said = streets.said("As Walkers United told us, paint.")
    compilation = streets.compiled()
    assert compilation.findings == ((Finding(str(said.pk), "Walkers United"),) if found else ())
    assert ("Walkers United" in compilation.protected.organizations) is found


def test_sectors_that_are_too_small_have_no_count_and_no_sum_beside_the_others() -> None:
    streets = make_streets()
    streets.attended_by(20)
    streets.attended_by(30, Sector.GOVERNMENT)
    streets.attended_by(7, Sector.PARLIAMENT)
    streets.attended_by(4, Sector.ACADEMIA)
    streets.said("Paint.")
    document = streets.report()
    assert (
        "The conference brought together 20 members of civil society and over 35 government representatives."
        in list(texts(document))
    )
    assert table(document, "People or submissions, by event").rows == (
        ("The conference", "Civil society", "20"),
        ("The conference", "Government and Parliament", "over 35"),
    )
    assert not any("academi" in text.lower() for text in texts(document))
