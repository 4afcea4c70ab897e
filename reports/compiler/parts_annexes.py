"""Annex A, advice by addressee; Annex B, resources."""

from __future__ import annotations

from reports.compiler import labels
from reports.compiler.drafting import Drafting
from reports.compiler.snapshot import OrganizationFacts
from reports.compiler.words import advice
from reports.document import Block, Entries, Entry, Paragraph, Part


def advice_annex(drafting: Drafting) -> Part:
    organizations = drafting.snapshot.organizations.values()
    roots = [each for each in organizations if each.takes_advice and not parent_takes_advice(drafting, each)]
    blocks: list[Block] = [Paragraph(drafting.prose.advice())]
    for root in roots:
        blocks += addressee(drafting, root)
        for branch in drafting.snapshot.branches_of(root.code):
            blocks += addressee(drafting, branch, root) if branch.takes_advice else []
    if not roots:
        blocks = [Paragraph(drafting.say(labels.NO_ADDRESSEES))]
    return annex(drafting, "A", drafting.say(labels.ADVICE), blocks)


def parent_takes_advice(drafting: Drafting, each: OrganizationFacts) -> bool:
    parent = drafting.snapshot.organizations.get(each.parent)
    return bool(parent and parent.takes_advice)


def annex(drafting: Drafting, letter: str, title: str, blocks: list[Block]) -> Part:
    label = f"{drafting.say(labels.ANNEX)} {letter}"
    return Part("annex", label, title, f"annex-{letter.lower()}", tuple(blocks))


def addressee(
    drafting: Drafting, each: OrganizationFacts, department: OrganizationFacts | None = None
) -> list[Block]:
    """A department, or a branch with its department's name before its own."""
    name = each.full_name(drafting.language)
    if department:
        above = department.acronym.in_(drafting.language) or drafting.say(department.name)
        name = f"{above}, {name}"
    given = [*advice_by_topic(drafting, each), *commitments(drafting, each)]
    if not given and department:
        return []
    heading = drafting.heading(name, "addressee", each.code)
    return [heading, *(given or [Paragraph(drafting.say(labels.NO_ADVICE))])]


def advice_by_topic(drafting: Drafting, each: OrganizationFacts) -> list[Block]:
    blocks: list[Block] = []
    for section in drafting.snapshot.sections:
        for topic in section.topics:
            ids = [said.id for said in drafting.snapshot.of_topic(topic) if each.code in said.addressees]
            entries = [entry for one in drafting.scale.shuffled(ids) if (entry := piece(drafting, one))]
            if entries:
                place = f"{each.code}/{topic.section}/{topic.code}"
                blocks += [
                    drafting.heading(topic.title, "advice", place, level=3),
                    Entries(tuple(entries)),
                    *drafting.evidence(ids),
                ]
    return blocks


def piece(drafting: Drafting, contribution_id: str) -> Entry | None:
    """The words, and nothing of who said them."""
    words = advice(drafting.snapshot, drafting.snapshot.contributions[contribution_id], drafting.language)
    return Entry(words.text, words.language) if words else None


def commitments(drafting: Drafting, each: OrganizationFacts) -> list[Block]:
    mine = [one for one in drafting.snapshot.commitments if one.organization == each.code]
    if not mine:
        return []
    colon = labels.WORDING[drafting.language].colon
    entries = tuple(
        Entry(
            f"{drafting.say(one.advice)} ({drafting.say(labels.RESPONSES[one.response])})"
            f"{colon} {' '.join(drafting.say(one.statement).split())}",
            drafting.language,
        )
        for one in mine
    )
    return [drafting.heading(labels.COMMITMENTS, "commitments", each.code, level=3), Entries(entries)]


def resources_annex(drafting: Drafting) -> Part:
    entries = [
        Entry(
            drafting.say(each.title),
            drafting.language,
            note=", ".join(filter(None, (drafting.say(each.publisher), str(each.year or "")))),
            url=each.url,
        )
        for each in drafting.snapshot.resources
    ]
    none: Block = Paragraph(drafting.say(labels.NO_RESOURCES))
    blocks: list[Block] = [Entries(tuple(entries)) if entries else none]
    return annex(drafting, "B", drafting.say(labels.RESOURCES), blocks)
