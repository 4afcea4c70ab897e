"""On through the queue, and many contributions at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from consultations.models import Membership, StaffRole
from submissions.admin.contribution import ContributionAdmin
from submissions.models import Contribution, Note, Status
from submissions.review import workflow
from tests.factories import (
    make_consultation,
    make_contribution,
    make_event,
    make_reason,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:submissions_contribution_changelist")


def page_of(contribution: Contribution) -> str:
    return reverse("admin:submissions_contribution_change", args=[contribution.pk])


@pytest.fixture
def event() -> Any:
    return make_event(make_consultation())


@pytest.fixture
def reviewer(event: Any) -> Any:
    return make_user(StaffRole.REVIEWER, event.consultation)


@pytest.fixture
def browser(client: Client, reviewer: Any) -> Client:
    client.force_login(reviewer)
    return client


def fresh(contribution: Contribution) -> Contribution:
    return Contribution.objects.get(pk=contribution.pk)


def test_save_and_next_goes_through_the_filtered_queue_and_leaves_out_what_others_work_on(
    browser: Client, event: Any, reviewer: Any
) -> None:
    topic = make_topic(event.consultation)
    three = sorted((make_contribution(event, f"N {n}", topic) for n in range(3)), key=lambda c: c.pk)
    make_contribution(event, "Of another topic")
    workflow.assign(three[1], by=reviewer, to=make_user(StaffRole.REVIEWER, event.consultation))
    filters = f"consultation={event.consultation_id}&topic={topic.pk}"
    here = f"{page_of(three[0])}?_changelist_filters={quote(filters)}"
    data = {"step": "decide", "action": "accept", "version": 1, "_next": "1"}
    response = browser.post(here, data, follow=True)
    assert response.context["contribution"].pk == three[2].pk
    here = f"{page_of(three[2])}?_changelist_filters={quote(filters)}"
    last = browser.post(here, data, follow=True)
    assert last.redirect_chain[-1][0] == f"{QUEUE}?{filters}"
    assert "Nothing else waits in this queue." in last.content.decode()


def test_save_and_next_goes_on_when_the_page_of_the_queue_has_emptied(
    browser: Client, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContributionAdmin, "list_per_page", 1)
    three = sorted((make_contribution(event, f"N {n}") for n in range(3)), key=lambda each: each.pk)
    filters = f"consultation={event.consultation_id}&p=3"
    here = f"{page_of(three[2])}?_changelist_filters={quote(filters)}"
    data = {"step": "decide", "action": "accept", "version": 1, "_next": "1"}
    response = browser.post(here, data, follow=True)
    assert fresh(three[2]).status == Status.ACCEPTED
    assert response.context["contribution"].pk == three[0].pk


def test_a_page_that_has_emptied_leads_to_the_first_of_the_same_queue(
    browser: Client, event: Any, reviewer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContributionAdmin, "list_per_page", 1)
    first, *_others = sorted((make_contribution(event, f"N {n}") for n in range(3)), key=lambda one: one.pk)
    later = make_consultation(opens_on=event.consultation.closes_on)
    Membership.objects.create(consultation=later, user=reviewer, role=StaffRole.REVIEWER)
    response = browser.get(QUEUE, {"consultation": event.consultation_id, "p": "9"}, follow=True)
    assert [each.pk for each in response.context["cl"].result_list] == [first.pk]
    assert response.context["cl"].page_num == 1


def test_a_queue_that_cannot_be_asked_for_has_nothing_that_follows(browser: Client, event: Any) -> None:
    contribution = make_contribution(event)
    filters = quote(f"consultation={event.consultation_id}&submission=x")
    address = reverse("admin:submissions_contribution_next", args=[contribution.pk])
    assert browser.get(f"{address}?_changelist_filters={filters}").status_code == 404


def in_queue(browser: Client, event: Any, **sent: Any) -> Any:
    return browser.post(f"{QUEUE}?consultation={event.consultation_id}", sent, follow=True)


def bulk(browser: Client, event: Any, contributions: list[Contribution], **fields: Any) -> Any:
    """The page on which a decision about them is confirmed."""
    pks = [str(each.pk) for each in contributions]
    return in_queue(browser, event, action="decide_on_selected", _selected_action=pks, **fields)


def confirm(browser: Client, event: Any, page: Any, **fields: Any) -> Any:
    """Sends what stands on that page, and ``fields``."""
    hidden = BeautifulSoup(page.content, "html.parser").select("#content-main input[type=hidden]")
    sent: dict[str, Any] = {}
    for field in hidden:
        sent.setdefault(str(field["name"]), []).append(field["value"])
    return in_queue(browser, event, **sent, **fields)


def test_many_are_set_aside_with_one_reason(browser: Client, event: Any) -> None:
    reason = make_reason(event.consultation)
    letters = [make_contribution(event, f"Letter {n}") for n in range(3)]
    page = bulk(browser, event, letters)
    without = confirm(browser, event, page, step="set_aside", note="Campaign")
    assert "Choose the reason to set them aside." in without.content.decode()
    done = confirm(browser, event, without, step="set_aside", reason=reason.pk)
    assert "3 contributions are set aside." in done.content.decode()
    assert {fresh(each).set_aside_reason for each in letters} == {reason}


def test_one_of_many_that_somebody_else_decided_is_left_and_said(
    browser: Client, event: Any, reviewer: Any
) -> None:
    letters = [make_contribution(event, f"Letter {n}") for n in range(2)]
    page = bulk(browser, event, letters)
    workflow.start(letters[0], by=make_user(StaffRole.REVIEWER, event.consultation))
    done = confirm(browser, event, page, step="accept").content.decode()
    assert "1 contribution is accepted." in done
    assert f'Left as it was: <a href="{page_of(letters[0])}">{letters[0]}</a>.' in done
    assert [fresh(each).status for each in letters] == [Status.IN_REVIEW, Status.ACCEPTED]


def test_one_that_has_left_the_queue_meanwhile_is_said_too(
    browser: Client, event: Any, reviewer: Any
) -> None:
    letters = [make_contribution(event, f"Letter {n}") for n in range(2)]
    page = bulk(browser, event, letters)
    faster = make_user(StaffRole.REVIEWER, event.consultation, first_name="Bo", last_name="Li")
    workflow.accept(letters[0], by=faster)
    done = confirm(browser, event, page, step="to_me").content.decode()
    assert "1 contribution is assigned to you." in done
    assert f'Left as it was: <a href="{page_of(letters[0])}">{letters[0]}</a>. Bo Li was faster' in done
    assert [fresh(each).assigned_to for each in letters] == [None, reviewer]


def test_only_what_is_of_the_queue_is_decided(browser: Client, event: Any, reviewer: Any) -> None:
    other = make_contribution()
    Membership.objects.create(
        consultation=other.submission.event.consultation, user=reviewer, role=StaffRole.REVIEWER
    )
    sent = {"action": "decide_on_selected", "_selected_action": "all", "confirmed": "1", "select_across": "1"}
    in_queue(browser, event, **sent, step="accept", rows=f"{other.pk}:1")
    assert fresh(other).status == Status.PENDING


def test_a_whole_queue_is_decided_on_however_long_it_is(
    browser: Client, event: Any, settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    letters = [make_contribution(event, f"Letter {n}") for n in range(12)]
    page = bulk(browser, event, letters[:1], select_across="1")
    assert "12 contributions, as readers would see them" in page.content.decode()
    confirm(browser, event, page, step="start", note="Campaign")
    assert {fresh(each).status for each in letters} == {Status.IN_REVIEW}
    assert Note.objects.filter(text="Campaign").count() == 12


@pytest.mark.parametrize(
    ("language", "step", "told"),
    [
        ("en", "start", "The review of 1 contribution is started."),
        ("en", "accept", "1 contribution is accepted."),
        ("en", "set_aside", "1 contribution is set aside."),
        ("en", "to_me", "1 contribution is assigned to you."),
        ("fr", "start", "L’examen de 1 contribution est commencé."),
        ("fr", "to_me", "1 contribution vous est confiée."),
    ],
)
def test_what_was_done_with_many_is_said_and_the_note_is_kept(
    browser: Client, event: Any, language: str, step: str, told: str
) -> None:
    browser.cookies["django_language"] = language
    contribution = make_contribution(event)
    page = bulk(browser, event, [contribution])
    done = confirm(
        browser, event, page, step=step, note="Read with the team.", reason=make_reason(event.consultation).pk
    )
    assert told in BeautifulSoup(done.content, "html.parser").get_text(" ")
    assert [note.text for note in contribution.notes.all()] == ["Read with the team."]


@pytest.mark.parametrize("rows", ["", "x:1", "{pk}:²", "{pk}:0", "{hex}:1", f"{UUID(int=1)}:1"])
def test_what_no_page_of_ours_sends_decides_nothing(browser: Client, event: Any, rows: str) -> None:
    contribution = make_contribution(event)
    sent = {"action": "decide_on_selected", "_selected_action": str(contribution.pk), "confirmed": "1"}
    answer = in_queue(
        browser, event, **sent, step="accept", rows=rows.format(pk=contribution.pk, hex=contribution.pk.hex)
    )
    assert (answer.status_code, fresh(contribution).version) == (200, 1)
