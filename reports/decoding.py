"""What a text says once it is decoded, for every way in which somebody may have written a name so that it is not seen.

Encoded pieces are decoded, not the names encoded: so every form of a name is found in every encoding, and one
encoding within another too.
"""

from __future__ import annotations

import binascii
import html
import quopri
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import unquote

# How much around an escape belongs to the same name, in characters.
REACH = 120
# How often an encoding may stand within another.
DEPTH = 3
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8}))")
QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}(?:[\x02\ufffe]?\r?\n[A-Za-z0-9+/_-]+)*")
# Words as people write them; whoever encodes a name gets capitals and small letters in a jumble.
PLAIN_WORD = re.compile(r"(?:[A-Za-z]?[a-z]*|[A-Z]+)(?:[-_/](?:[A-Za-z]?[a-z]*|[A-Z]+|\d+))*")
# A few characters in a row, as in words: of noise little else is left.
RUN = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd]{5,}")
# The same in an alphabet of one byte a letter.
WESTERN = re.compile(r"[ -~\xa0-\xff]{5,}")
# Where a long line was broken.
LINE_END = re.compile(r"[\x02\ufffe]?\r?\n")
# A word between decoded pieces, so that no name is put together from two.
BETWEEN = " 0x1f "
HEX = re.compile(r"(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{2}[\s:,-]{0,2}){4,}[0-9a-fA-F]{0,2}(?![0-9a-zA-Z])")
PUNYCODE = re.compile(r"x[nN]--([A-Za-z0-9-]+)|X[nN]--([A-Za-z0-9-]+)")
# Letters of UTF-16 among bytes: every other byte is zero.
SIXTEEN = re.compile(rb"(?:[^\x00]\x00){4,}|(?:\x00[^\x00]){4,}")
SPELT = re.compile(r"\0(?:[^\0]\0){3,}")


def decoded(text: str, depth: int = DEPTH) -> Iterator[str]:
    """Every text that encoded parts of ``text`` become, with what stands around them, and so on."""
    if depth == 0:
        return
    near = around(text, MARKS)
    for plain in (_undone(near), _undone(LINE_END.sub("", near)), BETWEEN.join(_pieces(text))):
        if plain:
            yield plain
            yield from decoded(plain, depth - 1)


def _undone(text: str) -> str:
    """With all escapes undone; "" when there are none."""
    plain = text
    for marks, undo in WHOLE:
        if marks.search(plain):
            plain = undo(plain)
    return plain if plain != text else ""


def around(text: str, marks: re.Pattern[str]) -> str:
    """The stretches in which ``marks`` stand, with as much before and behind them as may belong to one name."""
    return BETWEEN.join(text[start:end] for start, end in _surroundings(text, marks))


def _surroundings(text: str, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = end = 0
    for match in marks.finditer(text):
        if match.start() - REACH > end:
            yield from ((start, end),) if end else ()
            start = match.start() - REACH
        end = match.end() + REACH
    yield from ((start, end),) if end else ()


def texts_of(data: bytes) -> Iterator[str]:
    """Bytes of no known kind as the texts that they may be."""
    text = data.decode("utf-8", errors="replace")
    yield text
    if "\ufffd" in text:
        yield "\n".join(WESTERN.findall(data.decode("latin-1")))
    if SIXTEEN.search(data):
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield data[start:].decode(encoding, errors="replace")


def _escaped(text: str) -> str:
    plain = ESCAPE.sub(lambda match: _character(next(filter(None, match.groups()))), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0x110000 else ""


def _quoted(text: str) -> str:
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", errors="replace")


def _percent(text: str) -> str:
    return unquote(text.replace("+", " "))


def _puny(text: str) -> str:
    def label(match: re.Match[str]) -> str:
        with suppress(UnicodeError):
            return (match[1] or match[2]).encode("ascii").decode("punycode")
        return match[0]

    return PUNYCODE.sub(label, text)


WHOLE: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (ENTITY, html.unescape),
    (PERCENT, _percent),
    (ESCAPE, _escaped),
    (QUOTED, _quoted),
    (PUNYCODE, _puny),
    (SPELT, lambda text: text.replace("\0", "")),
)


# Each begins with a character of its own, so that they are soon found.
MARKS = re.compile("|".join(marks.pattern for marks, _undo in WHOLE))


def _pieces(text: str) -> Iterator[str]:
    """Stretches that may be base64 or hexadecimal, decoded, wherever in them it begins."""
    found: list[bytes] = []
    for run in dict.fromkeys(BASE64.findall(text)):
        if PLAIN_WORD.fullmatch(run):
            continue
        found += _unpacked(re.sub(r"[\s\x02\ufffe]", "", run))
    for match in HEX.finditer(text):
        with suppress(ValueError, binascii.Error):
            figures = re.sub(r"[\s:,-]", "", match.group())
            found.append(bytes.fromhex(figures[: len(figures) // 2 * 2]))
            found.append(bytes.fromhex(figures[1:][: (len(figures) - 1) // 2 * 2]))
    for data in found:
        yield from (run for text in texts_of(data) for run in RUN.findall(text))


def _unpacked(run: str) -> Iterator[bytes]:
    letters = run.translate({ord("-"): "+", ord("_"): "/"})
    for start in range(4):
        rest = letters[start:]
        rest = rest[: len(rest) - 1] if len(rest) % 4 == 1 else rest
        with suppress(ValueError, binascii.Error):
            yield b64decode(rest + "=" * (-len(rest) % 4))
