"""Text as it is kept and counted: what cannot be printed is taken out, nothing else."""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and line feed, lone surrogates, byte order marks, non-characters, and marks that turn the
# direction of the words after them: none can be seen, and the last make text read differently from what it is.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def clean_text(text: str) -> str:
    """Line ends as one character each, composed letters, no controls, no blanks around."""
    text = LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("", text)).strip()


def clean_words(text: str) -> str:
    """The same for what has no lines, a title or a reason: blanks stay as they are, in French some are meant."""
    return clean_text(text).replace("\n", " ")


def clean_line(text: str) -> str:
    """One blank between words, for names."""
    return " ".join(clean_text(text).split())
