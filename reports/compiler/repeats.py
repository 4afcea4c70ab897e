"""Protected words that a text of staff, or a paraphrase, repeats as they were said, though nobody decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from consultations.attribution import names_nobody
from consultations.models import LANGUAGES
from reports.compiler.findings import Finding
from reports.compiler.protected import programme_texts
from reports.compiler.snapshot import ContributionFacts, Snapshot
from reports.compiler.words import needs_decision, spoken, verbatim
from submissions.models import FlagKind
from submissions.review.runs import Run, index, repeated, runs_of

Runs = frozenset[Run]


def prepared(snapshot: Snapshot) -> Snapshot:
    """With what a compile works out of the whole before it prints anything."""
    return replace(snapshot, spoken=spoken(snapshot), repeating=repeating(snapshot))


def find_repeated(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Where texts of staff repeat protected words."""
    texts = list(texts_of_staff(snapshot))
    said = held(snapshot, union(map(runs_of, texts)))
    found = {
        Finding(contribution_id, run, FlagKind.VERBATIM)
        for text in texts
        for contribution_id, run in repeated(text, said).items()
    }
    return tuple(sorted(found, key=lambda finding: (finding.contribution_id, finding.words)))


def repeating(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """Paraphrases, as (id, language), that repeat protected words, their own or others. One that was read for a decision
    may do so, and somebody who let themselves be named may be told in their own words.
    """
    written = {
        (each.id, language): runs_of(each.paraphrase.in_(language)) - own_runs(each)
        for each in snapshot.contributions.values()
        for language in LANGUAGES
        if not each.is_decided
    }
    said = held(snapshot, union(written.values()))
    return frozenset(key for key, runs in written.items() if not runs.isdisjoint(said))


def own_runs(each: ContributionFacts) -> Runs:
    return frozenset() if names_nobody(each.rule, each.attribution) else runs_of(each.text)


def held(snapshot: Snapshot, runs: Runs) -> dict[Run, str]:
    """Those of ``runs`` that stand in protected words, accepted or not, with whose they are."""
    return index(protected_words(snapshot), runs - may_stand(snapshot) if runs else runs)


def protected_words(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield from ((each.id, each.text) for each in snapshot.contributions.values() if needs_decision(each))
    yield from snapshot.unaccepted


def may_stand(snapshot: Snapshot) -> Runs:
    """What the programme itself says, whoever repeats it, what somebody decided may be printed, and what is public in an
    earlier version: otherwise anybody could keep it out of the next one by sending it as words of their own.
    """
    public = [*programme_texts(snapshot), snapshot.notice, *(each.text for each in snapshot.questions)]
    texts = [each.in_(language) for each in public for language in LANGUAGES]
    texts += snapshot.repeatable
    for each in snapshot.contributions.values():
        if each.is_decided:
            texts += [verbatim(each).text, each.paraphrase.en, each.paraphrase.fr]
    return union(map(runs_of, texts))


def union(sets: Iterable[Runs]) -> Runs:
    return frozenset().union(*sets)


def texts_of_staff(snapshot: Snapshot) -> Iterator[str]:
    yield from snapshot.narratives.values()
    texts = [text for theme in snapshot.themes for text in (theme.title, theme.statement)]
    texts += [text for each in snapshot.commitments for text in (each.advice, each.statement)]
    for text in texts:
        yield from (text.en, text.fr)
