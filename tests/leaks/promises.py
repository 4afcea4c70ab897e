"""What the rule demands of each canary of a plan: worked out from the plan alone, by none of the product's code."""

from __future__ import annotations

from tests.leaks.canaries import Canary, Kind, squash
from tests.leaks.plan import ATTRIBUTABLE, BY_CONSENT, Plan, Sending, Standing, Truth

LANGUAGES = ("en", "fr")
LISTED = (Standing.LISTED, Standing.EXPERT)


def truth_of(plan: Plan) -> Truth:
    truth = Truth()
    for person in plan.everybody:
        truth.hidden |= {person.name, person.email, *(person.body.canaries if person.body else ())}
    for person in (*plan.people, *plan.invited):
        truth.rows |= {person.name, person.email}
        if person.standing in LISTED:
            truth.public.add(person.name)
    for body in plan.bodies:
        truth.rows |= set(body.canaries)
        truth.hidden |= set(body.canaries)
        truth.public |= set(body.canaries) if body.public else set()
    for sending in plan.sendings:
        truth.public |= attributed(sending)
        truth.worded |= set(sending.point.mentions)
    for draft in plan.drafts:
        truth.unsent |= kept_unsent(draft)
    truth.hidden |= truth.worded | truth.unsent
    truth.hidden -= truth.public
    return truth


def attributed(sending: Sending) -> set[Canary]:
    """What the sender lets be printed beside these words, or what is on the record."""
    speaker, body = sending.speaker, sending.speaker.body if sending.speaker else None
    if speaker is None or sending.in_force not in (ATTRIBUTABLE, BY_CONSENT):
        return set()
    choice = "named" if sending.in_force == ATTRIBUTABLE else sending.attribution
    typed = {body.name[sending.point.language]} if body and choice != "not_attributed" else set()
    return {speaker.name, *typed} if choice == "named" else typed


def kept_unsent(draft: Sending) -> set[Canary]:
    """Of a draft that is never sent: its words, and of its sender what would be stored if it were."""
    words = Canary(Kind.UNSENT, draft.point.mark, squash(draft.point.mark))
    return {words, *draft.point.mentions, *attributed(draft)}


def printed_in(plan: Plan, language: str, accepted: set[str]) -> set[Canary]:
    """What every public file in ``language`` must show; ``accepted`` are the marks of words that were accepted."""
    found: set[Canary] = set()
    for person in plan.people:
        if person.standing in LISTED:
            found.add(person.name)
    for body in plan.bodies:
        if body.public:
            found |= {body.name[language], body.acronym[language]}
    for sending in plan.sendings:
        if sending.point.mark in accepted:
            found |= attributed(sending)
    return found
