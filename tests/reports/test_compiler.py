"""What a report holds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from consultations.models import AttributionRule, EventKind, OrganizationKind, Resource, Section
from reports.compiler import NothingAccepted, Unbalanced
from reports.compiler.compilation import compile_snapshot
from reports.compiler.reading import read
from reports.document import Chart, Entries, Evidence, Heading, Paragraph
from reports.generation import snapshot
from reports.models import Commitment, Narrative
from submissions.review import workflow
from submissions.review.ledger import Ledger, LedgerRow
from tests.factories import both, make_event, make_organization, make_reason, make_session, make_topic
from tests.reports.compiling import Streets, make_streets, part, table, texts, under

pytestmark = pytest.mark.django_db


def headings(streets: Streets, language: str = "en") -> list[str]:
    return [text for level, text in streets.report(language).headings() if level == 1]


def test_a_report_has_its_parts_in_their_order_in_both_languages() -> None:
    streets = make_streets()
    streets.said("Paint the crossings.")
    assert headings(streets) == [
        "About this consultation",
        "How to read this report",
        "Section 1: Looking back: lessons learned",
        "Section 2: Where we are: context and opportunities",
        "Section 3: Looking forward: priorities",
        "Annex A: Advice by organization",
        "Annex B: Resources",
        "Annex C: Method and figures",
    ]
    assert headings(streets, "fr")[2] == "Partie 1\u00a0: Regard sur le passé\u00a0: leçons apprises"
    assert len(headings(streets, "fr")) == 8


def test_nothing_accepted_is_no_report() -> None:
    streets = make_streets()
    streets.said("Not read yet.", accept=False)
    with pytest.raises(NothingAccepted):
        streets.compiled()


@pytest.mark.parametrize(
    "row",
    [
        LedgerRow("open_call", received=2, accepted=1),  # one is missing
        LedgerRow("open_call", received=2, accepted=2),  # balances, but not with what was read
    ],
)
def test_figures_that_do_not_agree_stop_the_report(row: LedgerRow) -> None:
    streets = make_streets()
    streets.said("Paint the crossings.")
    with pytest.raises(Unbalanced):
        compile_snapshot(replace(read(streets.consultation.pk), ledger=Ledger((row,))))


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    streets = make_streets()
    streets.theme(streets.said("One."), quoted=True)
    with django_assert_num_queries(31):
        streets.compiled()
    for number in range(4):
        topic = make_topic(streets.consultation, section=2)
        said = streets.said(
            f"More {number}.", addressees=(make_organization(streets.consultation, takes_advice=True),)
        )
        streets.theme(said, topic=topic)
        make_event(streets.consultation, EventKind.SURVEY)
    streets.attended_by(5)
    with django_assert_num_queries(31):
        streets.compiled()


@pytest.mark.django_db(transaction=True)
def test_it_compiles_where_the_database_refuses_to_write() -> None:
    streets = make_streets()
    streets.said("Paint the crossings.")
    with snapshot():
        streets.compiled()


def test_both_languages_have_one_structure() -> None:
    streets = make_streets()
    streets.theme(streets.said("One."), streets.said("Deux.", language="fr"), quoted=True)
    streets.said("Alone.")
    shape = {
        language: [(type(block).__name__, getattr(block, "anchor", "")) for _part, block in document.blocks()]
        for language, document in streets.compiled().documents.items()
    }
    assert shape["en"] == shape["fr"]


def test_themes_stand_by_weight_and_points_without_one_are_also_heard() -> None:
    streets = make_streets()
    one, two, three = (streets.said(text) for text in ("One.", "Two.", "Three."))
    streets.theme(one, title=both("Raised once"))
    streets.theme(one, two, title=both("Raised twice"))
    blocks = under(streets.report(), "Crossings")
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["Raised twice", "Raised once", "Also heard"]
    assert [[entry.text for entry in b.entries] for b in blocks if isinstance(b, Entries)] == [[three.text]]


def test_a_theme_that_nothing_accepted_supports_is_no_finding() -> None:
    streets = make_streets()
    streets.said("One.")
    streets.theme(streets.said("Not read yet.", accept=False), title=both("Unfounded"))
    assert "Unfounded" not in list(texts(streets.report()))


def test_a_quotation_stands_once_even_behind_two_themes() -> None:
    streets = make_streets()
    said = streets.said("One.")
    streets.theme(said, quoted=True)
    streets.theme(said, quoted=True)
    assert list(texts(streets.report(), "section-1")).count("One.") == 1


@pytest.mark.parametrize(
    ("supports", "words"),
    [
        (20, "Raised in most contributions on this topic"),
        (14, "Raised in many contributions on this topic"),
        (8, "Raised in several contributions on this topic"),
        (3, "Raised in some contributions on this topic"),
    ],
)
def test_strength_is_a_word_from_the_printed_key(supports: int, words: str) -> None:
    streets = make_streets(k=3)
    said = [streets.said(f"Point {number}.") for number in range(36)]
    streets.theme(*said[:supports])
    document = streets.report()
    assert [
        b.text for _part, b in document.blocks() if isinstance(b, Paragraph) and b.style == "strength"
    ] == [words]
    assert any(row[0].lower() in words for row in table(document, "How often an idea was raised").rows)


def test_on_a_topic_with_few_contributions_no_share_is_told() -> None:
    streets = make_streets()
    streets.theme(*(streets.said(f"Point {number}.") for number in range(9)))
    assert "Raised in contributions on this topic" in list(texts(streets.report()))


def test_advice_stands_under_its_addressee_and_branch_and_says_nothing_of_who_asked() -> None:
    streets = make_streets()
    works = make_organization(
        streets.consultation, OrganizationKind.DEPARTMENT, name=both("City Works"), takes_advice=True
    )
    paint = make_organization(
        streets.consultation,
        OrganizationKind.BRANCH,
        name=both("Paint branch"),
        parent=works,
        takes_advice=True,
    )
    idle = make_organization(
        streets.consultation, OrganizationKind.DEPARTMENT, name=both("Parks"), takes_advice=True
    )
    make_organization(streets.consultation, name=both("Nobody’s addressee"))
    streets.said("To all.", addressees=(works, paint), attribution="named", name="Ada Walker")
    document = streets.report()
    names = [b.text for b in part(document, "annex-a").blocks if isinstance(b, Heading) and b.level == 2]
    assert names == ["City Works", "City Works, Paint branch", str(idle.name)]
    entries = [b for b in part(document, "annex-a").blocks if isinstance(b, Entries)]
    assert [[(e.text, e.note) for e in b.entries] for b in entries] == [[("To all.", "")]] * 2
    assert "No advice was addressed to it." in list(texts(document, "annex-a"))


def test_what_a_department_answers_stands_with_its_advice() -> None:
    streets = make_streets()
    works = make_organization(streets.consultation, OrganizationKind.DEPARTMENT, takes_advice=True)
    streets.said("Paint.", addressees=(works,))
    Commitment.objects.create(
        organization=works,
        advice=both("Paint the crossings"),
        response="in_part",
        statement=both("Half of them."),
    )
    assert "Paint the crossings (accepted in part): Half of them." in list(texts(streets.report(), "annex-a"))
    french = list(texts(streets.report("fr"), "annex-a"))
    assert "Paint the crossings (fr) (accepté en partie)\u00a0: Half of them. (fr)" in french


def test_resources_are_listed_with_publisher_and_year() -> None:
    streets = make_streets()
    streets.said("One.")
    Resource.objects.create(
        consultation=streets.consultation, title=both("On paint"), publisher=both("The Painters"), year=2016
    )
    assert list(texts(streets.report(), "annex-b")) == ["On paint", "The Painters, 2016"]


@pytest.mark.parametrize(
    ("narrative", "anchor"),
    [("about", "about"), ("how_to_read", "how-to-read"), ("section_2", "section-2"), ("method", "annex-c")],
)
def test_a_narrative_replaces_what_is_drafted_in_its_language_alone(narrative: str, anchor: str) -> None:
    streets = make_streets()
    streets.said("One.")
    Narrative.objects.create(
        consultation=streets.consultation, part=narrative, language="en", text="In our\nwords.\n\nTwice."
    )
    english = [b.text for b in part(streets.report(), anchor).blocks if isinstance(b, Paragraph)]
    assert [text for text in english if text in ("In our words.", "Twice.")] == ["In our words.", "Twice."]
    assert "In our words." not in list(texts(streets.report("fr")))


def test_a_narrative_leaves_the_figures_in_place() -> None:
    streets = make_streets()
    streets.said("One.")
    Narrative.objects.create(consultation=streets.consultation, part="method", language="en", text="Ours.")
    assert table(streets.report(), "Contributions by channel and outcome")


def test_the_internal_edition_alone_says_what_stands_behind_a_statement() -> None:
    streets = make_streets()
    said = streets.said("One.")
    streets.theme(said)
    behind = [b for _part, b in streets.report(edition="internal").blocks() if isinstance(b, Evidence)]
    assert [[(entry.text, entry.note) for entry in b.entries] for b in behind] == [
        [("One.", f"The call, {said.pk}")]
    ]
    assert not any(isinstance(b, Evidence) for _part, b in streets.report().blocks())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("rule", "is_named"), [("chatham_house", False), ("by_consent", False), ("attributable", True)]
)
def test_the_internal_edition_names_no_session_in_which_protected_words_were_said(
    language: str, rule: str, is_named: bool
) -> None:
    """Few sit at a table, and staff may have been there."""
    streets = make_streets()
    session = make_session(streets.conference, title=both("Table 1"), attribution_rule=rule)
    streets.theme(streets.said("One.", streets.conference, session=session, via="rapporteur"))
    behind = [b for _part, b in streets.report(language, "internal").blocks() if isinstance(b, Evidence)]
    notes = [entry.note for b in behind for entry in b.entries]
    assert notes
    assert ("Table 1" in " ".join(notes)) is is_named


def test_the_internal_ledger_is_exact_and_the_public_one_tells_no_small_count() -> None:
    streets = make_streets()
    reason = make_reason(streets.consultation)
    for number in range(24):
        streets.said(f"Point {number}.")
    for number in range(3):
        aside = streets.said(f"Aside {number}.", accept=False)
        workflow.set_aside(aside, by=streets.reviewer, reason=reason)
    caption = "Contributions by channel and outcome"
    exact = table(streets.report(edition="internal"), caption).rows
    assert exact[-1] == ("All channels", "27", "24", "3", "0", "0", "0")
    public = table(streets.report(), caption).rows
    # The accepted ones stand in the report one by one: everybody can count them.
    assert public == (
        ("Conference", "–", "–", "–"),
        ("Open call", "–", "over 20", "–"),
        ("All channels", "–", "–", "–"),
    )
    assert not any(re.search(r"\b[1-9]\b", cell) for row in public for cell in row[1:])


def test_campaign_texts_are_counted_apart_once_they_are_many() -> None:
    streets = make_streets()
    streets.said("One.")
    campaign, other = make_reason(streets.consultation, code="campaign"), make_reason(streets.consultation)
    for number in range(24):
        aside = streets.said(f"Aside {number}.", accept=False)
        workflow.set_aside(aside, by=streets.reviewer, reason=campaign if number < 12 else other)
    assert streets.compiled().manifest["counts"]["campaigns"] == 12
    said = " ".join(texts(streets.report(), "annex-c"))
    assert "counted apart: over 10." in said or "Few contributions or none" in said


def test_the_manifest_names_what_the_report_rests_on() -> None:
    streets = make_streets()
    said = streets.said("One.")
    theme = streets.theme(said)
    streets.said("Not read yet.", accept=False)
    manifest = streets.compiled().manifest
    assert manifest["contributions"] == {str(said.pk): said.version}
    assert manifest["themes"] == {f"1/{streets.topic.code}/{theme.code}": [str(said.pk)]}
    rows = {row["channel"]: (row["received"], row["accepted"], row["pending"]) for row in manifest["ledger"]}
    assert rows == {"conference": (0, 0, 0), "open_call": (2, 1, 1)}
    assert streets.consultation.ordering_key not in str(manifest)


def test_a_section_on_which_nothing_was_accepted_says_so() -> None:
    streets = make_streets()
    streets.said("One.")
    assert list(texts(streets.report(), "section-3"))[1:] == ["Nothing was accepted for this section."]


def test_a_rule_is_told_as_it_is() -> None:
    streets = make_streets(attribution_rule=AttributionRule.ATTRIBUTABLE)
    streets.said("One.", streets.conference)
    said = " ".join(texts(streets.report(), "how-to-read"))
    assert "What was said at the conference is on the record" in said
    assert "Chatham House" not in said


def test_sections_keep_their_questions() -> None:
    streets = make_streets()
    streets.said("One.")
    questions = Section.objects.filter(consultation=streets.consultation).order_by("number")
    document = streets.report("fr")
    ledes = [b.text for _part, b in document.blocks() if isinstance(b, Paragraph) and b.style == "lede"]
    assert ledes == [section.guiding_question.fr for section in questions]


def test_no_chart_without_a_survey() -> None:
    streets = make_streets()
    streets.said("One.")
    assert not any(isinstance(b, Chart) for _part, b in streets.report().blocks())
