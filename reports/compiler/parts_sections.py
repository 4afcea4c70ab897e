"""The three sections: topics, their findings, and what else was heard."""

from __future__ import annotations

from typing import cast

from reports.compiler import labels
from reports.compiler.drafting import Drafting
from reports.compiler.snapshot import SectionFacts, ThemeFacts, TopicFacts
from reports.compiler.weigh import Weighed
from reports.compiler.words import Printed, advice, printed, source
from reports.document import Block, Entries, Entry, Paragraph, Part, PartKind, Quotation


def section(drafting: Drafting, facts: SectionFacts) -> Part:
    blocks: list[Block] = [Paragraph(drafting.say(facts.question), "lede")]
    blocks += drafting.narrative(f"section_{facts.number}")
    before = len(blocks)
    for topic in facts.topics:
        blocks += topic_blocks(drafting, topic)
    if len(blocks) == before:
        blocks.append(Paragraph(drafting.say(labels.NOTHING_ON_SECTION)))
    return Part(
        cast(PartKind, f"section_{facts.number}"),
        f"{drafting.say(labels.SECTION)} {facts.number}",
        drafting.say(facts.title),
        f"section-{facts.number}",
        tuple(blocks),
    )


def topic_blocks(drafting: Drafting, topic: TopicFacts) -> list[Block]:
    themes = drafting.scale.themes(topic)
    backing = drafting.scale.backing
    alone = [each.id for each in drafting.snapshot.of_topic(topic) if each.id not in backing]
    if not themes and not alone:
        return []
    name = f"{topic.section}/{topic.code}"
    blocks: list[Block] = [drafting.heading(topic.title, "topic", name)]
    for weighed in themes:
        blocks += theme_blocks(drafting, weighed)
    points = [entry for each in drafting.scale.shuffled(alone) if (entry := point(drafting, each))]
    if points:
        if themes:
            blocks.append(drafting.heading(labels.ALSO_HEARD, "also", name, level=3))
        blocks += [Entries(tuple(points)), *drafting.evidence(alone)]
    return blocks


def theme_blocks(drafting: Drafting, weighed: Weighed) -> list[Block]:
    theme = weighed.theme
    return [
        drafting.heading(theme.title, "theme", theme.key, level=3),
        Paragraph(drafting.prose.strength(weighed.strength, weighed.reach), "strength"),
        Paragraph(drafting.say(theme.statement)),
        *quotations(drafting, theme),
        *drafting.evidence(theme.supports),
    ]


def quotations(drafting: Drafting, theme: ThemeFacts) -> list[Quotation]:
    found = []
    for each in drafting.scale.quoted(theme):
        words = printed(drafting.snapshot, drafting.snapshot.contributions[each], drafting.language)
        if words:
            found.append(Quotation(words.text, words.language, source_of(drafting, each, words)))
    return found


def point(drafting: Drafting, contribution_id: str) -> Entry | None:
    words = advice(drafting.snapshot, drafting.snapshot.contributions[contribution_id], drafting.language)
    return Entry(words.text, words.language, source_of(drafting, contribution_id, words)) if words else None


def source_of(drafting: Drafting, contribution_id: str, words: Printed) -> str:
    each = drafting.snapshot.contributions[contribution_id]
    return source(drafting.snapshot, drafting.shared, each, words, drafting.language)
