"""Annex C: method, what became of contributions, participation, survey results."""

from __future__ import annotations

from collections import Counter

from consultations.disclosure import Cell, Shown, hidden_in_line, hidden_in_table, least_rest, with_sums
from consultations.models import ATTENDED, EventKind
from reports.compiler import attendance, labels
from reports.compiler.drafting import LEFT_OUT, Drafting
from reports.compiler.parts_annexes import annex
from reports.compiler.parts_survey import survey
from reports.compiler.snapshot import EventFacts
from reports.compiler.words import quoted_ids
from reports.document import Block, Paragraph, Part, Table


def figures_annex(drafting: Drafting) -> Part:
    method = drafting.narrative("method") or tuple(Paragraph(text) for text in drafting.prose.method())
    blocks: list[Block] = [
        drafting.heading(labels.METHOD, "figures", "method"),
        *method,
        drafting.heading(labels.BECAME, "figures", "ledger"),
        *ledger_tables(drafting),
        Paragraph(drafting.prose.left_out(), "note"),
        drafting.heading(labels.CAMPAIGNS, "figures", "campaigns", level=3),
        Paragraph(drafting.prose.campaigns(campaigns(drafting))),
        *participation(drafting),
        *survey(drafting),
    ]
    return annex(drafting, "C", drafting.say(labels.METHOD_AND_FIGURES), blocks)


def ledger_tables(drafting: Drafting) -> list[Table]:
    """Exact for reviewers. For the public, when an outcome of a channel is rare, outcomes are told over all channels.

    The sum of all outcomes but acceptance stands in both tables, so neither tells more about the other's parts.
    """
    rows = drafting.snapshot.ledger.rows
    counts = [[getattr(row, name) for name in labels.OUTCOMES] for row in rows]
    outcomes = [drafting.say(title) for title in labels.OUTCOMES.values()]
    if drafting.edition == "internal" or not hidden_cells(drafting, counts):
        return [channel_table(drafting, outcomes, counts)]
    return [
        channel_table(drafting, [outcomes[0], drafting.say(labels.OTHERWISE)], coarse(drafting)),
        outcome_table(drafting, outcomes, coarse(drafting)),
    ]


def coarse(drafting: Drafting) -> list[list[int]]:
    """By channel: accepted, and everything else together."""
    return [[row.accepted, row.received - row.accepted] for row in drafting.snapshot.ledger.rows]


def hidden_cells(drafting: Drafting, counts: list[list[int]]) -> frozenset[Cell]:
    """Cells of a table by channel to leave out. Its first column is what was accepted, most of which stands in the
    report in words: a reader can count those, by channel, and see how few are behind the findings.
    """
    snapshot, scale = drafting.snapshot, drafting.scale
    kinds = {event.slug: event.kind.value for event in snapshot.events}
    alone = snapshot.contributions.keys() - scale.backing
    in_words = Counter(kinds[snapshot.contributions[each].event] for each in alone | quoted_ids(snapshot))
    known = {(row, 0): in_words[each.channel] for row, each in enumerate(snapshot.ledger.rows)}
    known[len(counts), 0] = known[len(counts), len(counts[0])] = in_words.total()
    known |= {(row, len(counts[0])): in_words[each.channel] for row, each in enumerate(snapshot.ledger.rows)}
    few = 0 < len(scale.backing) < 2 * drafting.floor
    also = [(len(counts), 0)] if few else []
    return hidden_in_table(counts, drafting.floor, also=also, known=known)


