"""Dates of a consultation in its own time zone and the reader's language; its rules in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from consultations import dates, languages
from consultations.day import Day, Hour, Slot, day_of
from consultations.models import AttributionRule, Consultation, Event, Session
from consultations.promise import Promise, promise
from consultations.schedule import Entry, Item
from consultations.terms import Terms, terms_of_notes, terms_of_questions
from consultations.terms import terms as terms_under
from consultations.timeline import Tick, Timeline, timeline

register = template.Library()

RULE_LABELS = {
    AttributionRule.CHATHAM_HOUSE: _("Chatham House Rule"),
    AttributionRule.BY_CONSENT: _("You choose whether you are named"),
    AttributionRule.ATTRIBUTABLE: _("On the record"),
}

EXCEPTION_LABELS = {
    AttributionRule.CHATHAM_HOUSE: _("Some parts under the Chatham House Rule"),
    AttributionRule.BY_CONSENT: _("In some parts, speakers choose"),
    AttributionRule.ATTRIBUTABLE: _("Some parts on the record"),
}


def marked(moment: date | datetime, text: str) -> SafeString:
    # Only dates and the words of dates.py come in here.
    machine = moment.isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()
    return mark_safe(f'<time datetime="{machine}">{text}</time>')


@register.filter
def day(value: date) -> SafeString:
    return marked(value, dates.written(value, languages.shown()))


@register.filter
def plain_day(value: date) -> str:
    """For letters, which have no markup."""
    return dates.written(value, languages.shown())


@register.filter
def plain_when(event: Event) -> str:
    return dates.local_span(event.starts_at, event.ends_at, event.consultation.zone, languages.shown())


@register.filter
def plain_hours(event: Event) -> str:
    """For an event of one day; one of several days says its hours on its page."""
    zone = event.consultation.zone
    start, end = (moment.astimezone(zone) for moment in (event.starts_at, event.ends_at))
    return dates.hours(start, end, zone, languages.shown()) if start.date() == end.date() else ""


@register.filter
def weekday(value: date) -> SafeString:
    return marked(value, dates.with_weekday(value, languages.shown()))


@register.filter
def period(consultation: Consultation) -> str:
    return dates.span(consultation.opens_on, consultation.closes_on, languages.shown())


@register.filter
def when(event: Event) -> SafeString:
    """The day or days of an event."""
    zone = event.consultation.zone
    start = event.starts_at.astimezone(zone)
    return marked(start.date(), dates.local_span(event.starts_at, event.ends_at, zone, languages.shown()))


@register.simple_tag
def hours(place: Event | Session | Slot, consultation: Consultation) -> SafeString:
    """From when to when, on the clocks of the consultation's time zone."""
    start = place.starts_at.astimezone(consultation.zone)
    return marked(start, dates.hours(place.starts_at, place.ends_at, consultation.zone, languages.shown()))


@register.filter
def zone_name(consultation: Consultation) -> str:
    """The place that names the time zone: "Toronto" for America/Toronto."""
    return consultation.time_zone.rpartition("/")[2].replace("_", " ")


@register.filter
def rule_label(rule: str) -> str:
    return str(RULE_LABELS[AttributionRule(rule)])


@register.filter
def exception_label(rule: str) -> str:
    return str(EXCEPTION_LABELS[AttributionRule(rule)])


@register.filter
def opening_day(event: Event) -> SafeString:
    return day(event.starts_at.astimezone(event.consultation.zone).date())


@register.filter
def terms(rule: str) -> Terms:
    """What ``rule`` means for whoever writes under it."""
    return terms_under(rule)


@register.simple_tag
def notes_terms() -> Terms:
    return terms_of_notes()


@register.simple_tag
def question_terms() -> Terms:
    return terms_of_questions()


@register.filter
def promised(event: Event) -> Promise:
    """What is promised at ``event``, its sessions with a rule of their own included; one query at most."""
    prefetch_related_objects([event], "sessions")
    return promise([event])


@register.simple_tag
def timeline_of(entries: Sequence[Entry]) -> Timeline | None:
    return timeline(entries)


@register.simple_tag
def plan_of(items: Sequence[Item], consultation: Consultation) -> Day:
    return day_of(items, consultation.zone)


@register.filter
def on_the_clock(hour: Hour) -> str:
    return dates.clock(hour.moment.time(), languages.shown())


@register.filter
def short_day(tick: Tick, over_months: bool) -> str:
    """Under a timeline: the month where it runs over months, else the day in its month."""
    if over_months:
        return dates.month(tick.day, languages.shown())
    return dates.written(tick.day, languages.shown(), with_year=False)
