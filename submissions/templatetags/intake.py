"""What a receipt says, in plain words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.models import Contribution, Status, Submission

register = template.Library()

IN_WORDS = {
    Status.PENDING: gettext_lazy("Nobody has read it yet."),
    Status.IN_REVIEW: gettext_lazy("A reviewer is reading it."),
    Status.ACCEPTED: gettext_lazy("It counts, and the report may use it in the form that its rule permits."),
    Status.SET_ASIDE: gettext_lazy("It was read and is not used in the report."),
    Status.MERGED: gettext_lazy("Somebody else made the same point. The two are taken together as one."),
    Status.WITHDRAWN: gettext_lazy("You took it back. It is not used."),
}


@register.filter
def state_in_words(contribution: Contribution) -> str:
    text = str(IN_WORDS[Status(contribution.status)])
    reason = contribution.set_aside_reason
    return f"{text} {_('Reason: %(reason)s.') % {'reason': reason}}" if reason else text


@register.filter
def kept_of_sender(submission: Submission) -> str:
    """Exactly what is stored of who sent it."""
    sector = submission.get_sector_display() if submission.sector else ""
    organization = submission.organization_name or submission.organization
    name = submission.name or submission.participant
    given = ", ".join(str(part) for part in (name, organization, sector) if part)
    if given:
        return _("Kept of you: %(what)s.") % {"what": given}
    return _("Nothing is kept of who you are.")
