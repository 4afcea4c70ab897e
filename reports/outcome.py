"""Where in a published report somebody's words ended up, for whoever holds the receipt of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from consultations import languages
from reports import publication, store
from reports.compiler.weigh import anchor_of
from reports.models import Edition, FileFormat, Report
from submissions.models import Contribution, Status


@dataclass(frozen=True)
class Place:
    """A theme as the published report words it; ``url`` leads to its heading."""

    title: str
    url: str


@dataclass(frozen=True)
class Outcome:
    """The published report rests on these words; ``places`` are the findings behind which they stand there."""

    report_url: str
    places: tuple[Place, ...]


def outcomes(report: Report | None, contributions: Iterable[Contribution]) -> dict[str, Outcome]:
    """By id, for those contributions on which ``report``, the current published version, rests.

    What is merged follows its target. Nothing is told but what the holder wrote and readers can read: no count, no
    time, and neither a review nor a wording that came after that version.
    """
    if report is None:
        return {}
    rests_on, titles = publication.printed(report), headings(report)
    targets = {str(each.pk): str(each.merged_into_id or each.pk) for each in contributions if stands(each)}
    return {
        mine: Outcome(page_of(report), places(report, target, titles))
        for mine, target in targets.items()
        if target in rests_on
    }


def stands(contribution: Contribution) -> bool:
    return contribution.status in (Status.ACCEPTED, Status.MERGED)


def places(report: Report, contribution_id: str, titles: Mapping[str, str]) -> tuple[Place, ...]:
    secret, release = report.consultation.ordering_key, report.manifest_hash
    anchors = (
        anchor_of(secret, release, "theme", key)
        for key, supports in report.manifest.get("themes", {}).items()
        if contribution_id in supports
    )
    return tuple(
        Place(languages.written(titles[anchor], languages.for_texts()), f"{page_of(report)}#{anchor}")
        for anchor in anchors
        if anchor in titles
    )


def headings(report: Report) -> dict[str, str]:
    """By anchor, as they are printed. Empty when the file is not there: the report can still be linked to."""
    one = report.files.filter(
        edition=Edition.PUBLIC, format=FileFormat.JSON, language=languages.for_texts()
    ).first()
    path = store.path_of(one.path) if one else None
    return dict(anchored(json.loads(path.read_bytes()))) if path and path.exists() else {}


def anchored(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "anchor" in value and "text" in value:
            yield value["anchor"], value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from anchored(each)


def page_of(report: Report) -> str:
    return reverse("reports:preview", args=[report.pk, languages.for_texts()])
