"""Findings, and the contributions behind them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Bilingual, Topic
from submissions import audit
from submissions.models import Contribution, Status, Support, Theme
from submissions.review.changes import Action, in_place
from submissions.review.errors import NotAllowed, Stale


@transaction.atomic
def create_theme(topic: Topic, *, by: User, code: str, title: Bilingual, statement: Bilingual) -> Theme:
    theme = Theme.objects.create(topic=topic, code=code, title=title, statement=statement)
    record(theme, Action.CREATE_THEME, by=by)
    return theme


def fingerprint(theme: Theme) -> str:
    """Of everything that an edit saves; it changes as soon as somebody edits the theme."""
    values = [theme.topic_id, theme.code, theme.title.as_dict(), theme.statement.as_dict()]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def held(theme: Theme) -> Theme:
    """The row as it is now; nobody else edits it before the caller's transaction ends."""
    return Theme.objects.select_for_update(no_key=True).get(pk=theme.pk)


@transaction.atomic
def edit_theme(theme: Theme, *, by: User, seen: str) -> None:
    """Saves what was changed in ``theme`` since the editor saw it; ``seen`` is its fingerprint at that time.

    Raises :class:`Stale` when somebody else edited it meanwhile; then nothing was changed.
    """
    if fingerprint(held(theme)) != seen:
        raise Stale(_("Somebody else has edited this theme since you opened it. Your change was not made."))
    theme.save()
    record(theme, Action.EDIT_THEME, by=by)


@transaction.atomic
def delete_theme(theme: Theme, *, by: User) -> None:
    record(theme, Action.DELETE_THEME, by=by)
    theme.delete()


def standing(contribution: Contribution) -> Contribution:
    """The row as it is now; it is not withdrawn before the caller's transaction ends."""
    rows = Contribution.objects.select_related("submission__event__consultation")
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=contribution.pk)
    if row.status == Status.WITHDRAWN:
        raise NotAllowed(_("Its author has withdrawn this contribution; nothing more is decided about it."))
    return row


@transaction.atomic
def support(theme: Theme, contribution: Contribution, *, by: User, quoted: bool = False) -> Support:
    """Places the contribution behind the theme; ``quoted`` asks for its words in print, as far as its rule permits.

    Repeated, it changes nothing but ``quoted``.
    """
    row = standing(contribution)
    if theme.topic.section.consultation_id != row.submission.event.consultation_id:
        raise NotAllowed(_("Choose a theme of the same consultation."))
    found, created = Support.objects.select_for_update().get_or_create(
        theme=theme, contribution=row, defaults={"is_quoted": quoted}
    )
    if not created and found.is_quoted == quoted:
        return found
    if not created:
        found.is_quoted = quoted
        found.save(update_fields=["is_quoted"])
    record(theme, Action.SUPPORT, by=by, contribution=row, quoted=quoted)
    return found


@transaction.atomic
def drop(theme: Theme, contribution: Contribution, *, by: User) -> None:
    deleted, _rows = Support.objects.filter(theme=theme, contribution=contribution).delete()
    if deleted:
        record(theme, Action.DROP, by=by, contribution=in_place(contribution))


def record(
    theme: Theme, action: Action, *, by: User, contribution: Contribution | None = None, **detail: Any
) -> None:
    audit.record(
        action,
        consultation=theme.topic.section.consultation,
        actor=by,
        submission=contribution.submission if contribution else None,
        contribution=contribution,
        # A theme may be written for one question, in the minute after it was asked.
        day_alone=contribution is None,
        theme=theme.code,
        **detail,
    )
