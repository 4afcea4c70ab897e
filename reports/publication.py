"""From a ready report to a published one: both co-chairs approve it, then a coordinator releases it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.cleaning import clean_text
from consultations.models import ChairSide, Consultation, EventKind, Language, Membership, StaffRole
from consultations.permissions import is_coordinator
from reports.compiler.published_figures import Figures, smallest_move
from reports.models import Decision, Edition, FileFormat, Report, ReportFile, ReportStatus, SignOff
from submissions import audit
from submissions.models import Contribution, Status

SIGNATORY = {
    ChairSide.GOVERNMENT: StaffRole.SIGNATORY_GOVERNMENT,
    ChairSide.CIVIL_SOCIETY: StaffRole.SIGNATORY_CIVIL_SOCIETY,
}


class Refused(Exception):
    """Its text is a sentence for the person who asked, in their language."""


def sign(report: Report, by: Any, side: str, decision: str, comment: str = "") -> SignOff:
    """Records a co-chair's decision. The latest decision of a side counts; earlier ones stay on record."""
    with transaction.atomic():
        report = _locked(report)
        if side not in sides_of(by, report.consultation):
            raise Refused(_("Only a signatory of this co-chair can sign for it."))
        if report.published_on:
            raise Refused(_("This version is published. Objections to it lead to a new version."))
        _refuse_incomplete(report)
        comment = clean_text(comment)
        if decision == Decision.OBJECTED and not comment:
            raise Refused(_("Say what would have to change."))
        signed = SignOff.objects.create(
            report=report, side=side, decision=decision, comment=comment, signed_by=by
        )
        audit.record(
            "report_signed",
            consultation=report.consultation,
            actor=by,
            version=report.version,
            side=side,
            decision=decision,
        )
    return signed


def publish(report: Report, by: Any) -> Report:
    """Releases a version that both co-chairs approved. Earlier versions stay where they are."""
    with transaction.atomic():
        # Versions of one consultation are published one after the other: each is compared with those before.
        Consultation.objects.select_for_update(no_key=True).get(pk=report.consultation_id)
        report = _locked(report)
        if not is_coordinator(by, report.consultation):
            raise Refused(_("Only a coordinator can publish."))
        if report.published_on:
            return report
        _refuse_publication(report)
        report.published_on = report.consultation.today()
        report.save(update_fields=["published_on"])
        audit.record("report_published", consultation=report.consultation, actor=by, version=report.version)
    return report


def take_down(report: Report, by: Any, reason: str) -> Report:
    """Takes a published version away from readers, at once and for good. Nobody has to sign: it can only reveal less."""
    with transaction.atomic():
        report = _locked(report)
        if not is_coordinator(by, report.consultation):
            raise Refused(_("Only a coordinator can take a version down."))
        if not report.published_on:
            raise Refused(_("This version is not published."))
        if report.taken_down_on:
            return report
        reason = clean_text(reason)
        if not reason:
            raise Refused(_("Say why, for the co-chairs and for the record. Readers do not see it."))
        report.taken_down_on, report.taken_down_reason = report.consultation.today(), reason
        report.save(update_fields=["taken_down_on", "taken_down_reason"])
        audit.record("report_taken_down", consultation=report.consultation, actor=by, version=report.version)
    return report


def waits_for(report: Report) -> int:
    """How many more changes this version needs before it can be published; 0 when it need not wait.

    It is compared with every version that readers may have kept, those taken down among them. Which changes those
    would be is not said: it would tell what the last ones were.
    """
    released = Report.objects.released().filter(consultation=report.consultation).exclude(pk=report.pk)
    differences = [number for earlier in released for number in _differences(earlier, report)]
    k = report.consultation.k
    return max((k - number for number in differences if 0 < number < k), default=0)


def sides_of(user: Any, consultation: Consultation) -> tuple[ChairSide, ...]:
    """The co-chairs for whom ``user`` signs. Being a superuser gives nobody a co-chair's signature."""
    roles = set(
        Membership.objects.filter(user=user, consultation=consultation).values_list("role", flat=True)
    )
    return tuple(side for side, role in SIGNATORY.items() if role in roles)


def decisions(report: Report) -> dict[ChairSide, SignOff | None]:
    """Each side's latest decision."""
    latest: dict[ChairSide, SignOff | None] = dict.fromkeys(ChairSide)
    for signed in report.sign_offs.all():  # in the order of signing
        latest[ChairSide(signed.side)] = signed
    return latest


def is_complete(report: Report) -> bool:
    """Ready, with every format in every language."""
    wanted = {(language, format_) for language in Language.values for format_ in FileFormat.values}
    there = ReportFile.objects.filter(report=report, edition=Edition.PUBLIC)
    return report.status == ReportStatus.READY and wanted == set(there.values_list("language", "format"))


