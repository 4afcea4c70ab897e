"""The attribution statement's facts: which rule held where, and what was excepted from it."""

from __future__ import annotations

from collections.abc import Iterable

from consultations.attribution import strictness
from consultations.models import AttributionRule, EventKind, SessionKind
from reports.compiler.attendance import DEPARTMENTS
from reports.compiler.drafting import Drafting
from reports.compiler.prose.facts import Exempt, Part, Place, Promise
from reports.compiler.snapshot import EventFacts, SessionFacts

CHATHAM_HOUSE = AttributionRule.CHATHAM_HOUSE


def promise(drafting: Drafting) -> Promise:
    events = drafting.snapshot.events
    exempt = exceptions(drafting)
    loosened = [event for event in events if any(is_loose(event, session) for session in event.sessions)]
    protected = [session for event in loosened for session in event.sessions if session.rule == CHATHAM_HOUSE]
    return Promise(
        never=places(drafting, (each for each in events if each.rule == CHATHAM_HOUSE)),
        by_consent=places(drafting, (each for each in events if each.rule == AttributionRule.BY_CONSENT)),
        on_record=places(drafting, (each for each in events if each.rule == AttributionRule.ATTRIBUTABLE)),
        exempt=exempt,
        questions_excluded=any(session.kind is SessionKind.QUESTIONS for session in protected),
        departments_excluded=any(is_by_department(drafting, session) for session in protected),
        has_social=any(event.kind is EventKind.SOCIAL for event in events),
        k=drafting.snapshot.k,
        printed_from=drafting.floor,
    )


def places(drafting: Drafting, events: Iterable[EventFacts]) -> tuple[Place, ...]:
    """A kind as a whole when all of its events are meant, otherwise each by its title; conferences first."""
    meant = list(events)
    found: list[Place] = []
    for kind in EventKind:
        mine = [event for event in meant if event.kind == kind]
        everywhere = sum(event.kind == kind for event in drafting.snapshot.events)
        if mine and len(mine) == everywhere:
            found.append(Place(kind, len(mine)))
        else:
            found += [Place(kind, 1, drafting.say(event.title)) for event in mine]
    return tuple(found)


def is_loose(event: EventFacts, session: SessionFacts) -> bool:
    return strictness(session.rule) < strictness(event.rule)


def is_by_department(drafting: Drafting, session: SessionFacts) -> bool:
    presenter = drafting.snapshot.organizations.get(session.presented_by)
    return presenter is not None and presenter.kind in DEPARTMENTS


def exceptions(drafting: Drafting) -> tuple[Exempt, ...]:
    """Sessions whose rule differs from their event's, one for each kind of event and rule."""
    found: list[Exempt] = []
    for kind in EventKind:
        for rule in AttributionRule:
            events = [event for event in drafting.snapshot.events if event.kind == kind]
            sessions = [
                (event, session)
                for event in events
                for session in event.sessions
                if session.rule == rule != event.rule
            ]
            if sessions:
                concerned = (event for event in events if any(each is event for each, _ in sessions))
                found += [exempt(drafting, place, rule, sessions) for place in places(drafting, concerned)]
    return tuple(dict.fromkeys(found))


def exempt(
    drafting: Drafting, place: Place, rule: AttributionRule, sessions: list[tuple[EventFacts, SessionFacts]]
) -> Exempt:
    mine = [
        (event, session) for event, session in sessions
        if not place.title or drafting.say(event.title) == place.title
    ]  # fmt: skip
    if rule != CHATHAM_HOUSE and all(are_experts(drafting, *each) for each in mine):
        return Exempt(place, Part.EXPERT_PRESENTATIONS, rule)
    slugs = {event.slug for event, _session in mine}
    formal = [
        session for event in drafting.snapshot.events if event.slug in slugs
        for session in event.sessions if session.kind is SessionKind.FORMAL_PRESENTATION
    ]  # fmt: skip
    if rule != CHATHAM_HOUSE and formal == [session for _event, session in mine]:
        return Exempt(place, Part.PRESENTATIONS, rule)
    titles = dict.fromkeys(drafting.say(session.title) for _event, session in mine)
    return Exempt(place, Part.SESSIONS, rule, tuple(titles))


def are_experts(drafting: Drafting, event: EventFacts, session: SessionFacts) -> bool:
    speakers = [
        person for person in drafting.snapshot.people if (event.slug, session.code) in person.presents
    ]
    return (
        session.kind is SessionKind.FORMAL_PRESENTATION
        and bool(speakers)
        and all(person.is_expert for person in speakers)
    )
