"""What somebody is still writing, sealed so that the code they hold alone opens it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.models import AttributionRule, Event


class Draft(models.Model):
    """Kept until its last day, or until it is sent. ``intake/drafts.py`` alone writes it.

    ``words`` and ``speaker`` are encrypted with a key that follows from the resume code; of the code the hash
    alone is stored. Names stand in a column of their own so that the database can refuse them under the rule.
    """

    says_why_it_stays = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="drafts")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=20, choices=AttributionRule)
    words = models.BinaryField()
    speaker = models.BinaryField(default=b"", blank=True)
    version = models.PositiveIntegerField(default=1)
    mails = models.PositiveSmallIntegerField(_("links sent by e-mail"), default=0)
    expires_on = models.DateField(_("last day"), db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule=AttributionRule.CHATHAM_HOUSE) | Q(speaker=b""),
                name="draft_chatham_house_stores_no_speaker",
            ),
            models.CheckConstraint(condition=Q(rule__in=AttributionRule.values), name="draft_rule_known"),
            models.CheckConstraint(
                condition=Q(code_hash__regex=r"^[0-9a-f]{64}$"), name="draft_code_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        """Why what it belongs to is not deleted. Every draft says the same: how many there are is nobody's business."""
        return gettext(
            "words that somebody saved and did not send yet; they are kept for up to %(days)s days"
        ) % {"days": settings.DAYS_OF_A_DRAFT}
