"""How a contribution is changed: against the version that the person saw, with one row in the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions import audit
from submissions.models import AuditEntry, Contribution, Status
from submissions.review.errors import NotAllowed, Stale


class Action(models.TextChoices):
    """What the audit trail calls the steps of review."""

    START = "start", gettext_lazy("Review started")
    ACCEPT = "accept", gettext_lazy("Accepted")
    SET_ASIDE = "set_aside", gettext_lazy("Set aside")
    MERGE = "merge", gettext_lazy("Merged")
    RETURN = "return", gettext_lazy("Returned to pending")
    WITHDRAW = "withdraw", gettext_lazy("Withdrawn")
    ASSIGN = "assign", gettext_lazy("Assigned")
    TOPIC = "topic", gettext_lazy("Topic changed")
    ADDRESSEES = "addressees", gettext_lazy("Addressees changed")
    PARAPHRASE = "paraphrase", gettext_lazy("Paraphrase written")
    REDACT = "redact", gettext_lazy("Words redacted")
    LIFT = "lift", gettext_lazy("Redaction lifted")
    CREATE_THEME = "create_theme", gettext_lazy("Theme written")
    EDIT_THEME = "edit_theme", gettext_lazy("Theme edited")
    DELETE_THEME = "delete_theme", gettext_lazy("Theme deleted")
    SUPPORT = "support", gettext_lazy("Placed behind a theme")
    DROP = "drop", gettext_lazy("Taken from a theme")
    NOTE = "note", gettext_lazy("Note written")
    CLOSE_FLAG = "close_flag", gettext_lazy("Flag closed")
    CLEAR = "clear", gettext_lazy("Words cleared for print")
    REVOKE = "revoke", gettext_lazy("Words no longer cleared for print")
    PRINT_VERBATIM = "print_verbatim", gettext_lazy("Words may be printed as they were said")
    NOT_VERBATIM = "not_verbatim", gettext_lazy("Words may no longer be printed as they were said")


# Every word that the audit trail uses: the steps of review, and what else happens to submissions and reports.
LABELS: dict[str, Any] = {
    "received": gettext_lazy("Received"),
    **dict(Action.choices),
    "answers_withdrawn": gettext_lazy("Answers withdrawn"),
    "question_added": gettext_lazy("Question added"),
    "question_changed": gettext_lazy("Question corrected"),
    "question_moved": gettext_lazy("Question moved"),
    "question_copied": gettext_lazy("Question copied"),
    "question_deleted": gettext_lazy("Question deleted"),
    "page_copied": gettext_lazy("Page of questions copied"),
    "questionnaire_changed": gettext_lazy("Questionnaire corrected"),
    "report_requested": gettext_lazy("Report requested"),
    "report_signed": gettext_lazy("Co-chair’s decision on the report recorded"),
    "report_published": gettext_lazy("Report published"),
    "report_taken_down": gettext_lazy("Report taken down"),
}


def label_of(action: str) -> str:
    return str(LABELS.get(action, action))


# A withdrawn contribution belongs to its author again: nobody works on it any more. Whether its words may be printed as
# they were said is decided all the same (`verbatim.py`): another text can repeat them.
STANDING = frozenset(Status) - {Status.WITHDRAWN}


def in_place(contribution: Contribution) -> Contribution:
    """The row as it is now, with the submission, event and consultation it belongs to."""
    rows = Contribution.objects.select_related("submission__event__consultation")
    return rows.get(pk=contribution.pk)


@transaction.atomic
def change(
    contribution: Contribution,
    action: Action,
    *,
    by: User,
    version: int | None = None,
    among: Collection[Status] = STANDING,
    values: dict[str, Any] | None = None,
    **detail: Any,
) -> Contribution:
    """Sets ``values`` if the contribution still has ``version`` (that of the instance when None) and a status ``among``.

    Returns the row as it is afterwards. Raises :class:`Stale` or :class:`NotAllowed`; then nothing was changed.
    """
    expected = contribution.version if version is None else version
    values = values or {}
    changed = Contribution.objects.filter(pk=contribution.pk, version=expected, status__in=among).update(
        version=F("version") + 1, **values
    )
    row = in_place(contribution)
    if not changed:
        raise refusal(row, expected, among)
    audit.record_step(row, action, actor=by, **detail)
    return row


def refusal(row: Contribution, expected: int, among: Collection[Status]) -> Stale | NotAllowed:
    if row.status == Status.WITHDRAWN and row.status not in among:
        return NotAllowed(_("Its author has withdrawn this contribution; nothing more is decided about it."))
    if row.version == expected:
        return NotAllowed(
            _("This step does not fit a contribution in the state “%(state)s”.")
            % {"state": row.get_status_display()}
        )
    return Stale(told_to_the_slower(row))


def told_to_the_slower(row: Contribution) -> str:
    last = AuditEntry.objects.filter(contribution=row).select_related("actor").last()
    if last is None or last.at is None or last.actor is None:
        return _(
            "This contribution has changed since you opened it. Your change was not made; read it again."
        )
    return _("%(who)s was faster (%(action)s). Your change was not made; read the contribution again.") % {
        "who": last.actor.get_full_name() or last.actor.get_username(),
        "action": label_of(last.action),
    }
