"""A zip that tells nothing of who made it where and when, with the same bytes whenever it is written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """The members (name, content) in the order in which they come."""
    steady = BytesIO()
    with zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members:
            info = zipfile.ZipInfo(name, FIRST_ZIP_DAY)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(info, content)
    return steady.getvalue()


def repacked(package: bytes) -> bytes:
    """An office file, whose list of types comes first, as readers expect."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return zipped((name, source.read(name)) for name in names)
