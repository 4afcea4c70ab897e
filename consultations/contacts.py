"""Where somebody can be reached, in running words: e-mail addresses, accounts, telephone numbers, postal codes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from consultations.folding import fold, words_of
from consultations.name_forms import figures_of

ContactKind = Literal["email", "handle", "phone", "postal_code"]
# What may stand between groups of figures: a blank of any kind, a full stop, a hyphen or dash of any kind, a slash.
BETWEEN = r"[ \u00a0\u2007\u2009\u202f./\-\u2010-\u2015]"
STREET = r"rue|avenue|boulevard|chemin|quai|impasse|allée"
STATE = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    "W[AIVY]"
)

MARKS: tuple[tuple[ContactKind, str], ...] = (
    ("email", r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    ("handle", r"(?<![\w@.])@\w{2,50}"),
    # As written in North America, there without any mark between, in France, in the United Kingdom, and from abroad.
    ("phone", rf"(?<!\w)(?:\+?1{BETWEEN}?)?(?:\(\d{{3}}\)|\d{{3}}){BETWEEN}?\d{{3}}{BETWEEN}\d{{4}}(?!\w)"),
    ("phone", r"(?<!\w)(?:\+?1)?[2-9]\d{2}[2-9]\d{6}(?!\w)"),
    ("phone", rf"(?<!\w)0\d(?:{BETWEEN}?\d\d){{4}}(?!\w)"),
    ("phone", rf"(?<!\w)0\d{{2,4}}{BETWEEN}\d{{3,4}}{BETWEEN}?\d{{3,4}}(?!\w)"),
    ("phone", rf"(?<!\w)\+\d(?:(?:{BETWEEN}|[()]){{0,2}}\d){{7,14}}(?!\w)"),
    # Canada; the United Kingdom; France and the United States, where five figures alone could be any number: behind
    # a street or a word for the code, and behind a state.
    ("postal_code", rf"(?i)(?<!\w)[A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z]{BETWEEN}?\d[A-CEGHJ-NPR-TV-Z]\d(?!\w)"),
    ("postal_code", r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?!\w)"),
    ("postal_code", rf"(?:\b(?i:{STREET})\b[^\n.;]{{0,60}}?\s|\bF-|\bCP |\bcode postal )(?P<code>\d{{5}})(?!\w)"),
    ("postal_code", rf"(?<=[a-z,]\s)(?:{STATE})\s(?P<code>\d{{5}}(?:-\d{{4}})?)(?!\w)"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in MARKS)


@dataclass(frozen=True, slots=True)
class Contact:
    """The characters [start, end) of a text, as they stand there."""

    start: int
    end: int
    kind: ContactKind
    words: str


def key(words: str) -> str:
    """The same for the same contact, however it is spaced and written."""
    return figures_of(words) or "".join(map(fold, words_of(words)))


def contacts_in(text: str) -> tuple[Contact, ...]:
    """In the order of the text. Of two that overlap the one that begins first, and then the longer one."""
    found = [
        (*match.span("code" if "code" in pattern.groupindex else 0), kind)
        for kind, pattern in PATTERNS
        for match in pattern.finditer(text)
    ]
    contacts: list[Contact] = []
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        if not contacts or start >= contacts[-1].end:
            contacts.append(Contact(start, end, kind, text[start:end]))
    return tuple(contacts)
