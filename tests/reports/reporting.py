"""What tests of reports begin with: accepted words, and versions as a compile leaves them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from consultations.models import Consultation, Event, StaffRole, Topic
from reports import store
from reports.models import Edition, FileFormat, Report, ReportFile, ReportStatus
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import Contribution, Via
from submissions.review import workflow
from tests.factories import make_event, make_topic, make_user


def said(event: Event, topic: Topic, text: str, language: str = "en") -> Contribution:
    """One pending contribution, come in as every other does."""
    arrival = Arrival(event=event, via=Via.WEB, language=language, points=(Point(text=text, topic=topic),))
    return submit(arrival, key=uuid4()).submission.contributions.get()


def accepted(consultation: Consultation, *texts: str) -> list[Contribution]:
    """Accepted contributions of one event under one topic of section 1."""
    event, topic = make_event(consultation), make_topic(consultation)
    reviewer = make_user(StaffRole.REVIEWER, consultation)
    return [workflow.accept(said(event, topic, text), by=reviewer) for text in texts]


def make_ready(consultation: Consultation, cited: list[Contribution] | None = None, **fields: Any) -> Report:
    """A version with all its files; a file's content says which one it is."""
    number = Report.objects.filter(consultation=consultation).count() + 1
    manifest = {
        "contributions": {str(one.pk): one.version for one in cited or []},
        "comparable": {str(one.pk): (one.text, one.topic.code) for one in cited or []},
    }
    values = {"version": number, "status": ReportStatus.READY, "manifest": manifest, **fields}
    report = Report.objects.create(consultation=consultation, **values)
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report, edition=edition, language=language, format=format_,
            **asdict(store.put(content(f"{edition} {language} {format_}", format_), format_)),
        )
        for edition in Edition.values
        for language in ("en", "fr")
        for format_ in (FileFormat.values if edition == Edition.PUBLIC else [FileFormat.HTML])
    )  # fmt: skip
    return report


def content(name: str, format_: str) -> bytes:
    return (json.dumps({"name": name}) if format_ == FileFormat.JSON else name).encode()
