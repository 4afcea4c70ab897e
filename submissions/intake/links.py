"""Links that bring a code back, on paper or by e-mail. The code stands behind the #: browsers send that to nobody."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations import languages, mail
from consultations.participation import way
from submissions.intake import receipts
from submissions.intake.drafts import MOST_MAILS, Opened
from submissions.models import Draft, Submission

A_DAY = 24 * 60 * 60


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "It is used once, to send this, and is not kept. Whoever can read your mail can read what you wrote. If nobody "
            "may know that it was you, note the code instead."
        ),
        error_messages={
            "required": _("Write the address that it should go to."),
            "invalid": _("Write an address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


def link_with(page: str, code: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(page)}#{code}"


def offered(opened: Opened) -> bool:
    return mail.is_available() and opened.mails < MOST_MAILS


def send_link(opened: Opened, address: str) -> bool:
    """Sends the way back within this request, so that the address is written down nowhere; says whether it went."""
    here = way(opened.event, timezone.now())
    letter = {
        "event": opened.event,
        "consultation": opened.event.consultation,
        "code": opened.code,
        "link": link_with("submissions:resume", opened.code),
        "expires_on": opened.expires_on,
        "sent_until": here.last_day if here.may_write else None,
    }
    is_sent = mail.send_now(address, "resume", languages.shown(), letter)
    if is_sent:
        Draft.objects.filter(code_hash=receipts.hash_of(opened.code)).update(mails=F("mails") + 1)
    return is_sent


def receipt_offered(submission: Submission) -> bool:
    return mail.is_available() and cache.get(counted(submission), 0) < MOST_MAILS


def send_receipt(submission: Submission, code: str, address: str) -> bool:
    if not receipt_offered(submission):
        return False
    letter = {
        "event": submission.event,
        "consultation": submission.event.consultation,
        "code": code,
        "link": link_with("submissions:find", code),
    }
    # Counted in memory alone: no row tells that somebody asked for a letter.
    cache.add(counted(submission), 0, A_DAY)
    cache.incr(counted(submission))
    return mail.send_now(address, "receipt", languages.shown(), letter)


def counted(submission: Submission) -> str:
    return f"receipt-mails:{submission.receipt_hash}"
