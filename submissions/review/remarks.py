"""What reviewers say about a contribution among themselves, and what they answer to a flag."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.cleaning import clean_text
from submissions import audit
from submissions.models import Clearance, Contribution, Flag, Note, Via
from submissions.review import clearances
from submissions.review.changes import Action, in_place
from submissions.review.errors import NotAllowed


@transaction.atomic
def add_note(contribution: Contribution, *, by: User, text: str) -> None:
    if not clean_text(text):
        raise NotAllowed(_("Write something in the note."))
    row = in_place(contribution)
    write(row, by=by, text=text)
    audit.record_step(row, Action.NOTE, actor=by)


def write(contribution: Contribution, *, by: User, text: str) -> None:
    """Nothing for an empty text; without its time when it is about a question."""
    when = {"written_at": None} if contribution.submission.via == Via.QUESTION else {}
    if text := clean_text(text):
        Note.objects.create(contribution=contribution, author=by, text=text, **when)


@transaction.atomic
def close_flag(flag: Flag, *, by: User) -> None:
    """It has been seen to. Closed twice, the first one has closed it."""
    if Flag.objects.filter(pk=flag.pk, closed_by=None).update(closed_by=by):
        audit.record_step(in_place(flag.contribution), Action.CLOSE_FLAG, actor=by, kind=flag.kind)


@transaction.atomic
def clear(flag: Flag, *, by: User, reason: str, version: int | None = None) -> Clearance:
    """The words that the flag points at may be printed although they name someone; ``reason`` says why."""
    if not flag.detail:
        raise NotAllowed(_("This flag points at no words that could be cleared. Close it instead."))
    return clearances.declare(flag.contribution, by=by, words=flag.detail, reason=reason, version=version)
