"""Words in contributions, and in texts of staff, that keep a report from being published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from consultations.contacts import contacts_in
from consultations.folding import INVISIBLE, Folds, fold
from consultations.names import Names, Place, outermost, places
from reports.compiler.protected import is_a_speakers, names_of, names_of_people, own_names, printed_texts
from reports.compiler.snapshot import ContributionFacts, Snapshot
from submissions.models import FlagKind

# Whoever clears "O'Hara" clears "O’Hara".
ONE_KIND = str.maketrans("'\u2010\u2011", "’--")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words in a contribution that name somebody, which nobody has cleared, or that another text repeats."""

    contribution_id: str
    words: str
    kind: FlagKind = FlagKind.LEAK


def find_names(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Names in words that are to be printed: of participants, listed or not, and of their organizations, in every form
    that the check of finished files knows; and where somebody can be reached.

    That somebody agreed to be listed as present does not let others be told that it was about them.
    """
    bodies = [each for each in snapshot.organizations.values() if is_a_speakers(snapshot, each)]
    names = Names(names_of_people(snapshot), {name for each in bodies for name in names_of(each)})
    folds = Folds()
    found = {
        Finding(each.id, words)
        for each in snapshot.contributions.values()
        for words in not_allowed(snapshot, each, names, folds)
    }
    return tuple(sorted(found, key=lambda finding: (finding.contribution_id, finding.words)))


def not_allowed(snapshot: Snapshot, each: ContributionFacts, names: Names, folds: Folds) -> Iterator[str]:
    """What names somebody in one contribution, that no reviewer cleared and that does not stand beside it anyway."""
    own = own_names(snapshot, each)
    allowed = {level(words) for words in (*each.cleared, *own)}
    for text in printed_texts(snapshot, each):
        found = places(text, names, folds)
        found += [Place(one.start, one.end, one.words, one.words) for one in contacts_in(text)]
        open_ones = [
            place
            for place in found
            if place.term not in own and not any(level(place.words) in words for words in allowed)
        ]
        yield from (" ".join(place.words.split()) for place in outermost(open_ones))


def level(text: str) -> str:
    """With one kind of blank, apostrophe and hyphen, in small letters without accents."""
    return " ".join(fold(INVISIBLE.sub("", text)).translate(ONE_KIND).split())
