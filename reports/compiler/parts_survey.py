"""Closed questions: for each a chart and a table with the same figures, as far as they may be printed.

What was retired is printed where there is a figure of it, and otherwise not at all. That a choice was given by few and
that nobody gave it look alike, in what is left out beside it too: a line without a figure would tell that somebody did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consultations import dates
from consultations.disclosure import STEP, hidden_in_line, least_rest
from reports.compiler import labels
from reports.compiler.drafting import LEFT_OUT, Drafting
from reports.compiler.snapshot import LineFacts, QuestionFacts
from reports.document import Bar, Block, Chart, Paragraph, Table
from submissions.models import MATRIX_KINDS, QuestionKind


@dataclass(frozen=True, slots=True)
class Line:
    key: str  # the same in every version, whatever its label becomes
    label: str
    count: int
    is_hidden: bool
    is_retired: bool = False

    @property
    def is_printed(self) -> bool:
        return not (self.is_retired and self.is_hidden)


def survey(drafting: Drafting) -> list[Block]:
    blocks = [
        block for question in drafting.snapshot.questions for block in question_blocks(drafting, question)
    ]
    if not blocks:
        return []
    heading = drafting.heading(labels.SURVEY, "figures", "survey")
    return [heading, *blocks, Paragraph(drafting.prose.left_out(), "note")]


def question_blocks(drafting: Drafting, question: QuestionFacts) -> list[Block]:
    figures = figures_of(drafting, question)
    if question.is_retired and not figures:
        return []
    return [
        drafting.heading(question.text, "question", question.code, level=3),
        *notes(drafting, question),
        *(figures or [Paragraph(drafting.say(labels.NO_FIGURES))]),
    ]


def figures_of(drafting: Drafting, question: QuestionFacts) -> list[Block]:
    """Nothing when none may be printed."""
    if not may_be_told(drafting, question):
        return []
    if question.kind in MATRIX_KINDS:
        return matrix(drafting, question)
    lines = lines_of(drafting, question)
    if all(line.is_hidden for line in lines):
        return []
    return [chart(drafting, question, lines), table(drafting, question, lines)]


def may_be_told(drafting: Drafting, question: QuestionFacts) -> bool:
    """Not when the number of those who were asked is left out above: the answers here would add up to it."""
    known = {each.key: each for each in drafting.snapshot.questions}
    return all(
        not lines_of(drafting, known[key])[place].is_hidden and may_be_told(drafting, known[key])
        for key, place in question.hangs_on
    )


def notes(drafting: Drafting, question: QuestionFacts) -> Iterator[Block]:
    """Who was asked, and what the ends of a scale mean."""
    if question.asked_after:
        ways = [
            (drafting.say(earlier), [drafting.say(answer) for answer in answers])
            for earlier, answers in question.asked_after
        ]
        yield Paragraph(drafting.prose.asked_after(ways), "note")
    if question.scale:
        ends = question.scale[0][0], question.scale[-1][0]
        low, high = drafting.say(question.lowest_label), drafting.say(question.highest_label)
        yield Paragraph(drafting.prose.scale(ends[0], low, ends[1], high), "note")


def lines_of(drafting: Drafting, question: QuestionFacts) -> list[Line]:
    """Every possible answer. Who did not answer is counted while checking, but not shown as an answer."""
    answers = answers_of(drafting, question)
    counts = [count for _key, _label, count in answers]
    if question.kind == QuestionKind.MULTIPLE_CHOICE:
        # Choices do not add up to anything, but each has those who did not choose it beside it.
        smaller = [min(count, least_rest(question.respondents, count)) for count in counts]
        hidden = frozenset(place for place, count in enumerate(smaller) if count < drafting.floor)
    else:
        hidden = hidden_answers(drafting, question, counts)
    retired = {place for place, choice in enumerate(question.choices) if choice.is_retired}
    return [
        Line(key, label, count, place in hidden, place in retired)
        for place, (key, label, count) in enumerate(answers)
    ]


def answers_of(drafting: Drafting, question: QuestionFacts) -> list[tuple[str, str, int]]:
    """Each with its key and its label."""
    if question.kind == QuestionKind.SCALE:
        return [(str(value), str(value), count) for value, count in question.scale]
    if question.kind == QuestionKind.DATE:
        return months_of(drafting, question)
    return [(choice.key, drafting.say(choice.text), choice.answers) for choice in question.choices]


def months_of(drafting: Drafting, question: QuestionFacts) -> list[tuple[str, str, int]]:
    """Months that enough people gave; the rest as one: that somebody gave a month would be told by its name alone."""
    common = [(day, count) for day, count in question.months if count >= drafting.floor]
    rest = sum(count for _day, count in question.months) - sum(count for _day, count in common)
    answers = [(str(day), dates.month(day, drafting.language), count) for day, count in common]
    return [*answers, ("other months", drafting.say(labels.OTHER_MONTHS), rest)] if rest else answers


def hidden_answers(drafting: Drafting, question: QuestionFacts, counts: list[int]) -> frozenset[int]:
    silent = question.respondents - sum(counts)
    # Nobody without an answer is no small group; a few are one, and the number of submissions is printed.
    return hidden_in_line([*counts, silent] if silent > 0 else counts, drafting.floor)


def matrix(drafting: Drafting, question: QuestionFacts) -> list[Block]:
    """One table: each line is a question of its own, and what is left out of it is decided by itself."""
    printed = printed_rows(drafting, question)
    columns = columns_of(drafting, question, [cells for _line, cells in printed])
    if all(says_nothing(cells) for _line, cells in printed):
        return []
    table = Table(
        caption=drafting.say(question.text),
        columns=(drafting.say(labels.LINE), *columns.values()),
        rows=tuple(
            (drafting.say(line.text), *(cells[place] for place in columns)) for line, cells in printed
        ),
        numeric=(False, *(True for _column in columns)),
        anchor=drafting.scale.anchor("table", question.code),
    )
    return [table]


def printed_rows(drafting: Drafting, question: QuestionFacts) -> list[tuple[LineFacts, list[str]]]:
    rows = [(line, matrix_cells(drafting, question, line)) for line in question.lines]
    return [(line, cells) for line, cells in rows if not (line.is_retired and says_nothing(cells))]


def columns_of(drafting: Drafting, question: QuestionFacts, cells: Sequence[Sequence[str]]) -> dict[int, str]:
    """By their places: the steps of the scale or the choices, as far as they are printed."""
    if question.scale:
        return {place: str(value) for place, (value, _count) in enumerate(question.scale)}
    return {
        place: drafting.say(choice.text)
        for place, choice in enumerate(question.choices)
        if not (choice.is_retired and says_nothing([row[place] for row in cells]))
    }


def says_nothing(cells: Iterable[str]) -> bool:
    return all(cell == LEFT_OUT for cell in cells)


def matrix_cells(drafting: Drafting, question: QuestionFacts, line: LineFacts) -> list[str]:
    hidden = hidden_answers(drafting, question, list(line.answers))
    return [
        LEFT_OUT if place in hidden else drafting.count(count) for place, count in enumerate(line.answers)
    ]


def chart(drafting: Drafting, question: QuestionFacts, lines: list[Line]) -> Chart:
    longest = max(line.count for line in lines if not line.is_hidden)
    longest -= longest % STEP
    bars = tuple(
        Bar(
            line.label,
            0.0 if line.is_hidden else round((line.count - line.count % STEP) / longest, 4),
            figure(drafting, line),
        )
        for line in lines
        if line.is_printed
    )
    return Chart(
        finding=finding(drafting, question, lines),
        # A dash says nothing to somebody who hears it.
        description=drafting.prose.chart(
            [(bar.label, "" if bar.shown == LEFT_OUT else bar.shown) for bar in bars]
        ),
        bars=bars,
        anchor=drafting.scale.anchor("chart", question.code),
    )


def figure(drafting: Drafting, line: Line) -> str:
    return LEFT_OUT if line.is_hidden else drafting.count(line.count)


def finding(drafting: Drafting, question: QuestionFacts, lines: list[Line]) -> str:
    """The most frequent answers as far as the printed figures show them; the question, if they are all alike."""
    seen = [line for line in lines if not line.is_hidden]
    if question.kind == QuestionKind.MULTIPLE_CHOICE and any(line.is_hidden for line in lines):
        return drafting.say(question.text)  # what nearly everybody chose is left out as well
    most = max(line.count // STEP for line in seen)
    top = [line.label for line in seen if line.count // STEP == most]
    if len(top) > 2 or (len(top) == len(seen) > 1):
        return drafting.say(question.text)
    return drafting.prose.finding(top, question.kind)


def table(drafting: Drafting, question: QuestionFacts, lines: list[Line]) -> Table:
    counted = labels.RANKED_FIRST if question.kind == QuestionKind.RANKING else labels.ANSWERS
    return Table(
        caption=drafting.say(question.text),
        columns=(drafting.say(labels.ANSWER), drafting.say(counted)),
        rows=tuple((line.label, figure(drafting, line)) for line in lines if line.is_printed),
        numeric=(False, True),
        anchor=drafting.scale.anchor("table", question.code),
    )
