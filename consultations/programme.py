"""Setting a programme up: a consultation with its outline, the rule in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from consultations.attribution import resolve
from consultations.models import (
    SECTION_NUMBERS,
    AttributionRule,
    Bilingual,
    Consultation,
    Event,
    Section,
    Session,
)

# Titles and guiding questions of an outline that nobody has worded yet: look back, context, look forward.
DEFAULT_SECTIONS = (
    (
        Bilingual("Looking back: lessons learned", "Regard sur le passé\N{NO-BREAK SPACE}: leçons apprises"),
        Bilingual("What have we learned so far?", "Qu’avons-nous appris jusqu’à présent?"),
    ),
    (
        Bilingual(
            "Where we are: context and opportunities",
            "Où nous en sommes\N{NO-BREAK SPACE}: contexte et possibilités",
        ),
        Bilingual(
            "What has changed, and what does it make possible?",
            "Qu’est-ce qui a changé, et que peut-on en faire?",
        ),
    ),
    (
        Bilingual("Looking forward: priorities", "Regard vers l’avenir\N{NO-BREAK SPACE}: priorités"),
        Bilingual("What should come first?", "Par quoi faut-il commencer?"),
    ),
)  # fmt: skip


@transaction.atomic
def create_consultation(
    *,
    slug: str,
    title: Bilingual,
    summary: Bilingual,
    purpose: Bilingual,
    opens_on: date,
    closes_on: date,
    report_title: Bilingual,
    sections: Sequence[tuple[Bilingual, Bilingual]] | None = None,
    **fields: Any,
) -> Consultation:
    """A new consultation with its three sections: titles and guiding questions, general ones if none are given.

    Raises ``IntegrityError`` when the slug is taken and ``ValueError`` for other than three sections.
    """
    consultation = Consultation.objects.create(
        slug=slug, title=title, summary=summary, purpose=purpose, opens_on=opens_on, closes_on=closes_on,
        report_title=report_title, **fields,
    )  # fmt: skip
    add_outline(consultation, sections)
    return consultation


def add_outline(
    consultation: Consultation, sections: Sequence[tuple[Bilingual, Bilingual]] | None = None
) -> list[Section]:
    """The three sections. Run it in the transaction that inserts ``consultation``: at its end they are counted."""
    return Section.objects.bulk_create(
        Section(consultation=consultation, number=number, title=title, guiding_question=question)
        for number, (title, question) in zip(SECTION_NUMBERS, sections or DEFAULT_SECTIONS, strict=True)
    )


def rule_of(event: Event, session: Session | None = None) -> AttributionRule:
    """The rule in force for what is said at ``event``, or in ``session`` of it."""
    return resolve(
        session.attribution_rule if session else None,
        event.attribution_rule,
        event.consultation.attribution_rule,
    )
