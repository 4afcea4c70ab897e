"""Which characters the bundled fonts can show. The PDF is not written at all with one that they cannot."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

FONTS: Final = Path(__file__).parent / "fonts"
# Stands where a character cannot be shown: a visible box, so that nobody takes the text for whole.
BOX: Final = "\u25a1"
# Joiners and selectors change how their neighbours look; alone they are nothing to print.
UNSEEN: Final = frozenset({*range(0x200C, 0x200E), *range(0xFE00, 0xFE10), 0x034F, 0x00AD, 0x180E})
# A word that fits on no line gets places to break at, as far apart as this.
ENDLESS: Final = re.compile(r"\S{41,}")
LINE: Final = 40
# Broken at, not shown.
KEPT: Final = "\n\u200b"
# An address that is followed, not read: of letters and signs of ASCII alone.
AS_IT_IS: Final = "url"
FLAGS: Final = frozenset(range(0x1F1E6, 0x1F200))
JOINING: Final = FLAGS | {0x200D, 0x2060}
ADDED: Final = UNSEEN | {0x2060, *range(0x1F3FB, 0x1F400)}
VIRAMA: Final = 9
TEXT_FONTS: Final = ("NotoSans-Regular", "NotoSerif-Regular")
MARK_CATEGORIES: Final = ("Mn", "Mc", "Me")


@cache
def fonts() -> tuple[frozenset[int], ...]:
    """What each bundled font has, the fonts of the text first."""
    paths = sorted(FONTS.glob("*-Regular.ttf"), key=lambda path: (path.stem not in TEXT_FONTS, path.name))
    return tuple(frozenset(_characters(path.read_bytes())) for path in paths)


@cache
def covered() -> frozenset[int]:
    """Every character that one of the bundled fonts has."""
    return frozenset().union(*fonts())


def printable(value: Any) -> Any:
    """The same JSON with a box for each character that no bundled font has, or the plain letter of which it is another
    form.
    """
    return _mapped(value, _shown)


def plainly_printable(value: Any) -> Any:
    """The last resort: only what the text fonts themselves have, without marks that combine."""
    return _mapped(value, _plainly_shown)


def _mapped(value: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        text = text if text.isascii() else shown(text)
        return ENDLESS.sub(lambda word: "\u200b".join(_lengths(word.group())), text)
    if isinstance(value, list | tuple):
        return [_mapped(inner, shown) for inner in value]
    if isinstance(value, dict):
        return {key: inner if key == AS_IT_IS else _mapped(inner, shown) for key, inner in value.items()}
    return value


def _lengths(word: str) -> Iterator[str]:
    """Of a long word, none of which begins within a letter."""
    start = 0
    for at in range(LINE, len(word)):
        if at - start >= LINE and _begins_a_letter(word[at - 1], word[at]):
            yield word[start:at]
            start = at
    yield word[start:]


def _begins_a_letter(before: str, character: str) -> bool:
    """As far as is needed here (the whole rule: Unicode Standard Annex 29): no mark, nothing that is joined to what
    stands before, and no half of a flag.
    """
    is_joined = ord(before) in JOINING or unicodedata.combining(before) == VIRAMA
    return not (is_joined or ord(character) in ADDED or unicodedata.category(character) in MARK_CATEGORIES)


def _shown(text: str) -> str:
    """A mark stays only where one font has it together with the letter that it stands on."""
    written, letter = [], ord(" ")
    for character in "".join(map(_plainer, text)):
        code = ord(character)
        if unicodedata.category(character) in MARK_CATEGORIES or code in UNSEEN:
            written.append(character if any({letter, code} <= font for font in fonts()) else "")
            continue
        letter = code if code in covered() or character in KEPT else ord(BOX)
        written.append(chr(letter))
        if character == "\n":
            # A mark at the beginning of a line stands on a blank.
            letter = ord(" ")
    return "".join(written)


@lru_cache(maxsize=4096)
def _plainer(character: str) -> str:
    """Letters that are drawn bold, curled or in brackets are characters of their own, which no font here has."""
    plain = unicodedata.normalize("NFKC", character)
    return (
        character
        if ord(character) in covered() or any(ord(each) not in covered() for each in plain)
        else plain
    )


def _plainly_shown(text: str) -> str:
    letters = (c for c in text if unicodedata.category(c) not in MARK_CATEGORIES and ord(c) not in UNSEEN)
    known = fonts()[0] & fonts()[1]
    return "".join(c if ord(c) in known or c in KEPT else BOX for c in letters)


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
    if version == 14:
        return set()
    raise ValueError(f"cmap format {version}")
