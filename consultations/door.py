"""What tells a program that fills in forms from a person, without asking anybody else and without refusing anybody.

A field that people do not see, and the time a form was open. Whoever seems to be a program is asked to press the button
once more: so does a person whose browser fills in everything, or who types fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

UNSEEN, OPENED, SURE = "homepage", "opened", "sure"
SIGNER = TimestampSigner(salt="consultations.door")


def opened(sent: Mapping[str, str]) -> str:
    """When a form was opened, signed, to travel along in the page; never stored. The same again once it is there."""
    return sent.get(OPENED, "") or SIGNER.sign("form")


def asks_again(sent: Mapping[str, str]) -> bool:
    """Whether somebody should press the button once more."""
    return not sent.get(SURE) and (bool(sent.get(UNSEEN)) or is_hurried(sent.get(OPENED, "")))


def is_hurried(stamp: str) -> bool:
    """Sent sooner than anybody reads. Without a stamp it is not known; whoever leaves it out could wait as well."""
    try:
        SIGNER.unsign(stamp, max_age=timedelta(seconds=settings.LEAST_SECONDS_OF_A_FORM))
    except SignatureExpired:
        return False
    except BadSignature:
        return bool(stamp)
    return settings.LEAST_SECONDS_OF_A_FORM > 0
