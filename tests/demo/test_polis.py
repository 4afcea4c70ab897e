"""A Polis conversation is read as a consultation and reviewed as its moderators decided."""

from pathlib import Path

import pytest

from config.demo.errors import CaseError
from config.demo.loading import load
from submissions.models import Contribution, Status
from tests.demo.conftest import silent

pytestmark = pytest.mark.django_db


def test_moderators_decisions_are_the_review(polis_folder: Path) -> None:
    consultation = load(polis_folder, silent)
    states = {
        contribution.text: contribution.status
        for contribution in Contribution.objects.for_consultation(consultation)
    }
    assert states == {
        "The bridge should be wide enough for two carts.": Status.ACCEPTED,
        "We had a ferry,\nand it was always late.": Status.ACCEPTED,
        "Nobody asks the fishermen.": Status.PENDING,
        "Buy my boats.": Status.SET_ASIDE,
    }


def test_words_decide_the_section(polis_folder: Path) -> None:
    consultation = load(polis_folder, silent)
    filed = {
        contribution.text[:10]: contribution.topic.section.number
        for contribution in Contribution.objects.for_consultation(consultation).select_related(
            "topic__section"
        )
    }
    assert filed == {"The bridge": 3, "We had a f": 1, "Nobody ask": 2, "Buy my boa": 2}


def test_days_are_read_from_the_timestamp_not_from_the_exporters_zone(polis_folder: Path) -> None:
    consultation = load(polis_folder, silent)
    assert (str(consultation.opens_on), str(consultation.closes_on)) == ("2016-12-29", "2017-01-08")


def test_loaded_twice_it_is_one_consultation(polis_folder: Path) -> None:
    first = load(polis_folder, silent)
    assert load(polis_folder, silent) == first
    assert Contribution.objects.count() == 4


def test_a_bad_row_is_named_with_its_line_and_nothing_is_loaded(polis_folder: Path) -> None:
    with (polis_folder / "comments.csv").open("a") as file:
        file.write("1483039164411,x,7,8,0,9,maybe,Hello\n")
    with pytest.raises(CaseError, match="line 7"):
        load(polis_folder, silent)
    assert not Contribution.objects.exists()


def test_a_folder_that_is_no_case_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"programme\.yaml"):
        load(tmp_path, silent)
