"""That a report is the same for the same data, and that its order and its ids tell nothing."""

from __future__ import annotations

import random
import re
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import translation

from consultations.models import Event, Topic
from reports.document import Heading
from submissions.models import Contribution, Submission
from tests.factories import make_organization
from tests.reports.compiling import make_streets, texts

pytestmark = pytest.mark.django_db


def test_the_same_data_gives_the_same_report() -> None:
    streets = make_streets()
    streets.theme(streets.said("One."), streets.said("Two."), quoted=True)
    streets.said("Three.")
    first = streets.compiled()
    with translation.override("fr"):
        assert streets.compiled() == first


def test_the_order_in_which_rows_were_made_leaves_no_trace() -> None:
    """Two consultations with the same words, ids and key, put in in opposite orders."""
    words = [(UUID(int=number + 1, version=4), f"Crossing number {number}.") for number in range(12)]
    assert retold(words) == retold(words, backwards=True)


def retold(words: list[tuple[UUID, str]], *, backwards: bool = False) -> Any:
    """The documents of a consultation in which everything is put in one after the other; it is taken back again."""
    turned = reversed if backwards else iter
    with transaction.atomic():
        streets = make_streets(slug="streets", ordering_key="k" * 64)
        Topic.objects.filter(pk=streets.topic.pk).update(code="topic")
        for slug, event in (("call", streets.call), ("conference", streets.conference)):
            Event.objects.filter(pk=event.pk).update(
                slug=slug, starts_at="2030-01-01T00:00Z", ends_at="2030-01-02T00:00Z"
            )
        made = {pk: renamed(streets.said(text), pk) for pk, text in turned(words)}
        for number in turned(range(3)):
            chosen = [made[pk] for pk, _text in words if pk.int % 3 == number]
            streets.theme(*chosen, code=f"theme-{number}", quoted=True)
        for code in turned("ab"):
            make_organization(streets.consultation, code=code, takes_advice=True)
        documents = streets.compiled().documents
        transaction.set_rollback(True)
    return documents


def renamed(contribution: Contribution, pk: UUID) -> Contribution:
    """A copy with a known id, as after a restore; the original goes."""
    submission = Submission.objects.get(pk=contribution.submission_id)
    copy = Contribution.objects.create(
        id=pk, submission=submission, position=1, topic=contribution.topic, language="en",
        text=contribution.text, status="accepted", version=contribution.version,
    )  # fmt: skip
    Contribution.objects.filter(pk=contribution.pk).update(status="withdrawn")
    return copy


def test_a_changed_word_changes_the_manifest_and_every_public_id() -> None:
    streets = make_streets()
    streets.theme(streets.said("One."))
    before = streets.compiled()
    streets.theme(streets.said("Two."))
    after = streets.compiled()
    assert before.manifest_hash != after.manifest_hash
    assert before.documents["en"].number != after.documents["en"].number
    assert anchors(before) & anchors(after) == set()


def anchors(compilation: Any) -> set[str]:
    return {b.anchor for _part, b in compilation.documents["en"].blocks() if isinstance(b, Heading)}


def test_anchors_are_unique_and_tell_no_database_id() -> None:
    streets = make_streets()
    theme = streets.theme(
        streets.said("One.", addressees=(make_organization(streets.consultation, takes_advice=True),))
    )
    document = streets.report()
    found = [b.anchor for _part, b in document.blocks() if hasattr(b, "anchor")]
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z]+-[0-9a-f]{10}", anchor) for anchor in found)
    assert theme.code not in document.as_json()


def test_shuffling_is_by_secret_and_not_by_chance() -> None:
    streets = make_streets()
    for number in random.Random(1).sample(range(30), 30):
        streets.said(f"Point {number}.")
    said = [text for text in texts(streets.report(), "section-1") if text.startswith("Point")]
    assert said != sorted(said)
    assert said == [text for text in texts(streets.report(), "section-1") if text.startswith("Point")]
