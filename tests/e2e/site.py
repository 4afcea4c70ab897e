"""A site in every state that a page can show: the model case, reopened and published, and a small new consultation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.test import Client, override_settings
from django.utils import timezone, translation
from pytest_django.live_server_helper import LiveServer

from config.demo.loading import load
from config.demo.options import MODEL_CASE
from consultations import invitations, places, tokens
from consultations.models import (
    AttributionRule,
    ChairSide,
    Consultation,
    Event,
    EventKind,
    Presentation,
    SessionKind,
    StaffRole,
)
from reports import publication
from reports.generation import generate
from reports.models import Decision, FailureReason, Report, ReportStatus, Stage
from reports.services import request_compile
from submissions import board
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import BoardState, Condition, Flag, FlagKind, Questionnaire, Redaction, Via
from submissions.review import themes, workflow
from tests.e2e.every_kind import survey_of_every_kind
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_participant,
    make_reason,
    make_session,
    make_topic,
    make_user,
)

T = TypeVar("T")
EMPTY = ("/en/", "/fr/", "/en/reports/", "/fr/reports/")


@dataclass(frozen=True)
class Site:
    url: str
    case: Consultation  # the model case: filled, compiled, published, its written events open again
    new: Consultation  # just begun: every rule, nothing heard yet
    reports: dict[str, Report]  # by state: published, ready, failed, active, taken down
    invited: dict[str, str]  # by purpose: a token
    media: Path
    decided: str  # the code of a receipt of words that were decided on in every way
    staff: str  # the session of somebody who holds every role in both
    outsider: str  # the session of somebody who holds none
    empty: dict[str, str]  # by path: what stood there when there was no consultation at all


def committed(work: Callable[[], T]) -> T:
    """Does ``work`` in a session of its own: the server does not see what a test does in its transaction."""

    def do() -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


@contextmanager
def for_a_moment(rows: QuerySet[Any], **changed: Any) -> Iterator[None]:
    """As if ``rows`` said something else."""
    before = list(rows.values("pk", *changed))
    again = rows.model._default_manager.filter(pk__in=[row["pk"] for row in before])
    committed(lambda: again.all().update(**changed))
    try:
        yield
    finally:
        committed(lambda: [again.filter(pk=row.pop("pk")).update(**row) for row in before])


@contextmanager
def filled(media: Path) -> Iterator[Site]:
    # Emptied at the end: it must be a test's database. pytest-django makes one only for tests marked ``django_db``.
    assert connection.settings_dict["NAME"].startswith("test_"), "Mark these tests with django_db."
    sessions: list[int] = []

    def note_session(connection: Any, **_about: Any) -> None:
        if threading.current_thread() is not threading.main_thread():
            sessions.append(connection.connection.get_backend_pid())

    connection_created.connect(note_session)
    server = LiveServer("localhost")
    with override_settings(MEDIA_ROOT=media), translation.override("en"):
        try:
            yield built(server.url, media)
        finally:
            server.stop()
            connection_created.disconnect(note_session)
            hang_up(sessions)
            call_command("flush", verbosity=0, interactive=False)


def hang_up(sessions: list[int]) -> None:
    """A browser's idle connection keeps a thread of the server alive, and that one a session of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid = ANY(%s)",
            [sessions],
        )


def built(url: str, media: Path) -> Site:
    empty = {path: Client().get(path).content.decode() for path in EMPTY}
    case = load(MODEL_CASE, lambda text: None)
    new = begun()
    staff = somebody_with_every_role(case, new)
    # Answered again for a day, so that its forms can be seen as people saw them.
    written = case.events.filter(kind__in=(EventKind.OPEN_CALL, EventKind.SURVEY))
    written.update(late_until=timezone.now() + timedelta(days=1))
    conference = new.events.get(slug="conference")
    links = {**links_of_people(new), **ended(conference)}
    invited = {purpose: invitations.issue(conference, purpose)[1] for purpose in ("register", "rapporteur")}
    decided = decided_in_every_way(case, staff)
    reports = in_every_state(case, new, staff)
    covered = Redaction.objects.filter(contribution__submission__event__consultation=case)[0].contribution
    Flag.objects.create(contribution=covered, kind=FlagKind.PERSONAL_INFORMATION, detail="Public Safety")
    outsider = session_of(make_user(username="outsider"))
    return Site(url, case, new, reports, invited | links, media, decided, session_of(staff), outsider, empty)


