"""What may be kept of a sender: the rule decides, and what it does not allow is dropped before anything is stored."""

from __future__ import annotations

from dataclasses import replace

from consultations.attribution import names_nobody, strictest
from consultations.cleaning import clean_line, clean_text
from consultations.models import Attribution, AttributionRule, Session
from consultations.programme import rule_of
from submissions.intake.arrival import Arrival, Reply
from submissions.models import Via


def rule_for(arrival: Arrival) -> AttributionRule:
    """The rule in force or, if it is stricter, the one that the sender was promised.

    An audience did not come to be quoted by name, whatever the rule for those who present.
    """
    if arrival.via == Via.QUESTION:
        return AttributionRule.CHATHAM_HOUSE
    in_force = rule_of(arrival.event, arrival.session)
    return strictest([in_force, arrival.promised]) if arrival.promised else in_force


def kept(arrival: Arrival) -> Arrival:
    """``arrival`` with cleaned texts and without what its rule does not let us store."""
    points = tuple(replace(point, text=clean_text(point.text)) for point in arrival.points)
    arrival = replace(
        arrival,
        points=tuple(point for point in points if point.text),
        name=clean_line(arrival.name),
        organization_name=clean_line(arrival.organization_name),
    )
    rule = rule_for(arrival)
    if rule == AttributionRule.ATTRIBUTABLE:
        return arrival
    if arrival.via == Via.QUESTION:
        arrival = replace(arrival, sector="", session=None)
    choice = chosen(arrival) if rule == AttributionRule.BY_CONSENT else Attribution.NOT_ATTRIBUTED
    arrival = replace(arrival, attribution=choice)
    if names_nobody(rule, choice):
        arrival = replace(arrival, replies=tuple(map(to_the_month, arrival.replies)))
    if choice == Attribution.NOT_ATTRIBUTED and arrival.session and names_its_speaker(arrival.session):
        # The rule is kept with the words: that of the event alone may be looser.
        arrival = replace(arrival, session=None, promised=rule)
    if choice == Attribution.NAMED:
        return arrival
    arrival = replace(arrival, name="", participant=None)
    if choice == Attribution.ORGANIZATION:
        return arrival
    return replace(arrival, organization_name="", organization=None)


def to_the_month(reply: Reply) -> Reply:
    """Without the day of its date, which can point to one person."""
    return replace(reply, day=reply.day.replace(day=1)) if reply.day else reply


def names_its_speaker(session: Session) -> bool:
    """Whether the programme says who speaks here, so that words kept with the session would say it too."""
    return session.presented_by_id is not None or session.presentations.exists()


def chosen(arrival: Arrival) -> Attribution:
    """The sender's choice, or less where there is nothing to name."""
    choice = Attribution(arrival.attribution)
    if choice == Attribution.NAMED and not (arrival.name or arrival.participant):
        choice = Attribution.ORGANIZATION
    if choice == Attribution.ORGANIZATION and not (arrival.organization_name or arrival.organization):
        choice = Attribution.NOT_ATTRIBUTED
    return choice
