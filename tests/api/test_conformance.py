"""Whatever is sent, the API answers as its description says; drawn by schemathesis, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from rest_framework.authtoken.models import Token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from consultations.models import EventKind, StaffRole
from submissions.models import Choice, Question, Questionnaire
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_session,
    make_topic,
    make_user,
)
from tests.reports.reporting import make_ready

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Files are bytes of many kinds; test_reports reads them.
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application).exclude(
    operation_id="reports_file"
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server would give back its connection after each answer; here it holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known() -> dict[str, Any]:
    """Addresses that exist, and a coordinator's token."""
    consultation = make_consultation(slug="streets", attribution_rule="by_consent")
    topic = make_topic(consultation, code="crossings")
    make_organization(consultation, code="city", takes_advice=True)
    make_session(make_event(consultation, EventKind.CONFERENCE, slug="day"), topic=topic)
    survey = make_event(consultation, EventKind.SURVEY, slug="survey")
    question = Question.objects.create(
        questionnaire=Questionnaire.objects.create(event=survey), code="colour", kind="single_choice",
        topic=topic, text=both("Which colour?"),
    )  # fmt: skip
    Choice.objects.create(question=question, code="red", text=both("Red"))
    report = make_ready(consultation, published_on=date(2030, 1, 2))
    return {
        "path": {
            "slug": "streets", "event_slug": "survey", "report_id": str(report.pk),
            "file_name": "streets.en.json",
        },
        "token": Token.objects.create(user=make_user(StaffRole.COORDINATOR, consultation)).key,
    }  # fmt: skip


def bounded(test: Any) -> Any:
    return settings(
        max_examples=15,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )(test)


@bounded
@schema.parametrize()
def test_anybody_is_answered_as_described(case: schemathesis.Case, known: dict[str, Any]) -> None:
    case.call_and_validate(checks=CHECKS)


@bounded
@schema.parametrize()
def test_a_coordinator_is_answered_as_described(case: schemathesis.Case, known: dict[str, Any]) -> None:
    case.path_parameters = {name: known["path"][name] for name in case.path_parameters or {}}
    case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Token {known['token']}"})
