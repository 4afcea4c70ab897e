"""Words that run from the right, stored in the order in which they are read (ISO 32000-1, 14.8.2.3.3).

Typst stores the strings of a line as they stand on the page, from the left, and the letters of each from the left too.
A reader turns the letters (``ReversedChars``), but takes the strings in the order in which it finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import pikepdf

Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
OPENING: Final = ("BMC", "BDC")
TURNED: Final = pikepdf.Name.ReversedChars


def put_in_reading_order(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        if bytes(str(TURNED), "ascii") in page.Contents.read_bytes():
            ordered = list(_ordered(pikepdf.parse_content_stream(page)))
            page.Contents.write(pikepdf.unparse_content_stream(ordered))


def _ordered(instructions: Iterable[Instruction]) -> Iterator[Instruction]:
    """A text object is of one direction; each of its strings says where on the page it stands."""
    shown: list[Instruction] | None = None
    for each in instructions:
        operator = str(each.operator)
        if operator == "ET":
            for string in _as_read(_strings(shown or [])):
                yield from string
            shown = None
        if shown is None:
            yield each
        else:
            shown.append(each)
        if operator == "BT":
            shown = []


def _strings(instructions: list[Instruction]) -> list[list[Instruction]]:
    """Each with the marks around it."""
    strings: list[list[Instruction]] = []
    depth = 0
    for each in instructions:
        operator = str(each.operator)
        if depth == 0 and (operator in OPENING or not strings):
            strings.append([])
        depth += (operator in OPENING) - (operator == "EMC")
        strings[-1].append(each)
    return strings


def _as_read(strings: list[list[Instruction]]) -> list[list[Instruction]]:
    turned = any(each.operands and each.operands[0] == TURNED for string in strings for each in string)
    return strings[::-1] if turned else strings
