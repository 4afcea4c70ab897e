from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.models import AuditEntry, Contribution
from submissions.review import overlay, redaction, workflow
from submissions.review.errors import NotAllowed, Stale
from tests.factories import make_contribution, make_user

TEXT = "Ann O’Hara said so. Annual reports by ann o'hara, and Ann\nO’Hara again."


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    replacement: str


def test_shown_text_puts_the_replacements_in_place() -> None:
    assert overlay.shown_text("Ask Ann or Bo.", [Span(11, 13, "[B]"), Span(4, 7, "[A]")]) == "Ask [A] or [B]."


def test_spans_that_overlap_hide_all_they_cover() -> None:
    assert overlay.shown_text("abcdef", [Span(1, 4, "-"), Span(2, 5, "+"), Span(2, 3, "!")]) == "a-+f"


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6))
def test_pieces_together_are_the_original_and_no_covered_character_is_shown(
    text: str, spans: list[tuple[int, int]]
) -> None:
    covers = [Span(start, start + length, "") for start, length in spans]
    pieces = overlay.pieces(text, covers)
    assert "".join(piece.original for piece in pieces) == text
    hidden = {index for cover in covers for index in range(cover.start, cover.end)}
    expected = "".join(character for index, character in enumerate(text) if index not in hidden)
    assert overlay.shown_text(text, covers) == expected


def test_a_phrase_is_found_in_any_case_spacing_and_apostrophe() -> None:
    assert [TEXT[a:b] for a, b in redaction.occurrences(TEXT, "Ann O'Hara")] == [
        "Ann O’Hara",
        "ann o'hara",
        "Ann\nO’Hara",
    ]
    assert len(redaction.occurrences(TEXT, "Ann")) == 3  # not the beginning of "Annual"
    assert redaction.occurrences(TEXT, "nnual") == [(21, 26)]
    assert redaction.occurrences(TEXT, "  ") == []


@pytest.mark.django_db
class TestRedacting:
    @pytest.fixture
    def contribution(self) -> Contribution:
        return make_contribution(text=TEXT)

    @pytest.fixture
    def reviewer(self) -> Any:
        return make_user()

    def shown(self, contribution: Contribution) -> str:
        row = Contribution.objects.get(pk=contribution.pk)
        return overlay.shown_text(row.text, row.redactions.all())

    def test_a_phrase_is_covered_everywhere_and_the_original_stays(
        self, contribution: Contribution, reviewer: Any
    ) -> None:
        redaction.redact_phrase(
            contribution, by=reviewer, phrase="Ann O’Hara", replacement="[a name]", reason="third person"
        )
        assert self.shown(contribution) == "[a name] said so. Annual reports by [a name], and [a name] again."
        assert Contribution.objects.get(pk=contribution.pk).text == TEXT

    def test_the_trail_says_where_and_why_but_not_what(
        self, contribution: Contribution, reviewer: Any
    ) -> None:
        redaction.redact(
            contribution, by=reviewer, start=0, end=10, replacement="[a name]", reason="a person"
        )
        entry = AuditEntry.objects.get(contribution=contribution)
        assert (entry.action, entry.detail) == ("redact", {"spans": [[0, 10]], "reason": "a person"})

    @pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 3), (0, 500)])
    def test_characters_outside_the_text_are_refused(
        self, contribution: Contribution, reviewer: Any, start: int, end: int
    ) -> None:
        with pytest.raises(NotAllowed, match="do not stand in the text"):
            redaction.redact(contribution, by=reviewer, start=start, end=end, replacement="x", reason="y")
        assert Contribution.objects.get(pk=contribution.pk).version == 1

    def test_what_is_covered_is_not_covered_again(self, contribution: Contribution, reviewer: Any) -> None:
        redaction.redact(contribution, by=reviewer, start=0, end=3, replacement="[A]", reason="a name")
        contribution.refresh_from_db()
        with pytest.raises(NotAllowed, match="redacted already"):
            redaction.redact(contribution, by=reviewer, start=2, end=9, replacement="[A]", reason="a name")
        redaction.redact_phrase(contribution, by=reviewer, phrase="ann", replacement="[A]", reason="a name")
        contribution.refresh_from_db()
        with pytest.raises(NotAllowed, match="redacted already"):
            redaction.redact_phrase(contribution, by=reviewer, phrase="ann", replacement="[A]", reason="r")
        assert contribution.redactions.count() == 3

    @pytest.mark.parametrize(
        ("phrase", "replacement", "reason"), [("Bo", "x", "y"), ("Ann", " ", "y"), ("Ann", "x", "")]
    )
    def test_an_unknown_phrase_or_a_redaction_without_words_is_refused(
        self, contribution: Contribution, reviewer: Any, phrase: str, replacement: str, reason: str
    ) -> None:
        with pytest.raises(NotAllowed):
            redaction.redact_phrase(
                contribution, by=reviewer, phrase=phrase, replacement=replacement, reason=reason
            )
        assert self.shown(contribution) == TEXT

    def test_lifted_the_words_are_seen_again(self, contribution: Contribution, reviewer: Any) -> None:
        made = redaction.redact(contribution, by=reviewer, start=0, end=3, replacement="[A]", reason="a name")
        row = redaction.lift(made, by=reviewer)
        assert (row.version, self.shown(contribution)) == (3, TEXT)
        assert [entry.action for entry in AuditEntry.objects.filter(contribution=row)] == ["redact", "lift"]

    def test_a_decision_on_the_text_before_a_redaction_is_stale(
        self, contribution: Contribution, reviewer: Any
    ) -> None:
        redaction.redact(contribution, by=reviewer, start=0, end=3, replacement="[A]", reason="a name")
        with pytest.raises(Stale):
            workflow.accept(contribution, by=reviewer)

    def test_what_is_withdrawn_is_not_redacted(self, contribution: Contribution, reviewer: Any) -> None:
        workflow.withdraw(contribution)
        contribution.refresh_from_db()
        with pytest.raises(NotAllowed, match="withdrawn"):
            redaction.redact(contribution, by=reviewer, start=0, end=3, replacement="[A]", reason="a name")