def current(consultation: Consultation) -> Report | None:
    """The version that readers are shown first: the last one published."""
    published = Report.objects.published().select_related("consultation")
    return published.filter(consultation=consultation).order_by("-version").first()


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=report.pk)


def _refuse_incomplete(report: Report) -> None:
    if not is_complete(report):
        raise Refused(_("This version lacks a language or a file. Compile again before anybody signs."))
    if missing := unprinted(report):
        raise Refused(unprinted_sentence(missing))


def _refuse_publication(report: Report) -> None:
    _refuse_incomplete(report)
    if not report.consultation.is_public:
        raise Refused(_("The consultation itself is not visible to the public yet."))
    if any(signed is None or signed.decision != Decision.APPROVED for signed in decisions(report).values()):
        raise Refused(_("Both co-chairs must have approved this version."))
    if _has_moved(report):
        raise Refused(
            _(
                "Something printed here has been withdrawn or changed since. Compile again, then have it signed."
            )
        )
    if waiting := waits_for(report):
        raise Refused(waiting_sentence(waiting))


def unprinted(report: Report) -> int:
    """How many contributions readers would miss: no form of their words may be printed yet."""
    return len(report.manifest.get("unprinted", ()))


def unprinted_sentence(missing: int) -> str:
    return ngettext(
        "%(count)s contribution under the Chatham House Rule is printed in no form: its words could be recognised. Decide "
        "on its page that they may stand, write a paraphrase or place it behind a finding; then compile again.",
        "%(count)s contributions under the Chatham House Rule are printed in no form: their words could be recognised. "
        "Decide on their pages that they may stand, write paraphrases or place them behind findings; then compile again.",
        missing,
    ) % {"count": missing}


def waiting_sentence(waiting: int) -> str:
    return ngettext(
        "Too little changed since a published version: the difference would tell who spoke. "
        "At least %(count)s more has to change in the same way (new in print, no longer in print, in other words or "
        "in another place), or a figure has to move further; then compile again.",
        "Too little changed since a published version: the difference would tell who spoke. "
        "At least %(count)s more have to change in the same way (new in print, no longer in print, in other words or "
        "in another place), or a figure has to move further; then compile again.",
        waiting,
    ) % {"count": waiting}


def printed(report: Report) -> Mapping[str, int]:
    """The contributions that this version rests on, with the version of each."""
    contributions: Mapping[str, int] = report.manifest.get("contributions", {})
    return contributions


def _has_moved(report: Report) -> bool:
    now = {
        str(pk): version
        for pk, version in Contribution.objects.filter(
            pk__in=printed(report), status=Status.ACCEPTED
        ).values_list("pk", "version")
    }
    return now != dict(printed(report))


def _differences(older: Report, newer: Report) -> Iterator[int]:
    """How many contributions changed in each way from one version to the other, and by how much each figure moved that
    either of them prints: of two tables the difference is a table as well.
    """
    yield from _changes(older, newer)
    before, after = (_senders(report) for report in (older, newer))
    for slug in newer.consultation.events.filter(kind=EventKind.SURVEY).values_list("slug", flat=True):
        yield abs(after.get(slug, 0) - before.get(slug, 0))
    yield smallest_move(_figures(older), _figures(newer), newer.consultation.k)


def _changes(older: Report, newer: Report) -> Iterator[int]:
    """How many contributions came into print, left it, read otherwise, stand elsewhere in print, and are counted elsewhere.

    Who came is hidden among those who came, whether they are quoted or not; so is who went. Steps of review that no
    reader sees are no change.
    """
    before, after = (report.manifest.get("comparable") for report in (older, newer))
    if before is None or after is None:
        # As far as it is known: which contributions there were, and whether anything at all was done to them since.
        old, new = printed(older), printed(newer)
        both = old.keys() & new.keys()
        yield from (len(new.keys() - both), len(old.keys() - both), sum(old[pk] != new[pk] for pk in both))
        return
    both = before.keys() & after.keys()
    words = {pk: (before[pk][0], after[pk][0]) for pk in both}
    yield len(after.keys() - both) + sum(not old and bool(new) for old, new in words.values())
    yield len(before.keys() - both) + sum(bool(old) and not new for old, new in words.values())
    yield sum(bool(old and new) and old != new for old, new in words.values())
    moved = [words[pk] for pk in both if before[pk][1] != after[pk][1]]
    yield sum(bool(old and new) for old, new in moved)
    yield sum(not (old or new) for old, new in moved)


def _figures(report: Report) -> Figures:
    figures: Figures = report.manifest.get("figures", {})
    return figures


def _senders(report: Report) -> Mapping[str, int]:
    senders: Mapping[str, int] = report.manifest.get("counts", {}).get("submissions", {})
    return senders
