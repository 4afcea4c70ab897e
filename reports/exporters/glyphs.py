"""Which characters the bundled fonts can show. The PDF is not written at all with one that they cannot."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

FONTS: Final = Path(__file__).parent / "fonts"
# Stands where a character cannot be shown: a visible box, so that nobody takes the text for whole.
BOX: Final = "\u25a1"
# Joiners and selectors change how their neighbours look; alone they are nothing to print.
UNSEEN: Final = frozenset({*range(0x200C, 0x200E), *range(0xFE00, 0xFE10), 0x034F, 0x00AD, 0x180E})
# A word that fits on no line gets places to break at.
ENDLESS: Final = re.compile(r"\S{40}(?=\S)")
MARK_CATEGORIES: Final = ("Mn", "Mc", "Me")


@cache
def covered() -> frozenset[int]:
    """Every character that one of the bundled fonts has."""
    return frozenset().union(*(_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


@cache
def covered_by_text_fonts() -> frozenset[int]:
    sans, serif = (
        _characters((FONTS / f"Noto{name}-Regular.ttf").read_bytes()) for name in ("Sans", "Serif")
    )
    return frozenset(sans & serif)


def printable(value: Any) -> Any:
    """The same JSON with a box for each character that no bundled font has."""
    return _mapped(value, covered(), marks=True)


def plainly_printable(value: Any) -> Any:
    """For texts whose marks cannot be combined: only what the text fonts have, without loose marks."""
    return _mapped(value, covered_by_text_fonts(), marks=False)


def _mapped(value: Any, known: frozenset[int], *, marks: bool) -> Any:
    if isinstance(value, str):
        return _shown(value, known, marks=marks)
    if isinstance(value, list | tuple):
        return [_mapped(inner, known, marks=marks) for inner in value]
    if isinstance(value, dict):
        return {key: _mapped(inner, known, marks=marks) for key, inner in value.items()}
    return value


def _shown(text: str, known: frozenset[int], *, marks: bool) -> str:
    text = ENDLESS.sub("\\g<0>\u200b", text)
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_character(character, known, marks=marks) for character in composed)


def _character(character: str, known: frozenset[int], *, marks: bool) -> str:
    if ord(character) in UNSEEN or (not marks and unicodedata.category(character) in MARK_CATEGORIES):
        return ""
    if ord(character) in known or character in "\n\u200b":
        return character
    return "" if unicodedata.category(character) in MARK_CATEGORIES else BOX


def _characters(font: bytes) -> set[int]:
    """The characters of a font file's ``cmap`` (OpenType 1.9; the formats that the bundled fonts use)."""
    tables = (
        struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(struct.unpack_from(">H", font, 4)[0])
    )
    cmap = next(font[start : start + length] for tag, start, length in tables if tag == b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", cmap, 2)[0]):
        (offset,) = struct.unpack_from(">I", cmap, 4 + 8 * n + 4)
        found |= _segments(cmap[offset:])
    return found - {0xFFFF}


def _segments(table: bytes) -> set[int]:
    (version,) = struct.unpack_from(">H", table)
    if version == 4:
        (count,) = struct.unpack_from(">H", table, 6)
        ends = struct.unpack_from(f">{count // 2}H", table, 14)
        starts = struct.unpack_from(f">{count // 2}H", table, 16 + count)
        return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)}
    if version == 12:
        (groups,) = struct.unpack_from(">I", table, 12)
        spans = (struct.unpack_from(">III", table, 16 + 12 * n) for n in range(groups))
        return {code for start, end, _glyph in spans for code in range(start, end + 1)}
    raise ValueError(f"cmap format {version}")
