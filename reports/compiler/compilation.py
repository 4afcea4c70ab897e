"""From one consultation to its documents. The caller holds the snapshot transaction; nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Literal

from consultations.models import LANGUAGES
from reports.compiler import labels
from reports.compiler.comparable import comparable
from reports.compiler.drafting import Drafting
from reports.compiler.findings import Finding, find_names
from reports.compiler.parts_annexes import advice_annex, resources_annex
from reports.compiler.parts_figures import figures_annex
from reports.compiler.parts_front import about, how_to_read
from reports.compiler.parts_sections import section
from reports.compiler.protected import is_listed, protected_terms
from reports.compiler.published_figures import published_figures
from reports.compiler.reading import read
from reports.compiler.repeats import find_repeated, prepared
from reports.compiler.snapshot import Snapshot
from reports.compiler.weigh import Scale
from reports.compiler.words import allowed_labels, unprinted
from reports.compiler.worked_out import worked_out
from reports.document import Document, Part, Wording
from reports.leaks import ProtectedTerms


class NothingAccepted(Exception):
    """There is nothing to report yet."""


class Unbalanced(Exception):
    """What was received is not the sum of what became of it."""


@dataclass(frozen=True, slots=True)
class Compilation:
    """``documents`` and ``internal`` are by language. ``manifest_hash`` covers all of the manifest but what two
    versions are compared by and what is printed in no form, which follow from the rest. ``findings`` keep all of it from
    being published.
    """

    documents: dict[str, Document]
    internal: dict[str, Document]
    manifest: dict[str, Any]
    manifest_hash: str
    protected: ProtectedTerms
    findings: tuple[Finding, ...]


def compile_report(consultation_id: int) -> Compilation:
    """Raises :class:`NothingAccepted` and :class:`Unbalanced`."""
    return compile_snapshot(read(consultation_id))


def compile_snapshot(snapshot: Snapshot) -> Compilation:
    if not snapshot.ledger.balances or snapshot.ledger.total.accepted != len(snapshot.contributions):
        raise Unbalanced
    if not snapshot.contributions:
        raise NothingAccepted
    snapshot = prepared(snapshot)
    manifest = manifest_of(snapshot)
    manifest_hash = digest(manifest)
    scale = Scale(snapshot, manifest_hash)
    documents = {language: document(snapshot, scale, language, "public") for language in LANGUAGES}
    return Compilation(
        documents=documents,
        internal={language: document(snapshot, scale, language, "internal") for language in LANGUAGES},
        manifest={
            **manifest,
            "comparable": comparable(snapshot),
            "figures": published_figures(documents["en"])
            | worked_out(drafting_of(snapshot, scale, "en", "public")),
            "unprinted": list(unprinted(snapshot)),
        },
        manifest_hash=manifest_hash,
        protected=protected_terms(snapshot, listed_names(snapshot)),
        findings=(*find_names(snapshot), *find_repeated(snapshot)),
    )


def manifest_of(snapshot: Snapshot) -> dict[str, Any]:
    """What this version rests on. ``data`` covers every text and figure that was read to be printed or counted."""
    facts = asdict(snapshot, dict_factory=without_keys)
    del facts["ordering_key"], facts["unaccepted"], facts["repeatable"]
    return {
        "schema": "what-we-heard/manifest/1",
        "contributions": {each.id: each.version for each in snapshot.contributions.values()},
        "themes": {theme.key: sorted(theme.supports) for theme in snapshot.themes},
        "counts": {
            "contributions": len(snapshot.contributions),
            "themes": len(snapshot.themes),
            "campaigns": snapshot.campaigns,
            "submissions": {slug: crowd.submissions for slug, crowd in snapshot.crowds.items()},
        },
        "ledger": [asdict(row) for row in snapshot.ledger.rows],
        "data": digest(plain(facts)),
    }


def without_keys(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Two databases with the same data give the same report, and have other ids. What a question hangs on is said by
    ``asked_after`` as well.
    """
    return {name: value for name, value in fields if name not in ("key", "hangs_on")}


def plain(value: Any) -> Any:
    """Values as JSON, the same for the same data: sets are sorted, days and zones become their text."""
    if isinstance(value, dict):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def drafting_of(
    snapshot: Snapshot, scale: Scale, language: str, edition: Literal["public", "internal"]
) -> Drafting:
    return Drafting(snapshot, scale, allowed_labels(snapshot), language, edition)


def document(
    snapshot: Snapshot, scale: Scale, language: str, edition: Literal["public", "internal"]
) -> Document:
    drafting = drafting_of(snapshot, scale, language, edition)
    wording = labels.WORDING[language]
    title = drafting.say(snapshot.report_title)
    chairs = tuple(drafting.say(name) for name in snapshot.chairs)
    return Document(
        language=language,
        title=title,
        subtitle=drafting.say(snapshot.report_subtitle),
        short_title=short_title(title, wording),
        chairs=chairs,
        chairs_line=drafting.prose.chairs_line(chairs),
        date=drafting.prose.day(snapshot.report_date),
        date_iso=snapshot.report_date.isoformat(),
        notice=drafting.say(snapshot.notice),
        number=scale.secret("number")[:8],
        edition=edition,
        wording=wording,
        parts=parts_of(drafting),
    )


def parts_of(drafting: Drafting) -> tuple[Part, ...]:
    """In the order of print."""
    return (
        about(drafting),
        how_to_read(drafting),
        *(section(drafting, facts) for facts in drafting.snapshot.sections),
        advice_annex(drafting),
        resources_annex(drafting),
        figures_annex(drafting),
    )


def short_title(title: str, wording: Wording) -> str:
    """For page headers; a title that says what kind of report it is does not say so twice."""
    if wording.kind.casefold() in title.casefold():
        return title
    return f"{title}{wording.colon} {wording.kind[:1].lower()}{wording.kind[1:]}"


def listed_names(snapshot: Snapshot) -> set[str]:
    """Names that the report itself prints, with consent: of people, organizations, chairs, addressees, publishers."""
    names = {person.name for person in snapshot.people if is_listed(person)}
    for each in snapshot.organizations.values():
        if each.listed or each.takes_advice:
            names |= {each.name.en, each.name.fr, each.acronym.en, each.acronym.fr}
    names |= {chair.in_(language) for chair in snapshot.chairs for language in LANGUAGES}
    names |= {each.publisher.in_(language) for each in snapshot.resources for language in LANGUAGES}
    return names - {""}
