"""Names that a report may not or need not carry, and where they stand in words that would be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from consultations.contacts import contacts_in, key
from consultations.folding import INVISIBLE
from consultations.models import Bilingual
from reports.compiler.snapshot import ContributionFacts, OrganizationFacts, PersonFacts, Snapshot
from reports.compiler.words import advice, gate, needs_decision, printed
from reports.leaks import ProtectedTerms
from submissions.models import FlagKind
from submissions.review.runs import index, repeated

# Words on either side by which a cleared passage is known again; fewer would be in other texts too.
AROUND = 4
ONE_KIND = str.maketrans("'\u2010\u2011", "’--")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words in a contribution that name somebody, which nobody has cleared, or that another text repeats."""

    contribution_id: str
    words: str
    kind: FlagKind = FlagKind.LEAK


def protected_terms(snapshot: Snapshot, prints: Iterable[str]) -> ProtectedTerms:
    """Whom the finished files must not name. ``prints`` are the names that the report itself lists."""
    permitted = {*prints, *attributed(snapshot)}
    names = names_of_people(snapshot)
    organizations = {
        name
        for each in snapshot.organizations.values()
        if may_not_be_named(snapshot, each)
        for name in names_of(each)
    }
    return ProtectedTerms(
        names=tuple(sorted((names | contacts_of_people(snapshot)) - permitted)),
        organizations=tuple(sorted(organizations - permitted)),
        permitted=tuple(sorted({*permitted, *cleared_passages(snapshot)})),
    )


def find_names(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Names in words that are to be printed: of participants, listed or not, and of their organizations.

    That somebody agreed to be listed as present does not let others be told that it was about them.
    """
    names = names_of_people(snapshot)
    for each in snapshot.organizations.values():
        if is_a_speakers(snapshot, each):
            names |= names_of(each)
    wanted = {bare(level(name)).casefold(): whole_words(bare(level(name))) for name in names}
    found = {
        Finding(each.id, words)
        for each in snapshot.contributions.values()
        for words in names_in(snapshot, each, wanted)
    }
    return tuple(sorted(found, key=lambda finding: (finding.contribution_id, finding.words)))


def find_repeated(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Protected words that a text of staff repeats as they were said, though nobody decided that they may be printed."""
    said = index((each.id, each.text) for each in snapshot.contributions.values() if needs_decision(each))
    found = {
        Finding(contribution_id, run, FlagKind.VERBATIM)
        for text in texts_of_staff(snapshot)
        for contribution_id, run in repeated(text, said).items()
    }
    return tuple(sorted(found, key=lambda finding: (finding.contribution_id, finding.words)))


def texts_of_staff(snapshot: Snapshot) -> Iterator[str]:
    yield from snapshot.narratives.values()
    texts = [text for theme in snapshot.themes for text in (theme.title, theme.statement)]
    texts += [text for each in snapshot.commitments for text in (each.advice, each.statement)]
    for text in texts:
        yield from (text.en, text.fr)


def names_of_people(snapshot: Snapshot) -> set[str]:
    """Names and addresses of participants. A single word that the programme itself uses names nobody: whoever may
    register themselves could otherwise stop every report by calling themselves "Peace".
    """
    programme = programme_words(snapshot)
    names = {name for person in snapshot.people for name in (person.name.strip(), person.email) if name}
    return {
        name for name in names if len(name.split()) > 1 or "@" in name or name.casefold() not in programme
    }


def contacts_of_people(snapshot: Snapshot) -> set[str]:
    """What somebody said to be reached by. What the programme itself tells everybody is nobody's alone."""
    texts = [snapshot.notice, *(event.place for event in snapshot.events), *programme_texts(snapshot)]
    public = [text for each in texts for text in (each.en, each.fr)]
    public += [resource.url for resource in snapshot.resources]
    known = {key(contact.words) for text in public for contact in contacts_in(text)}
    return {words for words in snapshot.contacts if key(words) not in known}


def programme_words(snapshot: Snapshot) -> set[str]:
    texts = programme_texts(snapshot)
    return {word for text in texts for word in re.findall(r"\w+", f"{text.en} {text.fr}".casefold())}


def programme_texts(snapshot: Snapshot) -> list[Bilingual]:
    texts = [snapshot.title, snapshot.purpose, snapshot.report_title, snapshot.report_subtitle]
    texts += [event.title for event in snapshot.events]
    for section in snapshot.sections:
        texts += [section.title, section.question, *(topic.title for topic in section.topics)]
    return texts


def level(text: str) -> str:
    """With one kind of blank, and without what cannot be seen."""
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", text)).split())


def bare(text: str) -> str:
    """Without accents and with one kind of apostrophe and hyphen: places in it are places in ``text``."""
    letters = "".join(unicodedata.normalize("NFD", character)[0] for character in text)
    return letters.translate(ONE_KIND)


def whole_words(name: str) -> re.Pattern[str]:
    """One word only as it is written: it may be a common one, like Rose."""
    several = " " in name or "@" in name
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if several else re.NOFLAG)


