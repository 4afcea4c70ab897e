"""Annex C: method, what became of contributions, participation, survey results."""

from __future__ import annotations

from consultations.disclosure import Shown, hidden_in_table, with_sums
from consultations.models import EventKind
from reports.compiler import attendance, labels
from reports.compiler.drafting import LEFT_OUT, Drafting
from reports.compiler.parts_annexes import annex
from reports.compiler.parts_survey import survey
from reports.document import Block, Paragraph, Part, Table

IN_PERSON = (EventKind.CONFERENCE, EventKind.WEBINAR)


def figures_annex(drafting: Drafting) -> Part:
    method = drafting.narrative("method") or tuple(Paragraph(text) for text in drafting.prose.method())
    blocks: list[Block] = [
        drafting.heading(labels.METHOD, "figures", "method"),
        *method,
        drafting.heading(labels.BECAME, "figures", "ledger"),
        ledger_table(drafting),
        Paragraph(drafting.prose.left_out(), "note"),
        drafting.heading(labels.CAMPAIGNS, "figures", "campaigns", level=3),
        Paragraph(drafting.prose.campaigns(campaigns(drafting))),
        *participation(drafting),
        *survey(drafting),
    ]
    return annex(drafting, "C", drafting.say(labels.METHOD_AND_FIGURES), blocks)


def ledger_counts(drafting: Drafting) -> list[list[int]]:
    """A row a channel, a column an outcome."""
    return [[getattr(row, name) for name in labels.OUTCOMES] for row in drafting.snapshot.ledger.rows]


def ledger_table(drafting: Drafting) -> Table:
    """The whole of it, exact, for reviewers; for the public, without any count from which a small one follows."""
    rows = drafting.snapshot.ledger.rows
    table = with_sums(ledger_counts(drafting))
    hidden = hidden_in_table(ledger_counts(drafting), drafting.floor)
    names = [drafting.say(labels.CHANNELS[EventKind(row.channel)]) for row in rows]
    names.append(drafting.say(labels.ALL_CHANNELS))

    def cell(row: int, column: int) -> str:
        count = table[row][column]
        if drafting.edition == "internal":
            return str(count)
        return LEFT_OUT if (row, column) in hidden else drafting.count(count)

    columns = [drafting.say(title) for title in labels.OUTCOMES.values()]
    last = len(columns)
    return Table(
        caption=drafting.say(labels.BECAME_CAPTION),
        columns=(drafting.say(labels.CHANNEL), drafting.say(labels.RECEIVED), *columns),
        rows=tuple(
            (name, cell(row, last), *(cell(row, column) for column in range(last)))
            for row, name in enumerate(names)
        ),
        numeric=(False, *(True for _ in range(last + 1))),
        anchor=drafting.scale.anchor("table", "ledger"),
    )


def campaigns(drafting: Drafting) -> Shown | None:
    """Printed only when neither it nor what else was set aside is small, and the sum of both is printed."""
    count = drafting.snapshot.campaigns
    others = drafting.snapshot.ledger.total.set_aside - count
    return drafting.shown(count) if others >= drafting.floor else None


def participation(drafting: Drafting) -> list[Block]:
    rows = [*people_rows(drafting), *submission_rows(drafting)]
    heading = drafting.heading(labels.PARTICIPATION, "figures", "participation")
    if not rows:
        return [heading, Paragraph(drafting.say(labels.NO_FIGURES))]
    return [
        heading,
        Table(
            caption=drafting.say(labels.PARTICIPATION_CAPTION),
            columns=tuple(drafting.say(title) for title in (labels.EVENT, labels.WHOSE, labels.NUMBER)),
            rows=tuple(rows),
            numeric=(False, False, True),
            anchor=drafting.scale.anchor("table", "participation"),
        ),
    ]


def people_rows(drafting: Drafting) -> list[tuple[str, str, str]]:
    """Sectors that are large enough. Their sum is not printed, so the others cannot be worked out."""
    return [
        (drafting.say(event.title), drafting.say(labels.WHO[each.who]), drafting.prose.count(each.count))
        for event in attendance.of_kind(drafting, *IN_PERSON)
        for each in attendance.turnout(drafting, [event])
    ]


def submission_rows(drafting: Drafting) -> list[tuple[str, str, str]]:
    rows = []
    for event in drafting.snapshot.events:
        crowd = drafting.snapshot.crowds.get(event.slug)
        if crowd and event.kind not in IN_PERSON and crowd.submissions >= drafting.floor:
            counted = drafting.say(labels.SUBMISSIONS)
            rows.append((drafting.say(event.title), counted, drafting.count(crowd.submissions)))
    return rows
