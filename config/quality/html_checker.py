"""The Nu Html Checker (`vnu`) for the tests: VNU_JAR=, else one fixed version; Java from the PATH, else Debian's."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from config.demo.options import VAR
from config.quality.debian import install
from config.servers.errors import ServerError

VERSION = "26.9.27"
PACKAGE = f"https://registry.npmjs.org/vnu-jar/-/vnu-jar-{VERSION}.tgz"
# Of the package, as its registry states it; what has another is not opened.
SHA512 = (
    "4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c"
    "417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428"
)
MEMBER = "package/build/dist/vnu.jar"
PATIENCE = 60.0  # seconds for the registry to answer


@dataclass(frozen=True)
class Message:
    """What the checker says of one file: ``kind`` is error, warning or other."""

    file: str
    kind: str
    text: str
    extract: str

    def __str__(self) -> str:
        return f"{self.file}: {self.kind}: {self.text} [{self.extract.strip()}]"


def check(files: list[Path]) -> list[Message]:
    """Everything that the checker says of these pages. Raises ``ServerError`` where it cannot be had or run."""
    command = [find_java(), "-jar", str(find_jar()), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        raise ServerError(f"The HTML checker did not answer: {(done.stderr or done.stdout)[:300]}") from None
    return [message(each) for each in messages]


def message(told: dict[str, str]) -> Message:
    kind = "warning" if told.get("subType") == "warning" else "other" if told["type"] == "info" else "error"
    return Message(Path(told.get("url", "")).name, kind, told["message"], told.get("extract", ""))


def find_java() -> str:
    found = shutil.which("java") or (shutil.which("java") if install("default-jre-headless") else None)
    if not found:
        raise ServerError(
            "No Java for the HTML checker: install a Java runtime, 17 or newer, and have it on the PATH."
        )
    return found


def find_jar() -> Path:
    named = os.environ.get("VNU_JAR", "")
    if named:
        if not Path(named).is_file():
            raise ServerError(f"VNU_JAR={named} is no file: give the path of vnu.jar.")
        return Path(named)
    kept = VAR / "tools" / f"vnu-{VERSION}.jar"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(unpacked(downloaded()))
        half.replace(kept)
    return kept


def downloaded() -> bytes:
    print(f"Downloading the HTML checker {VERSION} for the tests (30 MB, once).", flush=True)
    try:
        with urllib.request.urlopen(PACKAGE, timeout=PATIENCE) as answer:
            data: bytes = answer.read()
    except OSError as error:
        raise ServerError(
            f"No HTML checker for the tests ({error}): check the network, or name one with VNU_JAR=/path/to/vnu.jar."
        ) from None
    if hashlib.sha512(data).hexdigest() != SHA512:
        raise ServerError(f"{PACKAGE} is not what it was when it was chosen; it is not used.")
    return data


def unpacked(package: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        return member.read()
