"""Tells reviewers which contributions stopped a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from reports.compiler import Finding
from submissions.models import Contribution, Flag, FlagKind


def flag_leaks(consultation_id: int, terms: Iterable[str], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Flags each contribution that holds one of the words; returns the words that stand in none.

    Those come from a theme, a narrative or another text of the consultation, which has no flags.
    """
    flagged = {(str(finding.contribution_id), finding.words) for finding in findings}
    homeless: list[str] = []
    accepted = Contribution.objects.accepted().filter(submission__event__consultation=consultation_id)
    for term in sorted(set(terms)):
        holders = accepted.filter(text__icontains=term).values_list("pk", flat=True)
        flagged |= {(str(pk), term) for pk in holders}
        if not holders:
            homeless.append(term)
    _raise_flags(flagged)
    return tuple(homeless)


def _raise_flags(flagged: Iterable[tuple[str, str]]) -> None:
    with transaction.atomic():
        for contribution_id, words in sorted(flagged):
            # One that was closed is open again: what it warned of has just stopped a report.
            Flag.objects.update_or_create(
                contribution_id=contribution_id,
                kind=FlagKind.LEAK,
                detail=words[:200],
                other=None,
                defaults={"closed_by": None},
            )
