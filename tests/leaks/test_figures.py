"""The figures that the documents give are those of the committed results, and the results are of a run that passed."""

from __future__ import annotations

import json

import pytest

from config.demo.options import ROOT
from tests.leaks import results

DOCS = ROOT / "docs"
FOUND = json.loads((DOCS / results.COMMITTED).read_text())


@pytest.mark.parametrize("language", results.DOCUMENTS)
def test_a_document_gives_the_figures_of_the_committed_run(language: str) -> None:
    assert results.table(FOUND, language) in (DOCS / results.DOCUMENTS[language]).read_text()


def test_the_committed_run_passed() -> None:
    assert FOUND["passed"] is True
    assert results.passed(FOUND)
