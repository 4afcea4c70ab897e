"""Whom the finished files of a report must not name, and what it may name all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consultations.contacts import contacts_in, key
from consultations.models import Bilingual
from reports.compiler.snapshot import ContributionFacts, OrganizationFacts, PersonFacts, Snapshot
from reports.compiler.words import advice, gate, printed
from reports.leaks import ProtectedTerms

# Words on either side by which a cleared passage is known again; fewer would be in other texts too.
AROUND = 4


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
    """Full names and acronyms in both languages."""
    return {each.name.en, each.name.fr, each.acronym.en, each.acronym.fr} - {""}


def is_a_speakers(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    """Participants came from it, and it has no public part in the consultation: nobody's addressee or chair, and no
    body of Parliament that the report lists.
    """
    has_people = any(person.organization == each.code for person in snapshot.people)
    in_parliament = each.kind == "parliament" and each.listed
    return has_people and not (each.takes_advice or in_parliament or is_public(snapshot, each))


def may_not_be_named(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    return is_a_speakers(snapshot, each) and not each.listed


def is_public(snapshot: Snapshot, each: OrganizationFacts) -> bool:
    publishers = " | ".join(
        name for resource in snapshot.resources for name in (resource.publisher.en, resource.publisher.fr)
    )
    return each.code in snapshot.chair_organizations or any(
        name in publishers for name in names_of(each) if len(name) > 3
    )


def is_listed(person: PersonFacts) -> bool:
    return person.listed and bool(person.attended or person.presents)
