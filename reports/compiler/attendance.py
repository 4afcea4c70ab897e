"""Who took part, as far as it may be told. No total is ever printed beside its parts here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import inf

from consultations.dates import last_day
from consultations.models import ATTENDED, GATHERINGS, AttributionRule, EventKind, OrganizationKind
from consultations.models.consultation import SMALLEST_GROUP
from reports.compiler.drafting import Drafting
from reports.compiler.prose.facts import Body, Channel, Expert, Meeting, Talk, Turnout, Who
from reports.compiler.snapshot import EventFacts, OrganizationFacts, PersonFacts, SessionFacts

DEPARTMENTS = (OrganizationKind.DEPARTMENT, OrganizationKind.BRANCH)
ONLINE = frozenset({"online", "en ligne", "virtual", "virtuel"})


def of_kind(drafting: Drafting, *kinds: EventKind) -> tuple[EventFacts, ...]:
    return tuple(event for event in drafting.snapshot.events if event.kind in kinds)


def present(drafting: Drafting, events: Iterable[EventFacts]) -> list[PersonFacts]:
    slugs = {event.slug for event in events}
    return [person for person in drafting.snapshot.people if person.attended & slugs]


def turnout(drafting: Drafting, events: Sequence[EventFacts]) -> tuple[Turnout, ...]:
    """Sectors that are large enough, in the order of :class:`Who`; the others are not mentioned."""
    people = present(drafting, events)
    # Of several events together no number is told: what one of them alone would leave out could be worked out.
    is_counted = len({event.slug for event in events}) == 1
    circles = {who: [person for person in people if person.sector == who.value] for who in Who}
    parliament = circles[Who.PARLIAMENT]
    if parliament and circles[Who.GOVERNMENT] and len(parliament) < drafting.floor:
        circles[Who.GOVERNMENT_AND_PARLIAMENT] = [*circles.pop(Who.GOVERNMENT), *circles.pop(Who.PARLIAMENT)]
    found = []
    for who in Who:
        count = drafting.shown(len(circles.get(who, ())))
        if count:
            found.append(Turnout(who, count if is_counted else None, groups(drafting, circles[who])))
    return tuple(found)


def groups(drafting: Drafting, people: list[PersonFacts]) -> tuple[str, ...]:
    """Those of which more than one or two came. They stand in a sentence, without a number: what counts is that none of
    them is somebody.
    """
    came = Counter(person.group for person in people)
    return tuple(
        drafting.say(group.name) for group in drafting.snapshot.groups if came[group] >= SMALLEST_GROUP
    )


def meetings(drafting: Drafting) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(*days_of(drafting, event), place=place_of(drafting, event), kind=event.kind)
        for event in of_kind(drafting, *GATHERINGS)
    )


def days_of(drafting: Drafting, event: EventFacts) -> tuple[date, date]:
    first = event.starts_at.astimezone(drafting.snapshot.zone).date()
    return first, max(first, last_day(event.ends_at, drafting.snapshot.zone))


def place_of(drafting: Drafting, event: EventFacts) -> str:
    """A town to be named with "in"; an address or "online" would not read well in a sentence."""
    place = drafting.say(event.place)
    return "" if place.casefold() in ONLINE or any(mark in place for mark in ",0123456789(") else place


def talks(drafting: Drafting) -> tuple[Talk, ...]:
    return tuple(
        Talk(
            day=days_of(drafting, event)[0],
            subject=subject_of(drafting, event),
            minutes=round((event.ends_at - event.starts_at).total_seconds() / 60),
        )
        for event in of_kind(drafting, EventKind.WEBINAR)
    )


def subject_of(drafting: Drafting, event: EventFacts) -> str:
    """What follows the colon of "Webinar: Canadian policies on refugees"; else the title, quoted."""
    title = drafting.say(event.title)
    _kind, colon, subject = title.partition(":")
    return subject.strip() if colon and subject.strip() else drafting.prose.quoted(title)


def channels(drafting: Drafting) -> tuple[Channel, ...]:
    plain = {"online survey", "sondage en ligne", "survey", "sondage", "open call", "appel de contributions"}
    found = []
    for event in of_kind(drafting, EventKind.SOCIAL, EventKind.SURVEY, EventKind.OPEN_CALL):
        title = drafting.say(event.title)
        found.append(Channel(event.kind, "" if title.casefold() in plain else title))
    return tuple(found)


def departments(drafting: Drafting) -> tuple[Body, ...]:
    """Listed bodies of government of which somebody came to an event, with their listed branches."""
    people = present(drafting, of_kind(drafting, *ATTENDED))
    there = {person.organization for person in people}
    organizations = drafting.snapshot.organizations.values()
    shown = [each for each in organizations if each.listed and is_government(each)]
    found = []
    for each in shown:
        branches = tuple(
            body(drafting, branch) for branch in shown if branch.parent == each.code and branch.code in there
        )
        parent_is_listed = any(other.code == each.parent for other in shown)
        if not parent_is_listed and (each.code in there or branches):
            found.append(body(drafting, each, branches))
    return tuple(found)


def is_government(each: OrganizationFacts) -> bool:
    """A department or branch; a public body only when it takes advice, as it then answers for a government."""
    return each.kind in DEPARTMENTS or (each.kind == OrganizationKind.PUBLIC_BODY and each.takes_advice)


def body(drafting: Drafting, each: OrganizationFacts, branches: tuple[Body, ...] = ()) -> Body:
    return Body(drafting.say(each.name), each.acronym.in_(drafting.language), branches)


def presenters(drafting: Drafting) -> tuple[tuple[Body, ...], str]:
    """Organizations on the programme without a speaker's name, and what their presentations had for a title."""
    organizations = drafting.snapshot.organizations
    sessions = [
        session
        for event in of_kind(drafting, *GATHERINGS)
        for session in event.sessions
        if session.presented_by and organizations[session.presented_by].listed
    ]
    codes = dict.fromkeys(session.presented_by for session in sessions)
    return tuple(body(drafting, organizations[code]) for code in codes), common_title(drafting, sessions)


def common_title(drafting: Drafting, sessions: list[SessionFacts]) -> str:
    """What follows the colon in every title, if it is the same everywhere."""
    titles = {drafting.say(session.title).partition(":")[2].strip() for session in sessions}
    title = titles.pop() if len(titles) == 1 else ""
    return title[:1].upper() + title[1:]


def experts(drafting: Drafting) -> tuple[Expert, ...]:
    """Invited experts who agreed to be listed, in the order of the programme; after those who spoke on the record, by
    name: their place would tell which protected talk was theirs.
    """
    order = {
        (event.slug, session.code): place
        for place, (event, session) in enumerate(
            (event, session) for event in drafting.snapshot.events for session in event.sessions
        )
        if session.rule is AttributionRule.ATTRIBUTABLE
    }
    people = [
        person for person in drafting.snapshot.people
        if person.is_expert and person.listed and (person.attended or person.presents)
    ]  # fmt: skip
    people.sort(
        key=lambda person: (
            min((order[each] for each in person.presents if each in order), default=inf),
            person.name,
        )
    )
    return tuple(Expert(person.name, organization_of(drafting, person)) for person in people)


def organization_of(drafting: Drafting, person: PersonFacts) -> Body | None:
    each = drafting.snapshot.organizations.get(person.organization)
    return body(drafting, each) if each and each.listed else None
