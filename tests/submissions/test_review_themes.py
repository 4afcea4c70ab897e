from __future__ import annotations

import pytest

from consultations.models import Bilingual
from submissions.models import AuditEntry, Support, Theme
from submissions.review import themes, workflow
from submissions.review.errors import NotAllowed, Stale
from tests.factories import make_contribution, make_event, make_topic, make_user

pytestmark = pytest.mark.django_db


def make_theme(topic: object = None) -> Theme:
    return themes.create_theme(
        topic or make_topic(),  # type: ignore[arg-type]
        by=make_user(),
        code="faded",
        title=Bilingual("Paint fades", "La peinture pâlit"),
        statement=Bilingual("Crossings could not be seen.", "On ne voyait plus les passages."),
    )


def test_a_contribution_stands_once_behind_a_theme_and_can_be_quoted_later() -> None:
    event, user = make_event(), make_user()
    theme, contribution = make_theme(make_topic(event.consultation)), make_contribution(event)
    themes.support(theme, contribution, by=user)
    themes.support(theme, contribution, by=user)
    themes.support(theme, contribution, by=user, quoted=True)
    assert [(each.contribution, each.is_quoted) for each in theme.supports.all()] == [(contribution, True)]
    trail = AuditEntry.objects.filter(contribution=contribution, action="support")
    assert [entry.detail for entry in trail] == [
        {"theme": "faded", "quoted": False},
        {"theme": "faded", "quoted": True},
    ]


def test_taken_from_a_theme_once() -> None:
    event, user = make_event(), make_user()
    theme, contribution = make_theme(make_topic(event.consultation)), make_contribution(event)
    themes.support(theme, contribution, by=user)
    themes.drop(theme, contribution, by=user)
    themes.drop(theme, contribution, by=user)
    assert not Support.objects.exists()
    assert AuditEntry.objects.filter(contribution=contribution, action="drop").count() == 1


def test_a_theme_of_another_consultation_is_refused() -> None:
    with pytest.raises(NotAllowed, match="same consultation"):
        themes.support(make_theme(), make_contribution(), by=make_user())


def test_withdrawn_words_stand_behind_nothing() -> None:
    event = make_event()
    contribution = make_contribution(event)
    workflow.withdraw(contribution)
    with pytest.raises(NotAllowed, match="withdrawn"):
        themes.support(make_theme(make_topic(event.consultation)), contribution, by=make_user())


def test_the_slower_of_two_editors_changes_nothing() -> None:
    theme = make_theme()
    seen = themes.fingerprint(theme)
    faster, slower = Theme.objects.get(), Theme.objects.get()
    faster.title = Bilingual("Paint fades fast", "La peinture pâlit vite")
    themes.edit_theme(faster, by=make_user(), seen=seen)
    slower.statement = Bilingual("Nobody saw them.", "Personne ne les voyait.")
    with pytest.raises(Stale):
        themes.edit_theme(slower, by=make_user(), seen=seen)
    assert (str(Theme.objects.get().title), str(Theme.objects.get().statement)) == (
        "Paint fades fast",
        "Crossings could not be seen.",
    )
    assert AuditEntry.objects.filter(action="edit_theme").count() == 1
