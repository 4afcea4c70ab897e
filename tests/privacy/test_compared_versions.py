"""What counts as a change between two published versions is what a reader of both could see, each kind for itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports import publication
from reports.models import Report
from submissions.models import Contribution, Submission, Theme
from submissions.review import coding, redaction, themes, workflow
from tests.factories import make_organization
from tests.reports.compiling import Streets, make_streets
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db

K = 4
IDEAS = (
    "Mark the crossings.", "Light the corner.", "Mend the pavement.", "Plant two trees.", "Slow the cars.",
    "Paint the kerb.", "Ring the bell.", "Clear the snow.", "Move the stop.", "Close the gate.",
)  # fmt: skip


@pytest.fixture
def streets() -> Streets:
    return make_streets(k=K)


@pytest.fixture
def said(streets: Streets) -> list[Contribution]:
    """Ten that were accepted and stand each by itself."""
    return [streets.said(text) for text in IDEAS]


@pytest.fixture
def theme(streets: Streets, said: list[Contribution]) -> Theme:
    """A finding that none of the first eight stands behind."""
    return streets.theme(*said[8:])


def version(streets: Streets, **fields: Any) -> Report:
    return make_ready(streets.consultation, manifest=streets.compiled().manifest, **fields)


def published(streets: Streets) -> Report:
    return version(streets, published_on=streets.consultation.today())


def fresh(contributions: list[Contribution]) -> list[Contribution]:
    return [Contribution.objects.get(pk=each.pk) for each in contributions]


def test_nothing_changed_nothing_waits(streets: Streets, theme: Theme) -> None:
    published(streets)
    assert publication.waits_for(version(streets)) == 0


def test_steps_of_review_that_no_reader_sees_fill_no_crowd(
    streets: Streets, said: list[Contribution], theme: Theme
) -> None:
    published(streets)
    for each in said[: K - 1]:
        coding.assign(each, by=streets.reviewer, to=streets.reviewer)
    assert publication.waits_for(version(streets)) == 0

    streets.said("Widen the path.")
    assert publication.waits_for(version(streets)) == K - 1


def quote_one(streets: Streets, said: list[Contribution], theme: Theme) -> None:
    """In print no more by itself, but below the finding, and in another place."""
    themes.support(theme, said[0], by=streets.reviewer, quoted=True)


def quote_one_that_stood_behind(streets: Streets, said: list[Contribution], theme: Theme) -> None:
    themes.support(theme, said[8], by=streets.reviewer, quoted=True)


def quote_one_beside_others_that_are_only_counted(
    streets: Streets, said: list[Contribution], theme: Theme
) -> None:
    quote_one_that_stood_behind(streets, said, theme)
    for each in said[: K - 1]:
        themes.support(theme, each, by=streets.reviewer)


def reword_one_beside_others_that_moved(streets: Streets, said: list[Contribution], theme: Theme) -> None:
    redaction.redact_phrase(
        said[7], by=streets.reviewer, phrase="snow", replacement="way", reason="to be clearer"
    )
    for each in said[:K]:
        themes.support(theme, each, by=streets.reviewer, quoted=True)


def take_one_back_beside_others_that_came(streets: Streets, said: list[Contribution], theme: Theme) -> None:
    workflow.withdraw(said[0])
    for number in range(K):
        streets.said(f"Another thing, number {number}.")


@pytest.mark.parametrize(
    "change",
    [
        quote_one,
        quote_one_that_stood_behind,
        quote_one_beside_others_that_are_only_counted,
        reword_one_beside_others_that_moved,
        take_one_back_beside_others_that_came,
    ],
)
def test_one_that_changed_in_its_own_way_is_not_hidden_by_others(
    streets: Streets, said: list[Contribution], theme: Theme, change: Callable[..., None]
) -> None:
    published(streets)
    change(streets, fresh(said), theme)
    assert publication.waits_for(version(streets)) == K - 1


def test_enough_of_each_kind_pass(streets: Streets, said: list[Contribution], theme: Theme) -> None:
    """What went is hidden among what is no longer in print: it stands behind a finding now."""
    published(streets)
    workflow.withdraw(said[0])
    for each in fresh(said[1 : K + 1]):
        themes.support(theme, each, by=streets.reviewer)
    for number in range(K):
        streets.said(f"Another thing, number {number}.")
    assert publication.waits_for(version(streets)) == 0


def test_what_nobody_reads_of_a_speaker_is_no_change(streets: Streets, theme: Theme) -> None:
    """Somebody whose words stand unquoted behind a finding takes their name back."""
    named = streets.said("Ask us.", attribution="named", name="Ada Walker")
    themes.support(theme, named, by=streets.reviewer)
    published(streets)
    Submission.objects.filter(pk=named.submission_id).update(attribution="not_attributed", name="")
    assert publication.waits_for(version(streets)) == 0


def test_a_crowd_that_is_counted_elsewhere_hides_none_that_is_read_elsewhere(
    streets: Streets, said: list[Contribution], theme: Theme
) -> None:
    other = streets.theme(*said[: K - 1])
    published(streets)
    for each in fresh(said[: K - 1]):
        themes.drop(other, each, by=streets.reviewer)
        themes.support(theme, each, by=streets.reviewer)
    coding.set_addressees(
        fresh(said)[7],
        by=streets.reviewer,
        organizations=[make_organization(streets.consultation, takes_advice=True)],
    )
    assert publication.waits_for(version(streets)) == K - 1


@pytest.mark.parametrize(("came", "waits"), [(0, 0), (1, K - 1), (K, 0)])
def test_versions_without_digests_are_compared_by_what_is_known(
    streets: Streets, said: list[Contribution], came: int, waits: int
) -> None:
    older = published(streets)
    del older.manifest["comparable"]
    older.save()
    for number in range(came):
        streets.said(f"Another thing, number {number}.")
    assert publication.waits_for(version(streets)) == waits


def test_the_digests_tell_no_words_to_whoever_tries_some_out(
    streets: Streets, said: list[Contribution]
) -> None:
    before = streets.compiled().manifest["comparable"]
    assert streets.compiled().manifest["comparable"] == before
    streets.consultation.ordering_key = "0" * 64
    streets.consultation.save()
    after = streets.compiled().manifest["comparable"]
    assert before.keys() == after.keys() == {str(each.pk) for each in said}
    assert all(before[pk][0] != after[pk][0] and before[pk][1] != after[pk][1] for pk in before)
