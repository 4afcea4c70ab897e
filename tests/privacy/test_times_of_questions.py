"""While people ask, what a moderator does to a question happens nearly when it was asked: no row beside it tells when."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import Event, EventKind, StaffRole
from consultations.unordered import unordered_id
from submissions.models import (
    AuditEntry,
    Clearance,
    Contribution,
    Flag,
    Note,
    Redaction,
    Support,
    Theme,
    Via,
)
from submissions.review import clearances, redaction, remarks, screening, themes, verbatim, workflow
from submissions.review.changes import Action
from submissions.review.errors import Stale
from tests.factories import both, make_consultation, make_contribution, make_event, make_reason, make_user
from tests.privacy.test_reach import reached

pytestmark = pytest.mark.django_db

WORDS = (
    "Why does Ann Roy say so? Write to ann@example.org about the crossing at the end of our own long street."
)
# What is done to a theme, and what participants do themselves.
NOT_TO_WORDS = {Action.CREATE_THEME, Action.EDIT_THEME, Action.DELETE_THEME, Action.WITHDRAW}


@pytest.fixture
def event() -> Event:
    return make_event(make_consultation(), EventKind.WEBINAR, takes_questions=True)


@pytest.fixture
def moderator(event: Event) -> Any:
    return make_user(StaffRole.REVIEWER, event.consultation)


def ask(event: Event, text: str = WORDS) -> Contribution:
    return make_contribution(event, text, via=Via.QUESTION)


def now(row: Contribution) -> Contribution:
    return Contribution.objects.get(pk=row.pk)


def every_step(said: Contribution, target: Contribution, by: Any) -> None:
    """Whatever staff can do to one contribution, each step at least once."""
    screening.screen(said.submission)
    workflow.start(now(said), by=by, note="Read it out.")
    remarks.add_note(said, by=by, text="For the panel.")
    for step in ("cover", "lift", "cover again"):
        if step == "lift":
            redaction.lift(Redaction.objects.get(contribution=said), by=by)
        else:
            redaction.redact(now(said), by=by, start=9, end=16, replacement="[a name]", reason="a person")
    remarks.close_flag(Flag.objects.filter(contribution=said, closed_by=None)[0], by=by)
    workflow.set_paraphrase(now(said), by=by, en="Why?", fr="Pourquoi ?")
    workflow.set_topic(now(said), by=by, topic=target.topic)
    workflow.set_addressees(now(said), by=by, organizations=[])
    workflow.assign(now(said), by=by, to=by)
    workflow.accept(now(said), by=by)
    for words in ("our own long street", "crossing"):
        kept = clearances.declare(now(said), by=by, words=words, reason="A street.")
    clearances.revoke(kept, by=by)
    theme = themes.create_theme(target.topic, by=by, code="why", title=both("Why"), statement=both("Why?"))
    themes.support(theme, said, by=by)
    themes.drop(theme, said, by=by)
    themes.support(theme, said, by=by)
    verbatim.decide(now(said), by=by, reason="Nobody is known by it.")
    verbatim.take_back(now(said), by=by)
    verbatim.decide(now(said), by=by, reason="Nobody is known by it.")
    workflow.return_to_pending(now(said), by=by)
    workflow.set_aside(now(said), by=by, reason=make_reason(said.submission.event.consultation))
    workflow.return_to_pending(now(said), by=by)
    workflow.merge(now(said), by=by, into=target)


def moments(said: Contribution) -> list[str]:
    """Columns with a time in whatever row hangs on the words, however far away."""
    found = []
    for model in reached():
        rows = [row for row in model._default_manager.all() if hangs_on(row, said)]
        fields = [each for each in model._meta.fields if isinstance(each, models.DateTimeField)]
        found += [
            f"{model.__name__}.{each.name}" for row in rows for each in fields if getattr(row, each.name)
        ]
    return found


def hangs_on(row: Any, said: Contribution) -> bool:
    values = str([getattr(row, field.attname) for field in row._meta.fields])
    return str(said.pk) in values or str(said.submission_id) in values


def test_no_step_of_review_leaves_a_time_beside_a_question(event: Event, moderator: Any) -> None:
    question = ask(event)
    every_step(question, make_contribution(event, "As said."), moderator)
    entries = AuditEntry.objects.filter(contribution=question)
    assert set(entries.values_list("action", flat=True)) == set(Action) - NOT_TO_WORDS
    assert set(entries.values_list("actor", "at", "on")) == {(moderator.pk, None, event.consultation.today())}
    assert Note.objects.filter(contribution=question).count() == 2
    assert moments(question) == []


def test_beside_other_words_the_times_of_staff_stay(event: Event, moderator: Any) -> None:
    said = make_contribution(event, WORDS)
    every_step(said, make_contribution(event, "As said."), moderator)
    assert {"AuditEntry.at", "Note.written_at"} <= set(moments(said))
    assert AuditEntry.objects.filter(contribution=said, at=None).count() == 0


def test_no_id_of_such_a_row_stands_between_two_whose_time_is_known(event: Event, moderator: Any) -> None:
    first, question, last = make_contribution(event, WORDS), ask(event), make_contribution(event, WORDS)
    for number, said in enumerate((first, question, last)):
        workflow.start(said, by=moderator, note=f"{number}")
    timed = AuditEntry.objects.exclude(at=None).values_list("pk", flat=True)
    [without] = AuditEntry.objects.filter(contribution=question).values_list("pk", flat=True)
    assert len(timed) == 2
    assert not min(timed) < without < max(timed)
    for model in (Note, Redaction, Support, Clearance):
        assert model._meta.pk.get_internal_type() == "BigAutoField"
    assert all(pk >= 1 << 62 for pk in Note.objects.values_list("pk", flat=True))


def test_what_is_merged_into_a_question_gives_it_no_time(event: Event, moderator: Any) -> None:
    question, noted = ask(event), make_contribution(event, "The same.")
    workflow.merge(noted, by=moderator, into=question)
    assert AuditEntry.objects.get(contribution=noted).at is None
    assert moments(question) == []


def test_a_theme_written_for_one_question_gives_it_no_time(
    client: Client, event: Event, moderator: Any
) -> None:
    question = ask(event)
    words = {
        "code": "why",
        **{f"{name}_{tongue}": "Why?" for name in ("title", "statement") for tongue in ("en", "fr")},
    }
    inline = {"supports-TOTAL_FORMS": 0, "supports-INITIAL_FORMS": 0}
    client.force_login(moderator)
    add = reverse("admin:submissions_theme_add")
    assert client.post(add, {"topic": question.topic_id, **words, **inline}).status_code == 302
    theme = Theme.objects.get()
    themes.support(theme, question, by=moderator)
    theme.code = "who"
    themes.edit_theme(theme, by=moderator, seen=themes.fingerprint(Theme.objects.get()))
    entries = AuditEntry.objects.exclude(detail__theme=None)
    assert set(entries.values_list("action", "at")) == {
        (action, None) for action in (Action.CREATE_THEME, Action.SUPPORT, Action.EDIT_THEME)
    }
    assert all(pk >= 1 << 62 for pk in entries.values_list("pk", flat=True))
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("action", [Action.CREATE_THEME, Action.EDIT_THEME, Action.DELETE_THEME])
@pytest.mark.parametrize("wrong", ["time", "counted id"])
def test_the_database_refuses_a_time_of_a_theme(
    event: Event, moderator: Any, action: str, wrong: str
) -> None:
    entry = AuditEntry(
        consultation=event.consultation, actor=moderator, action=action, on=event.consultation.today(),
        at=event.starts_at if wrong == "time" else None, id=unordered_id() if wrong == "time" else None,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="no time is kept"), transaction.atomic():
        entry.save()
    entry.at, entry.id = None, unordered_id()
    entry.save()


@pytest.mark.parametrize("of", ["contribution", "submission", "into"])
@pytest.mark.parametrize("wrong", ["time", "counted id"])
def test_the_database_refuses_a_time_beside_a_question(
    event: Event, moderator: Any, of: str, wrong: str
) -> None:
    question = ask(event)
    beside: dict[str, Any] = {
        "contribution": {"contribution": question},
        "submission": {"submission": question.submission},
        "into": {"detail": {"into": str(question.pk)}},
    }[of]
    entry = AuditEntry(
        consultation=event.consultation, actor=moderator, action="start", on=event.consultation.today(),
        at=event.starts_at if wrong == "time" else None, id=unordered_id() if wrong == "time" else None, **beside,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="no time is kept"), transaction.atomic():
        entry.save()
    entry.at, entry.id = None, unordered_id()
    entry.save()


def test_the_database_refuses_a_note_with_its_time(event: Event, moderator: Any) -> None:
    question = ask(event)
    with pytest.raises(IntegrityError, match="no time is kept"), transaction.atomic():
        Note.objects.create(contribution=question, author=moderator, text="Now.")
    note = Note.objects.create(contribution=question, author=moderator, text="Now.", written_at=None)
    with pytest.raises(IntegrityError, match="no time is kept"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(written_at=event.starts_at)


def test_the_page_of_a_question_tells_days_and_who(client: Client, event: Event, moderator: Any) -> None:
    question = ask(event)
    workflow.start(question, by=moderator, note="Read it out.")
    client.force_login(moderator)
    page = client.get(reverse("admin:submissions_contribution_change", args=[question.pk])).content
    text = BeautifulSoup(page, "html.parser").select_one("#content").text  # type: ignore[union-attr]
    assert "Read it out." in text
    assert moderator.username in text
    assert not re.search(r"\d:\d\d|noon|midnight|[ap]\.m\.", text)


def test_who_was_slower_is_not_told_a_name_in_no_order(event: Event, moderator: Any) -> None:
    question = ask(event)
    workflow.start(question, by=moderator)
    with pytest.raises(Stale, match="has changed since you opened it"):
        workflow.accept(question, by=moderator)
