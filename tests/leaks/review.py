"""Reviewers at work: they cover what the product flags, accept, place behind a theme; by the admin or by its functions."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse

from consultations.models import StaffRole
from submissions.models import Contribution, Flag, FlagKind, Status, Theme
from submissions.review import overlay, redaction, themes, verbatim, workflow
from submissions.review.errors import Refusal
from tests.factories import both
from tests.leaks.canaries import Kind, squash
from tests.leaks.plan import Sending, Standing
from tests.leaks.world import World

REPLACEMENT = {"en": "[name removed]", "fr": "[nom retiré]"}
# What the check of finished files looks for by itself; a careless reviewer leaves it to that check.
FOUND_BY_GATE = (Kind.PERSON, Kind.EMAIL, Kind.HANDLE, Kind.PHONE, Kind.ORGANIZATION, Kind.ACRONYM)


class Reviewer:
    """One sitting of review. ``by_admin`` presses the buttons of the pages, otherwise the same functions are called."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = Random(f"{world.plan.seed}:{world.plan.index}:review")
        self.user: Any = world.staff.users[StaffRole.REVIEWER]
        self.browser: Client | None = world.staff.client(StaffRole.REVIEWER) if world.plan.by_admin else None
        self.theme = themes.create_theme(
            world.topics[0],
            by=self.user,
            code="crossings",
            title=both("Crossings"),
            statement=both("Worn paint."),
        )

    def review(self, sendings: Iterable[Sending]) -> None:
        for sending in sendings:
            self.decide(sending, said_with(self.world, sending.point.mark))

    def decide(self, sending: Sending, said: Contribution) -> None:
        if not self.world.plan.careless:
            self.cover_flagged(said)
            self.cover_read(said, sending.point.mentions)
        else:
            self.cover_read(said, [each for each in sending.point.mentions if each.kind not in FOUND_BY_GATE])
        if said.submission.event.kind == "social":
            self.paraphrase(said, sending)
        self.accept(said, sending)

    def cover_flagged(self, said: Contribution, kind: str = FlagKind.PERSONAL_INFORMATION) -> None:
        for flag in Flag.objects.filter(contribution=said, kind=kind, closed_by=None):
            self.cover(said, flag.detail)

    def cover_read(self, said: Contribution, mentions: Any) -> None:
        """What a reviewer sees by reading, where no flag points at it."""
        shown = squash(overlay.shown_text(said.text, said.redactions.all()))
        for canary in mentions:
            if squash(canary.needle) in shown:
                self.cover(said, canary.written)

    def cover(self, said: Contribution, phrase: str) -> None:
        for words in (phrase, *as_written(said.text, phrase)):
            if not redaction.occurrences(said.text, words):
                continue
            try:
                self.redact(said, words)
            except Refusal:
                continue

    def redact(self, said: Contribution, phrase: str) -> None:
        fields = {"phrase": phrase, "replacement": REPLACEMENT[said.language], "reason": "names a person"}
        if self.browser is None:
            redaction.redact_phrase(Contribution.objects.get(pk=said.pk), by=self.user, **fields)
        else:
            self.press(said, "redact", phrase=phrase, replacement=fields["replacement"], why=fields["reason"])

    def paraphrase(self, said: Contribution, sending: Sending) -> None:
        en, fr = f"Somebody asks for {sending.point.mark}.", f"On demande {sending.point.mark}."
        workflow.set_paraphrase(Contribution.objects.get(pk=said.pk), by=self.user, en=en, fr=fr)

    def accept(self, said: Contribution, sending: Sending) -> None:
        if self.is_set_aside(sending):
            reason = self.world.consultation.set_aside_reasons.get()
            workflow.set_aside(Contribution.objects.get(pk=said.pk), by=self.user, reason=reason)
            return
        if self.browser is None:
            workflow.accept(Contribution.objects.get(pk=said.pk), by=self.user)
        else:
            # What the page still marks has been looked at.
            self.press(said, "decide", action="accept", note="Good point.", seen="on")
        self.let_stand(said)
        self.world.accepted.add(sending.point.mark)
        if sending.point.topic == 0 and self.random.random() < 0.4:
            themes.support(Theme.objects.get(pk=self.theme.pk), said, by=self.user, quoted=True)
            self.world.quoted.add(sending.point.mark)

    def let_stand(self, said: Contribution) -> None:
        """Protected words that could be recognised: they are printed only when somebody decides it."""
        now = Contribution.objects.select_related("submission").get(pk=said.pk)
        if not verbatim.needs_decision(now):
            return
        if self.browser is None:
            verbatim.decide(now, by=self.user, reason="General terms.")
        else:
            self.press(said, "verbatim", because="General terms.")

    def is_set_aside(self, sending: Sending) -> bool:
        protected = sending.speaker is None or sending.speaker.standing == Standing.SPEAKS
        # What comes later is all accepted: a second version waits until so many contributions have changed.
        return protected and sending in self.world.plan.sendings and self.random.random() < 0.1

    def press(self, said: Contribution, step: str, **fields: str) -> None:
        address = reverse("admin:submissions_contribution_change", args=[said.pk])
        now = Contribution.objects.get(pk=said.pk)
        assert self.browser is not None
        response = self.browser.post(address, {"step": step, "version": now.version, **fields})
        assert response.status_code in (200, 302), response.status_code


def said_with(world: World, mark: str) -> Contribution:
    """As they stand: whoever changed what they sent has sent the words twice."""
    rows = Contribution.objects.for_consultation(world.consultation).select_related("submission__event")
    return rows.exclude(status=Status.WITHDRAWN).get(text__contains=mark)


def as_written(text: str, phrase: str) -> list[str]:
    """Words of ``text`` that hold a long word of ``phrase`` in any spelling, as a person recognises them."""
    known = [squash(word) for word in phrase.split() if len(squash(word)) > 5]
    return [word.strip(".,’'()") for word in text.split() if any(each in squash(word) for each in known)]
