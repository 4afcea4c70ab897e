"""What readers of two versions can compare of each contribution, as digests that tell nothing by themselves."""

from __future__ import annotations

from consultations.models import LANGUAGES
from reports.compiler.snapshot import ContributionFacts, Snapshot
from reports.compiler.weigh import secret_name
from reports.compiler.words import advice, by_themselves, gate, printed, quoted_ids

Comparable = dict[str, tuple[str, str]]


def comparable(snapshot: Snapshot) -> Comparable:
    """By contribution a digest of its words in print, empty where it has none, and one of where it stands.

    They are alike in every version as long as what they cover is, and made with the consultation's key: nobody who reads
    them can try words out. Whatever a review does besides is no change to a reader, and fills no crowd.
    """
    quoted, alone = quoted_ids(snapshot), by_themselves(snapshot)
    found = {}
    for each in snapshot.contributions.values():
        words = words_in_print(snapshot, each, is_quoted=each.id in quoted, stands_alone=each.id in alone)
        found[each.id] = words, place(snapshot, each, is_printed=bool(words))
    return found


def words_in_print(
    snapshot: Snapshot, each: ContributionFacts, *, is_quoted: bool, stands_alone: bool
) -> str:
    """In both languages, wherever a reader finds them: below a finding, by themselves, or as advice to somebody."""
    forms = [printed(snapshot, each, language) for language in LANGUAGES] if is_quoted else []
    forms += [advice(snapshot, each, language) for language in LANGUAGES] if stands_alone else []
    texts = {f"{words.language} {words.is_paraphrase} {words.text}" for words in forms if words}
    return secret_name(snapshot.ordering_key, "words", each.id, *sorted(texts)) if texts else ""


def place(snapshot: Snapshot, each: ContributionFacts, *, is_printed: bool) -> str:
    """Topic and findings, by which it is counted. Of words in print also where they stand and what may be said of who
    spoke: of the others no reader knows it.
    """
    facts: list[object] = [
        each.topic,
        sorted(theme.key for theme in snapshot.themes if each.id in theme.supports),
    ]
    if is_printed:
        speaker = [gate(snapshot, each, language) for language in LANGUAGES]
        facts += [
            sorted(each.addressees),
            sorted(theme.key for theme in snapshot.themes if each.id in theme.quoted),
            (each.event, each.session, each.rule, each.attribution, each.sector),
            [(told.name, told.organization) for told in speaker],
        ]
    return secret_name(snapshot.ordering_key, "places", each.id, repr(facts))
