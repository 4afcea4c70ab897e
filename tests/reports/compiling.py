"""A small consultation about streets, told to the compiler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from consultations.models import (
    AttributionRule,
    Consultation,
    Event,
    EventKind,
    Registration,
    Sector,
    StaffRole,
    Topic,
)
from reports.compiler import Compilation, compile_report
from reports.document import Block, Document, Entries, Heading, Paragraph, Part, Quotation, Table
from submissions.models import Contribution, Theme
from submissions.review import themes, workflow
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_participant,
    make_topic,
    make_user,
    unique,
)


@dataclass
class Streets:
    consultation: Consultation
    conference: Event
    call: Event
    topic: Topic
    reviewer: Any

    def said(
        self, text: str, event: Event | None = None, *, accept: bool = True, **arrival: Any
    ) -> Contribution:
        """Something said in the open call (or at ``event``), accepted by a reviewer."""
        arrival = {"topic": self.topic, **arrival}
        contribution = make_contribution(event or self.call, text, **arrival)
        return workflow.accept(contribution, by=self.reviewer) if accept else contribution

    def theme(self, *contributions: Contribution, quoted: bool = False, **fields: Any) -> Theme:
        values = {
            "code": unique("theme"),
            "title": both("Crossings are worn"),
            "statement": both("The paint is gone."),
            **fields,
        }
        theme = themes.create_theme(values.pop("topic", self.topic), by=self.reviewer, **values)
        for contribution in contributions:
            themes.support(theme, contribution, by=self.reviewer, quoted=quoted)
        return theme

    def attended_by(self, count: int, sector: str = Sector.CIVIL_SOCIETY, **fields: Any) -> None:
        for number in range(count):
            values = {"name": f"Person {sector} {number}", "email": "", **fields}
            person = make_participant(self.consultation, sector, **values)
            Registration.objects.create(event=self.conference, participant=person, attended=True)

    def compiled(self) -> Compilation:
        return compile_report(self.consultation.pk)

    def report(self, language: str = "en", edition: str = "public") -> Document:
        compilation = self.compiled()
        return (compilation.documents if edition == "public" else compilation.internal)[language]


def make_streets(**fields: Any) -> Streets:
    consultation = make_consultation(**fields)
    return Streets(
        consultation,
        make_event(consultation, EventKind.CONFERENCE, title=both("The conference")),
        make_event(consultation, title=both("The call"), attribution_rule=AttributionRule.BY_CONSENT),
        make_topic(consultation),
        make_user(StaffRole.REVIEWER, consultation),
    )


def part(document: Document, anchor: str) -> Part:
    return next(part for part in document.parts if part.anchor == anchor)


def texts(document: Document, anchor: str = "") -> Iterator[str]:
    """Every printed text of a document, or of one part."""
    for each, block in document.blocks():
        if not anchor or each.anchor == anchor:
            yield from of_block(block)


def of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Quotation):
        yield from (block.text, block.source)
    elif isinstance(block, Entries):
        for entry in block.entries:
            yield from (entry.text, entry.note)
    elif isinstance(block, Table):
        yield from (block.caption, *block.columns, *(cell for row in block.rows for cell in row))


def quotations(document: Document) -> list[Quotation]:
    return [block for _part, block in document.blocks() if isinstance(block, Quotation)]


def table(document: Document, caption: str) -> Table:
    return next(b for _part, b in document.blocks() if isinstance(b, Table) and b.caption == caption)


def under(document: Document, heading: str) -> list[Block]:
    """The blocks between a heading and the next one of its level or above."""
    found: list[Block] = []
    level = 0
    for _part, block in document.blocks():
        if isinstance(block, Heading) and level and block.level <= level:
            return found
        if level:
            found.append(block)
        if isinstance(block, Heading) and block.text == heading:
            level = block.level
    return found
