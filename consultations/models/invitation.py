from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.event import Event
from consultations.models.naming import kind_alone
from consultations.models.people import Participant
from consultations.unordered import unordered_id


class InvitationPurpose(models.TextChoices):
    REGISTER = "register", _("Register for an event")
    RAPPORTEUR = "rapporteur", _("Take notes of a session")
    TAKE_PART = "take_part", _("Answer or write (no personal link)")


class InvitationState(models.TextChoices):
    OPEN = "open", _("Not answered")
    USED = "used", _("Used")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", _("Expired")


def two_weeks_from_now() -> datetime:
    return timezone.now() + timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def current(self, at: datetime) -> InvitationQuerySet:
        return self.filter(revoked=False, expires_at__gt=at)

    def usable(self, at: datetime) -> InvitationQuerySet:
        return self.current(at).filter(Q(uses_allowed=None) | Q(uses__lt=F("uses_allowed")))

    def unanswered(self, at: datetime) -> InvitationQuerySet:
        return self.current(at).filter(uses=0, declined=False)


class Invitation(models.Model):
    """A link for somebody without an account. Only the hash of its token is kept.

    An invitation to write or answer has no link of its own and is never marked as used: on a day on which one
    person wrote, that mark would be a name beside words that promise none.
    """

    id = models.BigAutoField(primary_key=True, default=unordered_id, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations", verbose_name=_("event"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=InvitationPurpose)
    participant = models.ForeignKey(
        Participant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("participant"),
    )
    label = models.CharField(_("for whom (seen by staff only)"), max_length=150, blank=True)
    # With the server's secret it gives the token again, so that a reminder carries the link of the invitation.
    nonce = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=two_weeks_from_now)
    revoked = models.BooleanField(_("revoked"), default=False)
    uses_allowed = models.PositiveIntegerField(
        _("how often it can be used"),
        null=True,
        blank=True,
        help_text=_(
            "Once for one person, more often for a group. Leave empty for no limit until it expires."
        ),
    )
    uses = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)
    declined = models.BooleanField(_("declined"), default=False, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-expires_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=InvitationPurpose.values), name="invitation_purpose_known"
            ),
            models.UniqueConstraint(
                fields=["participant", "event", "purpose"], name="invitation_once_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(uses_allowed=None) | Q(uses__lte=F("uses_allowed"), uses_allowed__gte=1),
                name="invitation_used_within_its_limit",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=InvitationPurpose.TAKE_PART) | Q(uses=0, used_on=None, declined=False),
                name="invitation_to_write_is_not_followed",
            ),
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.event}"

    @property
    def has_link(self) -> bool:
        return self.purpose != InvitationPurpose.TAKE_PART

    @property
    def may_be_declined(self) -> bool:
        """A link of one person, who can say that they will not come."""
        return self.participant_id is not None and self.purpose == InvitationPurpose.REGISTER

    @property
    def is_used_up(self) -> bool:
        return self.uses_allowed is not None and self.uses >= self.uses_allowed

    def state(self, at: datetime | None = None) -> InvitationState:
        """What became of it, the most final answer first."""
        if self.revoked:
            return InvitationState.REVOKED
        if self.is_used_up or (self.uses and self.participant_id):
            return InvitationState.USED
        if self.declined:
            return InvitationState.DECLINED
        if self.expires_at <= (at or timezone.now()):
            return InvitationState.EXPIRED
        return InvitationState.OPEN