def links_of_people(new: Consultation) -> dict[str, str]:
    """Of somebody with a place, of somebody who waits, and of somebody invited in person."""
    full = make_event(
        new, EventKind.WEBINAR, slug="full", title=both("Full webinar"), capacity=1, registration_is_open=True,
        starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=4),
    )  # fmt: skip
    ada, ines, guest = (
        make_participant(new, name=name) for name in ("Ada Walker", "Inès Duarte", "Eve Guest")
    )
    has, waits = (places.enter(full, person, needs="Captions, please") for person in (ada, ines))
    own = {
        f"own_{name}": tokens.token_for(tokens.OWN_REGISTRATION, row.pk)
        for name, row in (("place", has), ("waiting", waits))
    }
    personal = invitations.issue(full, "register", participant=guest)[1]
    return {**own, "no_more_mail": tokens.token_for(tokens.NO_MORE_MAIL, guest.pk), "personal": personal}


def ended(conference: Event) -> dict[str, str]:
    ends: dict[str, dict[str, Any]] = {
        "used": {"uses_allowed": 1, "uses": 1},
        "revoked": {"revoked": True},
        "expired": {"expires_at": timezone.now() - timedelta(days=1)},
    }
    return {name: invitations.issue(conference, "register", **how)[1] for name, how in ends.items()}


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def begun() -> Consultation:
    new = make_consultation(slug="new", title=both("Safer streets"), contact="streets@example.org")
    make_topic(new)
    for rule in AttributionRule.values:
        make_event(new, slug=rule.replace("_", "-"), title=both(f"Tell us: {rule}"), attribution_rule=rule)
    for language in ("en", "fr"):
        make_event(
            new,
            slug=f"stricter-{language}",
            title=both(f"Tell us soon ({language})"),
            attribution_rule=AttributionRule.BY_CONSENT,
        )
    later = timezone.now() + timedelta(days=2)
    ahead: dict[str, Any] = {"starts_at": later, "ends_at": later + timedelta(hours=4)}
    make_event(new, slug="in-the-room", title=both("Tell us here"), needs_room_code=True)
    make_event(new, slug="later", title=both("Tell us later"), **ahead)
    survey_of_every_kind(new)
    make_event(new, EventKind.SURVEY, slug="blank", title=both("A survey without questions"))
    ask_on_two_pages(make_event(new, EventKind.SURVEY, slug="paged", title=both("A survey in pages")))
    make_event(
        new, EventKind.WEBINAR, slug="webinar", title=both("Webinar"), registration_is_open=True, **ahead
    )
    make_event(
        new,
        EventKind.WEBINAR,
        slug="asked-later",
        title=both("Webinar with questions, later"),
        takes_questions=True,
        **ahead,
    )
    make_event(new, EventKind.WEBINAR, slug="unasked", title=both("Quiet webinar"), takes_questions=True)
    asked_and_sorted(
        make_event(new, EventKind.WEBINAR, slug="asked", title=both("Live"), takes_questions=True)
    )
    make_session(make_event(new, EventKind.CONFERENCE, slug="conference", title=both("Conference")))
    of_several_rules(new)
    make_consultation(slug="bare", title=both("Nothing planned yet"))
    make_consultation(slug="hidden", title=both("Still being prepared"), is_public=False)
    over()
    return new


def of_several_rules(new: Consultation) -> None:
    """On the record but for two sessions, and with a speaker who is invented."""
    day = make_event(
        new, EventKind.CONFERENCE, slug="several-rules", title=both("A day in parts"),
        attribution_rule=AttributionRule.ATTRIBUTABLE,
    )  # fmt: skip
    for rule in (AttributionRule.CHATHAM_HOUSE, AttributionRule.BY_CONSENT):
        make_session(day, title=both(f"Table: {rule}"), attribution_rule=rule)
    talk = make_session(day, SessionKind.FORMAL_PRESENTATION, title=both("Opening talk"))
    speaker = make_participant(new, name="Ines Duarte", listed=True, is_illustrative=True)
    Presentation.objects.create(session=talk, participant=speaker, subject=both("Streets elsewhere"))


def over() -> None:
    """A consultation that has ended, of which no report was compiled."""
    today, now = timezone.now().date(), timezone.now()
    days: dict[str, Any] = {"opens_on": today - timedelta(days=9), "closes_on": today - timedelta(days=2)}
    ended = make_consultation(slug="over", title=both("Streets of last year"), **days)
    hours: dict[str, Any] = {"starts_at": now - timedelta(days=8), "ends_at": now - timedelta(days=2)}
    make_event(ended, slug="call", title=both("Told us"), **hours)


