"""A document names no path that is not there."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.e2e import screenshots
from tests.e2e.test_every_route import DJANGOS, NOT_A_PAGE, routes

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMED = re.compile(r"`([\w.-]+(?:/[\w.<>*-]+)+/?|[\w-]+\.(?:md|toml|yml|lock))`")
MADE_LATER = (
    "var/",
    "locale/ar/",
    "locale/<code>/",
    "path/to/",
    "contributions/",
    "programme.yaml",
    "survey.yaml",
    "themes.yaml",
)


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_picture_that_a_document_shows_exists(document: Path) -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", document.read_text(encoding="utf-8"))
    assert [path for path in shown if not (document.parent / path).exists()] == []


def test_every_test_that_the_list_of_tasks_names_exists() -> None:
    named = re.findall(
        r"`(tests/[\w/]+\.py)`: `(test_\w+)`", (ROOT / "docs/pages.md").read_text(encoding="utf-8")
    )
    assert len(named) > 20
    assert [
        test for path, test in named if f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ] == []


def test_every_picture_is_shown_and_together_they_stay_small() -> None:
    shown = (ROOT / "docs/pages.md").read_text(encoding="utf-8")
    pictures = sorted((ROOT / "docs/screenshots").glob("*"))
    assert [path.name for path in pictures if f"(screenshots/{path.name})" not in shown] == []
    # 41 kinds of pages, wide and narrow, in both languages; each picture anew stays in the history of the repository.
    assert sum(path.stat().st_size for path in pictures) < 4_500_000


def test_every_page_has_its_picture_or_a_reason() -> None:
    ours = {name for name in routes(get_resolver().url_patterns) if not DJANGOS.fullmatch(name)}
    pictured = {**screenshots.PUBLIC, **screenshots.STAFF}
    assert ours - set(NOT_A_PAGE) - set(pictured.values()) == set(screenshots.NOT_DRAWN)
    named = {screenshots.file_name(*each) for each in product(pictured, ("en", "fr"), screenshots.WIDTHS)}
    assert named == {path.name for path in screenshots.INTO.glob("*")}


def test_the_architecture_names_paths() -> None:
    assert len(named_paths(ROOT / "docs/architecture.md")) > 10
