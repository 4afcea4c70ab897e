"""A session that ends while staff write takes nothing of what they wrote; a password is never given back."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import EventKind, StaffRole
from submissions.models import Contribution, Note, Status
from tests.factories import make_contribution, make_event, make_user

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "http://testserver", "https://elsewhere.example"


@pytest.fixture
def contribution() -> Contribution:
    return make_contribution(make_event())


@pytest.fixture
def reviewer(contribution: Contribution) -> Any:
    return make_user(StaffRole.REVIEWER, contribution.submission.event.consultation)


def address(contribution: Contribution) -> str:
    path = reverse("admin:submissions_contribution_change", args=[contribution.pk])
    return f"{path}?_changelist_filters=status%3Dnew"


def decision(contribution: Contribution) -> dict[str, str]:
    version = str(contribution.version)
    return {
        "step": "decide",
        "version": version,
        "action": "accept",
        "note": "Long thought about.",
        "_next": "1",
    }


def given_back(answer: Any) -> tuple[str, dict[str, str]]:
    form = BeautifulSoup(answer.content, "html.parser").select_one("form.question")
    if form is None:
        return "", {}
    fields = {field["name"]: field["value"] for field in form.select("input[name]")}
    fields |= {area["name"]: area.text.strip() for area in form.select("textarea")}
    fields |= {button["name"]: button["value"] for button in form.select("button[name]")}
    fields.pop("csrfmiddlewaretoken")
    return str(form["action"]), fields


def test_a_decision_is_given_back_and_taken_after_signing_in_again(
    client: Client, contribution: Contribution, reviewer: Any
) -> None:
    answer = client.post(address(contribution), decision(contribution))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (403, True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("textarea[name=note]").text.strip() == "Long thought about."
    assert page.select_one(f'a[href="{reverse("admin:login")}"]')
    contribution.refresh_from_db()
    assert (contribution.status, Note.objects.count()) == (Status.PENDING, 0)
    path, fields = given_back(answer)
    assert (path, fields) == (address(contribution), decision(contribution))
    client.force_login(reviewer)
    assert client.post(path, fields).status_code == 302
    contribution.refresh_from_db()
    assert contribution.status == Status.ACCEPTED
    assert Note.objects.get().text == "Long thought about."


def test_so_is_what_is_written_on_other_pages_of_staff(client: Client) -> None:
    event = make_event(kind=EventKind.WEBINAR, takes_questions=True)
    path = reverse("submissions:board", args=[event.consultation.slug, event.slug])
    typed = {"do": "make", "label": "The crossing at the school"}
    assert given_back(client.post(path, typed)) == (path, typed)


def test_a_press_without_words_leads_to_signing_in(client: Client, contribution: Contribution) -> None:
    pressed = decision(contribution) | {"note": ""}
    assert client.post(address(contribution), pressed)["Location"].startswith(reverse("admin:login"))


def test_a_password_is_not_given_back(client: Client) -> None:
    answer = client.post(reverse("admin:auth_user_add"), {"username": "ada", "password1": "correct horse"})
    assert (answer.status_code, b"correct horse" in answer.content) == (302, False)
    answer = client.post(reverse("admin:login"), {"username": "ada", "password": "correct horse"})
    assert (answer.status_code, b"correct horse" in answer.content) == (200, False)


@pytest.mark.parametrize(
    ("headers", "kept"), [({"origin": HERE}, True), ({"origin": ELSEWHERE}, False), ({}, False)]
)
def test_an_old_page_is_given_back_unless_another_site_sent_it(
    contribution: Contribution, reviewer: Any, headers: dict[str, str], kept: bool
) -> None:
    """Signing in makes the token of a page that is still open an old one."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)
    client.get(address(contribution))
    answer = client.post(address(contribution), decision(contribution), headers=headers)
    assert answer.status_code == 403
    assert (given_back(answer) == (address(contribution), decision(contribution))) == kept
    assert (b"Long thought about." in answer.content) == kept
    contribution.refresh_from_db()
    assert contribution.status == Status.PENDING