def names_in(
    snapshot: Snapshot, each: ContributionFacts, wanted: Mapping[str, re.Pattern[str]]
) -> Iterator[str]:
    allowed = {bare(level(words)).casefold() for words in (*each.cleared, *own_names(snapshot, each))}
    for text in printed_texts(snapshot, each):
        text = level(text)
        folded = bare(text).casefold()
        # Most names are in no text: a plain search first is many times faster than one pattern of all names.
        patterns = [pattern for name, pattern in wanted.items() if name in folded]
        places = [match.span() for pattern in patterns for match in pattern.finditer(bare(text))]
        places += [(contact.start, contact.end) for contact in contacts_in(text)]
        for start, end in places:
            if not any(bare(text)[start:end].casefold() in words for words in allowed):
                yield text[start:end]


def own_names(snapshot: Snapshot, each: ContributionFacts) -> set[str]:
    """What the gate prints beside these words anyway."""
    return {
        name
        for language in ("en", "fr")
        for name in (gate(snapshot, each, language).name, gate(snapshot, each, language).organization)
        if name
    }


def attributed(snapshot: Snapshot) -> set[str]:
    return {name for each in snapshot.contributions.values() for name in own_names(snapshot, each)}


def cleared_passages(snapshot: Snapshot) -> Iterator[str]:
    """Cleared words with the words around them: that a name may stand in one contribution lets no other text hold it."""
    for each in snapshot.contributions.values():
        for text in printed_texts(snapshot, each) if each.cleared else ():
            for words in each.cleared:
                yield from surrounded(words, text)


def surrounded(words: str, text: str) -> Iterator[str]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    around = rf"(?:\S+\s+){{0,{AROUND}}}\S*{pattern}\S*(?:\s+\S+){{0,{AROUND}}}"
    yield from re.findall(around, text, re.IGNORECASE)


def printed_texts(snapshot: Snapshot, each: ContributionFacts) -> set[str]:
    return {
        words.text
        for language in ("en", "fr")
        for words in (printed(snapshot, each, language), advice(snapshot, each, language))
        if words
    }


def names_of(each: OrganizationFacts) -> set[str]:
    """Full names. An acronym of up to three letters is too often a word of its own to be searched for."""
    acronyms = {name for name in (each.acronym.en, each.acronym.fr) if len(name) > 3}
    return {name for name in (each.name.en, each.name.fr) if name} | acronyms


def is_a_speakers(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    """Participants came from it, and it has no public part in the consultation: nobody's addressee or chair."""
    has_people = any(person.organization == each.code for person in snapshot.people)
    return has_people and not (each.takes_advice or each.kind == "parliament" or is_public(snapshot, each))


def may_not_be_named(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    return is_a_speakers(snapshot, each) and not each.listed


def is_public(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    publishers = " | ".join(
        name for resource in snapshot.resources for name in (resource.publisher.en, resource.publisher.fr)
    )
    return each.code in snapshot.chair_organizations or any(name in publishers for name in names_of(each))


def is_listed(person: PersonFacts) -> bool:
    return person.listed and bool(person.attended or person.presents)
