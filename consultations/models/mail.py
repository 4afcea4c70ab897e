from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultation import Consultation
from consultations.models.invitation import Invitation
from consultations.models.naming import kind_alone
from consultations.models.people import Participant, Registration
from consultations.unordered import unordered_id


class Letter(models.TextChoices):
    """What is written. The value is the name of the template."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    PLACE = "place", _("A place is confirmed")
    WAITING = "waiting", _("On the waiting list")
    MOVED_UP = "moved_up", _("Moved up from the waiting list")
    PUBLICATION = "publication", _("The report is published")


class MailState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Came back")
    FAILED = "failed", _("Not sent")


class MailReason(models.TextChoices):
    """Why a letter did not arrive, and what a coordinator can do."""

    REFUSED = "refused", _("The address does not exist or takes no mail. Ask the person for another one.")
    RETURNED = "returned", _("A coordinator saw it come back. Ask the person for another address.")
    TEMPORARY = "temporary", _("The address could not take it for now. It is tried again by itself.")
    AWAY = "away", _("The mail server could not be reached. It is tried again by itself.")
    GIVEN_UP = "given_up", _("Tried several times in vain. Look at the mail server, then try again.")
    UNSURE = (
        "unsure",
        _("The connection broke while it was handed over: it may have arrived. Ask before trying again."),
    )
    OUT_OF_DATE = (
        "out_of_date",
        _("What it was about no longer holds: an invitation was answered or ended, an event is over."),
    )
    LEFT_ALONE = "left_alone", _("The person asked for no more messages.")
    NO_ADDRESS = "no_address", _("There is no address, or mail to it comes back. Enter another one.")


class Mail(models.Model):
    """One letter to one person, sent once. Its address and words are made when it is sent and are not kept."""

    id = models.BigAutoField(primary_key=True, default=unordered_id, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="mails")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="mails", verbose_name=_("participant")
    )
    letter = models.CharField(_("letter"), max_length=20, choices=Letter)
    # What it is about, so that the same is not written twice: an invitation's link, a registration on a day.
    about = models.CharField(max_length=80, editable=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="mails")
    registration = models.ForeignKey(
        Registration, models.CASCADE, null=True, blank=True, related_name="mails"
    )
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    reason = models.CharField(_("reason"), max_length=20, choices=MailReason, blank=True)
    queued_on = models.DateField(_("asked for on"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Only while somebody works on it: when to try again, or until when the worker that has it is waited for.
    due_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-queued_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "letter", "about"], name="mail_once"),
            models.CheckConstraint(condition=Q(letter__in=Letter.values), name="mail_letter_known"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(MailState.QUEUED, MailState.SENDING)) | Q(due_at=None),
                name="mail_that_is_done_keeps_no_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=(MailState.QUEUED, MailState.SENDING)),
                name="mail_waiting",
            )
        ]

    __repr__ = kind_alone

    def __str__(self) -> str:
        return f"{self.get_letter_display()}: {self.get_state_display()}"
