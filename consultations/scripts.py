"""Which languages are written from right to left: for pages, letters and the files of a report alike.

Django knows some of them, and one wrongly: Azerbaijani is written in Latin letters.
"""

from __future__ import annotations

FROM_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "bal", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
)
# A code that names its script is written in that: "az-arab", "ks-deva".
SCRIPTS_FROM_RIGHT_TO_LEFT = frozenset(("adlm", "arab", "hebr", "nkoo", "syrc", "thaa"))
LETTERS_OF_A_SCRIPT = 4


def runs_from_right(language: str) -> bool:
    code, *others = language.lower().split("-")
    for part in others:
        if len(part) == LETTERS_OF_A_SCRIPT and part.isalpha():
            return part in SCRIPTS_FROM_RIGHT_TO_LEFT
    return code in FROM_RIGHT_TO_LEFT


def direction(language: str) -> str:
    return "rtl" if runs_from_right(language) else "ltr"
