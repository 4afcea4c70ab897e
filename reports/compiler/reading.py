"""Reads one consultation into a :class:`Snapshot`: the same number of queries whatever its size.

What is read is ordered by what readers see (positions, codes, names), never by database ids, so that two
databases with the same data give the same report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from consultations.attribution import Speaker, permitted, resolve
from consultations.contacts import contacts_in
from consultations.models import (
    Bilingual,
    CoChair,
    Consultation,
    Event,
    EventKind,
    Organization,
    Participant,
    ParticipantRole,
    Presentation,
    Registration,
    Section,
    Session,
    SessionKind,
    Topic,
)
from reports.compiler.reading_survey import counts_for_labels, read_questions, standing
from reports.compiler.reading_words import (
    read_contributions,
    read_redactions,
    read_released,
    read_themes,
    read_unaccepted,
)
from reports.compiler.snapshot import (
    CommitmentFacts,
    ContributionFacts,
    Crowd,
    EventFacts,
    GroupFacts,
    OrganizationFacts,
    PersonFacts,
    ResourceFacts,
    SectionFacts,
    SessionFacts,
    Snapshot,
    TopicFacts,
)
from reports.models import Commitment, Narrative
from submissions.models import Contribution
from submissions.review.ledger import ledger

CAMPAIGN = "campaign"  # the code of a reason to set aside


def read(consultation_id: int) -> Snapshot:
    consultation = Consultation.objects.get(pk=consultation_id)
    chairs = read_chairs(consultation)
    redactions = read_redactions(consultation)
    unaccepted, decided = read_unaccepted(consultation, redactions)
    contributions = read_contributions(consultation, redactions)
    events = read_events(consultation)
    return Snapshot(
        **front_matter(consultation),
        chairs=tuple(chair.name for chair in chairs),
        chair_organizations=frozenset(chair.organization.code for chair in chairs if chair.organization),
        sections=read_sections(consultation),
        organizations=read_organizations(consultation),
        groups=read_groups(consultation),
        people=read_people(consultation),
        events=events,
        crowds=read_crowds(consultation),
        contributions={each.id: each for each in contributions},
        unaccepted=unaccepted,
        repeatable=(*decided, *read_released(consultation)),
        themes=read_themes(consultation),
        questions=read_questions(consultation),
        resources=read_resources(consultation),
        commitments=read_commitments(consultation),
        narratives=read_narratives(consultation),
        ledger=ledger(consultation),
        campaigns=count_campaigns(consultation),
        contacts=contacts_of(contributions, events),
    )


def front_matter(consultation: Consultation) -> dict[str, Any]:
    """What stands in the consultation's own row."""
    return {
        "slug": consultation.slug,
        "title": consultation.title,
        "purpose": consultation.purpose,
        "notice": consultation.notice,
        "opens_on": consultation.opens_on,
        "closes_on": consultation.closes_on,
        # Neither the clock, which the same data would not survive, nor a sending, whose day it would tell.
        "report_date": consultation.report_date or consultation.closes_on,
        "zone": consultation.zone,
        "k": consultation.k,
        "report_title": consultation.report_title,
        "report_subtitle": consultation.report_subtitle,
        "ordering_key": consultation.ordering_key,
    }


def read_chairs(consultation: Consultation) -> list[CoChair]:
    rows = consultation.co_chairs.select_related("organization")
    return sorted(rows, key=lambda each: each.side)[::-1]


def read_narratives(consultation: Consultation) -> dict[tuple[str, str], str]:
    """By part and language; what is only white space counts as not written."""
    rows = Narrative.objects.filter(consultation=consultation).order_by("part", "language")
    written = rows.values_list("part", "language", "text")
    return {(part, language): text for part, language, text in written if text.strip()}


def count_campaigns(consultation: Consultation) -> int:
    """How many contributions were set aside as part of a campaign."""
    rows = Contribution.objects.filter(submission__event__consultation=consultation)
    return rows.filter(set_aside_reason__code=CAMPAIGN).count()


def read_sections(consultation: Consultation) -> tuple[SectionFacts, ...]:
    topics = defaultdict(list)
    rows = Topic.objects.filter(section__consultation=consultation).select_related("section")
    for topic in rows.order_by("section__number", "position", "code"):
        topics[topic.section.number].append(TopicFacts(topic.section.number, topic.code, topic.title))
    return tuple(
        SectionFacts(section.number, section.title, section.guiding_question, tuple(topics[section.number]))
        for section in Section.objects.filter(consultation=consultation).order_by("number")
    )


def read_organizations(consultation: Consultation) -> dict[str, OrganizationFacts]:
    rows = Organization.objects.filter(consultation=consultation).select_related("parent")
    return {
        row.code: OrganizationFacts(
            code=row.code,
            parent=row.parent.code if row.parent else "",
            kind=row.kind,
            name=row.name,
            acronym=row.acronym,
            takes_advice=row.takes_advice,
            listed=row.listed,
            is_illustrative=row.is_illustrative,
        )
        for row in rows.order_by("position", "code")
    }


