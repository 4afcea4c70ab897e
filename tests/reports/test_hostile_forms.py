"""Texts that break programs, typed into every field of these forms: kept as they were, and printed by every export.

The fields are read off the pages, so a new one is tried without being named here; a new form has to be: see
tests/reports/test_hostile_staff.py.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations
from consultations.models import AttributionRule, Bilingual, Event, EventKind, Registration
from reports.exporters import EXPORTERS
from submissions.models import Contribution, Via
from submissions.review import workflow
from tests.e2e.every_kind import survey_of_every_kind
from tests.factories import make_event
from tests.hostile import LONGEST
from tests.reports.boxes import Page, Walks, chosen, form_on, words_of
from tests.reports.compiling import Streets
from tests.reports.extraction import READERS, squeezed
from tests.reports.pdf_reading import as_printed
from tests.reports.test_hostile_way import shown

pytestmark = pytest.mark.django_db


def participants(streets: Streets) -> dict[str, Page]:
    """What participants, audiences, rapporteurs and guests write into."""
    consultation = streets.consultation
    Event.objects.filter(pk=streets.call.pk).update(max_characters=LONGEST)
    sheet = survey_of_every_kind(consultation)
    sheet.questions.update(max_characters=LONGEST)
    webinar = make_event(consultation, EventKind.WEBINAR, takes_questions=True, max_characters=LONGEST)
    table = make_event(
        consultation,
        EventKind.CONFERENCE,
        max_characters=LONGEST,
        attribution_rule=AttributionRule.ATTRIBUTABLE,
    )
    ahead = {"starts_at": timezone.now() + timedelta(days=1), "ends_at": timezone.now() + timedelta(days=2)}
    later = make_event(consultation, EventKind.WEBINAR, registration_is_open=True, **ahead)
    rapporteur = Client()
    rapporteur.post(reverse("consultations:invitation", args=[invitations.issue(table, "rapporteur")[1]]))

    def at(name: str, event: Event) -> str:
        return reverse(name, args=[consultation.slug, event.slug])

    named = {"attribution": "named"}
    return {
        "submissions:take_part": Page(at("submissions:take_part", streets.call), also=lambda number: named),
        "survey": Page(
            at("submissions:take_part", sheet.event),
            also=lambda number: named,
            choices=(1, -1),
            without_list=dict.fromkeys(("name", "organization_name"), "the same fields as in an open call"),
        ),
        "submissions:ask": Page(at("submissions:ask", webinar), unprinted={"text": "reported in a reviewer’s words"}),
        "submissions:rapporteur": Page(at("submissions:rapporteur", table), lambda: rapporteur),
        "consultations:register": Page(
            at("consultations:register", later),
            also=lambda number: {"email": f"guest{number}@example.org", "listed": "on"},
            unprinted={"needs": "for the organisers alone, and deleted after the event"},
        ),
    }  # fmt: skip


def strings_in_the_database() -> set[str]:
    rows = (row for model in apps.get_models() for row in model._default_manager.values_list())
    values = [value for row in rows for value in row]
    both_languages = [text for each in values if isinstance(each, Bilingual) for text in (each.en, each.fr)]
    return {each for each in (*values, *both_languages) if isinstance(each, str)}


def typed_into(pages: dict[str, Page]) -> dict[tuple[str, str], list[str]]:
    """What is to be kept of what is typed into each box of each page."""
    kept = {}
    for name, page in pages.items():
        walks = Walks(page)
        walks.with_every_text()
        kept |= {(name, box): words for box, words in walks.kept.items()}
    assert [box for box, words in kept.items() if not words] == []
    return kept


def printed(streets: Streets) -> dict[tuple[str, str], str]:
    """What each format says in each language, once all of it was accepted and is to be quoted."""
    for said in Contribution.objects.exclude(submission__via=Via.QUESTION):
        accepted = workflow.accept(said, by=streets.reviewer)
        streets.theme(accepted, quoted=True, topic=accepted.topic)
    Registration.objects.update(attended=True)
    documents = streets.compiled().documents
    return {
        (format_, language): READERS[format_](exporter.render(documents[language])).text
        for (format_, exporter), language in product(EXPORTERS.items(), ("en", "fr"))
        if (format_, language) != ("pdf", "fr")  # the same as in English, and slow with so much text
    }


def test_every_text_is_kept_of_every_box_and_stands_in_every_export(streets: Streets) -> None:
    pages = participants(streets)
    kept = typed_into(pages)
    stored = strings_in_the_database()
    assert {
        box: missing
        for box, words in kept.items()
        if (missing := [each for each in words if each not in stored])
    } == {}
    files = printed(streets)
    missing = {
        (format_, language, *box): lost
        for (format_, language), text in files.items()
        for box, words in kept.items()
        if box[1] not in pages[box[0]].unprinted
        and (lost := [each for each in words if not stands_in(text, each, format_)])
    }
    assert missing == {}


def stands_in(text: str, words: str, format_: str) -> bool:
    if format_ == "json":
        # It is the document itself: with what nobody sees, too.
        return squeezed(words) in text
    return shown(as_printed(words) if format_ == "pdf" else words) in text


def test_a_nul_goes_no_further_than_the_form(streets: Streets) -> None:
    """Taken without it, or not taken: a database keeps none."""
    for page in participants(streets).values():
        client = page.client()
        form = form_on(client.get(page.address).content, page)
        words = {str(box["name"]): "nul\x00byte" for box in words_of(form)}
        answer = client.post(page.address, {**chosen(form, 1), **words, **page.also(0), "do": "send"})
        assert answer.status_code in (200, 302, 422)
    assert {each for each in strings_in_the_database() if "nul" in each} <= {"nulbyte"}