def channel_table(drafting: Drafting, titles: list[str], counts: list[list[int]]) -> Table:
    table, last = with_sums(counts), len(titles)
    is_public = drafting.edition == "public"
    hidden = hidden_cells(drafting, counts) if is_public else frozenset()

    def cell(row: int, column: int) -> str:
        if not is_public:
            return str(table[row][column])
        return LEFT_OUT if (row, column) in hidden else drafting.count(table[row][column])

    rows = drafting.snapshot.ledger.rows
    names = [drafting.say(labels.CHANNELS[EventKind(row.channel)]) for row in rows]
    names.append(drafting.say(labels.ALL_CHANNELS))
    order = (last, *range(last))  # what was received stands first
    return Table(
        caption=drafting.say(labels.BECAME_CAPTION),
        columns=(drafting.say(labels.CHANNEL), drafting.say(labels.RECEIVED), *titles),
        rows=tuple((name, *(cell(row, column) for column in order)) for row, name in enumerate(names)),
        numeric=(False, *(True for _ in order)),
        anchor=drafting.scale.anchor("table", "ledger"),
    )


def outcome_table(drafting: Drafting, titles: list[str], counts: list[list[int]]) -> Table:
    total = drafting.snapshot.ledger.total
    hidden = hidden_outcomes(drafting, counts)
    rows = [
        (title, LEFT_OUT if name in hidden else drafting.count(getattr(total, name)))
        for name, title in zip(labels.OUTCOMES, titles, strict=True)
    ]
    return Table(
        caption=drafting.say(labels.OUTCOME_CAPTION),
        columns=(drafting.say(labels.OUTCOME), drafting.say(labels.CONTRIBUTIONS)),
        rows=tuple(rows),
        numeric=(False, True),
        anchor=drafting.scale.anchor("table", "outcomes"),
    )


def hidden_outcomes(drafting: Drafting, counts: list[list[int]]) -> set[str]:
    """Outcomes over all channels to leave out, beside the table by channel with the same sums."""
    hidden = hidden_cells(drafting, counts)
    if any((len(counts), column) in hidden for column in (0, 1)):
        return set(labels.OUTCOMES)
    others = [name for name in labels.OUTCOMES if name != "accepted"]
    total = drafting.snapshot.ledger.total
    # What was accepted is printed in the other table: the others have to hide among themselves.
    places = hidden_in_line([getattr(total, name) for name in others], drafting.floor)
    return {others[place] for place in places}


def campaigns(drafting: Drafting) -> Shown | None:
    """Printed only when what was set aside is printed too and neither its campaign texts nor its rest are few."""
    count, total = drafting.snapshot.campaigns, drafting.snapshot.ledger.total
    if (
        "set_aside" in hidden_outcomes(drafting, coarse(drafting))
        or least_rest(total.set_aside, count) < drafting.floor
    ):
        return None
    return drafting.shown(count)


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
        for event in attendance.of_kind(drafting, *ATTENDED)
        for each in attendance.turnout(drafting, [event])
        if each.count
    ]


def submission_rows(drafting: Drafting) -> list[tuple[str, str, str]]:
    told = [(event, submissions_to(drafting, event)) for event in drafting.snapshot.events]
    counted = drafting.say(labels.SUBMISSIONS)
    return [
        (drafting.say(event.title), counted, drafting.prose.count(count)) for event, count in told if count
    ]


def submissions_to(drafting: Drafting, event: EventFacts) -> Shown | None:
    crowd = drafting.snapshot.crowds.get(event.slug)
    return drafting.shown(crowd.submissions) if crowd and has_number(drafting, event) else None


def has_number(drafting: Drafting, event: EventFacts) -> bool:
    """Surveys have one. Elsewhere a submission is a contribution or a few: beside what was received, their number must
    not tell how few were withdrawn.
    """
    if event.kind in ATTENDED or event.kind is EventKind.SURVEY:
        return event.kind is EventKind.SURVEY
    alike = attendance.of_kind(drafting, event.kind)
    crowds = [drafting.snapshot.crowds[each.slug] for each in alike if each.slug in drafting.snapshot.crowds]
    received = sum(row.received for row in drafting.snapshot.ledger.rows if row.channel == event.kind)
    return received - sum(crowd.submissions for crowd in crowds) >= drafting.floor
