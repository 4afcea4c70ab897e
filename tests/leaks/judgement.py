"""What may stand where. The rule of the whole run, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.leaks.canaries import Canary, Kind
from tests.leaks.evidence import Piece, Reader
from tests.leaks.plan import Plan, Truth
from tests.leaks.promises import truth_of
from tests.leaks.searching import Seen

# Pages of the admin on which coordinators keep lists of people and bodies. No words of participants stand there.
PEOPLE_LISTS = (
    "participant", "registration", "session", "presentation", "autocomplete", "attendance", "mail", "organization",
    "invitation",
)  # fmt: skip
BODY_LISTS = ("organization", "autocomplete")
ROOM = "the room"


@dataclass(frozen=True)
class Finding:
    """A canary that stands where it must not. ``where`` tells the place."""

    where: str
    what: str
    kind: str
    consultation: str


class Judge:
    """For the consultations of one database together: a page may show several."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.truths = {plan.slug: truth_of(plan) for plan in plans}
        self.people = [person for plan in plans for person in plan.everybody]
        self.owners: dict[Canary, str] = {}  # of codes: the address to which somebody had it sent
        self.home = {canary: slug for slug, truth in self.truths.items() for canary in truth.everything}

    def forbidden(self, piece: Piece, seen: Seen) -> list[Finding]:
        return [
            Finding(piece.where, canary.written, canary.kind.value, self.home[canary])
            for canary in sorted(seen.canaries, key=lambda each: each.written)
            if not self.may_stand(piece, canary, self.truths[self.home[canary]], seen)
        ]

    def may_stand(self, piece: Piece, canary: Canary, truth: Truth, seen: Seen) -> bool:
        if canary.kind == Kind.ROW:
            return self.is_of_staff(piece, canary)
        if canary.kind == Kind.CODE:
            return self.may_know(piece, canary)
        return self.may_stand_by_name(piece, canary, truth, seen)

    def may_stand_by_name(self, piece: Piece, canary: Canary, truth: Truth, seen: Seen) -> bool:
        if piece.reader == Reader.MACHINE:
            return False
        if canary in truth.public:
            return True
        if piece.addressed_to and self.is_recipients_own(piece, canary):
            return True
        if piece.reader in (Reader.MAIL, Reader.EVERYBODY):
            return False
        if canary in truth.unsent and piece.reader == Reader.SENDER:
            return True
        # Whoever sent the words reads them; reviewers read what they have to cover.
        if canary in truth.worded and piece.reader in (
            Reader.SENDER,
            Reader.REVIEWER,
            Reader.INTERNAL,
            Reader.COORDINATOR,
        ):
            return True
        return canary in truth.rows and not seen.marks and self.is_on_a_list(piece, canary)

    def is_of_staff(self, piece: Piece, canary: Canary) -> bool:
        """Whoever asks for a page by an id is told that very id again, by a refusal too."""
        outside = (Reader.EVERYBODY, Reader.SENDER, Reader.MAIL)
        return canary.written in piece.where or (piece.reader not in outside and piece.kind != "log")

    def may_know(self, piece: Piece, canary: Canary) -> bool:
        """A code: whoever it was given to; that of a room also its coordinators, on the page that shows it."""
        if piece.reader == Reader.MAIL:
            return self.owners[canary] in piece.addressed_to
        if piece.reader == Reader.COORDINATOR:
            return self.owners[canary] == ROOM and piece.kind == "page room_code"
        return piece.reader == Reader.SENDER

    def is_recipients_own(self, piece: Piece, canary: Canary) -> bool:
        """The name and address of the person whom the letter, or the page behind its link, is for."""
        return any(
            person.email.written in piece.addressed_to and canary in (person.name, person.email)
            for person in self.people
        )

    def is_on_a_list(self, piece: Piece, canary: Canary) -> bool:
        """A page with words of participants on it is never a list, whoever reads it."""
        if piece.reader not in (Reader.COORDINATOR, Reader.REVIEWER):
            return False
        if canary.kind in (Kind.ORGANIZATION, Kind.ACRONYM):
            return piece.reader == Reader.COORDINATOR or any(name in piece.kind for name in BODY_LISTS)
        return piece.reader == Reader.COORDINATOR and any(name in piece.kind for name in PEOPLE_LISTS)
