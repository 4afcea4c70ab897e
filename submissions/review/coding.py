"""Where a contribution belongs: its topic, its addressees, its paraphrase, the person who works on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.cleaning import clean_text
from consultations.models import Organization, Topic
from submissions.models import Contribution, Status
from submissions.review import remarks
from submissions.review.changes import Action, change, in_place
from submissions.review.clearances import passages, revoke_what_changed
from submissions.review.errors import NotAllowed
from submissions.review.printing import has_paraphrase, may_quote


def assign(
    contribution: Contribution, *, by: User, to: User | None, version: int | None = None, note: str = ""
) -> Contribution:
    name = to.get_username() if to else ""
    with transaction.atomic():
        row = change(contribution, Action.ASSIGN, by=by, version=version, values={"assigned_to": to}, to=name)
        remarks.write(row, by=by, text=note)
    return row


def set_topic(
    contribution: Contribution, *, by: User, topic: Topic, version: int | None = None
) -> Contribution:
    if topic.section.consultation_id != contribution.submission.event.consultation_id:
        raise NotAllowed(_("Choose a topic of the same consultation."))
    return change(
        contribution, Action.TOPIC, by=by, version=version, values={"topic": topic}, topic=topic.code
    )


def set_addressees(
    contribution: Contribution, *, by: User, organizations: Iterable[Organization], version: int | None = None
) -> Contribution:
    """The organizations that it asks something of: never the one that asks."""
    chosen = list(organizations)
    codes = sorted(organization.code for organization in chosen)
    with transaction.atomic():
        row = change(contribution, Action.ADDRESSEES, by=by, version=version, addressees=codes)
        consultation = row.submission.event.consultation_id
        if any(each.consultation_id != consultation or not each.takes_advice for each in chosen):
            raise NotAllowed(
                _("Advice can only be addressed to the organizations on this consultation’s list.")
            )
        row.addressees.set(chosen)
    return row


def set_paraphrase(
    contribution: Contribution, *, by: User, en: str, fr: str, version: int | None = None
) -> Contribution:
    """What is printed where the words themselves may not be quoted."""
    values = {"paraphrase_en": clean_text(en), "paraphrase_fr": clean_text(fr)}
    with transaction.atomic():
        before = passages(in_place(contribution))
        row = change(contribution, Action.PARAPHRASE, by=by, version=version, values=values)
        revoke_what_changed(row, before, by=by)
        if row.status == Status.ACCEPTED:
            refuse_unprintable(row)
    return row


def refuse_unprintable(row: Contribution) -> None:
    """Raises :class:`NotAllowed` for words that may not be quoted and have no paraphrase in both languages."""
    if may_quote(row) or has_paraphrase(row):
        return
    raise NotAllowed(
        _(
            "Words from social media are not quoted without their author’s consent. "
            "They are accepted with a paraphrase in both languages."
        )
    )
