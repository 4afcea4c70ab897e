"""About this consultation; how to read this report."""

from __future__ import annotations

from datetime import date

from consultations.models import GATHERINGS, EventKind
from reports.compiler import attendance, labels, promises
from reports.compiler.drafting import Drafting, paragraphs
from reports.compiler.snapshot import OrganizationFacts, PersonFacts
from reports.document import Block, Entries, Entry, Paragraph, Part, Table


def about(drafting: Drafting) -> Part:
    written = drafting.narrative("about")
    blocks: tuple[Block, ...] = written or (
        *purpose(drafting),
        *chairs(drafting),
        *events(drafting),
        *took_part(drafting),
    )
    return Part("front", "", drafting.say(labels.ABOUT), "about", (*blocks, *listed(drafting)))


def purpose(drafting: Drafting) -> tuple[Block, ...]:
    heading = drafting.heading(labels.PURPOSE, "about", "purpose")
    return heading, *paragraphs(drafting.say(drafting.snapshot.purpose))


def chairs(drafting: Drafting) -> tuple[Block, ...]:
    names = [drafting.say(name) for name in drafting.snapshot.chairs]
    if not names:
        return ()
    return (
        drafting.heading(labels.CO_CHAIRS, "about", "chairs"),
        Paragraph(drafting.prose.chairs(names)),
    )


def events(drafting: Drafting) -> tuple[Block, ...]:
    prose, snapshot = drafting.prose, drafting.snapshot
    first = [prose.period(snapshot.opens_on, snapshot.closes_on)]
    first += [prose.meeting(meeting) for meeting in attendance.meetings(drafting)]
    others = []
    talks, channels = attendance.talks(drafting), attendance.channels(drafting)
    if talks:
        others.append(prose.talks(talks))
    if channels:
        also = bool(talks or len(first) > 1)
        others.append(prose.channels(channels, own_span(drafting), also=also))
    heading = drafting.heading(labels.EVENTS, "about", "events")
    return heading, Paragraph(" ".join(first)), *(Paragraph(text) for text in others)


def own_span(drafting: Drafting) -> tuple[date, date] | None:
    """When people could write, unless that was as long as the consultation."""
    kinds = (EventKind.SOCIAL, EventKind.SURVEY, EventKind.OPEN_CALL)
    days = [attendance.days_of(drafting, event) for event in attendance.of_kind(drafting, *kinds)]
    span = min(first for first, _last in days), max(last for _first, last in days)
    return None if span == (drafting.snapshot.opens_on, drafting.snapshot.closes_on) else span


def took_part(drafting: Drafting) -> tuple[Block, ...]:
    prose = drafting.prose
    gatherings = attendance.of_kind(drafting, *GATHERINGS)
    turnout = attendance.turnout(drafting, gatherings)
    departments = attendance.departments(drafting)
    presenters, title = attendance.presenters(drafting)
    experts = attendance.experts(drafting)
    texts = [
        prose.turnout(turnout, [event.kind for event in gatherings]) if turnout else "",
        " ".join(
            filter(
                None,
                (
                    prose.departments(departments) if departments else "",
                    prose.presenters(presenters, title) if presenters else "",
                ),
            )
        ),
        prose.experts(experts) if experts else "",
    ]
    blocks = tuple(Paragraph(text) for text in texts if text)
    return (drafting.heading(labels.TOOK_PART, "about", "people"), *blocks) if blocks else ()


def listed(drafting: Drafting) -> tuple[Block, ...]:
    """Those not named above: civil-society and other organizations, and people, who agreed to it."""
    names = [
        (each.full_name(drafting.language), each.is_illustrative) for each in listed_organizations(drafting)
    ]
    names += [(person.name, person.is_illustrative) for person in listed_people(drafting)]
    if not names:
        return ()
    entries = tuple(
        Entry(name, drafting.language, note=fiction(drafting, is_illustrative))
        for name, is_illustrative in names
    )
    return drafting.heading(labels.LISTED, "about", "listed"), Entries(entries)


def listed_organizations(drafting: Drafting) -> list[OrganizationFacts]:
    """Those of somebody who was there, unless an expert printed above stands for them."""
    people = drafting.snapshot.people
    there = {person.organization for person in people if person.attended or person.presents}
    there -= {person.organization for person in people if person.is_expert and person.listed}
    return [
        each
        for each in drafting.snapshot.organizations.values()
        if each.listed and each.code in there and not attendance.is_government(each)
    ]


def listed_people(drafting: Drafting) -> list[PersonFacts]:
    return [
        person
        for person in drafting.snapshot.people
        if person.listed and not person.is_expert and (person.attended or person.presents)
    ]


def fiction(drafting: Drafting, is_illustrative: bool) -> str:
    return drafting.say(labels.ILLUSTRATIVE) if is_illustrative else ""


def how_to_read(drafting: Drafting) -> Part:
    written = drafting.narrative("how_to_read")
    blocks: tuple[Block, ...] = written or (*contents(drafting), *who_said_what(drafting))
    rest = (*how_often(drafting), *quotations(drafting), *limits(drafting))
    return Part("front", "", drafting.say(labels.HOW_TO_READ), "how-to-read", (*blocks, *rest))


def contents(drafting: Drafting) -> tuple[Block, ...]:
    entries = []
    for section in drafting.snapshot.sections:
        label = f"{drafting.say(labels.SECTION)} {section.number}"
        topics = [drafting.say(topic.title) for topic in section.topics]
        entries.append(
            Entry(
                f"{label}{labels.WORDING[drafting.language].colon} {drafting.say(section.title)}",
                drafting.language,
                note="; ".join(topics),
            )
        )
    return (
        drafting.heading(labels.CONTENT, "how", "contents"),
        Paragraph(drafting.say(labels.THREE_SECTIONS)),
        Entries(tuple(entries)),
        Paragraph(drafting.say(labels.ANNEXES)),
    )


def who_said_what(drafting: Drafting) -> tuple[Block, ...]:
    promise = promises.promise(drafting)
    texts = (*drafting.prose.attribution(promise), drafting.prose.small_groups(promise))
    heading = drafting.heading(labels.WHO_SAID_WHAT, "how", "attribution")
    return heading, *(Paragraph(text) for text in texts)


def how_often(drafting: Drafting) -> tuple[Block, ...]:
    return (
        drafting.heading(labels.HOW_OFTEN, "how", "often"),
        Paragraph(drafting.say(labels.HOW_OFTEN_TEXT)),
        Table(
            caption=drafting.say(labels.HOW_OFTEN),
            columns=(drafting.say(labels.WORDS), drafting.say(labels.MEANING)),
            rows=drafting.prose.key(),
            numeric=(False, False),
            anchor=drafting.scale.anchor("table", "key"),
        ),
    )


def quotations(drafting: Drafting) -> tuple[Block, ...]:
    has_social = any(event.kind is EventKind.SOCIAL for event in drafting.snapshot.events)
    heading = drafting.heading(labels.QUOTATIONS, "how", "quotations")
    return heading, *(Paragraph(text) for text in drafting.prose.quotations(has_social))


def limits(drafting: Drafting) -> tuple[Block, ...]:
    return (
        drafting.heading(labels.LIMITS, "how", "limits"),
        Paragraph(drafting.prose.limitations()),
    )
