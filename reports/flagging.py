"""Tells reviewers which contributions stopped a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from reports.compiler import Finding
from reports.leaks import ProtectedTerms, find_leaks
from reports.models import FileFormat
from submissions.models import Contribution, Flag, FlagKind
from submissions.review.overlay import shown_text


def flag_leaks(
    consultation_id: int, leaked: Iterable[str], protected: ProtectedTerms, findings: Iterable[Finding]
) -> tuple[str, ...]:
    """Flags each contribution that holds one of the ``leaked`` words; returns the words that stand in none.

    Those come from a theme, a narrative or another text of the consultation, which has no flags.
    """
    sources = [(str(finding.contribution_id), finding.words, finding.kind) for finding in findings]
    holders = _holders(consultation_id, protected)
    sources += [(pk, term, FlagKind.LEAK) for pk, term in holders if term in set(leaked)]
    with transaction.atomic():
        for contribution_id, words, kind in sorted(set(sources)):
            # One that was closed is open again: what it warned of has just stopped a report.
            Flag.objects.update_or_create(
                contribution_id=contribution_id,
                kind=kind,
                detail=words[:200],
                defaults={"closed_by": None},
            )
    return tuple(sorted(set(leaked) - {words for _pk, words, _kind in sources}))


def _holders(consultation_id: int, protected: ProtectedTerms) -> Iterator[tuple[str, str]]:
    """Each accepted contribution and each protected term that it would print, found as in a finished file."""
    accepted = Contribution.objects.accepted().filter(submission__event__consultation=consultation_id)
    for one in accepted.prefetch_related("redactions"):
        shown = shown_text(one.text, one.redactions.all())
        printable = "\n\n".join([shown, one.paraphrase_en, one.paraphrase_fr])
        for leak in find_leaks(printable.encode(), FileFormat.MARKDOWN, protected):
            yield str(one.pk), leak.term
