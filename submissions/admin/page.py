"""What a reviewer sees of one contribution: what its rule allows, and nothing of who said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from consultations.attribution import Permitted, Speaker, names_nobody, permitted
from submissions.models import AuditEntry, Contribution, Flag, Status, VerbatimDecision
from submissions.review.changes import label_of
from submissions.review.overlay import Piece, pieces, shown_text
from submissions.review.screening import much_like
from submissions.review.suggestions import Suggestion, Terms, open_in, terms_of
from submissions.review.verbatim import decided, needs_decision


def person(request: HttpRequest) -> User:
    """Who is at work here; the admin lets nobody in without an account."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@dataclass(frozen=True)
class HistoryLine:
    entry: AuditEntry

    @property
    def action(self) -> str:
        return label_of(self.entry.action)

    @property
    def who(self) -> str:
        actor = self.entry.actor
        return (actor.get_full_name() or actor.get_username()) if actor else ""

    @property
    def reason(self) -> str:
        return str(self.entry.detail.get("reason", ""))


@dataclass(frozen=True)
class Mark:
    """A stretch of the original as the page shows it: covered, suggested to be covered, or neither."""

    piece: Piece
    suggestion: Suggestion | None = None
    number: int = 0

    @property
    def place(self) -> str:
        return f"{self.suggestion.start}-{self.suggestion.end}" if self.suggestion else ""


class Page:
    """Read by the template; each property is one query."""

    def __init__(self, contribution: Contribution) -> None:
        self.contribution = contribution
        self.said = contribution.submission

    @cached_property
    def allowed(self) -> Permitted:
        said = self.said
        body = str(said.organization) if said.organization else said.organization_name
        name = said.participant.name if said.participant else said.name
        speaker = Speaker(name=name, organization=body, sector=said.sector)
        return permitted(said.rule, said.attribution, speaker, channel=said.event.kind)

    @property
    def sector(self) -> str:
        """Beside words that name nobody a sector can be one person; only the report knows whether it is."""
        if self.names_nobody or not self.said.sector:
            return ""
        return str(self.said.get_sector_display())

    @property
    def session(self) -> str:
        """A table of eight and the language of the words can be one person, and nobody counts who sits at a table."""
        if self.names_nobody or not self.said.session:
            return ""
        return str(self.said.session)

    @property
    def names_nobody(self) -> bool:
        return names_nobody(self.said.rule, self.said.attribution)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.contribution.text, self.redactions)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return open_in(self.contribution, self.terms)

    @cached_property
    def terms(self) -> Terms:
        return terms_of(self.said.event.consultation)

    @cached_property
    def marks(self) -> list[Mark]:
        """The original, cut at its redactions and at what is suggested."""
        marks, at, waiting = [], 0, list(enumerate(self.suggestions, start=1))
        for piece in self.pieces:
            end = at + len(piece.original)
            for number, each in [pair for pair in waiting if at <= pair[1].start < end]:
                marks.append(Mark(Piece(self.contribution.text[at : each.start])))
                marks.append(Mark(Piece(self.contribution.text[each.start : each.end]), each, number))
                at = each.end
            marks.append(Mark(Piece(self.contribution.text[at:end], piece.cover)))
            at = end
        return [mark for mark in marks if mark.piece.original]

    def suggested(self, place: str) -> Suggestion | None:
        """The suggestion at a place as a link names it: "3-19"."""
        return next((mark.suggestion for mark in self.marks if place and mark.place == place), None)

    @cached_property
    def redactions(self) -> list[Any]:
        return list(self.contribution.redactions.select_related("by"))

    @property
    def shown(self) -> str:
        return shown_text(self.contribution.text, self.redactions)

    @cached_property
    def flags(self) -> list[Flag]:
        return list(self.contribution.flags.filter(closed_by=None))

    @cached_property
    def clearances(self) -> list[Any]:
        return list(self.contribution.clearances.select_related("by"))

    @cached_property
    def verbatim(self) -> VerbatimDecision | None:
        return decided(self.contribution)

    @cached_property
    def needs_verbatim(self) -> bool:
        return needs_decision(self.contribution) and self.verbatim is None

    @cached_property
    def supports(self) -> list[Any]:
        return list(self.contribution.supports.select_related("theme__topic"))

    @cached_property
    def notes(self) -> list[Any]:
        return list(self.contribution.notes.select_related("author"))

    @cached_property
    def history(self) -> list[HistoryLine]:
        entries = (
            AuditEntry.objects.filter(contribution=self.contribution)
            .select_related("actor")
            .order_by("on", "pk")
        )
        return [HistoryLine(entry) for entry in entries]

    @cached_property
    def followers(self) -> list[Contribution]:
        return list(
            self.contribution.merged.select_related("submission__event").prefetch_related("redactions")
        )

    @cached_property
    def much_like(self) -> list[Contribution]:
        rows = much_like(self.contribution, self.said.event.consultation)
        prefetch_related_objects(rows, "redactions")
        return rows

    @property
    def alike(self) -> list[Contribution]:
        """Near duplicates of this one into which it can be merged."""
        return [each for each in self.much_like if each.status != Status.SET_ASIDE]
