"""Exactly three sections, whoever asks and however."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from consultations.models import Consultation, Section
from consultations.programme import DEFAULT_SECTIONS, create_consultation
from tests.factories import both, make_consultation

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": both("Streets"),
    "summary": both("Streets"),
    "purpose": both("Streets"),
    "opens_on": date(2030, 1, 1),
    "closes_on": date(2030, 2, 1),
    "report_title": both("Streets"),
}


def settle() -> None:
    """Makes the database look at what it would look at when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refused() -> pytest.RaisesExc[IntegrityError]:
    return pytest.raises(IntegrityError, match="sections, not 3")


def test_a_consultation_comes_with_its_three_sections() -> None:
    consultation = make_consultation()
    settle()

    found = consultation.sections.values_list("number", "title", "guiding_question")
    assert [(number, (title, question)) for number, title, question in found] == list(
        enumerate(DEFAULT_SECTIONS, start=1)
    )


def test_sections_can_be_worded_from_the_start() -> None:
    worded = [(both(f"Part {number}"), both(f"What of {number}?")) for number in (1, 2, 3)]

    consultation = make_consultation(sections=worded)

    assert [str(section.title) for section in consultation.sections.all()] == ["Part 1", "Part 2", "Part 3"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_other_than_three_are_not_taken_and_leave_nothing_behind(number: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        create_consultation(slug="two", sections=[(both("Part"), both("Why?"))] * number, **FIELDS)

    assert not Consultation.objects.filter(slug="two").exists()


def test_without_sections_the_database_refuses_a_consultation() -> None:
    with refused(), transaction.atomic():
        Consultation.objects.create(slug="none", **FIELDS)
        settle()


def test_a_section_cannot_be_deleted() -> None:
    consultation = make_consultation()

    with refused(), transaction.atomic():
        consultation.sections.get(number=2).delete()
        settle()


def test_a_section_cannot_be_deleted_with_raw_sql() -> None:
    consultation = make_consultation()

    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM consultations_section WHERE consultation_id = %s AND number = 3", [consultation.pk]
        )
        settle()


def test_a_section_cannot_move_to_another_consultation() -> None:
    giver, taker = make_consultation(), make_consultation()

    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(consultation=giver, number=3).update(consultation=taker)


def test_a_fourth_section_has_no_number() -> None:
    with pytest.raises(IntegrityError, match="section_number_1_to_3"), transaction.atomic():
        Section.objects.create(
            consultation=make_consultation(), number=4, title=both("More"), guiding_question=both("More?")
        )


def test_a_number_stands_for_one_section() -> None:
    with pytest.raises(IntegrityError, match="section_number_once"), transaction.atomic():
        make_consultation().sections.filter(number=3).update(number=2)


def test_a_consultation_goes_with_its_sections() -> None:
    consultation = make_consultation()

    consultation.delete()
    settle()

    assert not Section.objects.exists()
