"""Which column of a table means what: by its heading, or as the caller says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

# Headings are compared without case, accents and punctuation.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "words", "contribution", "comment", "comment body", "body", "message",
        "texte", "propos", "commentaire",
    ),
    "topic": ("topic", "topic code", "subject", "sujet", "thème"),
    "section": ("section", "section number"),
    "session": ("session", "session code", "séance"),
    "language": ("language", "lang", "langue"),
    "sector": ("sector", "secteur"),
    "name": ("name", "author", "nom", "auteur"),
    "organization": ("organization", "organisation", "organisme"),
    "attribution": ("attribution", "consent", "consentement"),
    "date": ("date", "day", "received", "received on", "reçu le", "jour"),
    "addressees": ("addressees", "addressee", "addressed to", "department", "departments", "destinataires"),
    "external_id": ("external id", "id", "identifier", "comment id", "identifiant"),
}  # fmt: skip


class ColumnsError(ValueError):
    """The headings do not say where to find what is needed; in a sentence for whoever started the import."""


def plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


MEANINGS = {plain(alias): field for field, aliases in ALIASES.items() for alias in (field, *aliases)}


def columns_of(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column. ``chosen`` maps headings to fields and goes before their own meaning.

    Raises :class:`ColumnsError` for an unknown field or column, one field twice, and a table without text.
    """
    for heading, field in chosen.items():
        if field not in ALIASES:
            raise ColumnsError(f"“{field}” is not a field. Fields are: {', '.join(ALIASES)}.")
        if heading not in headings:
            raise ColumnsError(f"There is no column “{heading}”. {found(headings)}")
    places: dict[str, int] = {}
    taken = set(chosen.values())
    for place, heading in enumerate(headings):
        field = chosen.get(heading) or MEANINGS.get(plain(heading), "")
        if not field or (heading not in chosen and field in taken):
            continue
        if field in places:
            raise ColumnsError(
                f"Two columns mean “{field}”: “{headings[places[field]]}” and “{heading}”. Choose one with --map."
            )
        places[field] = place
    if "text" not in places:
        raise ColumnsError(f"No column holds the text. {found(headings)} Say which with --map COLUMN=text.")
    return places


def found(headings: Sequence[str]) -> str:
    return f"Columns are: {', '.join(f'“{heading}”' for heading in headings)}."
