"""What may be printed of a contribution: its words in the form its rule permits, and a source that says no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from consultations.attribution import Permitted, Speaker, permitted
from consultations.disclosure import label_is_allowed
from consultations.models import ATTENDED, LANGUAGES, AttributionRule, SessionKind
from reports.compiler import labels
from reports.compiler.snapshot import ContributionFacts, EventFacts, Snapshot
from submissions.review.overlay import Cover, shown_text
from submissions.review.runs import runs_of


@dataclass(frozen=True, slots=True)
class Printed:
    text: str
    language: str
    is_paraphrase: bool


def gate(snapshot: Snapshot, each: ContributionFacts, language: str = "en") -> Permitted:
    speaker = Speaker(each.name, each.organization.in_(language), each.sector)
    kind = snapshot.event(each.event).kind
    return permitted(each.rule, each.attribution, speaker, channel=kind)


def printed(snapshot: Snapshot, each: ContributionFacts, language: str) -> Printed | None:
    """The words for a reader of ``language``; None when only a paraphrase may be printed and there is none."""
    if not gate(snapshot, each).may_quote:
        return paraphrased(snapshot, each, language)
    if is_in_a_rare_language(snapshot, each):
        return in_the_common_language(snapshot, each)
    return paraphrased(snapshot, each, language) if is_recognisable(each) else verbatim(each)


def paraphrased(snapshot: Snapshot, each: ContributionFacts, language: str) -> Printed | None:
    """The paraphrase in ``language``, else in the other one."""
    for tongue in (language, "fr" if language == "en" else "en"):
        if text := paraphrase_of(snapshot, each, tongue):
            return Printed(text, tongue, is_paraphrase=True)
    return None


def paraphrase_of(snapshot: Snapshot, each: ContributionFacts, language: str) -> str:
    """Nothing where it repeats so many protected words in a row that it says them as they were said."""
    if language not in LANGUAGES or (each.id, language) in snapshot.repeating:
        return ""
    return each.paraphrase.in_(language).strip()


def needs_decision(each: ContributionFacts) -> bool:
    return each.rule == AttributionRule.CHATHAM_HOUSE and not each.is_decided


def is_recognisable(each: ContributionFacts) -> bool:
    """Whether whoever heard the protected words would know them again, and nobody decided that they may."""
    return needs_decision(each) and bool(runs_of(each.text) & runs_of(verbatim(each).text))


def verbatim(each: ContributionFacts) -> Printed:
    covers = cast(Iterable[Cover], each.redactions)  # frozen, which is more than a cover must be
    return Printed(shown_text(each.text, covers), each.language, is_paraphrase=False)


def advice(snapshot: Snapshot, each: ContributionFacts, language: str) -> Printed | None:
    """As :func:`printed`, but in the reader's language when a reviewer has written a paraphrase in it.

    Words are no finding's illustration here: an idea that has no other form is printed as it was said, unless a person
    has to decide that first.
    """
    if gate(snapshot, each).may_quote and is_in_a_rare_language(snapshot, each):
        said = None if is_recognisable(each) else verbatim(each)
        return in_the_common_language(snapshot, each) or said
    paraphrase = paraphrase_of(snapshot, each, language)
    if paraphrase and each.language != language:
        return Printed(paraphrase, language, is_paraphrase=True)
    return printed(snapshot, each, language)


def unprinted(snapshot: Snapshot) -> tuple[str, ...]:
    """Ids of what readers would miss: it is to be printed by itself, and no form of it may be printed before a reviewer
    decides or writes a paraphrase.
    """
    alone = by_themselves(snapshot)
    return tuple(
        each.id
        for each in snapshot.contributions.values()
        if each.id in alone and advice(snapshot, each, "en") is None
    )


def by_themselves(snapshot: Snapshot) -> frozenset[str]:
    """Ids of what is printed by itself: it stands behind no finding, or asks something of somebody."""
    backing = {each for theme in snapshot.themes for each in theme.supports}
    return frozenset(
        each.id for each in snapshot.contributions.values() if each.addressees or each.id not in backing
    )


def quoted_ids(snapshot: Snapshot) -> frozenset[str]:
    """Ids of what illustrates a finding."""
    return frozenset(each for theme in snapshot.themes for each in theme.quoted)


def spoken(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """By event, how many took part in each language; where nobody was recorded, how many contributions came in it."""
    found = {}
    for event in snapshot.events:
        tongues = [language for _sector, language in circles_at(snapshot, event)]
        said = [each.language for each in snapshot.contributions.values() if each.event == event.slug]
        found[event.slug] = dict(Counter(tongues or said))
    return found


def common_language(snapshot: Snapshot, each: ContributionFacts) -> str:
    return commonest(snapshot.spoken[each.event]) or each.language


def commonest(counts: dict[str, int]) -> str:
    return max(sorted(counts), key=lambda language: counts[language], default="")


def is_in_a_rare_language(snapshot: Snapshot, each: ContributionFacts) -> bool:
    """Whether so few took part in it that words in it would point at them. Whose name stands beside them has no
    language to hide.
    """
    if each.rule == "attributable" or gate(snapshot, each).is_attributed:
        return False
    few = snapshot.spoken[each.event].get(each.language, 0) < snapshot.k
    return few and each.language != common_language(snapshot, each)


def in_the_common_language(snapshot: Snapshot, each: ContributionFacts) -> Printed | None:
    """In both editions, and without a mark: whatever sets it apart from what was said in that language tells as much."""
    language = common_language(snapshot, each)
    paraphrase = paraphrase_of(snapshot, each, language)
    return Printed(paraphrase, language, is_paraphrase=False) if paraphrase else None


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels that so many people share that they may stand beside protected words, per event.

    Words show their language by themselves: of whoever spoke it, so many must share the sector as well.
    """

    sectors: dict[tuple[str, str], frozenset[str]]  # by event and language
    languages: dict[str, frozenset[str]]
    channels: frozenset[str]  # kinds of events


