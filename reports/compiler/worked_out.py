"""What a reader works out from the counts that the public report prints: those that are left out, those who did not
answer, and of each sum what is left without one of its parts. Pure.

The questionnaires are public, so a reader knows which questions were asked of the same people.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from consultations.disclosure import Shown
from consultations.models import ATTENDED
from reports.compiler import attendance, labels
from reports.compiler.drafting import LEFT_OUT, Drafting
from reports.compiler.parts_figures import campaigns, ledger_tables, submissions_to
from reports.compiler.parts_survey import columns_of, figure, figures_of, lines_of, printed_rows
from reports.compiler.prose.facts import Who
from reports.compiler.published_figures import Figures, range_of
from reports.compiler.snapshot import QuestionFacts
from reports.compiler.sums import Sums
from submissions.models import MATRIX_KINDS, QuestionKind

GOVERNMENT = (Who.GOVERNMENT_AND_PARLIAMENT, Who.GOVERNMENT, Who.PARLIAMENT)


def worked_out(drafting: Drafting) -> Figures:
    """Between what a reader of the English public document, made by ``drafting``, can place each count, printed there or
    not. Events, questions and answers are named by their keys: whatever their words become, the names stay.
    """
    sums = Sums()
    add_ledger(sums, drafting)
    add_participation(sums, drafting)
    for question in drafting.snapshot.questions:
        add_question(sums, drafting, question)
    sums.add_rests()
    sums.narrow()
    return {
        f"worked out: {name}": (int(low), int(high))
        for name, (low, high) in sums.ranges.items()
        if high < math.inf
    }


def put(sums: Sums, of: str, cells: Iterable[Sequence[str]]) -> list[str]:
    """Each cell by its name, as it is printed. Returns the names of the counts."""
    named = {f"{of} / {name}": shown for name, shown in cells}
    for name, shown in named.items():
        sums.know(name, *(range_of(shown) or ()))
    return [*named]


def as_printed(drafting: Drafting, count: Shown | None) -> str:
    return drafting.prose.count(count) if count else LEFT_OUT


def add_ledger(sums: Sums, drafting: Drafting) -> None:
    by_channel, *over_all = ledger_tables(drafting)
    everywhere, aside = drafting.say(labels.ALL_CHANNELS), drafting.say(labels.OUTCOMES["set_aside"])
    titles = by_channel.columns[1:]
    for channel, *shown in by_channel.rows:
        _whole, *outcomes = put(sums, channel, zip(titles, shown, strict=True))
        add_outcomes(sums, drafting, channel, outcomes)
    for title in titles:
        sums.add_up(f"{everywhere} / {title}", *(f"{row[0]} / {title}" for row in by_channel.rows[:-1]))
    for table in over_all:
        add_outcomes(sums, drafting, everywhere, put(sums, everywhere, table.rows))
    texts = put(sums, everywhere, [("campaigns", as_printed(drafting, campaigns(drafting)))])
    sums.add_up(f"{everywhere} / {aside}", *texts, f"{everywhere} / {aside} for another reason")


def add_outcomes(sums: Sums, drafting: Drafting, channel: str, outcomes: Sequence[str]) -> None:
    """Where few had an outcome, a version prints all but what was accepted together."""
    sums.add_up(f"{channel} / {drafting.say(labels.RECEIVED)}", *outcomes)
    if len(outcomes) > 2:
        sums.add_up(f"{channel} / {drafting.say(labels.OTHERWISE)}", *outcomes[1:])


def add_participation(sums: Sums, drafting: Drafting) -> None:
    """Where few came from Parliament, a version counts them with government."""
    for event in drafting.snapshot.events:
        name = f"event {event.key}"
        put(sums, name, [("submissions", as_printed(drafting, submissions_to(drafting, event)))])
        if event.kind in ATTENDED:
            told = {each.who: each.count for each in attendance.turnout(drafting, [event])}
            put(sums, name, [(who.value, as_printed(drafting, told.get(who))) for who in Who])
            sums.add_up(*(f"{name} / {who.value}" for who in GOVERNMENT))


def add_question(sums: Sums, drafting: Drafting, question: QuestionFacts) -> None:
    """What is not printed as an answer counts among those who did not answer: a reader does not know of it."""
    for name, cells in printed_lines(drafting, question):
        asked = add_asked(sums, drafting, question)
        names = put(sums, name, cells)
        if question.kind != QuestionKind.MULTIPLE_CHOICE:
            sums.add_up(asked, *names, f"{name} / did not answer")
            continue
        for each in names:
            sums.add_up(asked, each, f"{each} not chosen")


def add_asked(sums: Sums, drafting: Drafting, question: QuestionFacts) -> str:
    """Everybody who sent something, or those who gave an earlier answer: their number is printed as that answer's."""
    survey = question.key.partition("/")[0]
    name = question.key if question.asked_after else survey
    return put(sums, name, [("asked", drafting.count(question.respondents))])[0]


def printed_lines(
    drafting: Drafting, question: QuestionFacts
) -> Iterator[tuple[str, Iterable[Sequence[str]]]]:
    """Of a matrix each line, of another question its only one: the keys of answers with their figures."""
    if not figures_of(drafting, question):
        return
    if question.kind in MATRIX_KINDS:
        rows = printed_rows(drafting, question)
        places = columns_of(drafting, question, [cells for _line, cells in rows])
        answers = [str(value) for value, _count in question.scale] or [each.key for each in question.choices]
        for line, cells in rows:
            yield f"{question.key} / {line.key}", [(answers[place], cells[place]) for place in places]
        return
    lines = [line for line in lines_of(drafting, question) if line.is_printed]
    yield question.key, [(line.key, figure(drafting, line)) for line in lines]
