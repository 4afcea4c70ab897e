"""The one way in. Browser, API, importers and the demonstration end here."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.encoding import force_bytes

from consultations.unordered import unordered_id
from submissions import audit, outbox
from submissions.intake import receipts
from submissions.intake.arrival import Arrival, Point, Receipt, Reply
from submissions.intake.checks import check, check_heard, check_open, check_room_code
from submissions.intake.errors import KeyReused
from submissions.intake.keeping import kept, rule_for
from submissions.models import Answer, Contribution, Submission

__all__ = ["Arrival", "Point", "Receipt", "Reply", "submit"]

SCREENING = "submissions.tasks.screen_waiting"


def submit(
    arrival: Arrival, *, key: UUID, at: datetime | None = None, late: bool = False, code: str = ""
) -> Receipt:
    """Takes ``arrival`` in: submission, contributions, answers, audit and outbox, all or nothing.

    ``key`` names this sending: with the same key and words it is taken once, however often it comes. ``at`` is
    now when None; ``late`` is for importers and staff, who bring in what was said at its time. ``code`` is that of
    the receipt when somebody holds it already.
    Raises a ``Refused``.
    """
    arrival, key = kept(arrival), telling_nothing(key)
    content_hash = hash_of(arrival)
    before = Submission.objects.filter(idempotency_key=key).first()
    if before is not None:
        return repeated(before, content_hash, code)
    if not late:
        now = at or timezone.now()
        check_open(arrival.event, now)
        check_heard(arrival, now)
        check_room_code(arrival)
    check(arrival)
    try:
        submission = store(arrival, key, content_hash, code or receipts.code_for(key))
    except IntegrityError:
        # The same form, sent twice at once: the other one was faster.
        before = Submission.objects.filter(idempotency_key=key).first()
        if before is None:
            raise
        return repeated(before, content_hash, code)
    return Receipt(submission, code or receipts.code_for(key), is_new=True)


def telling_nothing(key: UUID) -> UUID:
    """A random key as it is. Others hold a clock and a network card (versions 1, 6, 7): what follows from them is kept."""
    if key.version == 4:
        return key
    digest = hmac.digest(force_bytes(settings.SECRET_KEY), b"key:" + key.bytes, sha256)
    return UUID(bytes=digest[:16], version=4)


def repeated(submission: Submission, content_hash: str, code: str) -> Receipt:
    if submission.content_hash != content_hash:
        raise KeyReused
    return Receipt(submission, code or receipts.code_of(submission), is_new=False)


@transaction.atomic
def store(arrival: Arrival, key: UUID, content_hash: str, code: str) -> Submission:
    consultation = arrival.event.consultation
    submission = Submission.objects.create(
        event=arrival.event,
        session=arrival.session,
        via=arrival.via,
        rule=rule_for(arrival),
        attribution=arrival.attribution,
        sector=arrival.sector,
        language=arrival.language,
        participant=arrival.participant,
        organization=arrival.organization,
        name=arrival.name,
        organization_name=arrival.organization_name,
        received_on=arrival.received_on or consultation.today(),
        idempotency_key=key,
        content_hash=content_hash,
        receipt_hash=receipts.hash_of(code),
    )
    store_points(submission, arrival)
    store_replies(submission, arrival)
    audit.record("received", consultation=consultation, submission=submission, via=arrival.via)
    outbox.enqueue(SCREENING)
    return submission


def store_points(submission: Submission, arrival: Arrival) -> None:
    contributions = Contribution.objects.bulk_create(
        Contribution(
            submission=submission,
            position=position,
            question=point.question,
            topic=point.topic,
            language=point.language or arrival.language,
            text=point.text,
        )
        for position, point in enumerate(arrival.points)
    )
    advice = Contribution.addressees.through
    advice.objects.bulk_create(
        advice(id=unordered_id(), contribution=contribution, organization=addressee)
        for contribution, point in zip(contributions, arrival.points, strict=True)
        for addressee in dict.fromkeys(point.addressees)
    )


def store_replies(submission: Submission, arrival: Arrival) -> None:
    Answer.objects.bulk_create(
        Answer(
            id=unordered_id(),
            submission=submission,
            question=reply.question,
            choice=reply.choice,
            value=reply.value,
            row=reply.row,
            day=reply.day,
        )
        for reply in arrival.replies
    )


def hash_of(arrival: Arrival) -> str:
    """Of exactly what is stored: nothing that the rule makes us drop can be guessed from it."""
    content = {
        "event": arrival.event.pk,
        "session": arrival.session and arrival.session.pk,
        "language": arrival.language,
        "sector": arrival.sector,
        "attribution": arrival.attribution,
        "speaker": [
            arrival.name,
            arrival.organization_name,
            arrival.participant and arrival.participant.pk,
            arrival.organization and arrival.organization.pk,
        ],
        "points": [content_of(point) for point in arrival.points],
        "replies": sorted(map(content_of_reply, arrival.replies)),
    }
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def content_of(point: Point) -> list[object]:
    addressees = sorted({addressee.pk for addressee in point.addressees})
    return [point.text, point.topic.pk, point.language, point.question and point.question.pk, addressees]


def content_of_reply(reply: Reply) -> list[int | str]:
    content: list[int | str] = [reply.question.pk, (reply.choice and reply.choice.pk) or 0, reply.value or 0]
    if reply.row or reply.day:
        content += [(reply.row and reply.row.pk) or 0, str(reply.day or "")]
    return content
