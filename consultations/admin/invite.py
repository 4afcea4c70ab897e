"""Inviting in two steps: what would be sent to whom, with every fault of the list; then, and only then, sending."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import invitations, invitees, letters
from consultations.admin.base import ids
from consultations.admin.invite_form import InviteForm
from consultations.admin.other_language import chosen, in_chosen_language, unread
from consultations.models import Event, Invitation, InvitationPurpose, Participant
from consultations.permissions import coordinated

# How often one person's link can be used. Notes are taken on more than one machine.
USES = {InvitationPurpose.REGISTER: 1, InvitationPurpose.RAPPORTEUR: 3}


@in_chosen_language
def invite_page(request: HttpRequest) -> HttpResponse:
    mine = ids(request, coordinated)
    if not mine:
        raise PermissionDenied
    # The second page sends along what the first has read; nothing is typed there.
    is_being_filled = "table" not in request.POST
    kind = unread(InviteForm) if chosen(request) and is_being_filled else InviteForm
    form = kind(request.POST or None, request.FILES or None, consultations=mine)
    context = {
        **admin.site.each_context(request),
        "form": form,
        "title": _("Invite people"),
        "switches": "invite",
    }
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "admin/consultations/invitation/invite.html", context, status=status)
    table = form.by_list()
    if "send" in request.POST and not table.faults:
        return sent(request, form, table)
    context |= {"table": table, "by_role": form.by_role(), **preview(form)}
    return render(request, "admin/consultations/invitation/invite_preview.html", context)


def sent(request: HttpRequest, form: InviteForm, table: invitees.Table) -> HttpResponse:
    count = invite(form, table)
    text = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
    messages.success(
        request, text % {"count": count} + " " + _("Who was invited before is not invited again.")
    )
    return redirect("admin:consultations_invitation_changelist")


@transaction.atomic
def invite(form: InviteForm, table: invitees.Table) -> int:
    event, purpose = form.cleaned_data["event"], form.cleaned_data["purpose"]
    people = [*invitees.store(form.consultation, table.invitees), *form.by_role()]
    return invitations.invite(
        event, purpose, people, expires_at=event.closes_at, uses_allowed=USES.get(purpose)
    )


def preview(form: InviteForm) -> dict[str, Any]:
    """The letter as somebody would get it; nothing of it is stored."""
    event: Event = form.cleaned_data["event"]
    reader = Participant(consultation=form.consultation, name=_("(name)"), language="en")
    invitation = Invitation(
        event=event, purpose=form.cleaned_data["purpose"], participant=reader, expires_at=event.closes_at
    )
    letter = letters.preview(reader, invitation)
    return {"subject": letter.subject, "body": letter.body}
