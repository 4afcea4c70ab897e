"""Every role at every address of the API by every method. The addresses are those of the URLconf."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import URLPattern, reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from config.api import urlpatterns
from consultations.models import Consultation, EventKind, StaffRole
from submissions.models import Questionnaire
from tests.api.answers import read_through
from tests.factories import make_consultation, make_event, make_organization, make_topic, make_user
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete")
ROLES = ("anonymous", "outsider", *StaffRole.values)
STAFF = {"coordinator", "reviewer", "signatory_government", "signatory_civil_society"}
NAMES = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
FOR_READING = NAMES - {"submissions"}
FOR_WRITING = {"submissions", "reports"}


def arguments(name: str, *, is_public: bool) -> dict[str, object]:
    """Of one consultation with a survey, a conference and a report that is not published."""
    consultation = make_consultation(slug="streets", is_public=is_public)
    survey = make_event(consultation, EventKind.SURVEY, slug="survey")
    make_event(consultation, EventKind.CONFERENCE, slug="conference")
    Questionnaire.objects.create(event=survey)
    known: dict[str, object] = {
        "slug": "streets", "event_slug": "conference" if name == "submissions" else "survey",
        "report_id": make_ready(consultation).pk, "file_name": "streets.en.pdf",
    }  # fmt: skip
    pattern = next(one for one in urlpatterns if isinstance(one, URLPattern) and one.name == name)
    return {key: known[key] for key in pattern.pattern.converters}


def client_of(role: str) -> APIClient:
    client = APIClient()
    if role == "outsider":
        client.force_authenticate(make_user(StaffRole.COORDINATOR))
    elif role != "anonymous":
        client.force_authenticate(make_user(role, Consultation.objects.get(slug="streets")))
    return client


def expected(name: str, method: str, role: str, *, is_public: bool) -> int:
    if method in ("get", "head"):
        return reading(name, role, is_public=is_public) if name in FOR_READING else 405
    if method == "post" and name in FOR_WRITING:
        return writing(name, role, is_public=is_public)
    return refused(role, 405) if name not in ("submissions", "schema", "docs") else 405


def reading(name: str, role: str, *, is_public: bool) -> int:
    if name in ("schema", "docs", "consultations"):
        return 200
    if name in ("report", "file"):
        return 200 if role in STAFF else 404
    return 200 if is_public or role in StaffRole.values else 404


def writing(name: str, role: str, *, is_public: bool) -> int:
    if name == "reports" and role == "anonymous":
        return 401
    if not is_public and role not in StaffRole.values:
        return 404
    if name == "reports":
        return 202 if role == StaffRole.COORDINATOR else 403
    if role == "anonymous":
        return 401
    # An empty body from somebody who may write is told what is missing.
    return 400 if role in (StaffRole.COORDINATOR, StaffRole.RAPPORTEUR) else 403


def refused(role: str, status: int) -> int:
    return 401 if role == "anonymous" else status


@pytest.mark.parametrize("is_public", [True, False], ids=["public", "hidden"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_role_gets_what_it_may_by_every_method(name: str, is_public: bool) -> None:
    path = reverse(f"api:{name}", kwargs=arguments(name, is_public=is_public))
    answers, wanted = {}, {}
    for role in ROLES:
        client = client_of(role)
        for method in METHODS:
            response = getattr(client, method)(path, headers={"idempotency-key": str(uuid4())})
            answers[role, method] = read_through(response).status_code
            wanted[role, method] = expected(name, method, role, is_public=is_public)
    assert answers == wanted


def test_only_a_user_who_is_active_holds_a_token() -> None:
    consultation = make_consultation(slug="streets", is_public=False)
    user = make_user(StaffRole.COORDINATOR, consultation, is_active=False)
    token = Token.objects.create(user=user)
    answer = APIClient().get(
        "/api/v1/consultations/streets/", headers={"authorization": f"Token {token.key}"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["event", "questionnaire", "submissions"])
def test_an_event_is_found_under_its_own_consultation_alone(name: str, method: str) -> None:
    """Both consultations are public, and the user coordinates both: only the addresses are swapped."""
    user = make_user()
    for slug in ("streets", "parks"):
        consultation = make_consultation(slug=slug)
        consultation.memberships.create(user=user, role=StaffRole.COORDINATOR)
        Questionnaire.objects.create(event=make_event(consultation, EventKind.SURVEY, slug=f"survey-{slug}"))
    client = APIClient()
    client.force_authenticate(user)
    path = reverse(f"api:{name}", kwargs={"slug": "streets", "event_slug": "survey-parks"})
    answer = getattr(client, method)(path, headers={"idempotency-key": str(uuid4())})
    assert answer.status_code == (404 if (name == "submissions") == (method == "post") else 405)


def test_topics_and_addressees_of_another_consultation_are_not_there() -> None:
    make_event(make_consultation(slug="streets"), slug="call")
    parks = make_consultation(slug="parks")
    make_topic(parks, code="benches")
    make_organization(parks, code="gardeners", takes_advice=True)
    point = {"section": 1, "topic": "benches", "text": "More.", "addressees": ["gardeners"]}
    answer = APIClient().post(
        "/api/v1/consultations/streets/events/call/submissions/",
        {"language": "en", "points": [point]},
        headers={"idempotency-key": str(uuid4())},
    )
    assert (answer.status_code, set(answer.json()["points"]["0"])) == (400, {"topic"})
