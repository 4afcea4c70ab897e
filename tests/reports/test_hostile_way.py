"""Texts that break programs go the whole way, from what is typed to each finished file, and stand there unharmed.

Those of the Big List of Naughty Strings go together; EACH_HOSTILE_TEXT=1 sends each of them alone: many minutes.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection

from consultations.cleaning import clean_line, clean_text
from consultations.models import Bilingual, Resource
from reports.document import Document
from reports.exporters import EXPORTERS
from reports.exporters.text import lines
from reports.models import Commitment, Narrative
from tests.factories import make_event, make_organization, make_topic
from tests.hostile import LONGEST, TYPED, bundles, naughty
from tests.reports.compiling import Streets, make_streets
from tests.reports.extraction import READERS, squeezed
from tests.reports.pdf_reading import as_printed

pytestmark = pytest.mark.django_db

LONGEST_NAME = 150
LONGEST_TITLE = 200


def typed() -> list[str]:
    texts = naughty() if os.environ.get("EACH_HOSTILE_TEXT") else [*TYPED, *bundles(naughty())]
    return [text for text in texts if clean_text(text) and len(text) <= LONGEST]


def shown(text: str) -> str:
    return squeezed("".join(lines(text)))


def names(texts: list[str]) -> list[str]:
    return [text for text in texts if 0 < len(clean_line(text)) <= LONGEST_NAME]


@pytest.fixture
def streets() -> Streets:
    """Everybody says each text and is called by it; staff write it wherever they may write."""
    streets = make_streets()
    streets.call.max_characters = LONGEST
    streets.call.save()
    texts = typed()
    for number, text in enumerate(texts):
        name = text if text in names(texts) else "Ada Walker"
        said = streets.said(text, attribution="named", name=name, organization_name=name)
        streets.theme(said, quoted=True, title=as_typed(text[:LONGEST_TITLE]), statement=as_typed(text))
        if number % 100 == 0:
            settle()
    written_by_staff(streets, texts)
    settle()
    return streets


def settle() -> None:
    """As the database does by itself once rows are there to stay: with a whole list it takes hours without."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def as_typed(text: str) -> Bilingual:
    return Bilingual(clean_text(text) or ".", clean_text(text) or ".")


def written_by_staff(streets: Streets, texts: list[str]) -> None:
    consultation = streets.consultation
    for number, text in enumerate(names(texts)):
        same = as_typed(text)
        topic = make_topic(consultation, section=2, title=same)
        make_event(consultation, title=same)
        asked = make_organization(consultation, "department", name=same, takes_advice=True, listed=True)
        streets.theme(streets.said("Mend it.", topic=topic, addressees=(asked,)), topic=topic)
        Commitment.objects.create(organization=asked, advice=same, response="in_part", statement=same)
        Resource.objects.create(consultation=consultation, title=same, publisher=same, position=number)
    for part in ("about", "method"):
        Narrative.objects.create(
            consultation=consultation,
            part=part,
            language="en",
            text="\n\n".join(clean_text(t) for t in texts),
        )


def expected() -> list[str]:
    """Everything that was said or written, as it is kept."""
    texts = typed()
    return [clean_text(text) for text in texts] + [clean_line(text) for text in names(texts)]


@pytest.fixture
def document(streets: Streets) -> Document:
    return streets.report()


def test_every_text_stands_in_every_file(document: Document) -> None:
    missing = {}
    for format_ in sorted(EXPORTERS.keys() - {"pdf"}):
        text = READERS[format_](EXPORTERS[format_].render(document)).text
        # JSON is the document itself: with what nobody sees, too.
        stands = squeezed if format_ == "json" else shown
        missing[format_] = [each for each in expected() if stands(each) not in text]
    assert {format_: texts for format_, texts in missing.items() if texts} == {}


def test_every_text_stands_in_the_pdf_as_far_as_its_fonts_have_it(document: Document) -> None:
    text = READERS["pdf"](EXPORTERS["pdf"].render(document)).text
    assert [each for each in expected() if shown(as_printed(each)) not in text] == []
