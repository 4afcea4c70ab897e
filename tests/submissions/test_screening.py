from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.models import Bilingual, OrganizationKind
from submissions.models import Flag, FlagKind, Submission
from submissions.review import likeness, redaction, screening, workflow
from submissions.tasks import screen_waiting
from tests.factories import (
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_participant,
)

LETTER = (
    "Our street has no safe crossing between the school and the library. We ask the city to paint one this "
    "year, to lower the speed to thirty, and to tell us every spring what has been done and what has not."
)


def shared(one: str, other: str) -> int:
    return len(set(likeness.bands(one)) & set(likeness.bands(other)))


def test_texts_much_alike_share_bands_and_others_do_not() -> None:
    assert shared(LETTER, LETTER.upper()) == likeness.BANDS
    assert shared(LETTER, "Dear all. " + LETTER) > 0
    assert shared(LETTER, "Buses come too late on Sundays, and nobody says why they do.") == 0


@given(st.text(max_size=200))
def test_bands_fit_the_column(text: str) -> None:
    assert all(-(2**63) <= each < 2**63 for each in likeness.bands(text))


@pytest.mark.django_db
class TestScreening:
    def flags(self, submission: Submission) -> list[tuple[str, str]]:
        screening.screen(submission)
        rows = Flag.objects.filter(contribution__submission=submission)
        return sorted((flag.kind, flag.detail) for flag in rows)

    @pytest.mark.parametrize(
        ("language", "text", "found"),
        [
            ("en", "Write to farah.t@example.org, please.", ["farah.t@example.org"]),
            ("en", "Call 613-555-0134 or (613) 555-0134.", ["(613) 555-0134", "613-555-0134"]),
            ("fr", "Appelez le +33 1 42 34 56 78.", ["+33 1 42 34 56 78"]),
            ("en", "As @ada_w said", ["@ada_w"]),
            ("en", "Near K1A 0B1, or 12 rue Basse, 75007 Paris.", ["75007", "K1A 0B1"]),
            (
                "en",
                "As the only midwife here, no. We at port know.",
                ["As the only midwife here", "We at port know"],
            ),
            (
                "fr",
                "Comme seule sage-femme ici, non. Nous, au port.",
                ["Comme seule sage-femme ici", "Nous, au port"],
            ),
            ("en", "then ann\nO'HARA spoke; Bo Ling did not; ask O’Hara", ["O’Hara", "ann\nO'HARA"]),
            ("en", "they say oxfam staff and mary told us", ["oxfam"]),
            ("en", "Resolutions 1325, 1820 and 2122 of 2000-2013 cost $1 000 000.", []),
            ("en", "Meet @ noon; 12.5 % of 2010 2011 2012", []),
        ],
    )
    def test_what_may_tell_who_spoke_is_flagged(self, language: str, text: str, found: list[str]) -> None:
        consultation = make_consultation()
        make_participant(consultation, name="Ann O’Hara")
        make_participant(consultation, name="Bo Li")
        make_organization(consultation, name=Bilingual.of("Oxfam"))
        contribution = make_contribution(make_event(consultation), text, language=language)
        kind = FlagKind.PERSONAL_INFORMATION
        assert self.flags(contribution.submission) == [(kind, words) for words in found]

    def test_participants_and_unlisted_bodies_are_flagged_and_departments_are_not(self) -> None:
        consultation = make_consultation()
        make_participant(consultation, name="Ada Walker")
        make_participant(name="Someone Elsewhere")
        make_organization(consultation, code="a", name=Bilingual.of("Walkers United"))
        make_organization(consultation, code="b", name=Bilingual.of("Listed League"), listed=True)
        make_organization(
            consultation,
            OrganizationKind.DEPARTMENT,
            code="c",
            name=Bilingual.of("Roads Department"),
            takes_advice=True,
        )
        text = "Ada Walker of Walkers United asks the Roads Department, as do Listed League and Someone Elsewhere."
        contribution = make_contribution(make_event(consultation), text)
        kind = FlagKind.PERSONAL_INFORMATION
        assert self.flags(contribution.submission) == [(kind, "Ada Walker"), (kind, "Walkers United")]

    @pytest.mark.parametrize("order", list(permutations(range(4))))
    def test_of_a_letter_sent_twice_both_are_flagged_whichever_came_first(
        self, order: tuple[int, ...]
    ) -> None:
        event = make_event()
        texts = (
            LETTER,
            "Dear all. " + LETTER,
            "Buses come too late on Sundays, and nobody says why they do.",
        )
        said = [make_contribution(event, text) for text in texts]
        said.append(make_contribution(text=LETTER))  # the same words in another consultation
        for number in order:
            screening.screen(said[number].submission)
        flags = Flag.objects.values_list("contribution", "kind", "detail")
        assert set(flags) == {(each.pk, FlagKind.DUPLICATE, "") for each in said[:2]}
        assert [screening.much_like(each, event.consultation) for each in said[:2]] == [[said[1]], [said[0]]]

    def test_what_is_withdrawn_is_nobodys_duplicate(self) -> None:
        event = make_event()
        first, second = make_contribution(event, LETTER), make_contribution(event, LETTER)
        screening.screen(first.submission)
        workflow.withdraw(first)
        assert self.flags(second.submission) == []

    def test_run_twice_it_adds_nothing_and_a_closed_flag_stays_closed(self, admin_user: Any) -> None:
        contribution = make_contribution(text="Write to ada@example.org.")
        screen_waiting()
        Flag.objects.update(closed_by=admin_user)
        Submission.objects.update(screened=False)
        screen_waiting()
        assert [flag.closed_by for flag in Flag.objects.all()] == [admin_user]
        assert Submission.objects.get(pk=contribution.submission.pk).screened

    def test_what_is_covered_is_not_flagged_and_flags_follow_the_redaction(self, admin_user: Any) -> None:
        contribution = make_contribution(text="Write to ada@example.org or bo@example.org.")
        screening.screen(contribution.submission)
        made = redaction.redact_phrase(
            contribution, by=admin_user, phrase="ada@example.org", replacement="[address]", reason="a person"
        )[0]
        waiting = Flag.objects.filter(closed_by=None).values_list("detail", flat=True)
        assert set(waiting.all()) == {"bo@example.org"}
        screening.screen(contribution.submission)
        assert set(waiting.all()) == {"bo@example.org"}
        contribution.refresh_from_db()
        redaction.lift(made, by=admin_user, version=contribution.version)
        assert set(waiting.all()) == {"ada@example.org", "bo@example.org"}
