"""Links that bring a code back, on paper or by e-mail. The code stands behind the #: browsers send that to nobody."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from consultations import mail
from submissions.intake import receipts
from submissions.intake.drafts import MOST_MAILS, Opened
from submissions.intake.errors import readers_language
from submissions.models import Draft


def link_with(page: str, code: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(page)}#{code}"


def offered(opened: Opened) -> bool:
    return mail.is_available() and opened.mails < MOST_MAILS


def send_link(opened: Opened, address: str) -> bool:
    """Sends the way back within this request, so that the address is written down nowhere; says whether it went."""
    letter = {
        "event": opened.event,
        "consultation": opened.event.consultation,
        "code": opened.code,
        "link": link_with("submissions:resume", opened.code),
        "expires_on": opened.expires_on,
    }
    is_sent = mail.send_now(address, "resume", readers_language(), letter)
    if is_sent:
        Draft.objects.filter(code_hash=receipts.hash_of(opened.code)).update(mails=F("mails") + 1)
    return is_sent
