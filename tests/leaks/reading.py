"""Every text that somebody could find in some bytes, whatever they are: a file, a page, a row, a message.

Written on its own and on purpose by other means than the product's own check: no format is known by its name, archives
are opened, streams inflated, encodings undone, and each of the results is read again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

import pypdfium2

DEEPEST = 4
LONG_PART = 500
FIRST_READ: dict[bytes, str] = {}
PACKED_FONT = b"wOF2"
PDF, ZIP, GZIP = b"%PDF-", b"PK\x03\x04", b"\x1f\x8b"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
HEX = re.compile(rb"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){6,2000}(?![0-9A-Fa-f])")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
URL_SAFE = bytes.maketrans(b"-_", b"+/")
OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
QUOTED = re.compile(rb"=([0-9A-F]{2})")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
TAG = re.compile(r"<[^>]*>")
# What is embedded as one long run is not text; it is decoded below.
LONG_RUN = re.compile(rb"[A-Za-z0-9+/=]{2000,}")


def texts(data: bytes, *, origin: str = "", depth: int = 0) -> Iterator[str]:
    """Texts in ``data`` and in what is packed or encoded in it. ``origin`` says from where it comes."""
    if depth > DEEPEST or (depth and is_the_same_elsewhere(data, origin)):
        return
    yield from plain(data)
    is_packed = data.startswith((ZIP, PDF, GZIP))
    for inner in unpacked(data) if is_packed else decoded(data):
        yield from texts(inner, origin=origin, depth=depth + 1)


def is_the_same_elsewhere(data: bytes, origin: str) -> bool:
    """What was read, byte for byte, in something of another origin (the styles of a document, a font) holds no word
    that only this one has.
    """
    if len(data) < LONG_PART or not origin:
        return False
    return FIRST_READ.setdefault(hashlib.sha256(data).digest(), origin) != origin


def plain(data: bytes) -> Iterator[str]:
    """As UTF-8 and as Latin letters of any width; with escapes and entities undone, and without tags."""
    data = LONG_RUN.sub(b" ", data)
    for text in readings(data):
        yield text
        if "<" in text or "&" in text:
            yield html.unescape(TAG.sub("", text))
            yield html.unescape(text)
        if "%" in text:
            yield PERCENT.sub(lambda found: unquote(found.group()), text)
        if "\\u" in text:
            yield ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def readings(data: bytes) -> list[str]:
    """As UTF-8 where it is that throughout; else as Latin letters too."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return [data.decode("utf-8", "replace"), wide(data)]
    return [text, wide(data)] if "\x00" in text else [text]


def wide(data: bytes) -> str:
    """UTF-16 and UTF-32 of either order hold Latin letters with zeros between them."""
    return data.replace(b"\x00", b"").decode("latin-1")


def unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(ZIP):
        yield from members(data)
    elif data.startswith(PDF):
        yield from of_pdf(data)
    else:
        yield from gunzipped(data)


def gunzipped(data: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompress(data, 31)
    except zlib.error:
        # Two bytes are soon alike by chance.
        yield from decoded(data)


def members(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment
        for entry in archive.infolist():
            yield entry.filename.encode() + b"\n" + entry.comment + b"\n" + entry.extra
            yield archive.read(entry)


def of_pdf(data: bytes) -> Iterator[bytes]:
    """The pages as a reader sees them; every stream, inflated; strings with their escapes undone."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
        info = document.get_metadata_dict()
    finally:
        document.close()
    yield "\n".join((*pages, *info, *info.values())).encode()
    yield b"\n" + OCTAL.sub(lambda found: bytes([int(found.group(1), 8)]), STREAM.sub(b"", data))
    for found in STREAM.finditer(data):
        yield from inflated(found.group(1))


def inflated(stream: bytes) -> Iterator[bytes]:
    try:
        content = zlib.decompressobj().decompress(stream)
    except zlib.error:
        return
    # Outlines of letters hold no words.
    if not is_font(content):
        yield content


def is_font(content: bytes) -> bool:
    return content.startswith((b"\x01\x00\x04", b"OTTO", b"\x00\x01\x00\x00", b"true"))


def decoded(data: bytes) -> Iterator[bytes]:
    """Runs of hexadecimal digits and of base64, and quoted-printable, undone."""
    long_words = dict.fromkeys(BASE64.findall(data))
    # Whatever is written in so many hexadecimal digits stands in a run that could be base64 too.
    runs = [bytes.fromhex(found.decode()) for run in long_words for found in HEX.findall(run)]
    runs += [content for run in long_words for content in of_base64(run)]
    if runs:
        yield b"\n".join(runs)
    if QUOTED.search(data):
        yield QUOTED.sub(lambda match: bytes([int(match.group(1), 16)]), data.replace(b"=\n", b""))


def of_base64(run: bytes) -> Iterator[bytes]:
    bare = run.rstrip(b"=").translate(URL_SAFE)
    try:
        content = base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + b"=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return
    if not content.startswith(PACKED_FONT):
        yield content
