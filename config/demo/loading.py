"""Puts a case in: a folder with ``programme.yaml`` (see ``docs/cases.md``), or a Polis export.

Everything goes through the functions that the browser and the admin use. A case that is there already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from config.demo.errors import CaseError
from config.demo.folder import read_yaml
from config.demo.people import load_people
from config.demo.polis import is_polis, load_polis
from config.demo.programme import load_programme
from config.demo.review import review
from config.demo.survey import load_questionnaire
from config.demo.words import load_words
from consultations.models import Consultation

Say = Callable[[str], None]


def load(case: Path, say: Say) -> Consultation:
    """The consultation of the case in folder ``case``; all of it or nothing. Raises :class:`CaseError`."""
    if is_polis(case):
        return load_polis(case, say)
    if not (case / "programme.yaml").is_file():
        raise CaseError(
            f"{case} holds neither programme.yaml nor a Polis export (comments.csv and summary.csv)."
        )
    programme = read_yaml(case / "programme.yaml")
    existing = Consultation.objects.filter(slug=programme["consultation"]["slug"]).first()
    if existing is not None:
        say(f"“{existing.title}” is loaded already; nothing is changed.")
        return existing
    with transaction.atomic():
        return load_folder(case, programme, say)


def load_folder(case: Path, programme: dict[str, Any], say: Say) -> Consultation:
    consultation = load_programme(programme)
    people = load_people(consultation, programme)
    say(f"Programme: {consultation.events.count()} events, {consultation.participants.count()} participants.")
    survey = load_questionnaire(consultation, case / "survey.yaml")
    words = load_words(consultation, case / "contributions", people, survey)
    say(f"Input: {words.submissions} submissions with {len(words.by_id)} contributions.")
    decisions = review(consultation, case / "themes.yaml", words)
    say(f"Review: {decisions} decisions.")
    return consultation