def allowed_labels(snapshot: Snapshot) -> Labels:
    sectors, languages = {}, {}
    for event in snapshot.events:
        circles = circles_at(snapshot, event)
        whole = common([sector for sector, _language in circles], snapshot.k)
        shared = common([language for _sector, language in circles], snapshot.k)
        languages[event.slug] = shared - lent(snapshot, event)
        for tongue in {language for _sector, language in circles}:
            alike = common([sector for sector, language in circles if language == tongue], snapshot.k)
            sectors[event.slug, tongue] = whole & alike
    return Labels(sectors, languages, common_channels(snapshot))


def lent(snapshot: Snapshot, event: EventFacts) -> set[str]:
    """The language in which words of few are printed in place of their own. A mark on all others of that language would
    set them apart.
    """
    counts = snapshot.spoken[event.slug]
    said = {each.language for each in snapshot.contributions.values() if each.event == event.slug}
    others = (counts.keys() | said) - {commonest(counts)}
    return {commonest(counts)} if any(counts.get(each, 0) < snapshot.k for each in others) else set()


def common_channels(snapshot: Snapshot) -> frozenset[str]:
    """Channels that so many took part through that naming one points at nobody. Where nobody was recorded as present,
    contributions are counted.
    """
    took_part: list[str] = []
    for kind in {event.kind for event in snapshot.events}:
        slugs = {event.slug for event in snapshot.events if event.kind is kind}
        came = sum(bool(person.attended & slugs) for person in snapshot.people)
        wrote = sum(snapshot.crowds[slug].heard for slug in slugs & snapshot.crowds.keys())
        said = sum(each.event in slugs for each in snapshot.contributions.values())
        took_part += [kind.value] * ((came or said) if kind in ATTENDED else wrote)
    return common(took_part, snapshot.k)


def circles_at(snapshot: Snapshot, event: EventFacts) -> list[tuple[str, str]]:
    """Sector and language of everybody who came or wrote to ``event``."""
    if event.kind in ATTENDED:
        return [
            (person.sector, person.language) for person in snapshot.people if event.slug in person.attended
        ]
    crowd = snapshot.crowds.get(event.slug)
    counts = crowd.circles if crowd else ()
    return [(sector, language) for sector, language, count in counts for _ in range(count)]


def common(labels_of_people: list[str], k: int) -> frozenset[str]:
    """Labels of at least ``k`` people, such that those left without one are none or at least ``k`` too."""
    counts = {label: labels_of_people.count(label) for label in set(labels_of_people)}
    kept = {label for label, count in counts.items() if label and label_is_allowed(count, k)}
    rest = len(labels_of_people) - sum(counts[label] for label in kept)
    if kept and 0 < rest < k:
        kept.remove(min(kept, key=lambda label: (counts[label], label)))
    return frozenset(kept)


def source(snapshot: Snapshot, shared: Labels, each: ContributionFacts, words: Printed, language: str) -> str:
    """The line under a quotation: "A member of civil society, conference (original in French)"."""
    parts = [*speaker(snapshot, shared, each, words, language)]
    kind = snapshot.event(each.event).kind
    on_record = each.rule == "attributable" or gate(snapshot, each).is_attributed
    if on_record or kind.value in shared.channels:
        parts.append(labels.IN_CHANNEL[kind].in_(language))
    line = ", ".join(parts)
    note = mark(snapshot, shared, each, words, language)
    return f"{line} ({note})" if note else line


def speaker(
    snapshot: Snapshot, shared: Labels, each: ContributionFacts, words: Printed, language: str
) -> list[str]:
    """By the language that readers see: by the one that was spoken, words of few would have a label less."""
    allowed = gate(snapshot, each, language)
    if allowed.is_attributed:
        return [part for part in (allowed.name, allowed.organization) if part]
    session = snapshot.session(each.event, each.session)
    if each.rule == "attributable" and session and session.kind is SessionKind.FORMAL_PRESENTATION:
        return [labels.PRESENTATION.in_(language)]
    common_here = shared.sectors.get((each.event, words.language), frozenset())
    may_label = allowed.label_allowed and each.sector in common_here
    return [labels.SPEAKERS[each.sector if may_label else ""].in_(language)]


def mark(snapshot: Snapshot, shared: Labels, each: ContributionFacts, words: Printed, language: str) -> str:
    if words.is_paraphrase:
        return labels.PARAPHRASED.in_(language)
    if words.language == language:
        return ""
    is_common = each.language in shared.languages[each.event]
    if is_common or gate(snapshot, each).is_attributed:
        return labels.original(words.language).in_(language)
    return ""
