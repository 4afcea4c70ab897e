"""The audit trail speaks to its readers in words of their language, whatever happened."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations.models import StaffRole
from submissions import audit
from submissions.review.changes import LABELS, label_of
from tests.factories import make_consultation, make_user

APPS = ("submissions", "reports")


def recorded() -> Iterator[str]:
    """The actions that the source names when it writes into the trail."""
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                    yield from (str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant))


def test_whatever_is_recorded_has_words() -> None:
    found = set(recorded())
    assert {"received", "answers_withdrawn", "report_published"} <= found
    assert found <= set(LABELS)


@pytest.mark.django_db
def test_the_trail_and_its_filter_show_words_and_no_codes(client: Client) -> None:
    consultation = make_consultation()
    for action in LABELS:
        audit.record(action, consultation=consultation)
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = client.get(reverse("admin:submissions_auditentry_changelist")).content.decode()
    for action in LABELS:
        assert label_of(action) != action
        assert page.count(label_of(action)) >= 2
    for code in ("answers_withdrawn", "report_requested", "report_signed", "report_published"):
        assert f">{code}<" not in page


def test_a_reader_of_french_reads_french() -> None:
    with translation.override("fr"):
        assert label_of("start") == "Examen commencé"
