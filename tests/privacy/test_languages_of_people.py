"""Words show their language by themselves. So that of a person stands on no page: where few take part in it, the two
together are a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from consultations import letters
from consultations.models import Consultation, Mail, Participant, StaffRole
from tests.consultations.admin_forms import form_of
from tests.factories import make_consultation, make_participant, make_user
from tests.privacy.scene import ADDRESS, PERSON, Scene, make_scene
from tests.privacy.test_side_doors import autocompleted, of_model, text_of

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    r"csrfmiddlewaretoken\W+value=\W\w+|csrftoken=\w+|expires[=:][^;\n]+|\d\d:\d\d:\d\d", re.IGNORECASE
)


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(make_user(StaffRole.COORDINATOR, make_consultation()))
    return client


def pages(scene: Scene) -> Iterator[tuple[str, str]]:
    client = scene.clients["coordinator"]
    client.get(reverse("admin:index"))  # takes what was still to be told
    event = scene.contribution.submission.event
    attendance = reverse("consultations:attendance", args=[scene.consultation.slug, event.slug])
    chosen = {"event": event.pk, "purpose": "register", "roles": ["participant"]}
    invited = "name,e-mail,sector\nSomebody,{},academia\n"
    asked: list[tuple[str, Any]] = [
        *(
            answer
            for model, its in admin.site._registry.items()
            if model._meta.app_label == "consultations"
            for answer in of_model(client, model, its, scene)
        ),
        *autocompleted(client),
        ("attendance", client.get(attendance)),
        ("invited by role", client.post("/admin/consultations/invitation/invite/", chosen)),
        (
            "invited by list",
            client.post(
                "/admin/consultations/invitation/invite/", chosen | {"table": invited.format(ADDRESS)}
            ),
        ),
    ]
    for what, response in asked:
        yield what, CHANGING.sub("", text_of(response))


def test_no_page_looks_different_for_somebody_who_takes_part_in_another_language() -> None:
    scene = make_scene()
    Consultation.objects.update(is_public=True)
    before = list(pages(scene))
    assert sum(PERSON in text for _what, text in before) > 5
    assert PERSON in dict(before)["invited by role"]
    Participant.objects.update(language="fr")
    for (what, text), (_what, after) in zip(before, pages(scene), strict=True):
        assert text == after, what


def test_it_is_set_and_changed_without_being_read(coordinator: Client) -> None:
    consultation = make_consultation()
    person = make_participant(consultation, name=PERSON, language="fr")
    coordinator.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = reverse("admin:consultations_participant_change", args=[person.pk])
    unchanged = form_of(coordinator, page)
    assert unchanged["letters_in"] == ""
    for chosen, kept in (("", "fr"), ("en", "en"), ("", "en")):
        assert coordinator.post(page, unchanged | {"letters_in": chosen}).status_code == 302
        person.refresh_from_db()
        assert person.language == kept


def test_a_language_that_is_set_no_more_stays_when_something_else_is_changed(coordinator: Client) -> None:
    consultation = make_consultation()
    person = make_participant(consultation, language="iku")
    coordinator.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = reverse("admin:consultations_participant_change", args=[person.pk])
    assert coordinator.post(page, form_of(coordinator, page) | {"name": PERSON}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.language) == (PERSON, "iku")


def test_letters_to_somebody_new_are_in_the_language_that_was_chosen(coordinator: Client) -> None:
    consultation = make_consultation()
    coordinator.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = reverse("admin:consultations_participant_add")
    typed = {"consultation": consultation.pk, "name": PERSON, "email": ADDRESS, "sector": "academia"}
    empty = form_of(coordinator, page)
    assert empty["letters_in"] == "en"
    assert coordinator.post(page, empty | typed | {"letters_in": ""}).status_code == 200
    assert coordinator.post(page, empty | typed | {"letters_in": "fr"}).status_code == 302
    reader = Participant.objects.get()
    assert reader.language == "fr"
    row = Mail(consultation=consultation, participant=reader, letter="publication")
    assert letters.written(row).extra_headers["Content-Language"] == "fr"
