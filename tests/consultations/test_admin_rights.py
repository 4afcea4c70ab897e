"""Who may open what in the admin: role by model by page, and nothing of another consultation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import (
    Consultation,
    Event,
    Membership,
    Organization,
    Participant,
    Session,
    StaffRole,
    Topic,
)
from tests.consultations.admin_forms import form_of
from tests.consultations.programme_rows import make_rows
from tests.factories import make_consultation, make_event, make_topic, make_user

pytestmark = pytest.mark.django_db

MODELS = [
    "consultation", "section", "topic", "event", "session",
    "invitation", "mail", "organization", "participant", "registration", "resource",
]  # fmt: skip
FOR_REVIEWERS = ["topic", "event", "session", "organization"]
PAGES = ["changelist", "add", "change", "history", "delete"]
LOGIN, SHOWN, REFUSED, MISSING = 302, 200, 403, 404


@pytest.fixture
def rows() -> dict[str, Any]:
    return make_rows(make_consultation())


def address(page: str, model: str, row: Any) -> str:
    args = [] if page in ("changelist", "add") else [row.pk]
    return reverse(f"admin:consultations_{model}_{page}", args=args)


def statuses(client: Client, model: str, row: Any) -> dict[str, int]:
    return {page: client.get(address(page, model, row)).status_code for page in PAGES}


@pytest.mark.parametrize("model", MODELS)
def test_a_coordinator_edits_everything_of_the_consultation(
    client: Client, rows: dict[str, Any], model: str
) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"]))

    expected = dict.fromkeys(PAGES, SHOWN)
    if model == "section":  # always the three it was made with
        expected |= {"add": REFUSED, "delete": REFUSED}
    if model == "consultation":
        expected |= {"delete": REFUSED}
    if model == "mail":  # written by what happens, kept until it is old
        expected |= {"add": REFUSED, "delete": REFUSED}
    assert statuses(client, model, rows[model]) == expected


@pytest.mark.parametrize("model", MODELS)
def test_a_reviewer_reads_what_reviewing_needs(client: Client, rows: dict[str, Any], model: str) -> None:
    client.force_login(make_user(StaffRole.REVIEWER, rows["consultation"]))

    expected = dict.fromkeys(PAGES, REFUSED)
    if model in FOR_REVIEWERS:
        expected |= {"changelist": SHOWN, "change": SHOWN, "history": SHOWN}
    else:
        expected |= {"history": MISSING}
    assert statuses(client, model, rows[model]) == expected


@pytest.mark.parametrize("model", MODELS)
def test_for_the_coordinator_of_another_consultation_the_row_does_not_exist(
    client: Client, rows: dict[str, Any], model: str
) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR))

    found = statuses(client, model, rows[model])

    refused = {
        "consultation": {"delete": REFUSED},
        "section": {"delete": REFUSED},
        "mail": {"delete": REFUSED},
    }.get(model, {})
    outside = {"change": MISSING, "history": MISSING, "delete": MISSING} | refused
    assert {page: found[page] for page in outside} == outside
    listed = client.get(address("changelist", model, None)).content.decode()
    assert address("change", model, rows[model]) not in listed


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "role", [StaffRole.RAPPORTEUR, StaffRole.SIGNATORY_GOVERNMENT, StaffRole.SIGNATORY_CIVIL_SOCIETY, None]
)
def test_other_roles_have_no_part_in_the_programme(
    client: Client, rows: dict[str, Any], model: str, role: str | None
) -> None:
    client.force_login(make_user(role, rows["consultation"]))

    assert statuses(client, model, rows[model]) == dict.fromkeys(PAGES, REFUSED) | {"history": MISSING}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("fields", [None, {"is_staff": False}, {"is_active": False}])
def test_who_is_not_staff_is_asked_to_log_in(
    client: Client, rows: dict[str, Any], model: str, fields: dict[str, Any] | None
) -> None:
    if fields is not None:
        client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"], **fields))

    assert statuses(client, model, rows[model]) == dict.fromkeys(PAGES, LOGIN)


def test_a_reviewer_sees_no_participant(client: Client, rows: dict[str, Any]) -> None:
    client.force_login(make_user(StaffRole.REVIEWER, rows["consultation"]))

    pages = [client.get(address("change", model, rows[model])).content.decode() for model in FOR_REVIEWERS]

    assert not [page for page in pages if "Secret Person" in page or "secret@example.net" in page]


@pytest.mark.parametrize("model", [model for model in MODELS if model != "invitation"])
def test_what_a_coordinator_saves_unchanged_stays(client: Client, rows: dict[str, Any], model: str) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"]))
    page = address("change", model, rows[model])
    manager = type(rows[model])._default_manager
    before = manager.filter(pk=rows[model].pk).values().get()

    response = client.post(page, form_of(client, page))

    assert response.status_code == 302, response.context["errors"]
    assert manager.filter(pk=rows[model].pk).values().get() == before


@pytest.mark.parametrize("model", FOR_REVIEWERS)
def test_a_reviewer_changes_nothing(client: Client, rows: dict[str, Any], model: str) -> None:
    coordinator, reviewer = (
        make_user(role, rows["consultation"]) for role in (StaffRole.COORDINATOR, StaffRole.REVIEWER)
    )
    page = address("change", model, rows[model])
    client.force_login(coordinator)
    data = form_of(client, page)
    client.force_login(reviewer)

    assert client.post(page, data).status_code == REFUSED
    assert client.post(address("delete", model, rows[model]), {"post": "yes"}).status_code == REFUSED
    assert type(rows[model])._default_manager.filter(pk=rows[model].pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_deleting_a_row_of_another_consultation_by_its_id_deletes_nothing(
    client: Client, rows: dict[str, Any], model: str
) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR))

    client.post(address("delete", model, rows[model]), {"post": "yes"})
    client.post(
        address("changelist", model, None),
        {"action": "delete_selected", "_selected_action": [rows[model].pk], "post": "yes"},
    )

    assert type(rows[model])._default_manager.filter(pk=rows[model].pk).exists()


def test_a_session_cannot_take_a_topic_of_another_consultation(client: Client, rows: dict[str, Any]) -> None:
    client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"]))
    page = address("change", "session", rows["session"])

    response = client.post(page, form_of(client, page) | {"topic": make_topic().pk})

    assert response.status_code == SHOWN
    assert Session.objects.get().topic is None


def test_a_coordinator_of_two_cannot_join_them_in_one_row(client: Client, rows: dict[str, Any]) -> None:
    user = make_user(StaffRole.COORDINATOR, rows["consultation"])
    other = make_consultation()
    Membership.objects.create(consultation=other, user=user, role=StaffRole.COORDINATOR)
    client.force_login(user)
    data = {
        "consultation": other.pk, "parent": rows["organization"].pk, "code": "mixed", "kind": "branch",
        "name_en": "Mixed", "name_fr": "Mêlé", "acronym_en": "", "acronym_fr": "", "position": 0,
    }  # fmt: skip

    response = client.post(reverse("admin:consultations_organization_add"), data)

    assert response.status_code == SHOWN
    assert not Organization.objects.filter(code="mixed").exists()


@pytest.mark.parametrize(
    ("model", "column", "forged"),
    [
        ("consultation", "ordering_key", "0"),
        ("invitation", "token_hash", "0"),
        ("event", "consultation_id", None),
        ("event", "id", "1"),
        ("participant", "consultation_id", None),
        ("organization", "consultation_id", None),
        ("section", "number", "3"),
        ("section", "consultation_id", None),
    ],
)
def test_a_forged_field_changes_nothing(
    client: Client, rows: dict[str, Any], model: str, column: str, forged: str | None
) -> None:
    user = make_user(StaffRole.COORDINATOR, rows["consultation"])
    other = make_consultation()
    Membership.objects.create(consultation=other, user=user, role=StaffRole.COORDINATOR)
    client.force_login(user)
    page = address("change", model, rows[model])
    manager = type(rows[model])._default_manager
    before = manager.values_list(column, flat=True).get(pk=rows[model].pk)
    value = forged or str(other.pk)

    client.post(page, form_of(client, page) | {column: value, column.removesuffix("_id"): value})

    assert manager.values_list(column, flat=True).get(pk=rows[model].pk) == before


def test_an_event_is_not_added_to_a_consultation_of_others(client: Client, rows: dict[str, Any]) -> None:
    stranger = make_event()
    client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"]))
    add = reverse("admin:consultations_event_add")
    data = form_of(client, address("change", "event", rows["event"]))
    data |= {"slug": "mine", "consultation": stranger.consultation_id, "sessions-TOTAL_FORMS": 0}
    data |= {"sessions-INITIAL_FORMS": 0}

    assert client.post(add, data).status_code == SHOWN
    assert client.post(add, data | {"consultation": rows["consultation"].pk}).status_code == LOGIN
    assert list(Event.objects.filter(slug="mine").values_list("consultation", flat=True)) == [
        rows["consultation"].pk
    ]


def test_searching_participants_finds_only_ones_own(client: Client, rows: dict[str, Any]) -> None:
    user = make_user(StaffRole.COORDINATOR)
    client.force_login(user)
    query = {"app_label": "consultations", "model_name": "registration", "field_name": "participant"}

    response = client.get(reverse("admin:autocomplete"), query | {"term": "Secret"})

    assert response.json()["results"] == []
    assert Participant.objects.filter(name="Secret Person").exists()


def test_topics_of_others_are_not_offered(client: Client, rows: dict[str, Any]) -> None:
    make_topic()
    client.force_login(make_user(StaffRole.COORDINATOR, rows["consultation"]))

    form = client.get(address("change", "session", rows["session"])).context["adminform"].form

    assert list(form.fields["topic"].queryset) == list(
        Topic.objects.filter(section__consultation=rows["consultation"])
    )
    assert Consultation.objects.count() == 2