def asked_and_sorted(event: Event) -> None:
    """Questions in no group, in one, for the panel, answered, of danger; and a group that is empty."""
    topic = event.consultation.sections.get(number=1).topics.first()
    asked = [
        str(make_contribution(event, text, topic, language, via=Via.QUESTION).pk)
        for text, language in (
            ("When will the crossing at the school be lit?", "en"),
            ("Le passage de l’école sera-t-il éclairé avant l’hiver?", "fr"),
            ("Who decides which street comes first, and where can we read it?", "en"),
            ("Do the numbers count children?", "en"),
            ("What do I do when I am afraid to go home?", "en"),
        )
    ]
    group = str(board.make_group(event, "The crossing at the school").pk)
    board.make_group(event, "Money")
    for question in asked[:2]:
        board.move(event, question, group)
    board.mark(event, asked[0], BoardState.CHOSEN)
    board.mark(event, asked[3], BoardState.ANSWERED)


def ask_on_two_pages(event: Event) -> None:
    """The second page asks for words, of those who chose the last answer on the first."""
    sheet = Questionnaire.objects.create(event=event)
    topic = event.consultation.sections.get(number=1).topics.first()
    asked = [
        sheet.questions.create(
            code=f"q{page}", page=page, kind=kind, topic=topic, text=both(text), is_required=True
        )
        for page, kind, text in (
            (1, "single_choice", "Is something missing?"),
            (2, "long_text", "What is it?"),
        )
    ]
    last = [asked[0].choices.create(code=f"c{n}", position=n, text=both(f"Answer {n}")) for n in range(2)][-1]
    Condition.objects.create(question=asked[1], choice=last)


def decided_in_every_way(case: Consultation, staff: Any) -> str:
    """The receipt of points that wait, are read, stand behind a theme, are merged, stand alone, and were set aside."""
    call, topic = case.events.get(kind=EventKind.OPEN_CALL), case.sections.get(number=3).topics.first()
    said = (
        "Still waiting.",
        "Being read.",
        "Light the quay.",
        "The quay needs light.",
        "More benches.",
        "Buy my lamps.",
    )
    points = tuple(Point(text, topic) for text in said)
    receipt = submit(Arrival(call, Via.WEB, "en", points), key=uuid4(), late=True)
    _waits, read, behind, same, alone, aside = receipt.submission.contributions.order_by("position")
    workflow.start(read, by=staff)
    theme = themes.create_theme(
        topic, by=staff, code="quay", title=both("The quay is dark"), statement=both("Light the quay.")
    )
    themes.support(theme, workflow.accept(behind, by=staff), by=staff)
    workflow.merge(same, by=staff, into=behind)
    workflow.accept(alone, by=staff)
    workflow.set_aside(aside, by=staff, reason=make_reason(case, label=both("Advertising")))
    return receipt.code


def somebody_with_every_role(*consultations: Consultation) -> Any:
    user = make_user(username="everybody", first_name="Eve", last_name="Body", is_superuser=True)
    for consultation in consultations:
        for role in StaffRole.values:
            consultation.memberships.create(user=user, role=role)
    return user


def in_every_state(case: Consultation, new: Consultation, staff: Any) -> dict[str, Report]:
    published = compiled(case, staff)
    for side in ChairSide.values:
        publication.sign(published, staff, side, Decision.APPROVED, "We agree.")
    publication.publish(published, staff)
    failed = Report.objects.create(
        consultation=case, version=8, status=ReportStatus.FAILED, failure_reason=FailureReason.LEAK
    )
    active = Report.objects.create(
        consultation=new, version=1, status=ReportStatus.RUNNING, stage=Stage.RENDERING, progress=40
    )
    states = {"published": published, "ready": compiled(case, staff), "failed": failed, "active": active}
    return states | {"taken_down": taken_down(staff)}


def taken_down(staff: Any) -> Report:
    bare = Consultation.objects.get(slug="bare")
    bare.memberships.create(user=staff, role=StaffRole.COORDINATOR)
    report = Report.objects.create(
        consultation=bare, version=1, status=ReportStatus.READY, published_on=bare.today()
    )
    return publication.take_down(report, staff, "A name stood in it.")


def compiled(case: Consultation, staff: Any) -> Report:
    report = request_compile(case, by=staff)
    generate(str(report.pk))
    report.refresh_from_db()
    assert report.status == ReportStatus.READY, report.failure_reason
    return report
