"""Closed questions: for each a chart and a table with the same figures, as far as they may be printed."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.disclosure import STEP, hidden_in_line
from reports.compiler import labels
from reports.compiler.drafting import LEFT_OUT, Drafting
from reports.compiler.snapshot import QuestionFacts
from reports.document import Bar, Block, Chart, Paragraph, Table
from submissions.models import QuestionKind


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
    lines = lines_of(drafting, question)
    blocks: list[Block] = [drafting.heading(question.text, "question", question.code, level=3)]
    if question.kind == QuestionKind.SCALE:
        ends = question.scale[0][0], question.scale[-1][0]
        low, high = drafting.say(question.lowest_label), drafting.say(question.highest_label)
        blocks.append(Paragraph(drafting.prose.scale(ends[0], low, ends[1], high), "note"))
    if all(line.is_hidden for line in lines):
        return [*blocks, Paragraph(drafting.say(labels.NO_FIGURES))]
    return [*blocks, chart(drafting, question, lines), table(drafting, question, lines)]


def lines_of(drafting: Drafting, question: QuestionFacts) -> list[Line]:
    """Every possible answer. Who did not answer is counted while checking, but not shown as an answer."""
    if question.kind == QuestionKind.SCALE:
        answers = [(str(value), count) for value, count in question.scale]
    else:
        answers = [(drafting.say(choice.text), choice.answers) for choice in question.choices]
    if question.kind == QuestionKind.MULTIPLE_CHOICE:
        # Choices do not add up to anything, but each has those who did not choose it beside it.
        limit = question.respondents - drafting.floor
        return [Line(label, count, not drafting.floor <= count <= limit) for label, count in answers]
    silent = question.respondents - sum(count for _label, count in answers)
    # Nobody without an answer is no small group; a few are one, and the number of submissions is printed.
    counts = [count for _label, count in answers] + ([silent] if silent > 0 else [])
    hidden = hidden_in_line(counts, drafting.floor)
    return [Line(label, count, place in hidden) for place, (label, count) in enumerate(answers)]


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
