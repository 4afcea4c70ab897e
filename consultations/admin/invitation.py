from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations import invitations, mail_queue, permissions
from consultations.admin.base import ConsultationScopedAdmin
from consultations.admin.filters import ConsultationFilter, EventFilter
from consultations.admin.invite import invite_page
from consultations.models import Invitation, Mail, MailReason, MailState


def in_words(state: str | None, reason: str | None) -> str:
    """What became of a letter, and what to do where it did not arrive."""
    if not state:
        return ""
    label = str(MailState(state).label)
    return f"{label}. {MailReason(reason).label}" if reason else label


def tell(request: HttpRequest, count: int) -> None:
    text = ngettext("%(count)s letter will be sent.", "%(count)s letters will be sent.", count)
    messages.success(request, text % {"count": count})


@admin.register(Invitation)
class InvitationAdmin(ConsultationScopedAdmin):
    """The link of one that nobody in particular is invited by is shown once, when it is made, and not stored."""

    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    change_list_template = "admin/consultations/invitation/change_list.html"
    list_display = ["who", "event", "purpose", "state_text", "letter_text", "expires_at"]
    list_filter = [EventFilter, "purpose", "revoked"]
    list_select_related = ["event", "participant"]
    search_fields = ["label", "participant__name"]
    fields = ["event", "purpose", "label", "expires_at", "uses_allowed", "revoked"]
    actions = ["remind", "send_anew", "take_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        last = Mail.objects.filter(invitation=OuterRef("pk")).order_by("-queued_on", "-attempts")
        return (
            super()
            .get_queryset(request)
            .annotate(
                letter_state=Subquery(last.values("state")[:1]),
                letter_reason=Subquery(last.values("reason")[:1]),
            )
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "participant", "state_text", "used_on", "letter_text"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        made = ["event", "purpose", "participant", "state_text", "used_on", "letter_text"]
        return made if obj else ["revoked"]

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "invite/", self.admin_site.admin_view(invite_page), name="consultations_invitation_invite"
        )
        return [page, *super().get_urls()]

    @admin.display(description=_("for whom"), ordering="participant__name")
    def who(self, invitation: Invitation) -> str:
        return str(invitation.participant or invitation.label or "–")

    @admin.display(description=_("state"))
    def state_text(self, invitation: Invitation) -> str:
        return str(invitation.state().label) if invitation.has_link else "–"

    @admin.display(description=_("letter"))
    def letter_text(self, invitation: Any) -> str:
        return in_words(invitation.letter_state, invitation.letter_reason) or "–"

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made, token = invitations.issue(
            obj.event,
            obj.purpose,
            label=obj.label,
            expires_at=obj.expires_at,
            uses_allowed=obj.uses_allowed,
        )
        obj.pk, obj.nonce, obj.token_hash, obj._state.adding = made.pk, made.nonce, made.token_hash, False
        self.show_once(request, token)

    def show_once(self, request: HttpRequest, token: str) -> None:
        link = request.build_absolute_uri(reverse("consultations:invitation", kwargs={"token": token}))
        messages.warning(request, _("Copy this link now, it is not shown again: %(link)s") % {"link": link})

    @admin.action(description=_("Remind those who have not answered"), permissions=["change"])
    def remind(self, request: HttpRequest, queryset: Any) -> None:
        tell(request, invitations.remind(Invitation.objects.filter(pk__in=queryset.values("pk"))))

    @admin.action(description=_("Send a new link; the old one ends"), permissions=["change"])
    def send_anew(self, request: HttpRequest, queryset: Any) -> None:
        rows = queryset.select_related("event__consultation", "participant")
        count = 0
        for invitation in rows:
            token = invitations.renew(invitation)
            if invitation.participant is None:
                self.show_once(request, token)
            count += invitation.participant is not None
        tell(request, count)

    @admin.action(description=_("Take back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: Any) -> None:
        Invitation.objects.filter(pk__in=queryset.values("pk")).update(revoked=True)


@admin.register(Mail)
class MailAdmin(ConsultationScopedAdmin):
    """What became of letters. They are written elsewhere; here one is tried again, or said to have come back."""

    visible_to = staticmethod(permissions.coordinated)
    names_in_history = False
    list_display = ["participant", "letter", "about_event", "state", "reason_text", "queued_on"]
    list_filter = [ConsultationFilter, "letter", "state"]
    list_select_related = ["participant", "invitation__event", "registration__event"]
    search_fields = ["participant__name"]
    fields = readonly_fields = (
        "participant", "letter", "about_event", "state", "reason_text", "queued_on", "attempts",
    )  # fmt: skip
    actions = ["try_again", "came_back"]

    @admin.display(description=_("event"))
    def about_event(self, mail: Mail) -> str:
        source = mail.invitation or mail.registration
        return str(source.event) if source else "–"

    @admin.display(description=_("reason"))
    def reason_text(self, mail: Mail) -> str:
        return str(mail.get_reason_display()) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Try again"), permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        tell(request, mail_queue.try_again(Mail.objects.filter(pk__in=queryset.values("pk"))))

    @admin.action(description=_("It came back: do not write to this address"), permissions=["change"])
    def came_back(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        count = mail_queue.mark_bounced(Mail.objects.filter(pk__in=queryset.values("pk")))
        text = ngettext("%(count)s address is left out.", "%(count)s addresses are left out.", count)
        messages.success(request, text % {"count": count})
        return None
