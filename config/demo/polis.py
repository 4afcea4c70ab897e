"""Reads an export of a Polis conversation into a fresh consultation, by the rule that ``polis.yaml`` states.

Columns as documented at https://compdemocracy.org/Export: ``moderated`` is 1 for accepted, 0 for not moderated and
-1 for rejected; ``timestamp`` is in milliseconds since 1970 (``datetime`` carries the exporter's zone and is not read).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from config.demo.errors import CaseError
from config.demo.folder import read_yaml
from config.demo.programme import load_staff
from consultations.models import (
    LANGUAGES,
    AttributionRule,
    Bilingual,
    ChairSide,
    CoChair,
    Consultation,
    Event,
    EventKind,
    StaffRole,
    Topic,
)
from consultations.programme import create_consultation
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import Contribution, SetAsideReason, Via
from submissions.review import workflow

OUTLINE = Path(__file__).with_name("polis.yaml")
ACCEPTED, REJECTED = 1, -1
STAFF = [
    {"username": "demo-coordinator", "role": StaffRole.COORDINATOR},
    {"username": "demo-reviewer", "role": StaffRole.REVIEWER},
    {"username": "demo-cochair-government", "role": StaffRole.SIGNATORY_GOVERNMENT},
    {"username": "demo-cochair-civil-society", "role": StaffRole.SIGNATORY_CIVIL_SOCIETY},
]


@dataclass(frozen=True)
class Comment:
    line: int
    day: date
    moderated: int
    text: str


def is_polis(case: Path) -> bool:
    return (case / "comments.csv").is_file() and (case / "summary.csv").is_file()


def load_polis(case: Path, say: Callable[[str], None]) -> Consultation:
    """The conversation as a consultation: its comments imported, reviewed by its moderators' decisions."""
    subject = subject_of(case / "summary.csv")
    existing = Consultation.objects.filter(slug=slugify(subject)).first()
    if existing is not None:
        say(f"“{existing.title}” is loaded already; nothing is changed.")
        return existing
    comments = read_comments(case / "comments.csv")
    outline = read_yaml(OUTLINE)
    with transaction.atomic():
        event = make_programme(subject, outline, comments)
        say(f"Programme: one open call, {len(comments)} comments to import.")
        pairs = import_comments(event, outline, comments)
        decisions = review(event.consultation, pairs)
        say(f"Review: {decisions} decisions, as the conversation’s moderators took them.")
    return event.consultation


def subject_of(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = dict(row[:2] for row in csv.reader(file) if len(row) >= 2)
    if not rows.get("topic"):
        raise CaseError(f"{path}: there is no row “topic”.")
    return rows["topic"]


def read_comments(path: Path) -> list[Comment]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            return [
                Comment(
                    reader.line_num,
                    day_of(row["timestamp"]),
                    int(row["moderated"]),
                    row["comment-body"].strip(),
                )
                for row in reader
            ]
        except (KeyError, ValueError) as error:
            raise CaseError(f"{path}, line {reader.line_num}: {error}") from error


def day_of(milliseconds: str) -> date:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date()


def make_programme(subject: str, outline: dict[str, Any], comments: list[Comment]) -> Event:
    days = [comment.day for comment in comments]
    first, last = min(days), max(days)
    consultation = make_consultation(subject, outline, first, last)
    make_outline(consultation, outline)
    load_staff(consultation, STAFF)
    return Event.objects.create(
        consultation=consultation,
        kind=EventKind.OPEN_CALL,
        slug="comments",
        title=Bilingual.of(outline["event_title"]),
        starts_at=datetime.combine(first, time.min, UTC),
        ends_at=datetime.combine(last + timedelta(days=1), time.min, UTC),
    )


def make_consultation(subject: str, outline: dict[str, Any], first: date, last: date) -> Consultation:
    report_title = outline["report_title"]
    return create_consultation(
        slug=slugify(subject),
        title=Bilingual(subject, subject),
        **{name: Bilingual.of(outline[name]) for name in ("summary", "purpose", "notice")},
        report_title=Bilingual(*(report_title[language].format(title=subject) for language in LANGUAGES)),
        opens_on=first,
        closes_on=last,
        time_zone="UTC",
        attribution_rule=AttributionRule.CHATHAM_HOUSE,
        is_public=True,
        sections=[
            (Bilingual.of(row["title"]), Bilingual.of(row["guiding_question"])) for row in outline["sections"]
        ],
    )


def make_outline(consultation: Consultation, outline: dict[str, Any]) -> None:
    """A topic for each section, the co-chairs, and the reason for what moderators rejected."""
    for section, row in zip(consultation.sections.order_by("number"), outline["sections"], strict=True):
        topic = row["topic"]
        Topic.objects.create(section=section, code=topic["code"], title=Bilingual.of(topic["title"]))
    for side in ChairSide:
        name = Bilingual.of(outline["co_chairs"][side])
        CoChair.objects.create(consultation=consultation, side=side, name=name)
    for row in outline["reasons"]:
        SetAsideReason.objects.create(
            consultation=consultation, code=row["code"], label=Bilingual.of(row["label"])
        )


def import_comments(
    event: Event, outline: dict[str, Any], comments: list[Comment]
) -> list[tuple[Contribution, Comment]]:
    topics = {topic.code: topic for topic in Topic.objects.filter(section__consultation=event.consultation)}
    pairs = []
    for comment in comments:
        topic = topics[topic_code(comment.text, outline["sections"])]
        arrival = Arrival(
            event=event,
            via=Via.IMPORT,
            language="en",
            points=(Point(comment.text, topic),),
            received_on=comment.day,
        )
        key = uuid5(NAMESPACE_URL, f"polis:{event.consultation.slug}:{comment.line}")
        pairs.append((submit(arrival, key=key, late=True).submission.contributions.get(), comment))
    return pairs


def topic_code(text: str, sections: list[dict[str, Any]]) -> str:
    """Looking forward when the words say what should be done, else looking back when they tell what was, else context."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    back, context, forward = sections
    for section in (forward, back):
        if words & set(section["words"]):
            return str(section["topic"]["code"])
    return str(context["topic"]["code"])


def review(consultation: Consultation, pairs: list[tuple[Contribution, Comment]]) -> int:
    reviewers = cycle(
        User.objects.filter(memberships__consultation=consultation, memberships__role=StaffRole.REVIEWER)
    )
    reason = consultation.set_aside_reasons.get()
    for contribution, comment in pairs:
        if comment.moderated == ACCEPTED:
            workflow.accept(contribution, by=next(reviewers))
        elif comment.moderated == REJECTED:
            workflow.set_aside(contribution, by=next(reviewers), reason=reason)
    return sum(comment.moderated in (ACCEPTED, REJECTED) for _contribution, comment in pairs)
