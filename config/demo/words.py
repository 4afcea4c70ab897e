"""``contributions/*.yaml``: what is said, sent through the one way in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from config.demo.errors import CaseError
from config.demo.folder import read_yaml
from config.demo.people import People
from config.demo.survey import Survey
from consultations.models import Attribution, Consultation, Event, EventKind, Organization, Session, Topic
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import Contribution, Via

Row = dict[str, Any]


@dataclass
class Words:
    """The contributions of a case by their id in its files, with the rows they came from."""

    by_id: dict[str, Contribution] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    submissions: int = 0


@dataclass(frozen=True)
class Place:
    """An event with what its rows refer to by code."""

    event: Event
    sessions: dict[str, Session]
    topics: dict[str, Topic]
    organizations: dict[str, Organization]
    people: People
    survey: Survey | None


def load_words(consultation: Consultation, folder: Path, people: People, survey: Survey | None) -> Words:
    words = Words()
    topics = {topic.code: topic for topic in Topic.objects.filter(section__consultation=consultation)}
    organizations = {organization.code: organization for organization in consultation.organizations.all()}
    for path in sorted(folder.glob("*.yaml")):
        event = consultation.events.select_related("consultation").filter(slug=path.stem).first()
        if event is None:
            raise CaseError(f"{path}: the programme has no event “{path.stem}”.")
        sessions = {session.code: session for session in event.sessions.all()}
        place = Place(event, sessions, topics, organizations, people, survey)
        send_all(place, read_yaml(path), words)
        if survey and event.pk == survey.event.pk:
            words.submissions += send_closed_answers(place)
    return words


def send_all(place: Place, rows: list[Row], words: Words) -> None:
    """Rows of one respondent are one submission; every other row is one of its own."""
    for _sender, group in groupby(rows, key=lambda row: row.get("respondent", row["id"])):
        together = list(group)
        try:
            arrival = arrival_of(place, together)
        except KeyError as error:
            raise CaseError(f"contribution {together[0]['id']}: nothing is called {error}.") from error
        receipt = submit(arrival, key=uuid5(NAMESPACE_URL, f"case:{together[0]['id']}"), late=True)
        words.submissions += 1
        for row, contribution in zip(
            together, receipt.submission.contributions.order_by("position"), strict=True
        ):
            words.by_id[row["id"]] = contribution
            words.rows[row["id"]] = row


def arrival_of(place: Place, rows: list[Row]) -> Arrival:
    first = rows[0]
    session = place.sessions[first["session"]] if first.get("session") else None
    speaker = place.people.experts[first["speaker"]] if first.get("speaker") else None
    survey = place.survey if place.survey and place.event.pk == place.survey.event.pk else None
    return Arrival(
        event=place.event,
        session=session,
        via=VIA.get(EventKind(place.event.kind), Via.WEB),
        language=first["lang"],
        points=tuple(point_of(place, row) for row in rows),
        replies=survey.replies() if survey else (),
        sector=first.get("sector", ""),
        attribution=Attribution(first.get("attribution", Attribution.NOT_ATTRIBUTED)),
        name=first.get("name", ""),
        organization_name=first.get("organization", ""),
        participant=speaker,
        organization=speaker.organization if speaker else None,
        received_on=day_of(place.event, session, first["id"]),
    )


VIA = {
    EventKind.CONFERENCE: Via.RAPPORTEUR,
    EventKind.MEETING: Via.RAPPORTEUR,
    EventKind.WEBINAR: Via.RAPPORTEUR,
    EventKind.SOCIAL: Via.IMPORT,
}


def point_of(place: Place, row: Row) -> Point:
    question = place.survey.questions[row["question"]] if place.survey and row.get("question") else None
    return Point(
        text=row["text"].strip(),
        topic=place.topics[row["topic"]],
        language=row["lang"],
        question=question,
        addressees=tuple(place.organizations[code] for code in row.get("to", [])),
    )


def day_of(event: Event, session: Session | None, seed: str) -> date:
    """The session's day; for what runs over weeks, a day that the id decides."""
    zone = event.consultation.zone
    if session is not None:
        return session.starts_at.astimezone(zone).date()
    first = event.starts_at.astimezone(zone).date()
    last = (event.ends_at - timedelta(seconds=1)).astimezone(zone).date()
    return first + timedelta(days=Random(seed).randint(0, (last - first).days))


def send_closed_answers(place: Place) -> int:
    """Respondents who answered closed questions only."""
    survey = place.survey
    if survey is None:
        return 0
    for number, language, sector in respondents(survey):
        arrival = Arrival(
            event=place.event,
            via=Via.WEB,
            language=language,
            points=(),
            replies=survey.replies(),
            sector=sector,
            received_on=day_of(place.event, None, f"closed-{number}"),
        )
        submit(arrival, key=uuid5(NAMESPACE_URL, f"case:closed-{number}"), late=True)
    return int(survey.answers["respondents"])


def respondents(survey: Survey) -> Iterator[tuple[int, str, str]]:
    for number in range(survey.answers["respondents"]):
        yield number, survey.drawn(survey.answers["languages"]), survey.drawn(survey.answers["sectors"])
