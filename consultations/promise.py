"""What a consultation promises about names, in sentences made from its real rules and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import AttributionRule, Event, EventKind, Session
from consultations.programme import rule_of

CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE = (
    AttributionRule.CHATHAM_HOUSE,
    AttributionRule.BY_CONSENT,
    AttributionRule.ATTRIBUTABLE,
)

# Where something is said, as it stands inside a sentence.
PLACES: dict[str, Callable[[int], str]] = {
    EventKind.CONFERENCE: lambda n: ngettext("at the conference", "at the conferences", n),
    EventKind.MEETING: lambda n: ngettext("at the public meeting", "at the public meetings", n),
    EventKind.WEBINAR: lambda n: ngettext("in the webinar", "in the webinars", n),
    EventKind.SURVEY: lambda n: ngettext("in the survey", "in the surveys", n),
    EventKind.SOCIAL: lambda n: ngettext("on social media", "on social media", n),
    EventKind.OPEN_CALL: lambda n: ngettext("in the open call", "in the open calls", n),
}


@dataclass(frozen=True)
class Promise:
    headline: str
    sentences: tuple[str, ...]
    protects: bool  # whether anything is said under the Chatham House Rule


def promise(events: Iterable[Event]) -> Promise:
    """For ``events`` with their consultation and sessions loaded; of no events, the most protective headline."""
    events = list(events)
    rules = {rule_of(event) for event in events} | {
        rule_of(event, session) for event in events for session in event.sessions.all()
    }
    sentences = [
        sentence
        for rule in (CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE)
        for sentence in (*of_events(events, rule), *of_sessions(events, rule))
    ]
    return Promise(headline(rules), tuple(sentences), CHATHAM_HOUSE in rules or not rules)


def headline(rules: set[AttributionRule]) -> str:
    if rules <= {CHATHAM_HOUSE}:
        return _("We do not keep who said what.")
    if CHATHAM_HOUSE in rules:
        return _("Where the Chatham House Rule applies, we do not keep who said what.")
    if BY_CONSENT in rules:
        return _("You decide whether your name appears.")
    return _("What is said here is on the record.")


def of_events(events: list[Event], rule: AttributionRule) -> list[str]:
    places = named(events, [event for event in events if rule_of(event) == rule])
    if not places:
        return []
    values = {"places": capfirst(places)}
    if rule == CHATHAM_HOUSE:
        text = _(
            "%(places)s, the Chatham House Rule applies. What is said may be used, but not who said it or "
            "where they work. We do not store that."
        )
    elif rule == BY_CONSENT:
        text = _(
            "%(places)s, you choose: your name and your organization, your organization only, or neither. "
            "Unless you say otherwise, neither is stored with your words."
        )
    else:
        text = _("%(places)s, what is said is on the record and may be printed with the speaker’s name.")
    extra = []
    if rule == BY_CONSENT and any(is_social(event) and rule_of(event) == rule for event in events):
        extra.append(
            _("Posts on social media are put into other words unless their author agreed to be named.")
        )
    return [text % values, *extra]


def is_social(event: Event) -> bool:
    return event.kind == EventKind.SOCIAL


def of_sessions(events: list[Event], rule: AttributionRule) -> list[str]:
    """Sentences for the sessions whose rule differs from that of their event, a sentence for each kind of event."""
    exceptions: dict[str, dict[int, list[Session]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        for session in event.sessions.all():
            if rule_of(event, session) == rule != rule_of(event):
                exceptions[event.kind][event.pk].append(session)
    return [
        exception(
            named(events, [event for event in events if event.pk in by_event]),
            [session for sessions in by_event.values() for session in sessions],
            rule,
        )
        for by_event in exceptions.values()
    ]


def exception(places: str, sessions: list[Session], rule: AttributionRule) -> str:
    titles = listed(dict.fromkeys(_("“%(title)s”") % {"title": session.title} for session in sessions))
    values = {"places": places, "parts": titles}
    if rule == ATTRIBUTABLE:
        return _("May be printed with the speaker’s name %(places)s: %(parts)s.") % values
    if rule == BY_CONSENT:
        return _("As each speaker chooses %(places)s: %(parts)s.") % values
    return _("Under the Chatham House Rule %(places)s: %(parts)s.") % values


def named(all_events: list[Event], chosen: list[Event]) -> str:
    """The places of ``chosen``: a kind as a whole when all of its events are meant, otherwise each by its title."""
    places: list[str] = []
    for kind in dict.fromkeys(event.kind for event in chosen):
        meant = [event for event in chosen if event.kind == kind]
        if len(meant) == sum(event.kind == kind for event in all_events):
            places.append(PLACES[kind](len(meant)))
        else:
            places += [_("at “%(title)s”") % {"title": event.title} for event in meant]
    return listed(places)


def listed(parts: Iterable[str]) -> str:
    """Parts as a sentence lists them: "a, b and c"."""
    *first, last = list(parts) or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
