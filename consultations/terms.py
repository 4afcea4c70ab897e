"""What a rule means for one person who writes, speaks or takes notes: kept, not kept, read, printed. Plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.attribution import strictness
from consultations.models import AttributionRule


@dataclass(frozen=True)
class Terms:
    headline: str
    kept: str
    not_kept: str
    read_by: str
    printed: str
    protects: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self.headline, self.kept, self.not_kept, self.read_by, self.printed)


def terms(rule: str | None) -> Terms:
    """For somebody who writes under ``rule``; of a rule that is not known, the most protective."""
    if strictness(rule) == strictness(AttributionRule.CHATHAM_HOUSE):
        return protected()
    return chosen() if rule == AttributionRule.BY_CONSENT else on_the_record()


def protected() -> Terms:
    return Terms(
        headline=_("We do not keep who said what."),
        kept=_("Your words, their topic and language, the day and, if you choose one, your sector."),
        not_kept=_(
            "Your name, your organization, your network address and the time of day. Nothing that we store leads "
            "from your words to you."
        ),
        read_by=_(
            "Staff of this consultation, as you wrote them, to review them. They are not shown your sector."
        ),
        printed=_(
            "Your words or a summary of them. Never your name or where you work; your sector only where many of "
            "the same sector took part."
        ),
        protects=True,
    )


def chosen() -> Terms:
    return Terms(
        headline=_("You decide whether your name appears."),
        kept=_(
            "Your words, their topic and language, the day and, if you choose one, your sector. Your name and your "
            "organization only as far as you choose on this form."
        ),
        not_kept=_(
            "Your network address and the time of day. If you choose neither, also your name and your organization."
        ),
        read_by=_("Staff of this consultation, to review them, with what you chose to let us print."),
        printed=_(
            "Your words or a summary of them, and what you choose: your name and organization, your organization "
            "only, or neither."
        ),
        protects=False,
    )


def on_the_record() -> Terms:
    return Terms(
        headline=_("What you say here is on the record."),
        kept=_(
            "Your words, their topic and language, the day, and the name, organization and sector that you give."
        ),
        not_kept=_("Your network address and the time of day."),
        read_by=_("Staff of this consultation, to review them, with the name that you give."),
        printed=_("Your words, with the name and the organization that you give."),
        protects=False,
    )


def terms_of_questions() -> Terms:
    """For the questions of an audience: protected under every rule."""
    return Terms(
        headline=_("What is asked, never who asks it."),
        kept=_("Your question, its topic and language, and the day."),
        not_kept=_(
            "Your name, your organization, your sector, your network address and the time of day. Nothing that we "
            "store leads from your question to you."
        ),
        read_by=_(
            "Staff of this consultation, to put it to the panel and to review it. They are not told who asks. "
            "It may be read out."
        ),
        printed=_("Your question or a summary of it, never your name or where you work."),
        protects=True,
    )


def terms_of_notes() -> Terms:
    """For notes of a meeting: the same under every rule, as there is no place for a name."""
    return Terms(
        headline=_("What was said, never who said it."),
        kept=_("The point, its topic and language, the session and the day."),
        not_kept=_("Who made it, who wrote it down, your network address and the time of day."),
        read_by=_(
            "Staff of this consultation, to review it. Under the Chatham House Rule they are not shown the session."
        ),
        printed=_("The point or a summary of it, without a name, also where a session is on the record."),
        protects=True,
    )
