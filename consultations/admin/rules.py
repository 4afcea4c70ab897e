"""A rule that cannot be loosened is refused in words, before the database refuses it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.admin.base import SameConsultationForm
from consultations.attribution import may_change, resolve
from consultations.models import Attribution, AttributionRule, Event, Session

RATCHET = "rule_only_becomes_stricter"
ONLY_GROWS = "smallest_group_only_grows"


def in_force(row: Any, rule: str | None) -> AttributionRule:
    """The rule in force at ``row``, a consultation, event or session, if its own were ``rule``."""
    if isinstance(row, Session):
        return resolve(rule, row.event.attribution_rule, row.event.consultation.attribution_rule)
    if isinstance(row, Event):
        return resolve(None, rule, row.consultation.attribution_rule)
    return resolve(None, None, rule)


def is_refused(row: Any, constraint: str, **fields: Any) -> bool:
    """Whether ``constraint`` of the database would refuse ``fields``; it alone knows what was said. Changes nothing."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**fields)
            transaction.set_rollback(True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == constraint:
            return True
        raise
    return False


class RuleForm(SameConsultationForm):
    """For rows that have an ``attribution_rule``."""

    def clean_attribution_rule(self) -> str | None:
        rule = self.cleaned_data["attribution_rule"] or None
        if self.instance.pk is None:
            return rule
        old = in_force(
            self.instance, type(self.instance)._default_manager.get(pk=self.instance.pk).attribution_rule
        )
        new = in_force(self.instance, rule)
        is_looser = not may_change(old, new, something_was_said=True)
        if is_looser and is_refused(self.instance, RATCHET, attribution_rule=rule):
            raise ValidationError(
                _("Something has been said here under the rule “%(rule)s”. It can only become stricter."),
                params={"rule": old.label},
                code="loosened",
            )
        return rule


def took_words_that_name_nobody(session: Session) -> bool:
    """Whether words were taken here whose speaker is not kept: a presenter on the programme would name them."""
    nobody = Q(rule=AttributionRule.CHATHAM_HOUSE) | Q(
        rule=AttributionRule.BY_CONSENT, attribution=Attribution.NOT_ATTRIBUTED
    )
    return bool(session.pk) and session.submissions.filter(nobody).exists()


TOO_LATE_FOR_A_PRESENTER = _(
    "Words whose speaker is not kept have been taken in this session. With a presenter on the programme they would "
    "have a name. Make a session of its own for the presentation."
)


class SessionForm(RuleForm):
    def clean_presented_by(self) -> Any:
        organization = self.cleaned_data["presented_by"]
        is_new = organization is not None and organization.pk != self.initial.get("presented_by")
        if is_new and took_words_that_name_nobody(self.instance):
            raise ValidationError(TOO_LATE_FOR_A_PRESENTER, code="late_presenter")
        return organization


class PresentationForm(SameConsultationForm):
    def clean_participant(self) -> Any:
        if "participant" in self.changed_data and took_words_that_name_nobody(self.instance.session):
            raise ValidationError(TOO_LATE_FOR_A_PRESENTER, code="late_presenter")
        return self.cleaned_data["participant"]
