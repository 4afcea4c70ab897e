"""What in a text may tell who spoke, before any report is compiled. Suggestions only; a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.common_names import COMMON
from consultations.contacts import contacts_in
from consultations.folding import WORD, Folds, fold, words_of
from consultations.models import Consultation, Organization, OrganizationKind, Participant
from consultations.names import Names, outermost, places
from submissions.models import Contribution
from submissions.review.printing import may_quote, printable_texts


class Kind(models.TextChoices):
    PERSON = "person", _("Names a participant")
    ORGANIZATION = "organization", _("Names an organization that took part")
    EMAIL = "email", _("E-mail address")
    HANDLE = "handle", _("Account on a network")
    PHONE = "phone", _("Telephone number")
    POSTAL_CODE = "postal_code", _("Postal code")
    ROLE = "role", _("Tells the speaker’s part or position")
    AFFILIATION = "affiliation", _("Tells where the speaker belongs")


@dataclass(frozen=True)
class Terms:
    """Whom a text must not name."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()

    @cached_property
    def single_words(self) -> frozenset[str]:
        """Names of one word, folded, that are no common words: on a telephone people write them small."""
        names = {
            fold(name) for name in (*self.people, *self.organizations) if name.isalpha() and len(name) > 3
        }
        return frozenset(names - COMMON)

    @cached_property
    def named_people(self) -> Names:
        return Names(self.people, ())

    @cached_property
    def named_organizations(self) -> Names:
        return Names((), self.organizations)


@dataclass(frozen=True)
class Suggestion:
    """The characters [start, end) of the text, and words that could stand in their place."""

    start: int
    end: int
    kind: Kind
    replacement: str


INSTEAD = {
    "en": {
        Kind.PERSON: "[name removed]",
        Kind.ORGANIZATION: "[organization removed]",
        Kind.EMAIL: "[address removed]",
        Kind.HANDLE: "[account removed]",
        Kind.PHONE: "[number removed]",
        Kind.POSTAL_CODE: "[postal code removed]",
        Kind.ROLE: "[position removed]",
        Kind.AFFILIATION: "[organization removed]",
    },
    "fr": {
        Kind.PERSON: "[nom retiré]",
        Kind.ORGANIZATION: "[organisme retiré]",
        Kind.EMAIL: "[adresse retirée]",
        Kind.HANDLE: "[compte retiré]",
        Kind.PHONE: "[numéro retiré]",
        Kind.POSTAL_CODE: "[code postal retiré]",
        Kind.ROLE: "[fonction retirée]",
        Kind.AFFILIATION: "[organisme retiré]",
    },
}

