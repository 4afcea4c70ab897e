"""What `make demo` says at its end: what is there, who can sign in, which links invite."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from consultations.invitations import issue
from consultations.models import GATHERINGS, Consultation, InvitationPurpose, StaffRole
from submissions.models import Contribution, Submission, Theme
from submissions.review.ledger import Ledger, ledger

SHOWN = (
    StaffRole.REVIEWER,
    StaffRole.COORDINATOR,
    StaffRole.SIGNATORY_GOVERNMENT,
    StaffRole.SIGNATORY_CIVIL_SOCIETY,
)


@dataclass(frozen=True)
class Account:
    consultation: Consultation
    counts: dict[str, int]
    ledger: Ledger
    logins: tuple[tuple[str, str, str], ...]
    invitations: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        counts = ", ".join(f"{number} {what}" for what, number in self.counts.items())
        rows = [
            f"  {row.channel or 'total':<12}{row.received:>9}{row.accepted:>10}{row.set_aside:>11}{row.merged:>8}"
            f"{row.withdrawn:>11}{row.pending:>9}"
            for row in (*self.ledger.rows, self.ledger.total)
        ]
        logins = [f"  {role:<44}{name:<28}{password}" for role, name, password in self.logins]
        links = [f"  {label}: {url}" for label, url in self.invitations]
        return "\n".join(
            [
                f"{self.consultation.title}: {counts}.",
                "Ledger       received  accepted  set aside  merged  withdrawn  pending",
                *rows,
                "Sign in (new passwords at every start):",
                *logins,
                "Invitations:",
                *links,
            ]
        )


def account(consultation: Consultation) -> Account:
    """Makes new passwords and invitations: the ones of an earlier run are kept nowhere."""
    return Account(
        consultation,
        counts_of(consultation),
        ledger(consultation),
        tuple(fresh_logins(consultation)),
        tuple(fresh_invitations(consultation)),
    )


def counts_of(consultation: Consultation) -> dict[str, int]:
    contributions = Contribution.objects.for_consultation(consultation)
    return {
        "participants": consultation.participants.count(),
        "organizations": consultation.organizations.count(),
        "submissions": Submission.objects.filter(event__consultation=consultation).count(),
        "contributions": contributions.count(),
        "in French": contributions.filter(language="fr").count(),
        "themes": Theme.objects.filter(topic__section__consultation=consultation).count(),
    }


def fresh_logins(consultation: Consultation) -> list[tuple[str, str, str]]:
    """(role, user name, password) of one person for each role."""
    logins = []
    for role in SHOWN:
        user = User.objects.filter(memberships__consultation=consultation, memberships__role=role).first()
        if user is None:
            continue
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        logins.append((str(role.label), user.username, password))
    return logins


def fresh_invitations(consultation: Consultation) -> list[tuple[str, str]]:
    """(what for, address) of a link for a participant and one for a rapporteur, where people meet in a room."""
    event = consultation.events.filter(kind__in=GATHERINGS).first()
    if event is None:
        return []
    links = []
    for purpose in (InvitationPurpose.REGISTER, InvitationPurpose.RAPPORTEUR):
        event.invitations.filter(label="make demo", purpose=purpose).delete()
        _invitation, token = issue(event, purpose, label="make demo")
        path = reverse("consultations:invitation", kwargs={"token": token})
        links.append((str(purpose.label), f"{settings.SITE_URL}{path}"))
    return links
