"""The whole way of words and of people with every logger at its most talkative, and an error at each place on it.

Errors quote what they stumbled over: a statement with its values, a document, a letter. None of it may stand in a log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from config.celery import app
from config.logs import WithoutWords
from consultations import invitations
from consultations.models import EventKind, Participant, StaffRole
from reports.compiler import compilation
from reports.models import Narrative, Report, ReportStatus
from reports.services import request_compile
from submissions.models import Contribution, Note, Via
from tests.factories import make_event, make_organization, make_participant, make_user
from tests.forms import code_on, page_of
from tests.reports.compiling import Streets, make_streets

pytestmark = pytest.mark.django_db(transaction=True)

PERSON, ADDRESS, BODY = "Zdenka Quillfeather", "zdenka@quillfeather.example", "Lamplighters of Vexworth"
WORDS = "Unlit crossings swallow children"
SECRETS = (PERSON, ADDRESS, BODY, WORDS)
LINE = settings.LOGGING["formatters"]["plain"]["format"]
MOST_PLACES = 60


class Lines(logging.Handler):
    """What is written, and what would be if nothing were left out."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.written: list[str] = []
        self.unguarded: list[str] = []
        self.loggers: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.loggers.add(record.name)
        self.written.append(WithoutWords(LINE).format(record))
        self.unguarded.append(logging.Formatter(LINE).format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Every logger says everything, the one of the database too."""
    app.loader.import_default_modules()
    handler, root = Lines(), logging.getLogger()
    known = [root, *(each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger))]
    before = [(each, each.level, each.propagate, each.disabled, each.handlers) for each in known]
    for each in known:
        each.level, each.propagate, each.disabled, each.handlers = logging.DEBUG, True, False, []
        each._cache.clear()  # type: ignore[attr-defined]
    root.handlers = [handler]
    connection.force_debug_cursor = True
    try:
        yield handler
    finally:
        connection.force_debug_cursor = False
        for each, each.level, each.propagate, each.disabled, each.handlers in before:
            each._cache.clear()  # type: ignore[attr-defined]


class Failing:
    """The statement with the given number that holds something secret is refused, as a database refuses: it is quoted."""

    def __init__(self, number: int) -> None:
        self.left, self.has_failed = number, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(secret in str(params) for secret in SECRETS):
            self.left -= 1
            if self.left < 0 and not self.has_failed:
                self.has_failed = True
                raise DatabaseError(f"{sql}\nDETAIL: {params}")
        return execute(sql, params, many, context)


def failed_everywhere(step: Callable[[], Any]) -> int:
    """Takes the step again and again, refused at one place after the other, until it comes through; how many there were."""
    for number in range(MOST_PLACES):
        failing = Failing(number)
        with connection.execute_wrapper(failing), suppress(DatabaseError):
            step()
        if not failing.has_failed:
            return number
    raise AssertionError("It never comes through.")


@pytest.fixture
def streets() -> Streets:
    streets = make_streets()
    body = make_organization(
        streets.consultation, name={"en": BODY, "fr": BODY}, code="lamplighters", listed=True
    )
    make_participant(streets.consultation, name=PERSON, email=ADDRESS, organization=body)
    return streets


def sent(streets: Streets) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "language": "en", "topic": streets.topic.pk, "text": f"{WORDS}, says {PERSON}.",
        "attribution": "named", "name": PERSON, "organization_name": BODY, "do": "send",
    }  # fmt: skip


def browser(streets: Streets, role: str = "") -> Client:
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(make_user(role, streets.consultation))
    return client


def written_and_asked(streets: Streets) -> Iterator[Callable[[], Any]]:
    """By form and by program, at the door and in a webinar; a place at an event."""
    slug, call = streets.consultation.slug, streets.call.slug
    webinar = make_event(streets.consultation, EventKind.WEBINAR, takes_questions=True)
    talk = make_event(streets.consultation, EventKind.CONFERENCE, registration_is_open=True)
    client = browser(streets)
    form = reverse("submissions:take_part", args=[slug, call])
    yield lambda: client.post(form, sent(streets))
    yield lambda: client.post(reverse("submissions:ask", args=[slug, webinar.slug]), sent(streets))
    person = {"name": PERSON, "email": ADDRESS, "sector": "academia", "language": "en", "needs": WORDS}
    yield lambda: client.post(reverse("consultations:register", args=[slug, talk.slug]), person)
    point = {"section": 1, "topic": streets.topic.code, "text": WORDS}
    by_program = {"language": "en", "points": [point], "attribution": "named", "name": PERSON}
    api = APIClient(raise_request_exception=False)
    yield lambda: api.post(
        reverse("api:submissions", args=[slug, call]), by_program, format="json", headers={"idempotency-key": str(uuid4())}
    )  # fmt: skip


def reviewed(streets: Streets) -> Iterator[Callable[[], Any]]:
    client = browser(streets, StaffRole.REVIEWER)
    yield lambda: app.tasks["submissions.tasks.screen_waiting"].apply()
    said = Contribution.objects.filter(submission__via=Via.WEB)[0]
    page = reverse("admin:submissions_contribution_change", args=[said.pk])

    def press(step: str, **fields: Any) -> Callable[[], Any]:
        return lambda: client.post(
            page, {"step": step, "version": Contribution.objects.get(pk=said.pk).version, **fields}
        )

    yield press("note", note=f"{PERSON} was here.")
    yield press("redact", phrase=PERSON, replacement="[a name]", why=f"names {PERSON}")
    yield press("paraphrase", paraphrase_en=f"{WORDS}.", paraphrase_fr=f"{WORDS}.")
    yield lambda: client.get(
        reverse("admin:submissions_contribution_changelist"), {"q": f'"{PERSON}"'}, follow=True
    )


def coordinated(streets: Streets) -> Iterator[Callable[[], Any]]:
    client = browser(streets, StaffRole.COORDINATOR)
    known = {"consultation": streets.consultation.pk, "roles": ["participant"], "letters_in": "en"}
    person = {"name": PERSON, "email": ADDRESS, "sector": "academia", **known}
    yield lambda: client.post(reverse("admin:consultations_participant_add"), person)
    table = f"name,e-mail,sector\n{PERSON} the second,other-{ADDRESS},academia\n"
    invited = {"event": streets.conference.pk, "purpose": "register", "table": table, "send": "1"}
    yield lambda: client.post(reverse("admin:consultations_invitation_invite"), invited)
    narrative = {"consultation": streets.consultation.pk, "part": "about", "language": "en", "text": WORDS}
    yield lambda: client.post(reverse("admin:reports_narrative_add"), narrative)


def test_a_refused_statement_tells_no_log_what_was_in_it(streets: Streets, lines: Lines) -> None:
    places = {
        way.__name__: [failed_everywhere(step) for step in way(streets)]
        for way in (written_and_asked, reviewed, coordinated)
    }
    assert all(number > 0 for numbers in places.values() for number in numbers), places
    assert Contribution.objects.filter(text__contains=WORDS).count() >= 3
    assert Note.objects.filter(text__contains=PERSON).exists()
    assert Participant.objects.filter(email__endswith=ADDRESS).count() >= 3
    assert {"django.request", "django.db.backends", "celery.app.trace"} <= lines.loggers
    told_nothing(lines)


def told_nothing(lines: Lines, of: tuple[str, ...] = SECRETS) -> None:
    """The same lines, with nothing left out, tell all ``of`` it."""
    unguarded, written = "\n".join(lines.unguarded), "\n".join(lines.written).lower()
    assert [secret for secret in of if secret in unguarded] == list(of)
    assert [secret for secret in (*SECRETS, "quillfeather", "vexworth") if secret.lower() in written] == []


def test_a_report_that_fails_tells_no_log_what_would_have_been_in_it(
    streets: Streets, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    streets.said(f"{WORDS}, says {ADDRESS}.", streets.conference)
    Narrative.objects.create(
        consultation=streets.consultation, part="about", language="en", text=f"By {PERSON}."
    )
    real = compilation.document

    def broken(*facts: Any) -> Any:
        raise ValueError(f"cannot draft {facts!r}") from KeyError(f"{PERSON} {ADDRESS} {BODY} {WORDS}")

    for draft in (broken, real):
        monkeypatch.setattr(compilation, "document", draft)
        report = request_compile(streets.consultation, by=None)
        app.tasks["reports.tasks.compile_report"].apply([str(report.pk)])
        assert Report.objects.get(pk=report.pk).status == ReportStatus.FAILED
    assert "reports.generation" in lines.loggers
    told_nothing(lines, (PERSON, ADDRESS, WORDS))


@pytest.mark.parametrize("error", [RuntimeError, ValueError, OSError])
def test_a_letter_that_fails_tells_no_log_to_whom(
    streets: Streets, lines: Lines, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(letter: EmailMultiAlternatives, *args: Any, **options: Any) -> int:
        raise error(f"cannot send {letter.to} {letter.body} {PERSON} {BODY} {WORDS}")

    monkeypatch.setattr(EmailMultiAlternatives, "send", broken)
    [person] = Participant.objects.all()
    invitations.invite(streets.conference, "register", [person])
    app.tasks["consultations.tasks.send_mail"].apply()
    client = browser(streets)
    form = reverse("submissions:take_part", args=[streets.consultation.slug, streets.call.slug])
    answer = client.post(form, sent(streets), follow=True)
    code = code_on(page_of(answer))
    client.post(reverse("submissions:receipt"), {"address": ADDRESS})
    told_nothing(lines, (PERSON,))
    assert code not in "\n".join(lines.written)