# To the end of the clause, at most some words: what follows is what tells.
CLAUSE = r"(?:[ \u00a0][^\s.,;:!?()\n]+){0,9}"
BODIES = (
    r"(?:organi[sz]ation|department|ministry|agency|association|branch|coalition|network|institute|university|college|"
    r"company|foundation|office|chapter|board|council|unit|division|embassy|mission|team|staff|members|employer|"
    r"director|minister|colleagues|supervisor)"
)
ORGANISMES = (
    r"(?:organisme|organisation|association|ministère|direction|regroupement|réseau|coalition|institut|université|"
    r"collège|cégep|équipe|bureau|section|fondation|groupe|table|comité|centre|service|ambassade|mission|unité|"
    r"division|employeur|employeuse|ministre|patronne?|supérieure?|collègues|membres)"
)
SINGLE = r"(?:seule?s?|unique|premi(?:er|ère)|derni(?:er|ère))"
CAPACITY = r"(?:en tant que|à titre de|en ma qualité de)"
MARKS: tuple[tuple[Kind, str], ...] = (
    # Before a town, where it may be any other number as well.
    (Kind.POSTAL_CODE, r"(?<!\w)\d{5}(?=\s+[A-ZÀ-Ý][a-zà-ÿ])"),
    (Kind.ROLE, rf"(?i)\bas the (?:only|sole|first|last|lone)\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\b(?:I am|I[’']m|I was) the\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\bspeaking (?:as|for|on behalf of)\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\b(?:in my (?:capacity|role|position) as|as (?:president|director|chair|head) of)\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\b(?:we|us|here) at\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\bI (?:work|worked|serve|served) (?:at|for|with|in)\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\b(?:our|my) (?:own )?{BODIES}\b"),
    (Kind.ROLE, rf"(?i)\b(?:comme|étant|{CAPACITY}) (?:le |la |l[’'])?{SINGLE}\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\b(?:je suis|j[’']étais|moi qui suis) (?:le|la|l[’'])\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\bje (?:suis (?:la seule|le seul)|dirige|préside|représente)\b{CLAUSE}"),
    (Kind.ROLE, rf"(?i)\b(?:je parle (?:comme|au nom)|(?:je parle )?{CAPACITY})\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\bnous,? (?:à|au|aux|chez)\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\b(?:ici|nous autres) (?:à|au|aux|chez)\b{CLAUSE}|\bchez nous\b"),
    (Kind.AFFILIATION, rf"(?i)\bje travaille (?:à|au|aux|pour|chez|dans|avec)\b{CLAUSE}"),
    (Kind.AFFILIATION, rf"(?i)\b(?:notre|nos|mon|ma|mes) {ORGANISMES}\b"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in MARKS)


def suggestions(text: str, terms: Terms, language: str) -> tuple[Suggestion, ...]:
    """In the order of the text, whose language is ``language``. Of two that overlap the one that begins first, and then
    the longer one, is made.
    """
    return _apart([*_named(text, terms), *_marked(text)], language)


def _apart(found: Iterable[tuple[int, int, Kind]], language: str) -> tuple[Suggestion, ...]:
    instead = INSTEAD["fr" if language == "fr" else "en"]
    made: list[Suggestion] = []
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        if not made or start >= made[-1].end:
            made.append(Suggestion(start, end, kind, instead[kind]))
    return tuple(made)


def _named(text: str, terms: Terms) -> Iterator[tuple[int, int, Kind]]:
    folds = Folds()
    for kind, names in ((Kind.PERSON, terms.named_people), (Kind.ORGANIZATION, terms.named_organizations)):
        yield from ((each.start, each.end, kind) for each in outermost(places(text, names, folds)))


def _marked(text: str) -> Iterator[tuple[int, int, Kind]]:
    yield from ((each.start, each.end, Kind(each.kind)) for each in contacts_in(text))
    for kind, pattern in PATTERNS:
        yield from ((*match.span(), kind) for match in pattern.finditer(text))


def written_small(text: str, terms: Terms) -> list[str]:
    """Names of one word in whatever case; no mark on the page and no finding, for it may be the word as well."""
    return [word for word in WORD.findall(text) if fold(word) in terms.single_words]


def terms_of(consultation: Consultation) -> Terms:
    """Everybody who takes part, and the organizations that have no public part in it: those that did not agree to be
    listed, and those from which somebody came.
    """
    people = Participant.objects.filter(consultation=consultation).values_list("name", "email")
    private = Organization.objects.filter(consultation=consultation, takes_advice=False)
    came = Q(participants__isnull=False, chairs__isnull=True) & ~Q(kind=OrganizationKind.PARLIAMENT)
    bodies = [
        text
        for each in private.filter(Q(listed=False) | came).distinct()
        for text in (each.name.en, each.name.fr, each.acronym.en, each.acronym.fr)
        if text
    ]
    return Terms(
        tuple(dict.fromkeys(text for person in people for text in person if text)),
        tuple(dict.fromkeys(bodies)),
    )


def open_in(contribution: Contribution, terms: Terms) -> tuple[Suggestion, ...]:
    """In the original: those that no redaction covers and no reviewer has cleared."""
    covers = [(each.start, each.end) for each in contribution.redactions.all()]
    cleared = [each.words.casefold() for each in contribution.clearances.all()]
    return tuple(
        each
        for each in suggestions(contribution.text, terms, contribution.language)
        if not any(each.start < end and start < each.end for start, end in covers)
        and not any(contribution.text[each.start : each.end].casefold() in words for words in cleared)
    )


def count_to_be_printed(contribution: Contribution, terms: Terms) -> int:
    """How many places that may tell who spoke would be printed: in the words, where they may be quoted, and in
    the paraphrases.
    """
    written = (("en", contribution.paraphrase_en), ("fr", contribution.paraphrase_fr))
    received = Received(contribution.text, terms)
    found = sum(len(_apart([*received.named(text), *_marked(text)], language)) for language, text in written)
    return found + (len(open_in(contribution, terms)) if may_quote(contribution) else 0)


def names_in_print(contribution: Contribution, terms: Terms) -> list[str]:
    """As they are written: in what would be printed and is not cleared yet, participants and organizations that the
    contribution names as it was received, and all addresses and numbers.
    """
    cleared = {each.words.casefold() for each in contribution.clearances.all()}
    texts = printable_texts(contribution)
    received = Received(contribution.text, terms)
    named = [text[start:end] for text in texts for start, end, _kind in received.named(text)]
    named += [each.words for text in texts for each in contacts_in(text)]
    return [words for words in dict.fromkeys(named) if words.casefold() not in cleared]


class Received:
    """The names in a text as it was received. Whoever writes a paraphrase could try out names in it: which of them are
    participants no page tells but of those that came with the words.
    """

    def __init__(self, text: str, terms: Terms) -> None:
        self.text, self.terms = text, terms

    @cached_property
    def names(self) -> list[str]:
        return [_comparable(self.text[start:end]) for start, end, _kind in _named(self.text, self.terms)]

    def named(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        """Where ``text`` names somebody whom the received text names with the same words, or with more."""
        for start, end, kind in _named(text, self.terms):
            if any(_comparable(text[start:end]) in name for name in self.names):
                yield start, end, kind


def _comparable(name: str) -> str:
    return f" {' '.join(map(fold, words_of(name)))} "


def contributions_with_some(contributions: Iterable[Contribution]) -> list[Contribution]:
    """Those of one consultation that would print places that may tell who spoke."""
    rows = list(contributions)
    terms = terms_of(rows[0].submission.event.consultation) if rows else Terms()
    return [row for row in rows if count_to_be_printed(row, terms)]
