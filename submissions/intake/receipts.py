"""Receipt codes. The code follows from the form's key and a secret; only its hash is stored.

So a repeated sending shows the same code again, and the database alone gives no code away.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

from consultations.models import Attribution
from submissions import audit
from submissions.models import Status, Submission
from submissions.review import workflow

# Crockford's base 32: no I, L, O or U, so nothing that is easily misread or misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
LETTERS = 28  # of 5 bits each: 140 bits
GROUP = 4


def code_for(key: UUID, secret: str | bytes | None = None) -> str:
    """The code of the sending with this key, in groups for people who write it down."""
    digest = hmac.digest(force_bytes(secret or settings.SECRET_KEY), b"receipt:" + key.bytes, sha256)
    number = int.from_bytes(digest, "big")
    return grouped("".join(ALPHABET[number >> 5 * place & 31] for place in range(LETTERS)))


def random_code() -> str:
    """For a draft: nothing is known of it that it could follow from."""
    return grouped("".join(secrets.choice(ALPHABET) for _place in range(LETTERS)))


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def letters_of(code: str) -> str:
    """However it was typed: case, spaces, hyphens and letters that look like digits do not matter."""
    return "".join(letter for letter in code.upper().translate(MISREAD) if letter in ALPHABET)


def hash_of(code: str) -> str:
    return sha256(letters_of(code).encode()).hexdigest()


def code_of(submission: Submission) -> str:
    """The code given for a stored submission, also if the secret has been changed since."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        code = code_for(submission.idempotency_key, secret)
        if hash_of(code) == submission.receipt_hash:
            return code
    return code_for(submission.idempotency_key)


def code_held(code: str) -> str:
    """As it was given out, however it was typed. Raises ``Submission.DoesNotExist``."""
    find(code)
    return grouped(letters_of(code))


def find(code: str) -> Submission:
    """Raises ``Submission.DoesNotExist`` for whatever is not a code that was given."""
    return Submission.objects.select_related("event__consultation", "event__questionnaire", "session").get(
        receipt_hash=hash_of(code)
    )


def may_withdraw(submission: Submission) -> bool:
    """Whether anything is left to take back."""
    left = submission.contributions.exclude(status=Status.WITHDRAWN)
    return left.exists() or submission.answers.exists()


def locked(receipt_hash: str) -> Submission:
    """What the receipt stands for, until the transaction ends. Reviewers go on: they only refer to it."""
    rows = Submission.objects.select_for_update(no_key=True).filter(receipt_hash=receipt_hash)
    while (found := rows.first()) is None:
        # Whoever changed it while we waited moved the receipt to a new row: the next look finds that one.
        Submission.objects.get(receipt_hash=receipt_hash)
    return found


@transaction.atomic
def withdraw(submission: Submission) -> int:
    """Takes back all of it: words are withdrawn, answers to closed questions are deleted, since they are only counted,
    and who sent it is forgotten.

    Returns how many contributions this concerned. What was changed meanwhile is taken back as it stands now.
    Raises ``Submission.DoesNotExist`` if nothing stands under its receipt any more.
    """
    submission = locked(submission.receipt_hash)
    answers, _by_model = submission.answers.all().delete()
    if answers:
        audit.record("answers_withdrawn", consultation=submission.event.consultation, submission=submission)
    count = workflow.withdraw(submission)
    forget_sender(submission, hash_tells=bool(answers))
    return count


def forget_sender(submission: Submission, *, hash_tells: bool) -> None:
    """Of what was taken back nobody needs to know who sent it. Reviewers can read it, and what took its place beside it.
    Where the programme says who spoke in its session, a trigger takes that away, as from all words that name nobody.

    ``hash_tells``: what was sent is gone, and can be found again by trying what it may have been against its hash.
    """
    told: dict[str, str | None] = {
        "name": "",
        "organization_name": "",
        "participant": None,
        "organization": None,
        "sector": "",
    }
    if hash_tells or any(getattr(submission, field) for field in told):
        told["content_hash"] = secrets.token_hex()
    Submission.objects.filter(pk=submission.pk).update(attribution=Attribution.NOT_ATTRIBUTED, **told)
