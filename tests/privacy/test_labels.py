"""Labels that are each shared by many must not, together, point to a few."""

import pytest

from consultations.models import EventKind
from submissions.review import workflow
from tests.factories import make_event
from tests.reports.compiling import Streets, make_streets, quotations

pytestmark = pytest.mark.django_db


def source(streets: Streets, reader: str, **said: str) -> str:
    streets.theme(streets.said("Paint.", streets.conference, **said), quoted=True)
    return quotations(streets.report(reader))[0].source


@pytest.mark.parametrize(("few", "label"), [(9, "A participant"), (10, "A government representative")])
def test_a_sector_is_not_named_beside_words_in_a_language_that_few_of_it_speak(few: int, label: str) -> None:
    streets = make_streets()
    streets.attended_by(20, "government", language="en")
    streets.attended_by(few, "government", language="fr", name="Government in French")
    streets.attended_by(20, "civil_society", language="fr")
    line = source(streets, "en", sector="government", language="fr")
    assert line == f"{label}, conference (original in French)"


def test_a_reader_of_the_other_edition_sees_the_language_too() -> None:
    streets = make_streets()
    streets.attended_by(20, "government", language="en")
    streets.attended_by(3, "government", language="fr", name="Government in French")
    streets.attended_by(20, "civil_society", language="fr")
    assert source(streets, "fr", sector="government", language="fr").startswith("Une personne participante")


def test_those_who_lose_a_label_in_one_language_are_not_few_by_elimination() -> None:
    """Of the French speakers all but three would have a label: who has none would be one of the three."""
    streets = make_streets()
    streets.attended_by(20, "government", language="en")
    streets.attended_by(3, "government", language="fr", name="Government in French")
    streets.attended_by(20, "civil_society", language="fr")
    assert source(streets, "fr", sector="civil_society", language="fr").startswith(
        "Une personne participante"
    )
    assert source(streets, "fr", sector="government", language="fr").startswith("Une personne participante")


def test_written_channels_count_senders_by_sector_and_language_together() -> None:
    streets = make_streets()
    call = make_event(streets.consultation, EventKind.OPEN_CALL)
    for number in range(12):
        streets.said(f"Lamps {number}.", call, sector="government", language="en")
        streets.said(f"Trottoirs {number}.", call, sector="civil_society", language="fr")
    said = streets.said("Peignez.", call, sector="government", language="fr")
    streets.theme(said, quoted=True)
    assert quotations(streets.report("en"))[0].source == "A participant, open call (original in French)"


@pytest.mark.parametrize(("few", "mark"), [(1, ""), (0, " (original en anglais)")])
def test_where_words_of_few_are_printed_in_the_common_language_nobody_elses_are_marked_with_it(
    few: int, mark: str
) -> None:
    """An unmarked English sentence in the French edition would be that of the one who spoke Arabic."""
    streets = make_streets()
    streets.attended_by(40, "government", language="en")
    streets.attended_by(30, "civil_society", language="fr")
    streets.attended_by(few, "government", language="ar", name="Government in Arabic")
    assert source(streets, "fr", language="en").endswith(f"conférence{mark}")


def test_words_of_few_in_the_common_language_have_the_label_that_all_others_have() -> None:
    streets = make_streets(languages=["en", "fr", "ar"])
    streets.attended_by(30, "civil_society", language="en")
    streets.attended_by(1, "civil_society", language="ar", name="Civil society in Arabic")
    said = streets.said("أضيئوا.", streets.conference, accept=False, sector="civil_society", language="ar")
    said = workflow.set_paraphrase(said, by=streets.reviewer, en="Light it.", fr="Éclairez.")
    streets.theme(workflow.accept(said, by=streets.reviewer), quoted=True)
    assert quotations(streets.report("en"))[0].source == "A member of civil society, conference"
