"""What every part is written with: the data, the language, and the order of this release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from consultations.attribution import names_nobody
from consultations.disclosure import Shown, printable_from, shown
from consultations.models import Bilingual
from reports.compiler.prose import PROSE, Prose
from reports.compiler.snapshot import ContributionFacts, Snapshot
from reports.compiler.weigh import Scale
from reports.compiler.words import Labels
from reports.document import Block, Entries, Entry, Evidence, Heading, Paragraph

LEFT_OUT = "–"


@dataclass(frozen=True, slots=True)
class Drafting:
    snapshot: Snapshot
    scale: Scale
    shared: Labels
    language: str
    edition: Literal["public", "internal"]

    @property
    def prose(self) -> Prose:
        return PROSE[self.language]

    @property
    def floor(self) -> int:
        return printable_from(self.snapshot.k)

    def say(self, text: Bilingual) -> str:
        """In the document's language; a text that lacks it is given in the other rather than lost."""
        other = "fr" if self.language == "en" else "en"
        return text.in_(self.language).strip() or text.in_(other).strip()

    def count(self, number: int) -> str:
        """As printed, when it is large enough."""
        small_enough = shown(number, self.snapshot.k)
        return self.prose.count(small_enough) if small_enough else LEFT_OUT

    def shown(self, number: int) -> Shown | None:
        return shown(number, self.snapshot.k)

    def heading(self, text: Bilingual | str, kind: str, name: str, level: Literal[2, 3] = 2) -> Heading:
        words = text if isinstance(text, str) else self.say(text)
        return Heading(level, words, self.scale.anchor(kind, name))

    def entries(self, texts: Iterable[str]) -> Entries:
        return Entries(tuple(Entry(text, self.language) for text in texts))

    def narrative(self, part: str) -> tuple[Paragraph, ...]:
        return paragraphs(self.snapshot.narratives.get((part, self.language), ""))

    def evidence(self, contributions: Iterable[str]) -> tuple[Block, ...]:
        """The originals behind a statement, for reviewers; nothing in the public edition."""
        if self.edition == "public":
            return ()
        ids = self.scale.shuffled(contributions)
        return (
            (Evidence(tuple(self._behind(self.snapshot.contributions[each]) for each in ids)),) if ids else ()
        )

    def _behind(self, each: ContributionFacts) -> Entry:
        """Without the session of words that name nobody: at a small table whoever was there knows who spoke."""
        is_protected = names_nobody(each.rule, each.attribution)
        session = None if is_protected else self.snapshot.session(each.event, each.session)
        title = self.say(session.title if session else self.snapshot.event(each.event).title)
        return Entry(each.text, each.language, note=f"{title}, {each.id}")


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Paragraphs are separated by an empty line; single line breaks are only the writer's."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(Paragraph(" ".join(block.split())) for block in blocks if block.strip())
