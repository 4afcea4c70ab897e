"""Whatever is typed is kept as it was typed, or as tests/hostile.py says, by each way in."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Event
from submissions.intake import drafts
from submissions.models import Contribution, Submission
from tests.api.sending import body, make_call, point, send
from tests.factories import make_consultation, make_event, make_topic
from tests.hostile import KEPT, LONGEST, TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT), max_characters=LONGEST)
    make_topic(event.consultation, code="crossings")
    return event


def form(event: Event, text: str, **fields: Any) -> dict[str, Any]:
    topic = event.consultation.sections.get(number=1).topics.get()
    return {"key": str(uuid4()), "language": "en", "topic": topic.pk, "text": text, **fields}


def kept() -> list[str]:
    return sorted(Contribution.objects.values_list("text", flat=True))


def test_the_form_keeps_every_text(client: Client, event: Event) -> None:
    page = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    for text in TYPED:
        answer = client.post(page, form(event, text, attribution="not_attributed"))
        assert answer.status_code == 302, text
    assert kept() == sorted(TYPED.values())


def test_a_form_that_is_wrong_shows_every_text_as_it_was_typed(client: Client, event: Event) -> None:
    page = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    for text in KEPT:
        answer = client.post(page, form(event, text, attribution="named"))
        field = BeautifulSoup(answer.content, "html.parser").select_one("textarea[name=text]")
        assert field is not None
        assert (answer.status_code, field.text.removeprefix("\n").strip()) == (422, text)


def test_the_form_keeps_every_name(client: Client, event: Event) -> None:
    page = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    for text in KEPT:
        client.post(page, form(event, "More.", attribution="named", name=text, organization_name=text))
    names = Submission.objects.values_list("name", "organization_name")
    expected = [" ".join(text.split()) for text in KEPT]
    assert sorted(names) == sorted((text, text) for text in expected)


def test_programs_keep_every_text() -> None:
    make_call(max_characters=LONGEST)
    for text in TYPED:
        assert send(body(points=[point(text=text)])).status_code == 201, text
    assert kept() == sorted(TYPED.values())


def test_a_list_keeps_every_text(tmp_path: Path, event: Event) -> None:
    table = StringIO()
    csv.writer(table).writerows([("text", "topic", "language"), *((t, "crossings", "en") for t in TYPED)])
    path = tmp_path / "said.csv"
    path.write_bytes(table.getvalue().encode())
    call_command("import_submissions", str(path), event=str(event.pk), stdout=StringIO())
    assert kept() == sorted(TYPED.values())


def test_a_draft_gives_back_every_text_as_it_was_typed(event: Event) -> None:
    for text in TYPED:
        opened = drafts.save(event, {"text": [text]})
        assert drafts.open_(opened.code).data["text"] == text
