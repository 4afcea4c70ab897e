"""The Nu Html Checker (`vnu`) for the tests: VNU_JAR=, else one fixed version; Java from the PATH, else Debian's."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.quality.debian import find
from config.quality.package import Package
from config.servers.errors import ServerError

JAR = Package(
    "vnu-jar",
    "26.9.27",
    sha512="4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c"
    "417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428",
    member="package/build/dist/vnu.jar",
    variable="VNU_JAR",
    said="the HTML checker (30 MB)",
)


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
    command = [find_java(), "-jar", str(JAR.file()), "--format", "json", "--stdout", "--exit-zero-always"]
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
    found = find(("java",), "default-jre-headless")
    if not found:
        raise ServerError(
            "No Java for the HTML checker: install a Java runtime, 17 or newer, and have it on the PATH."
        )
    return found
