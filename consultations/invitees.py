"""A list of people to invite, as a table in CSV: read whole, faults told by line, and stored only when there are none.

Headings and values are understood in both languages, however capital letters and accents are typed.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from consultations import languages
from consultations.cleaning import clean_line
from consultations.models import (
    LANGUAGES,
    Bilingual,
    Consultation,
    Language,
    Organization,
    Participant,
    ParticipantRole,
    Sector,
)

LONGEST_LIST = 2000
# In English and in French first: so they are named to whoever forgot them.
HEADINGS = {
    "name": ("name", "nom"),
    "email": ("e-mail", "courriel", "e-mail address", "adresse courriel", "adresse"),
    "organization": ("organization", "organisation", "organisme"),
    "sector": ("sector", "secteur"),
    "role": ("role", "rôle"),
    "language": ("language", "langue"),
}
REQUIRED = ("name", "email", "sector")


@dataclass(frozen=True)
class Invitee:
    """One line that can be stored. ``known`` is who has this address already, and stays as they are."""

    line: int
    name: str
    email: str
    organization: Organization | None
    sector: str
    role: str
    language: str
    known: Participant | None


@dataclass(frozen=True)
class Fault:
    line: int
    text: str


@dataclass(frozen=True)
class Table:
    invitees: tuple[Invitee, ...]
    faults: tuple[Fault, ...]


class LineError(ValueError):
    """Why a line cannot be taken, in a sentence."""


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def decoded(content: bytes) -> str:
    """UTF-8, or what Excel writes on Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str, consultation: Consultation) -> Table:
    """All lines of the table, each as an invitee or as a fault. Changes nothing."""
    try:
        rows = list(rows_of(text))
    except (LineError, csv.Error) as error:
        return Table((), (Fault(1, str(error)),))
    if len(rows) > LONGEST_LIST:
        return Table((), (Fault(1, _("At most %(limit)s people at once.") % {"limit": LONGEST_LIST}),))
    reader = Reader(consultation)
    found = [reader.taken(line, row) for line, row in rows]
    return Table(
        tuple(each for each in found if isinstance(each, Invitee)),
        tuple(each for each in found if isinstance(each, Fault)),
    )


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(StringIO(text.lstrip()), delimiter=delimiter, strict=True)
    columns = columns_of(next(reader, []))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield (
                reader.line_num,
                {name: clean_line(cells[at]) if at < len(cells) else "" for name, at in columns.items()},
            )


def columns_of(headings: list[str]) -> dict[str, int]:
    meanings = {plain(alias): name for name, aliases in HEADINGS.items() for alias in aliases}
    columns = {meanings[plain(cell)]: at for at, cell in enumerate(headings) if plain(cell) in meanings}
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise LineError(
            _("The first line must name the columns. Missing: %(missing)s.")
            % {"missing": ", ".join(HEADINGS[name][translation.get_language() == "fr"] for name in missing)}
        )
    return columns


def words_for(choices: type[models.TextChoices]) -> dict[str, str]:
    """Every way to write one of ``choices``: its code, and its label in each language."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for choice in choices:
                found |= {plain(choice.value): choice.value, plain(str(choice.label)): choice.value}
    return found


def words_for_languages() -> dict[str, str]:
    """Its code, what its speakers call it, and what it is called in English and French."""
    return {
        plain(word): code
        for code, _name in languages.known()
        for word in (code, languages.own_name(code), *(languages.name_in(code, each) for each in LANGUAGES))
    }


class Reader:
    """Reads the lines of one table; knows the organizations, the people, and the lines before."""

    def __init__(self, consultation: Consultation) -> None:
        self.sectors, self.roles = words_for(Sector), words_for(ParticipantRole)
        self.languages = words_for_languages()
        self.organizations = dict(names_of(consultation.organizations.all()))
        people = consultation.participants.exclude(email="")
        self.known = {person.email.casefold(): person for person in people}
        self.seen: dict[str, int] = {}

    def taken(self, line: int, row: dict[str, str]) -> Invitee | Fault:
        try:
            return self.invitee(line, row)
        except LineError as error:
            return Fault(line, str(error))

    def invitee(self, line: int, row: dict[str, str]) -> Invitee:
        email = self.address(line, row["email"])
        if not row["name"] or len(row["name"]) > 150:
            raise LineError(_("Give a name of at most 150 characters."))
        sector = chosen(self.sectors, row["sector"], _("a sector"), Sector.labels)
        role = row.get("role") or ParticipantRole.PARTICIPANT
        language = row.get("language") or Language.ENGLISH
        return Invitee(
            line,
            row["name"],
            email,
            self.organization(row.get("organization", "")),
            sector,
            chosen(self.roles, role, _("a role"), ParticipantRole.labels),
            chosen(self.languages, language, _("a language"), [name for _code, name in languages.known()]),
            self.known.get(email.casefold()),
        )

    def address(self, line: int, email: str) -> str:
        try:
            validate_email(email)
        except ValidationError:
            raise LineError(_("“%(email)s” is not an e-mail address.") % {"email": email}) from None
        before = self.seen.setdefault(email.casefold(), line)
        if before != line:
            raise LineError(_("The same address stands on line %(line)s.") % {"line": before})
        return email

    def organization(self, name: str) -> Organization | None:
        if not name:
            return None
        found = self.organizations.get(plain(name))
        if found is None:
            raise LineError(
                _("“%(name)s” is not an organization of this consultation. Add it first, or leave it empty.")
                % {"name": name}
            )
        return found


def names_of(organizations: Iterable[Organization]) -> Iterator[tuple[str, Organization]]:
    for each in organizations:
        texts: tuple[Bilingual, ...] = (each.name, each.acronym)
        for word in (each.code, *(part for text in texts for part in (text.en, text.fr))):
            if word:
                yield plain(word), each


def chosen(words: dict[str, str], text: str, what: str, names: Iterable[Any]) -> str:
    found = words.get(plain(text))
    if found is None:
        possible = ", ".join(map(str, names))
        raise LineError(
            _("“%(text)s” is not %(what)s. Possible: %(possible)s.")
            % {"text": text, "what": what, "possible": possible}
        )
    return found


@transaction.atomic
def store(consultation: Consultation, invitees: Iterable[Invitee]) -> list[Participant]:
    """The people of the list. Who is known stays as they are and gains a role; twice the same list adds nobody."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    known = {person.email.casefold(): person for person in consultation.participants.exclude(email="")}
    return [of(consultation, each, known.get(each.email.casefold())) for each in invitees]


def of(consultation: Consultation, invitee: Invitee, known: Participant | None) -> Participant:
    if known is None:
        return consultation.participants.create(
            name=invitee.name,
            email=invitee.email,
            organization=invitee.organization,
            sector=invitee.sector,
            roles=[invitee.role],
            language=invitee.language,
        )
    if invitee.role not in known.roles:
        known.roles = [*known.roles, invitee.role]
        known.save(update_fields=["roles"])
    return known
