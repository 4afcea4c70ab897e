"""Words stored in the order in which they are read, and each letter once (ISO 32000-1, 14.8.2.3.3 and 14.9.4).

Typst stores what stands on a line from the left, whichever way it is read. And it parts a letter from a mark at another
height (k and its comma in Kwak̓wala, a vowel in Thai), and tells both of them for each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias

import pikepdf
from pikepdf import Dictionary, Name, Operator, String

Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
Letters: TypeAlias = dict[bytes, str]  # by the two bytes of a glyph
OPENING: Final = ("BMC", "BDC")
CLOSING: Final = pikepdf.ContentStreamInstruction([], Operator("EMC"))
FROM_RIGHT: Final = ("R", "AL")
FROM_LEFT: Final = ("L", "EN", "AN")
ARABIC_COMMA: Final = "\u060c"
LESS_THAN_A_LINE: Final = 0.6  # of the size of its letters: how far marks stand from them


@dataclass(frozen=True)
class Font:
    letters: Letters
    wide: frozenset[bytes]  # glyphs after which the next stands further on: all but marks

    @cached_property
    def is_misplaced(self) -> bool:
        """Whether it has a letter that may be stored elsewhere than it is read, or twice."""
        return any(map(_is_misplaced, self.letters.values()))


@dataclass(frozen=True)
class Shown:
    """A string that is shown, with the marks around it.

    ``letters`` are its glyphs in the order in which they are read, each with what it stands for; ``told`` says so in
    their place.
    """

    instructions: list[Instruction]
    letters: list[tuple[bytes, str]]
    told: str | None
    is_turned: bool
    font: Font
    y: float

    def goes_on_with(self, other: Shown) -> bool:
        """Whether its first glyph is a mark of the letter that the other ends with."""
        (glyph, letter), (_before, same) = self.letters[0], other.letters[-1]
        return len(letter) > 1 and letter == same and self.font is other.font and glyph not in self.font.wide

    def without_its_first(self) -> list[Instruction]:
        """Shown as it was, and read without the letter that was read before."""
        said = Dictionary(ActualText=String("".join(letter for _glyph, letter in self.letters[1:])))
        is_told = self.told is not None and str(self.instructions[0].operator) == "BDC"
        shown = self.instructions[1:-1] if is_told else self.instructions
        return [pikepdf.ContentStreamInstruction([Name.Span, said], Operator("BDC")), *shown, CLOSING]

    def marked_as_turned(self) -> Shown:
        if self.is_turned or self.told is not None or len(self.letters) == 1:
            return self
        opening = pikepdf.ContentStreamInstruction([Name.ReversedChars], Operator("BMC"))
        return replace(self, instructions=[opening, *self.instructions, CLOSING])


@dataclass(frozen=True)
class Piece:
    """Between two numbered marks: what goes before its strings, the strings, and what goes after."""

    opening: Instruction
    before: list[Instruction]
    strings: list[Shown]
    after: list[Instruction]
    x: float
    size: float

    @cached_property
    def runs_from_right(self) -> bool:
        """A piece is of one direction."""
        return any(_runs_from_right(letter) for shown in self.strings for _glyph, letter in shown.letters)

    @cached_property
    def is_comma(self) -> bool:
        """Of the signs of a word the one that has no direction and yet its font: it stands left of its word."""
        return "".join(letter for shown in self.strings for _glyph, letter in shown.letters) == ARABIC_COMMA

    @property
    def has_signs_alone(self) -> bool:
        letters = (each for shown in self.strings for _glyph, letter in shown.letters for each in letter)
        return not any(unicodedata.bidirectional(each) in (*FROM_LEFT, *FROM_RIGHT) for each in letters)

    def goes_on_with(self, other: Piece) -> bool:
        """Whether the other stands right of it and is of the same direction."""
        is_alike = self.runs_from_right == other.runs_from_right or (self.is_comma and other.runs_from_right)
        return is_alike and not other.is_comma and self.x <= other.x

    def is_in_line_with(self, other: Piece, holders: list[Any]) -> bool:
        """Whether they stand on one line, in the same element of the text, in the same language."""
        if abs(self.strings[0].y - other.strings[0].y) > self.size * LESS_THAN_A_LINE:
            return False
        one, two = (piece.opening.operands[1] for piece in (self, other))
        same_language = str(one.get("/Lang", "")) == str(two.get("/Lang", ""))
        return same_language and holders[int(one["/MCID"])] == holders[int(two["/MCID"])]


def put_in_reading_order(pdf: pikepdf.Pdf) -> None:
    holders = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    known: dict[Any, Font] = {}
    for page in pdf.pages:
        fonts = {name: _font(font, known) for name, font in page.Resources.get("/Font", {}).items()}
        if "/StructParents" in page and any(font.is_misplaced for font in fonts.values()):
            holders_here = [getattr(holder, "objgen", None) for holder in holders[int(page.StructParents)]]
            ordered = _ordered(pikepdf.parse_content_stream(page), fonts, holders_here)
            page.Contents.write(pikepdf.unparse_content_stream(list(ordered)))


def _font(font: Any, known: dict[Any, Font]) -> Font:
    """As Typst lists what each glyph stands for."""
    if font.objgen not in known:
        listed = font.ToUnicode.read_bytes().decode("ascii")
        letters = {
            bytes.fromhex(code): bytes.fromhex(letters).decode("utf-16-be")
            for block in re.findall("beginbfchar(.*?)endbfchar", listed, re.DOTALL)
            for code, letters in re.findall(r"<(\w{4})>\s*<(\w*)>", block)
        }
        known[font.objgen] = Font(letters, frozenset(_wide(font.DescendantFonts[0].W)))
    return known[font.objgen]


def _wide(widths: Any) -> Iterator[bytes]:
    """As Typst lists them: the first and the last of glyphs that are of one width, and that width."""
    numbers = [float(each) for each in widths]
    for first, last, width in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        yield from (code.to_bytes(2, "big") for code in range(int(first), int(last) + 1) if width)


@lru_cache(maxsize=4096)
def _is_misplaced(letter: str) -> bool:
    return _runs_from_right(letter) or any(unicodedata.category(each) == "Mn" for each in letter)


@lru_cache(maxsize=4096)
def _runs_from_right(letter: str) -> bool:
    return any(unicodedata.bidirectional(each) in FROM_RIGHT for each in letter)


def _ordered(
    instructions: Iterable[Instruction], fonts: dict[str, Font], holders: list[Any]
) -> Iterator[Instruction]:
    run: list[Piece] = []
    for block in _blocks(instructions):
        if (piece := _piece(block, fonts)) is not None:
            run.append(piece)
            continue
        yield from _written(run, holders)
        run = []
        yield from block
    yield from _written(run, holders)


def _blocks(instructions: Iterable[Instruction]) -> Iterator[list[Instruction]]:
    """What stands between numbered marks, with them; everything else alone."""
    block: list[Instruction] = []
    depth = 0
    for each in instructions:
        operator = str(each.operator)
        if block or (operator == "BDC" and "/MCID" in each.operands[1]):
            block.append(each)
            depth += (operator in OPENING) - (operator == "EMC")
            if depth == 0:
                yield block
                block = []
        else:
            yield [each]


def _piece(block: list[Instruction], fonts: dict[str, Font]) -> Piece | None:
    operators = [str(each.operator) for each in block]
    if operators.count("BT") != 1 or operators.count("cm") != 1 or "Tf" not in operators:
        return None
    start, end = operators.index("BT") + 1, operators.index("ET")
    x, y = map(float, block[operators.index("cm")].operands[4:6])
    size = float(block[operators.index("Tf")].operands[1])
    strings = [_shown(string, fonts, y) for string in _strings(block[start:end])]
    if not strings or not all(shown.letters for shown in strings):
        return None
    return Piece(block[0], block[1:start], strings, block[end:-1], x, size)


def _strings(instructions: list[Instruction]) -> list[list[Instruction]]:
    """Each with the marks around it, and with what says where it stands."""
    strings: list[list[Instruction]] = []
    depth = 0
    for each in instructions:
        operator = str(each.operator)
        if depth == 0 and (not strings or str(strings[-1][-1].operator) in ("EMC", "Tj", "TJ")):
            strings.append([])
        depth += (operator in OPENING) - (operator == "EMC")
        strings[-1].append(each)
    return strings


def _shown(instructions: list[Instruction], fonts: dict[str, Font], y: float) -> Shown:
    font = Font({}, frozenset())
    letters: list[tuple[bytes, str]] = []
    told, is_turned = None, False
    for each in instructions:
        match str(each.operator):
            case "Tf":
                font = fonts[str(each.operands[0])]
            case "BMC":
                is_turned = each.operands[0] == Name.ReversedChars
            case "BDC":
                told = str(each.operands[1].get("/ActualText", "")) or told
            case "Tj" | "TJ":
                letters += [(glyph, font.letters.get(glyph, "")) for glyph in _glyphs(each.operands[0])]
    if is_turned or any(_runs_from_right(letter) for _glyph, letter in letters):
        letters.reverse()
    # Several glyphs that together are one letter: the first of them stands for it.
    letters = letters if told is None else [(glyph, told) for glyph, _letter in letters[:1]]
    return Shown(instructions, letters, told, is_turned, font, y)


def _glyphs(shown: Any) -> Iterator[bytes]:
    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
    yield from (codes[at : at + 2] for at in range(0, len(codes), 2))


def _written(run: list[Piece], holders: list[Any]) -> Iterator[Instruction]:
    items = list(_items(run, holders))
    for before, item, after in zip([[], *items], items, [*items[1:], []], strict=False):
        yield from _told_once(_turned(item) if _is_turned(before, item, after, holders) else item)


def _items(run: list[Piece], holders: list[Any]) -> Iterator[list[Piece]]:
    """Pieces in one line, of one direction, one right of the other."""
    item: list[Piece] = []
    for piece in run:
        # The lowest of several marks below a letter is far from the first above it, and both are near the letter.
        in_line = any(each.is_in_line_with(piece, holders) for each in reversed(item))
        if item and not (in_line and item[-1].goes_on_with(piece)):
            yield item
            item = []
        item.append(piece)
    if item:
        yield item


def _is_turned(before: list[Piece], item: list[Piece], after: list[Piece], holders: list[Any]) -> bool:
    """Signs alone are read as what stands around them: from the right, if that goes on further left."""
    if not all(piece.has_signs_alone for piece in item):
        return item[-1].runs_from_right
    pairs = ((one[0], two[0]) for one, two in ((before, item), (item, after)) if one and two)
    return any(two.x < one.x and one.is_in_line_with(two, holders) for one, two in pairs)


def _turned(item: list[Piece]) -> list[Piece]:
    """The numbers stay where they are, and what is numbered changes places."""
    return [
        replace(
            piece,
            opening=numbered.opening,
            strings=[shown.marked_as_turned() for shown in reversed(piece.strings)],
        )
        for numbered, piece in zip(item, reversed(item), strict=True)
    ]


def _told_once(item: list[Piece]) -> Iterator[Instruction]:
    base: Shown | None = None
    for piece in item:
        yield from (piece.opening, *piece.before)
        for shown in piece.strings:
            if base is not None and shown.goes_on_with(base):
                yield from shown.without_its_first()
                base = shown if len(shown.letters) > 1 else base
            else:
                yield from shown.instructions
                base = shown
        yield from (*piece.after, CLOSING)
