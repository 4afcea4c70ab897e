"""How the questions of an audience are sorted for a panel. Nothing of who asked, who sorted, or when."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Event
from consultations.models.naming import kind_alone
from submissions.models.submission import Contribution


class BoardState(models.TextChoices):
    CHOSEN = "chosen", _("For the panel")
    WAITING = "waiting", _("Waiting")
    ANSWERED = "answered", _("Answered")


class QuestionGroup(models.Model):
    """Questions that ask the same, or are put to the panel together."""

    # Random: in a live event groups are made as questions come.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="question_groups")
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "label"], name="question_group_label_once"),
            models.CheckConstraint(condition=~Q(label=""), name="question_group_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label


class BoardPlace(models.Model):
    """Where one question stands; without a row it waits in no group. Its key is that of the question, which is random."""

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, primary_key=True, related_name="board_place"
    )
    group = models.ForeignKey(
        QuestionGroup, models.SET_NULL, null=True, blank=True, related_name="places", verbose_name=_("group")
    )
    state = models.CharField(_("state"), max_length=20, choices=BoardState, default=BoardState.WAITING)

    class Meta:
        verbose_name = _("place of a question")
        verbose_name_plural = _("places of questions")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BoardState.values), name="board_state_known")
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return self.get_state_display()
