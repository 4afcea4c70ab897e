"""Closed questions: for each a chart and a table with the same figures, as far as they may be printed."""

from __future__ import annotations

from collections.abc import Iterator
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
    label: str
    count: int
    is_hidden: bool


def survey(drafting: Drafting) -> list[Block]:
    questions = drafting.snapshot.questions
    if not questions:
        return []
    blocks: list[Block] = [drafting.heading(labels.SURVEY, "figures", "survey")]
    for question in questions:
        blocks += question_blocks(drafting, question)
    blocks.append(Paragraph(drafting.prose.left_out(), "note"))
    return blocks


def question_blocks(drafting: Drafting, question: QuestionFacts) -> list[Block]:
    blocks = [drafting.heading(question.text, "question", question.code, level=3), *notes(drafting, question)]
    if not may_be_told(drafting, question):
        return [*blocks, Paragraph(drafting.say(labels.NO_FIGURES))]
    if question.kind in MATRIX_KINDS:
        return [*blocks, matrix(drafting, question)]
    lines = lines_of(drafting, question)
    if all(line.is_hidden for line in lines):
        return [*blocks, Paragraph(drafting.say(labels.NO_FIGURES))]
    return [*blocks, chart(drafting, question, lines), table(drafting, question, lines)]


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
    if question.kind == QuestionKind.MULTIPLE_CHOICE:
        # Choices do not add up to anything, but each has those who did not choose it beside it.
        return [
            Line(label, count, min(count, least_rest(question.respondents, count)) < drafting.floor)
            for label, count in answers
        ]
    hidden = hidden_answers(drafting, question, [count for _label, count in answers])
    return [Line(label, count, place in hidden) for place, (label, count) in enumerate(answers)]


def answers_of(drafting: Drafting, question: QuestionFacts) -> list[tuple[str, int]]:
    if question.kind == QuestionKind.SCALE:
        return [(str(value), count) for value, count in question.scale]
    if question.kind == QuestionKind.DATE:
        return months_of(drafting, question)
    return [(drafting.say(choice.text), choice.answers) for choice in question.choices]


def months_of(drafting: Drafting, question: QuestionFacts) -> list[tuple[str, int]]:
    """Months that enough people gave; the rest as one: that somebody gave a month would be told by its name alone."""
    common = [(day, count) for day, count in question.months if count >= drafting.floor]
    rest = sum(count for _day, count in question.months) - sum(count for _day, count in common)
    answers = [(dates.month(day, drafting.language), count) for day, count in common]
    return [*answers, (drafting.say(labels.OTHER_MONTHS), rest)] if rest else answers


def hidden_answers(drafting: Drafting, question: QuestionFacts, counts: list[int]) -> frozenset[int]:
    silent = question.respondents - sum(counts)
    # Nobody without an answer is no small group; a few are one, and the number of submissions is printed.
    return hidden_in_line([*counts, silent] if silent > 0 else counts, drafting.floor)


def matrix(drafting: Drafting, question: QuestionFacts) -> Block:
    """One table: each line is a question of its own, and what is left out of it is decided by itself."""
    columns = [str(value) for value, _count in question.scale]
    columns = columns or [drafting.say(choice.text) for choice in question.choices]
    rows = tuple(
        (drafting.say(line.text), *matrix_cells(drafting, question, line)) for line in question.lines
    )
    if all(cell == LEFT_OUT for row in rows for cell in row[1:]):
        return Paragraph(drafting.say(labels.NO_FIGURES))
    return Table(
        caption=drafting.say(question.text),
        columns=(drafting.say(labels.LINE), *columns),
        rows=rows,
        numeric=(False, *(True for _column in columns)),
        anchor=drafting.scale.anchor("table", question.code),
    )


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
        rows=tuple((line.label, figure(drafting, line)) for line in lines),
        numeric=(False, True),
        anchor=drafting.scale.anchor("table", question.code),
    )
