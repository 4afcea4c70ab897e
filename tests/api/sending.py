"""What tests of submissions by program begin with."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rest_framework.authtoken.models import Token
from rest_framework.response import Response
from rest_framework.test import APIClient

from consultations.models import AttributionRule, Consultation, Event
from tests.factories import make_consultation, make_event, make_organization, make_topic, make_user

WORDS = "More crossings near schools."


def make_call(rule: str = AttributionRule.BY_CONSENT, **fields: Any) -> Event:
    consultation = make_consultation(slug="streets", attribution_rule=rule)
    make_topic(consultation, code="crossings")
    make_organization(consultation, code="city", takes_advice=True)
    return make_event(consultation, slug="call", **fields)


def point(**fields: Any) -> dict[str, Any]:
    return {"section": 1, "topic": "crossings", "text": WORDS, **fields}


def body(**fields: Any) -> dict[str, Any]:
    return {"language": "en", "points": [point()], **fields}


def send(
    data: Any,
    *,
    key: object = None,
    event: str = "call",
    client: APIClient | None = None,
    language: str = "en",
) -> Response:
    headers = {"idempotency-key": str(key or uuid4()), "accept-language": language}
    path = f"/api/v1/consultations/streets/events/{event}/submissions/"
    return (client or APIClient()).post(path, data, format="json", headers=headers)


def staff(consultation: Consultation, role: str) -> APIClient:
    client = APIClient()
    token = Token.objects.create(user=make_user(role, consultation))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return client
