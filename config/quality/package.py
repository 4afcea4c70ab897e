"""One file out of a package of the npm registry, for the tests: fetched once, by its checksum, or named by a variable."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from config.demo.options import VAR
from config.servers.errors import ServerError

REGISTRY = "https://registry.npmjs.org"
PATIENCE = 60.0  # seconds for the registry to answer


@dataclass(frozen=True)
class Package:
    """``sha512`` is that of the package, as its registry states it: what has another is not opened.

    ``variable`` may name a file of one's own to be used instead.
    """

    name: str
    version: str
    sha512: str
    member: str
    variable: str
    said: str

    @property
    def address(self) -> str:
        return f"{REGISTRY}/{self.name}/-/{self.name}-{self.version}.tgz"

    def file(self) -> Path:
        """The path of the member. Raises ``ServerError`` where it cannot be had."""
        if named := os.environ.get(self.variable, ""):
            if not Path(named).is_file():
                raise ServerError(f"{self.variable}={named} is no file: give the path of {self.said}.")
            return Path(named)
        kept = VAR / "tools" / f"{self.name}-{self.version}{Path(self.member).suffix}"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            half = kept.with_suffix(f".{os.getpid()}")
            half.write_bytes(self.unpacked(self.downloaded()))
            half.replace(kept)
        return kept

    def downloaded(self) -> bytes:
        print(f"Downloading {self.said}, version {self.version}, for the tests (once).", flush=True)
        try:
            with urllib.request.urlopen(self.address, timeout=PATIENCE) as answer:  # noqa: S310
                data: bytes = answer.read()
        except OSError as error:
            raise ServerError(
                f"{self.said} cannot be fetched ({error}): check the network, or set {self.variable}=path."
            ) from None
        if hashlib.sha512(data).hexdigest() != self.sha512:
            raise ServerError(f"{self.address} is not what it was when it was chosen; it is not used.")
        return data

    def unpacked(self, package: bytes) -> bytes:
        with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
            member = archive.extractfile(self.member)
            assert member is not None
            return member.read()
