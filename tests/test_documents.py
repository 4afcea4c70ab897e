"""A document names no path that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMED = re.compile(r"`([\w.-]+(?:/[\w.<>*-]+)+/?|[\w-]+\.(?:md|toml|yml|lock))`")
MADE_LATER = ("var/", "path/to/", "contributions/", "programme.yaml", "survey.yaml", "themes.yaml")


def named_paths(document: Path) -> list[str]:
    return [
        name
        for name in NAMED.findall(document.read_text(encoding="utf-8"))
        if not name.startswith(MADE_LATER)
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    missing = [name for name in named_paths(document) if not (ROOT / name).exists()]
    assert missing == []


def test_the_architecture_names_paths() -> None:
    assert len(named_paths(ROOT / "docs/architecture.md")) > 10
