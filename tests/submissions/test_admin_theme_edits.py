"""Two people word one theme: the slower one is told, keeps what was typed, and may save over it once it was read."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import Bilingual, StaffRole
from submissions.models import AuditEntry, Theme
from submissions.review import themes
from tests.factories import both, make_consultation, make_topic, make_user

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
