"""Reads what was accepted, with everything review laid over it, and the themes it stands behind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from consultations.models import AttributionRule, Bilingual, Consultation
from reports import store
from reports.compiler.snapshot import ContributionFacts, RedactionFacts, ThemeFacts
from reports.models import Edition, FileFormat, Report, ReportFile
from submissions.models import Clearance, Contribution, Redaction, Status, Submission, Support, Theme
from submissions.review.overlay import Cover, shown_text
from submissions.review.verbatim import hash_of_texts

OF_CONSULTATION = "contribution__submission__event__consultation"


Redactions = defaultdict[UUID, list[RedactionFacts]]


def read_contributions(consultation: Consultation, redactions: Redactions) -> tuple[ContributionFacts, ...]:
    cleared = read_clearances(consultation)
    addressees = read_addressees(consultation)
    accepted = Contribution.objects.for_consultation(consultation).accepted()
    rows = accepted.select_related(
        "topic__section",
        "verbatim_decision",
        "submission__event",
        "submission__session",
        "submission__participant",
        "submission__organization",
    )
    return tuple(
        contribution_facts(
            row,
            tuple(redactions[row.pk]),
            frozenset(addressees[row.pk]),
            tuple(cleared[row.pk]),
        )
        for row in sorted(rows, key=lambda each: str(each.pk))
    )


def read_unaccepted(
    consultation: Consultation, redactions: Redactions
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Words under the Chatham House Rule that still wait, were set aside, merged or taken back: id and text of each, and
    the texts of those that somebody decided may be printed.
    """
    rows = Contribution.objects.for_consultation(consultation).filter(
        submission__rule=AttributionRule.CHATHAM_HOUSE
    )
    undecided, decided = [], []
    for row in rows.exclude(status=Status.ACCEPTED).select_related("verbatim_decision").order_by("pk"):
        covers = tuple(redactions[row.pk])
        if is_decided(row, covers):
            decided += [
                shown_text(row.text, cast(Iterable[Cover], covers)),
                row.paraphrase_en,
                row.paraphrase_fr,
            ]
        else:
            undecided.append((str(row.pk), row.text))
    return tuple(undecided), tuple(decided)


def read_released(consultation: Consultation) -> tuple[str, ...]:
    """Every text of the versions that are public now: whoever sends them back has said nothing new. Of a file that is
    not there, none: a new version can be made all the same.
    """
    files = ReportFile.objects.filter(
        report__in=Report.objects.published().filter(consultation=consultation),
        edition=Edition.PUBLIC,
        format=FileFormat.JSON,
    )
    names = files.order_by("report__version", "language").values_list("path", flat=True)
    paths = [path for path in map(store.path_of, names) if path.exists()]
    return tuple(text for path in paths for text in texts_in(json.loads(path.read_bytes())))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def read_redactions(consultation: Consultation) -> Redactions:
    """By contribution, from its first word to its last."""
    redactions: Redactions = defaultdict(list)
    for row in Redaction.objects.filter(**{OF_CONSULTATION: consultation}).order_by("start", "end"):
        redactions[row.contribution_id].append(RedactionFacts(row.start, row.end, row.replacement))
    return redactions


def read_clearances(consultation: Consultation) -> defaultdict[UUID, list[str]]:
    """By contribution, the words that a reviewer cleared for print."""
    cleared = defaultdict(list)
    rows = Clearance.objects.filter(**{OF_CONSULTATION: consultation}).order_by("words")
    for contribution_id, words in rows.values_list("contribution_id", "words"):
        cleared[contribution_id].append(words)
    return cleared


def read_addressees(consultation: Consultation) -> defaultdict[UUID, set[str]]:
    """By contribution, the codes of the organizations that it asks something of."""
    addressees = defaultdict(set)
    links = Contribution.addressees.through.objects.filter(**{OF_CONSULTATION: consultation})
    for contribution_id, code in links.values_list("contribution_id", "organization__code"):
        addressees[contribution_id].add(code)
    return addressees


def contribution_facts(
    row: Contribution,
    redactions: tuple[RedactionFacts, ...],
    addressees: frozenset[str],
    cleared: tuple[str, ...],
) -> ContributionFacts:
    submission = row.submission
    paraphrase = Bilingual(row.paraphrase_en, row.paraphrase_fr)
    return ContributionFacts(
        id=str(row.pk),
        version=row.version,
        event=submission.event.slug,
        session=submission.session.code if submission.session else "",
        topic=(row.topic.section.number, row.topic.code),
        language=row.language,
        text=row.text,
        redactions=redactions,
        paraphrase=paraphrase,
        rule=submission.rule,
        attribution=submission.attribution,
        sector=submission.sector,
        name=submission.participant.name if submission.participant else submission.name,
        organization=organization_of(submission),
        addressees=addressees,
        cleared=cleared,
        is_decided=is_decided(row, redactions),
    )


def is_decided(row: Contribution, redactions: tuple[RedactionFacts, ...]) -> bool:
    """Whether the decision to print the words as they were said is about the words as they are now."""
    decision = getattr(row, "verbatim_decision", None)
    shown = shown_text(row.text, cast(Iterable[Cover], redactions))
    return decision is not None and decision.text_hash == hash_of_texts(
        shown, row.paraphrase_en, row.paraphrase_fr
    )


def organization_of(submission: Submission) -> Bilingual:
    if submission.organization:
        return submission.organization.name
    return Bilingual.of(submission.organization_name)


def read_themes(consultation: Consultation) -> tuple[ThemeFacts, ...]:
    supports, quoted = defaultdict(set), defaultdict(set)
    rows = Support.objects.filter(
        theme__topic__section__consultation=consultation, contribution__status=Status.ACCEPTED
    )
    for theme_id, contribution_id, is_quoted in rows.values_list("theme_id", "contribution_id", "is_quoted"):
        supports[theme_id].add(str(contribution_id))
        if is_quoted:
            quoted[theme_id].add(str(contribution_id))
    themes = Theme.objects.filter(topic__section__consultation=consultation)
    return tuple(
        ThemeFacts(
            section=theme.topic.section.number,
            topic=theme.topic.code,
            code=theme.code,
            title=theme.title,
            statement=theme.statement,
            supports=frozenset(supports[theme.pk]),
            quoted=frozenset(quoted[theme.pk]),
        )
        for theme in themes.select_related("topic__section").order_by(
            "topic__section__number", "topic__code", "code"
        )
        if supports[theme.pk]  # what nobody accepted stands behind is no finding
    )
