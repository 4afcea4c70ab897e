"""What every format does to a text before it writes it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from consultations.scripts import runs_from_right
from reports.document import Document, Part

# Not allowed in XML, or able to turn the order of the words that follow.
UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile(r"[ \t]*(?:\r\n|[\n\r\x85\u2028\u2029])\s*")
BLANKS = re.compile(r"[ \t\u3000]+")

INK: Final = "1D2733"
SOFT: Final = "4A5765"
# One colour for each section, everywhere: plum looks back, teal is now, green looks forward.
HUES: Final = {"section_1": "6A3D6E", "section_2": "0B5563", "section_3": "3F611D"}


def lines(text: str) -> list[str]:
    """The text's lines without what no format can hold; an empty text is one empty line."""
    kept = UNWRITABLE.sub("", LINE_ENDS.sub("\n", text.strip(" \t\r\n")))
    return [BLANKS.sub(" ", line).strip(" ") for line in kept.split("\n")]


def one_line(text: str) -> str:
    return " ".join(lines(text))


def web_address(url: str) -> str:
    """The address when a reader may follow it, else nothing: a link must not run a script or open a file."""
    address = one_line(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "mailto") or not (parts.netloc or parts.scheme == "mailto"):
        return ""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]-._")


def locale(language: str) -> str:
    """The language as files declare it: what is printed follows Canadian usage in both."""
    return f"{language}-CA" if language in ("en", "fr") else language


def direction(language: str) -> str:
    """ "rtl" where lines run from the right, else nothing: a document is in English or French itself."""
    return "rtl" if runs_from_right(language) else ""


def hue(part: Part, otherwise: str = SOFT) -> str:
    return HUES.get(part.kind, otherwise)


def is_foreign(language: str, document: Document) -> bool:
    """Whether a part has to declare its own language."""
    return bool(language) and language != document.language
