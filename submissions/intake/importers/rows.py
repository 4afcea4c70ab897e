"""What a row means at one event: its codes and titles become rows of the programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import override

from consultations.models import LANGUAGES, Attribution, Bilingual, Event, Sector, Topic
from submissions.intake.arrival import Arrival, Point
from submissions.intake.importers.columns import plain
from submissions.models import Via

SEPARATORS = str.maketrans({"|": ";", "\n": ";"})
Known = dict[str, list[Any]]


class RowError(ValueError):
    """What is wrong with a row, in a sentence."""


@dataclass(frozen=True)
class Reader:
    """Understands rows for ``event``; ``defaults`` stand in for what a row leaves empty."""

    event: Event
    defaults: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, Known] = field(init=False)

    def __post_init__(self) -> None:
        consultation = self.event.consultation
        topics = Topic.objects.filter(section__consultation=consultation).select_related("section")
        known = {
            "topic": by_words(topics, lambda topic: (topic.code, topic.title)),
            "section": by_words(consultation.sections.all(), lambda row: (str(row.number), row.title)),
            "session": by_words(self.event.sessions.all(), lambda row: (row.code, row.title)),
            "addressee": by_words(
                consultation.organizations.filter(takes_advice=True),
                lambda row: (row.code, row.name, row.acronym),
            ),
            "language": by_words(consultation.languages, lambda code: (code,)),
            "sector": by_words(Sector, choice_words),
            "attribution": by_words(Attribution, choice_words),
        }
        object.__setattr__(self, "known", known)

    def arrival(self, row: Mapping[str, str]) -> Arrival:
        """Raises :class:`RowError`."""
        values = {**self.defaults, **{name: value for name, value in row.items() if value}}
        language = self.look_up("language", values.get("language", ""))
        if not language:
            raise RowError("No language is given. Add a column, or use --language.")
        topic = self.topic(values)
        addressees = tuple(
            self.look_up("addressee", name.strip())
            for name in values.get("addressees", "").translate(SEPARATORS).split(";")
            if name.strip()
        )
        return Arrival(
            event=self.event,
            via=Via.IMPORT,
            language=language,
            points=(Point(values.get("text", ""), topic, addressees=addressees),),
            session=self.look_up("session", values.get("session", "")),
            sector=self.look_up("sector", values.get("sector", "")) or "",
            attribution=self.look_up("attribution", values.get("attribution", ""))
            or Attribution.NOT_ATTRIBUTED,
            name=values.get("name", ""),
            organization_name=values.get("organization", ""),
            received_on=self.day(values.get("date", "")),
        )

    def topic(self, values: Mapping[str, str]) -> Topic:
        name = values.get("topic", "")
        if not name:
            raise RowError("No topic is given. Add a column, or use --topic.")
        section = self.look_up("section", values.get("section", ""))
        topics = self.known["topic"].get(plain(name), [])
        found = [topic for topic in topics if section is None or topic.section_id == section.pk]
        if len(found) > 1:
            raise RowError(f"More than one section has a topic “{name}”. Name the section too.")
        if not found:
            raise RowError(f"There is no topic “{name}”{f' in section {section}' if section else ''}.")
        return found[0]

    def look_up(self, kind: str, name: str) -> Any:
        """The one row or value that ``name`` means; None for an empty name."""
        if not name:
            return None
        found = self.known[kind].get(plain(name), [])
        if len(found) != 1:
            reason = "means more than one" if found else "is unknown"
            raise RowError(f"The {kind} “{name}” {reason}.")
        return found[0]

    def day(self, text: str) -> date | None:
        if not text:
            return None
        try:
            day = datetime.fromisoformat(text).date()
        except ValueError:
            raise RowError(f"“{text}” is not a date. Write it as 2017-04-20.") from None
        if day > self.event.consultation.today():
            raise RowError(f"The date {day} is in the future.")
        return day


def by_words(rows: Iterable[Any], words_of: Callable[[Any], tuple[str | Bilingual, ...]]) -> Known:
    """Rows by each of their words, in both languages, as :func:`plain` compares them."""
    known: Known = {}
    for row in rows:
        words = {plain(text) for word in words_of(row) for text in in_both(word)} - {""}
        for word in words:
            known.setdefault(word, []).append(row)
    return known


def in_both(word: str | Bilingual) -> tuple[str, ...]:
    return (word.en, word.fr) if isinstance(word, Bilingual) else (word,)


def choice_words(choice: models.TextChoices) -> tuple[str, ...]:
    labels = []
    for language in LANGUAGES:
        with override(language):
            labels.append(str(choice.label))
    return (choice.value, *labels)
