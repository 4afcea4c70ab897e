"""Two people word one theme: the slower one is told, keeps what was typed, and may save over it once it was read."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from consultations.models import Bilingual, StaffRole
from submissions.admin.theme_form import SupportForm
from submissions.models import AuditEntry, Support, Theme
from submissions.review import themes, workflow
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(client: Client) -> Theme:
    consultation = make_consultation()
    reviewer = make_user(StaffRole.REVIEWER, consultation)
    client.force_login(reviewer)
    return themes.create_theme(
        make_topic(consultation),
        by=reviewer,
        code="paint",
        title=both("Paint fades"),
        statement=both("It fades."),
    )


def address(theme: Theme) -> str:
    return reverse("admin:submissions_theme_change", args=[theme.pk])


def form_in(html: bytes) -> dict[str, str]:
    """What a browser would send back of this page."""
    form = BeautifulSoup(html, "html.parser").select_one("#theme_form")
    assert form is not None
    fields = {
        str(each["name"]): str(each.get("value", ""))
        for each in form.select("input[type=text], input[type=hidden]")
    }
    fields |= {str(each["name"]): each.text.strip() for each in form.select("textarea")}
    chosen = form.select("select option[selected]")
    return fields | {"topic": str(chosen[0]["value"])}


def reword(theme: Theme, title: str) -> None:
    other = Theme.objects.get()
    other.title = Bilingual(title, title)
    themes.edit_theme(other, by=make_user(), seen=themes.fingerprint(Theme.objects.get()))


def test_what_nobody_else_touched_is_saved_at_once(client: Client, theme: Theme) -> None:
    opened = form_in(client.get(address(theme)).content)
    assert client.post(address(theme), {**opened, "statement_en": "It pales."}).status_code == 302
    assert Theme.objects.get().statement.en == "It pales."


def test_the_slower_one_is_told_and_keeps_what_was_typed(client: Client, theme: Theme) -> None:
    opened = form_in(client.get(address(theme)).content)
    reword(theme, "Paint fades fast")
    refused = client.post(address(theme), {**opened, "statement_en": "It pales."})
    assert refused.status_code == 200
    text = BeautifulSoup(refused.content, "html.parser").get_text(" ", strip=True)
    assert "Somebody else has edited this theme since you opened it." in text
    assert "Title is now: Paint fades fast / Paint fades fast" in text
    assert "Statement is now: It fades." in text
    assert (Theme.objects.get().title.en, Theme.objects.get().statement.en) == (
        "Paint fades fast",
        "It fades.",
    )
    assert AuditEntry.objects.filter(action="edit_theme").count() == 1
    again = form_in(refused.content)
    assert (again["title_en"], again["statement_en"]) == ("Paint fades", "It pales.")
    assert client.post(address(theme), {**again, "title_en": "Paint fades fast"}).status_code == 302
    assert (Theme.objects.get().title.en, Theme.objects.get().statement.en) == (
        "Paint fades fast",
        "It pales.",
    )


def test_told_once_more_when_it_changed_again(client: Client, theme: Theme) -> None:
    opened = form_in(client.get(address(theme)).content)
    reword(theme, "Second")
    again = form_in(client.post(address(theme), opened).content)
    reword(theme, "Third")
    assert client.post(address(theme), again).status_code == 200
    assert Theme.objects.get().title.en == "Third"


def test_a_sending_that_does_not_say_what_was_seen_changes_nothing(client: Client, theme: Theme) -> None:
    opened = form_in(client.get(address(theme)).content)
    del opened["seen"]
    assert client.post(address(theme), {**opened, "statement_en": "It pales."}).status_code == 200
    assert Theme.objects.get().statement.en == "It fades."


# --- What stands behind it ----------------------------------------------------------------------------------


@pytest.fixture
def behind(theme: Theme) -> Support:
    contribution = make_contribution(make_event(theme.topic.section.consultation))
    return themes.support(theme, contribution, by=make_user())


def test_words_withdrawn_since_the_page_was_opened_are_not_quoted_and_what_was_typed_is_kept(
    client: Client, theme: Theme, behind: Support
) -> None:
    page = client.get(address(theme)).content
    assert b"Quote it" in page
    opened = form_in(page)
    workflow.withdraw(behind.contribution)
    refused = client.post(
        address(theme), {**opened, "statement_en": "It pales.", "supports-0-is_quoted": "on"}
    )
    assert refused.status_code == 200
    assert "Its author has withdrawn this contribution" in refused.content.decode()
    assert b"Quote it" not in refused.content
    again = form_in(refused.content)
    assert (again["statement_en"], Theme.objects.get().statement.en) == ("It pales.", "It fades.")
    assert client.post(address(theme), again).status_code == 302
    assert (Theme.objects.get().statement.en, Support.objects.get().is_quoted) == ("It pales.", False)


def test_a_theme_is_saved_that_quoted_what_is_withdrawn_now(
    client: Client, theme: Theme, behind: Support
) -> None:
    themes.support(theme, behind.contribution, by=make_user(), quoted=True)
    workflow.withdraw(behind.contribution)
    opened = form_in(client.get(address(theme)).content)
    assert client.post(address(theme), {**opened, "statement_en": "It pales."}).status_code == 302
    taken = {**form_in(client.get(address(theme)).content), "supports-0-DELETE": "on"}
    assert client.post(address(theme), taken).status_code == 302
    assert (Theme.objects.get().statement.en, Support.objects.count()) == ("It pales.", 0)


def test_words_withdrawn_while_they_are_checked_are_not_quoted(theme: Theme, behind: Support) -> None:
    read = Support.objects.select_related("contribution").get()
    workflow.withdraw(behind.contribution)
    form = SupportForm({"is_quoted": "on"}, instance=read)
    assert "Its author has withdrawn" in form.errors["__all__"][0]


def test_a_theme_that_is_deleted_leaves_the_day_and_no_time(client: Client, theme: Theme) -> None:
    """It may have been written for one question, in the minute after it was asked."""
    client.force_login(make_user(StaffRole.COORDINATOR, theme.topic.section.consultation))
    client.post(reverse("admin:submissions_theme_delete", args=[theme.pk]), {"post": "yes"})
    assert not Theme.objects.exists()
    assert not LogEntry.objects.exists()
    assert AuditEntry.objects.get(action="delete_theme").at is None


def test_themes_that_are_deleted_from_the_list_leave_no_more(client: Client, theme: Theme) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR, theme.topic.section.consultation))
    client.post(
        reverse("admin:submissions_theme_changelist"),
        {"action": "delete_selected", "_selected_action": [theme.pk], "post": "yes"},
    )
    assert not Theme.objects.exists()
    assert not LogEntry.objects.exists()
    assert AuditEntry.objects.get(action="delete_theme").at is None
