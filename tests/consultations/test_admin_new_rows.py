"""What stands in the admin's forms before anything is saved, and how what is typed into them is understood."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, Event, Session, StaffRole
from consultations.models.bilingual import BilingualFormField
from tests.consultations.admin_forms import form_of
from tests.factories import make_consultation, make_contribution, make_event, make_session, make_user

pytestmark = pytest.mark.django_db
BOTH = {"title_en": "Evening", "title_fr": "Soirée"}
HOURS = {
    "starts_at_0": "2030-07-02", "starts_at_1": "18:00", "ends_at_0": "2030-07-02", "ends_at_1": "20:00",
}  # fmt: skip
NONE = {
    f"{name}-{part}_FORMS": "0" for name in ("sessions", "presentations") for part in ("TOTAL", "INITIAL")
}
SIX_IN_WINNIPEG = datetime(2030, 7, 2, 23, 0, tzinfo=UTC)


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(time_zone="America/Winnipeg")


@pytest.fixture
def coordinator(client: Client, consultation: Consultation) -> Client:
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    return client


def test_hours_of_a_new_event_are_those_of_its_consultation(
    coordinator: Client, consultation: Consultation
) -> None:
    sent = {"consultation": consultation.pk, "kind": "conference", "slug": "evening", "max_characters": "500"}
    coordinator.post(reverse("admin:consultations_event_add"), sent | BOTH | HOURS | NONE)

    event = Event.objects.get()
    assert event.starts_at == SIX_IN_WINNIPEG
    assert (event.ends_at - event.starts_at).seconds == 2 * 3600


def test_hours_of_a_new_session_are_those_of_its_consultation(
    coordinator: Client, consultation: Consultation
) -> None:
    sent = {"event": make_event(consultation).pk, "kind": "breakout", "code": "table"}
    coordinator.post(reverse("admin:consultations_session_add"), sent | BOTH | HOURS | NONE)

    assert Session.objects.get().starts_at == SIX_IN_WINNIPEG


@pytest.mark.parametrize("named", ["", "x", "99999999", "somebody else's"])
def test_an_event_of_no_consultation_of_mine_is_refused_in_words(coordinator: Client, named: str) -> None:
    named = str(make_consultation().pk) if named == "somebody else's" else named
    sent = {"consultation": named, "kind": "conference", "slug": "evening", "max_characters": "500"}
    answer = coordinator.post(reverse("admin:consultations_event_add"), sent | BOTH | HOURS | NONE)

    assert (answer.status_code, Event.objects.count()) == (200, 0)
    assert "consultation" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("model", ["event", "session"])
def test_lists_tell_the_hours_of_each_consultation(
    coordinator: Client, consultation: Consultation, model: str
) -> None:
    ends_at = datetime(2030, 7, 3, 1, 0, tzinfo=UTC)
    event = make_event(consultation, starts_at=SIX_IN_WINNIPEG, ends_at=ends_at)
    make_session(event, starts_at=SIX_IN_WINNIPEG, ends_at=ends_at)

    page = coordinator.get(reverse(f"admin:consultations_{model}_changelist")).content.decode()
    assert "6 p.m." in page
    assert "7 p.m." not in page


def test_both_languages_and_taking_part_are_ticked_at_first(coordinator: Client) -> None:
    for model, field, ticked in (
        ("consultation", "languages", ["en", "fr"]),
        ("participant", "roles", ["participant"]),
    ):
        form = coordinator.get(reverse(f"admin:consultations_{model}_add")).context["adminform"].form
        assert form[field].value() == ticked


def test_too_small_a_group_is_refused_in_words(coordinator: Client, consultation: Consultation) -> None:
    consultation.k = 2
    page = reverse("admin:consultations_consultation_change", args=[consultation.pk])
    form = coordinator.post(page, {"k": "2"}).context["adminform"].form

    assert form.errors["k"] == ["The smallest group cannot be smaller than three people."]


def test_a_slip_of_the_hand_makes_no_group_of_a_hundred(
    coordinator: Client, consultation: Consultation
) -> None:
    page = reverse("admin:consultations_consultation_change", args=[consultation.pk])
    form = coordinator.post(page, {"k": "100"}).context["adminform"].form

    assert form.errors["k"] == ["Ensure this value is less than or equal to 50."]


def test_the_smallest_group_does_not_shrink_once_people_spoke(
    coordinator: Client, consultation: Consultation
) -> None:
    """Whoever spoke was promised that no group smaller than this is counted."""
    page = reverse("admin:consultations_consultation_change", args=[consultation.pk])
    assert coordinator.post(page, form_of(coordinator, page) | {"k": "5"}).status_code == 302
    make_contribution(make_event(consultation))

    form = coordinator.post(page, {"k": "4"}).context["adminform"].form
    assert form.errors["k"] == ["Something has been said here: the smallest group can only become larger."]
    with pytest.raises(IntegrityError, match="can only become larger"), transaction.atomic():
        Consultation.objects.update(k=4)
    Consultation.objects.update(k=12)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ce qui a été dit : le « transport »", "Ce qui a été dit\xa0: le «\xa0transport\xa0»"),
        ("Prêts? Oui", "Prêts? Oui"),
        ("", ""),
    ],
)
def test_a_french_colon_never_begins_a_line(typed: str, kept: str) -> None:
    english = "Said : so" if typed else ""
    text = BilingualFormField(required=False).clean([english, typed])
    assert (text.en, text.fr) == (english, kept)


@pytest.mark.parametrize(
    ("page", "english"),
    [
        ("consultations_session_add", "Topic:"),
        ("consultations_participant_add", "Organization:"),
        ("consultations_registration_add", "Event:"),
        ("consultations_topic_add", "Section:"),
        ("submissions_questionnaire_add", "Event:"),
        ("reports_commitment_add", "Organization:"),
    ],
)
def test_what_a_row_belongs_to_is_named_in_french_too(coordinator: Client, page: str, english: str) -> None:
    assert english in coordinator.get(reverse(f"admin:{page}")).content.decode()
    coordinator.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert english not in coordinator.get(reverse(f"admin:{page}")).content.decode()