def read_groups(consultation: Consultation) -> tuple[GroupFacts, ...]:
    rows = sorted(consultation.groups.all(), key=lambda each: (each.position, each.name.en))
    return tuple(GroupFacts(row.sector, row.name) for row in rows)


def read_people(consultation: Consultation) -> tuple[PersonFacts, ...]:
    attended, presents = defaultdict(set), defaultdict(list)
    registrations = Registration.objects.filter(event__consultation=consultation, attended=True)
    for participant_id, slug in registrations.values_list("participant_id", "event__slug"):
        attended[participant_id].add(slug)
    presentations = Presentation.objects.filter(session__event__consultation=consultation)
    for participant_id, slug, code in presentations.order_by(
        "session__event__slug", "session__code"
    ).values_list("participant_id", "session__event__slug", "session__code"):
        presents[participant_id].append((slug, code))
    rows = Participant.objects.filter(consultation=consultation).select_related("organization", "group")
    people = [person_facts(row, frozenset(attended[row.pk]), tuple(presents[row.pk])) for row in rows]
    return tuple(
        sorted(people, key=lambda person: (person.name.casefold(), person.email, person.organization))
    )


def person_facts(
    row: Participant, attended: frozenset[str], presents: tuple[tuple[str, str], ...]
) -> PersonFacts:
    return PersonFacts(
        name=row.name,
        email=row.email,
        organization=row.organization.code if row.organization else "",
        sector=row.sector,
        group=GroupFacts(row.group.sector, row.group.name) if row.group else None,
        language=row.language,
        listed=row.listed,
        is_illustrative=row.is_illustrative,
        is_expert=ParticipantRole.EXPERT in row.roles,
        attended=attended,
        presents=presents,
    )


def read_events(consultation: Consultation) -> tuple[EventFacts, ...]:
    sessions = defaultdict(list)
    rows = Session.objects.filter(event__consultation=consultation)
    for row in rows.select_related("presented_by", "event").order_by("starts_at", "code"):
        rule = resolve(row.attribution_rule, row.event.attribution_rule, consultation.attribution_rule)
        presenter = row.presented_by.code if row.presented_by else ""
        sessions[row.event_id].append(
            SessionFacts(row.code, SessionKind(row.kind), row.title, rule, presenter)
        )
    events = Event.objects.filter(consultation=consultation).order_by("starts_at", "slug")
    return tuple(
        EventFacts(
            slug=event.slug,
            kind=EventKind(event.kind),
            title=event.title,
            place=event.place,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            rule=resolve(None, event.attribution_rule, consultation.attribution_rule),
            sessions=tuple(sessions[event.pk]),
            key=str(event.pk),
        )
        for event in events
    )


def read_crowds(consultation: Consultation) -> dict[str, Crowd]:
    """Who sent something to each event."""
    rows = standing(consultation).order_by().values_list("event__slug", "sector", "language")
    submissions: dict[str, int] = defaultdict(int)
    circles: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for slug, sector, language, sent, heard in rows.annotate(
        Count("pk"), heard=Count("pk", filter=counts_for_labels())
    ):
        submissions[slug] += sent
        circles[slug] += [(sector, language, heard)] if heard else []
    return {slug: Crowd(count, tuple(sorted(circles[slug]))) for slug, count in sorted(submissions.items())}


def read_resources(consultation: Consultation) -> tuple[ResourceFacts, ...]:
    rows = sorted(consultation.resources.all(), key=lambda each: (each.position, each.title.en))
    return tuple(ResourceFacts(row.title, row.publisher or Bilingual(), row.year, row.url) for row in rows)


def read_commitments(consultation: Consultation) -> tuple[CommitmentFacts, ...]:
    rows = Commitment.objects.filter(organization__consultation=consultation).select_related("organization")
    ordered = sorted(rows, key=lambda each: (each.organization.code, each.position, each.advice.en))
    return tuple(
        CommitmentFacts(row.organization.code, row.advice, row.response, row.statement) for row in ordered
    )


def contacts_of(contributions: Iterable[ContributionFacts], events: Iterable[EventFacts]) -> frozenset[str]:
    """Where somebody can be reached: what stands in the words of people who did not agree to be named, covered or not.

    Whoever read the original may have put it into a paraphrase, a statement or a narrative.
    """
    kinds = {event.slug: event.kind for event in events}
    found: set[str] = set()
    for each in contributions:
        speaker = Speaker(each.name, each.organization.en, each.sector)
        gate = permitted(each.rule, each.attribution, speaker, channel=kinds[each.event])
        if not gate.name:
            found.update(contact.words for contact in contacts_in(each.text))
    return frozenset(found)
