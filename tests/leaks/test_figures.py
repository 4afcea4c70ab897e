"""The figures that the documents give are those of the committed sittings, and these are of runs that passed."""

from __future__ import annotations

import pytest

from config.demo.options import ROOT
from tests.leaks import results

DOCS = ROOT / "docs"
FOUND = results.committed(DOCS)
SITTINGS = FOUND["sittings"]


@pytest.mark.parametrize("language", results.DOCUMENTS)
def test_a_document_gives_the_figures_of_the_committed_sittings(language: str) -> None:
    assert results.tables(SITTINGS, language) in (DOCS / results.DOCUMENTS[language]).read_text()


def test_the_sum_is_that_of_the_sittings() -> None:
    assert FOUND["sum"] == results.together(SITTINGS)


def test_every_committed_sitting_passed_and_all_of_them_together() -> None:
    assert [one["commit"] for one in SITTINGS if not one["passed"]] == []
    assert FOUND["sum"]["passed"] is True


def test_no_consultation_is_counted_twice() -> None:
    assert results.overlapping(SITTINGS) == []


def test_of_every_breakage_it_is_told_where_it_was_noticed() -> None:
    assert len(FOUND["breakages"]) >= FOUND["sum"]["mutants"] == FOUND["sum"]["mutants_caught"]
