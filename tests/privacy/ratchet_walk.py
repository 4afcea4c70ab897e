"""A random walk through every way of loosening a rule, and a count of the times one gave way.

``random_ratchet_steps`` needs a migrated database and leaves it as it was. What it watches it works out on its own,
from the rows: it shares no code with the rules that it tries to break.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, Event, EventKind, Presentation, Session, StaffRole
from consultations.models.bilingual import Bilingual
from tests.consultations.admin_forms import form_of
from tests.factories import (
    make_consultation,
    make_event,
    make_participant,
    make_session,
    make_topic,
    make_user,
)

RULES = ("attributable", "by_consent", "chatham_house")
STEPS_A_WORLD = 250
WATCHED = """
    SELECT s.id, s.rule, coalesce(t.attribution_rule, e.attribution_rule, c.attribution_rule, 'chatham_house'),
        s.session_id,
        (SELECT string_agg(w.text, '|' ORDER BY w.id) FROM submissions_contribution w WHERE w.submission_id = s.id),
        (s.rule = 'chatham_house' AND (s.participant_id IS NOT NULL OR s.organization_id IS NOT NULL OR s.name <> ''
            OR s.organization_name <> '' OR s.attribution <> 'not_attributed')),
        (s.rule = 'chatham_house' AND (t.presented_by_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM consultations_presentation p WHERE p.session_id = t.id)))
    FROM submissions_submission s JOIN consultations_event e ON e.id = s.event_id
    JOIN consultations_consultation c ON c.id = e.consultation_id
    LEFT JOIN consultations_session t ON t.id = s.session_id
"""
RULES_OF_SESSIONS = """
    SELECT t.id, coalesce(t.attribution_rule, e.attribution_rule, c.attribution_rule, 'chatham_house')
    FROM consultations_session t JOIN consultations_event e ON e.id = t.event_id
    JOIN consultations_consultation c ON c.id = e.consultation_id
"""


@dataclass
class Breaches:
    """What the walk saw. ``found`` must be empty; ``taken`` and ``refused`` show that both were tried."""

    steps: int = 0
    taken: int = 0
    refused: int = 0
    found: list[str] = field(default_factory=list)
    by_path: dict[str, list[int]] = field(default_factory=dict)


@dataclass
class Seen:
    """What was seen of one submission."""

    rule: str
    place: str
    session: int | None
    text: str

    def lost(self, now: Seen) -> list[str]:
        """In what ``now`` protects less than this."""
        worse = []
        # Words whose session is forgotten are protected by their own rule from then on.
        before, after = (self.rule, now.rule) if self.session and not now.session else (self.place, now.place)
        if strict(after) < strict(before):
            worse.append(f"was said under {before}, its place is now {after}")
        if strict(now.rule) < strict(self.rule):
            worse.append(f"had the rule {self.rule}, and now {now.rule}")
        if now.text != self.text:
            worse.append("says something else")
        return worse


class World:
    """Two consultations with events and sessions, and what has been seen of the words in them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.consultations = [make_consultation(attribution_rule=chance.choice(RULES)) for _ in range(2)]
        self.events = [
            make_event(each, EventKind.CONFERENCE, attribution_rule=self.rule())
            for each in self.consultations
            for _ in range(2)
        ]
        self.sessions = [
            make_session(each, attribution_rule=self.rule()) for each in self.events for _ in range(2)
        ]
        self.topics = {each.pk: make_topic(each).pk for each in self.consultations}
        self.people = {each.pk: make_participant(each) for each in self.consultations}
        self.clients = {each.pk: signed_in(each) for each in self.consultations}
        self.forms: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, Seen] = {}
        # By session, the strictest rule under which something was said there; the rows need not tell.
        self.said_in: dict[int, str] = {}

    def rule(self) -> str | None:
        return self.chance.choice((*RULES, None))

    def place(self) -> Consultation | Event | Session:
        return self.chance.choice(self.chance.choice((self.consultations, self.events, self.sessions)))

    def said(self) -> str | None:
        return self.chance.choice(list(self.seen)) if self.seen else None

    def breaches(self) -> list[str]:
        rows = run(WATCHED)
        found = [f"{missing} is gone" for missing in self.seen.keys() - {str(row[0]) for row in rows}]
        for pk, *state, has_speaker, has_presenter in rows:
            before, now = self.seen.get(str(pk)), Seen(*state)
            worse = before.lost(now) if before else []
            worse += ["says who spoke"] * has_speaker + ["has a session that says who spoke"] * has_presenter
            found += [f"{pk} {each}" for each in worse]
            self.seen[str(pk)] = now
        for session, rule in run(RULES_OF_SESSIONS):
            said = self.said_in.get(session)
            if said and strict(rule) < strict(said):
                found.append(f"session {session}: something was said under {said}, its rule is now {rule}")
        return found


def signed_in(consultation: Consultation) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(make_user(StaffRole.COORDINATOR, consultation, password=None))
    return client


def strict(rule: str) -> int:
    return RULES.index(rule)


def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def table(row: Any) -> str:
    return str(row._meta.db_table)


# --- The ways. Each tries one thing; whoever refuses it raises. -----------------------------------------


def speak(world: World) -> None:
    """Raw, past the one way in: with whatever rule, session and speaker."""
    event = world.chance.choice(world.events)
    near = [each.pk for each in world.sessions if each.event_id == event.pk]
    session = world.chance.choice([None, *near, *near, world.chance.choice(world.sessions).pk])
    rule = world.chance.choice((*RULES, "chatham_house"))
    say(event.pk, session, rule, named=world.chance.random() < 0.2)


def say(event: int, session: int | None, rule: str, *, named: bool = False) -> None:
    pk = str(uuid4())
    run(
        "INSERT INTO submissions_submission (id, event_id, session_id, via, rule, attribution, sector, language, name, "
        "organization_name, received_on, idempotency_key, content_hash, receipt_hash, screened) "
        "VALUES (%s, %s, %s, 'web', %s, %s, '', 'en', %s, '', '2026-01-01', %s, '', %s, false)",
        pk, event, session, rule, "named" if named else "not_attributed", "Ada" if named else "", str(uuid4()), pk,
    )  # fmt: skip
    topic = run(
        "SELECT t.id FROM consultations_topic t JOIN consultations_section s ON s.id = t.section_id "
        "JOIN consultations_event e ON e.consultation_id = s.consultation_id WHERE e.id = %s LIMIT 1", event,
    )  # fmt: skip
    write(pk, topic[0][0])


def speak_beside_a_presenter(world: World) -> None:
    """As the product takes words that name nobody where the programme names a presenter: without the session."""
    presented = run(
        "SELECT t.id, t.event_id, coalesce(t.attribution_rule, e.attribution_rule, c.attribution_rule) "
        "FROM consultations_session t JOIN consultations_event e ON e.id = t.event_id "
        "JOIN consultations_consultation c ON c.id = e.consultation_id "
        "WHERE EXISTS (SELECT 1 FROM consultations_presentation p WHERE p.session_id = t.id) ORDER BY t.id"
    )
    session, event, rule = world.chance.choice(presented or [(None, None, None)])
    if rule in (None, "attributable"):
        raise DatabaseError("nobody presents under a rule that names nobody")
    say(event, None, rule)
    world.said_in[session] = max(rule, world.said_in.get(session, rule), key=strict)


def write(submission: str, topic: int) -> None:
    run(
        "INSERT INTO submissions_contribution (id, submission_id, position, topic_id, language, text, paraphrase_en, "
        "paraphrase_fr, status, version) VALUES (%s, %s, 0, %s, 'en', 'Paint the crossings.', '', '', 'pending', 1)",
        str(uuid4()), submission, topic,
    )  # fmt: skip


def by_save(world: World) -> None:
    row = world.place()
    row.refresh_from_db()
    row.attribution_rule = world.rule() or row.attribution_rule
    row.save()


def by_update(world: World) -> None:
    row = world.place()
    type(row)._default_manager.filter(pk=row.pk).update(attribution_rule=world.rule())


def by_bulk_update(world: World) -> None:
    kind: Any = world.chance.choice((Event, Session))
    rows = world.events if kind is Event else world.sessions
    for row in rows:
        row.refresh_from_db()
        row.attribution_rule = world.rule()
    kind.objects.bulk_update(rows, ["attribution_rule"])


def by_raw_sql(world: World) -> None:
    row = world.place()
    run(f"UPDATE {table(row)} SET attribution_rule = %s WHERE id = %s", world.rule(), row.pk)


def all_at_once(world: World) -> None:
    """Session, event and consultation in one statement, each blind to the others."""
    session = world.chance.choice(world.sessions)
    run(
        "WITH a AS (UPDATE consultations_session SET attribution_rule = NULL WHERE id = %s RETURNING event_id), "
        "b AS (UPDATE consultations_event SET attribution_rule = %s WHERE id = %s RETURNING consultation_id) "
        "UPDATE consultations_consultation SET attribution_rule = 'attributable' WHERE id = %s",
        session.pk, world.rule(), session.event_id, session.event.consultation_id,
    )  # fmt: skip


def move_a_session(world: World) -> None:
    run(
        "UPDATE consultations_session SET event_id = %s, attribution_rule = %s WHERE id = %s",
        world.chance.choice(world.events).pk, world.rule(), world.chance.choice(world.sessions).pk,
    )  # fmt: skip


def move_an_event(world: World) -> None:
    event = world.chance.choice(world.events)
    Event.objects.filter(pk=event.pk).update(consultation=world.chance.choice(world.consultations))


def move_words(world: World) -> None:
    column, places = world.chance.choice((("event_id", world.events), ("session_id", world.sessions)))
    place: Any = world.chance.choice(places)
    run(f"UPDATE submissions_submission SET {column} = %s WHERE id = %s", place.pk, world.said())


def forget_the_session(world: World) -> None:
    run("UPDATE submissions_submission SET session_id = NULL WHERE id = %s", world.said())


def loosen_words(world: World) -> None:
    run("UPDATE submissions_submission SET rule = %s WHERE id = %s", world.chance.choice(RULES), world.said())


def name_the_speaker(world: World) -> None:
    run(
        "UPDATE submissions_submission SET name = 'Ada', attribution = 'named' WHERE id = %s",
        world.said(),
    )


def rewrite_words(world: World) -> None:
    run(
        "UPDATE submissions_contribution SET text = 'Never said.' WHERE submission_id = %s",
        world.said(),
    )


def move_words_to_other_words(world: World) -> None:
    run(
        "UPDATE submissions_contribution SET submission_id = %s, position = 9 WHERE submission_id = %s",
        world.said(), world.said(),
    )  # fmt: skip


def replace_words(world: World) -> None:
    """Deleted and made again with the same id and another rule, before any foreign key is looked at."""
    replace("submissions_submission", world.said(), "rule")


def replace_a_place(world: World) -> None:
    row: Any = world.chance.choice([*world.sessions, *world.events])
    replace(table(row), row.pk, "attribution_rule")
    if isinstance(row, Session):
        # Nothing hangs on it by then: it is a new session, as a coordinator may make one under any rule.
        world.said_in.pop(row.pk, None)


def replace(name: str, pk: Any, rule: str) -> None:
    run(f"CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM {name} WHERE id = %s", pk)
    run(f"DELETE FROM {name} WHERE id = %s", pk)
    run(f"UPDATE kept SET {rule} = 'attributable'")
    run(f"INSERT INTO {name} OVERRIDING SYSTEM VALUE SELECT * FROM kept")
    run("DROP TABLE kept")


def swap_two_places(world: World) -> None:
    first, second = world.chance.sample(world.chance.choice((world.sessions, world.events)), 2)
    for old, new in ((first.pk, -1), (second.pk, first.pk), (-1, second.pk)):
        run(f"UPDATE {table(first)} SET id = %s WHERE id = %s", new, old)


def shadow_a_table(world: World) -> None:
    """A table for the moment under the name of the one that the triggers read, with nothing in it."""
    run("CREATE TEMP TABLE submissions_submission (id uuid, event_id bigint, session_id bigint, rule text)")
    row = world.place()
    try:
        run(f"UPDATE {table(row)} SET attribution_rule = 'attributable' WHERE id = %s", row.pk)
    finally:
        if not connection.needs_rollback:
            run("DROP TABLE IF EXISTS pg_temp.submissions_submission")


def enter_a_presenter(world: World) -> None:
    session = world.chance.choice(world.sessions)
    person = world.people[session.event.consultation_id]
    Presentation.objects.create(session=session, participant=person, subject=Bilingual("Lamps", "Lampes"))


def take_presenters_away(world: World) -> None:
    Presentation.objects.filter(session=world.chance.choice(world.sessions)).delete()


def move_a_presenter(world: World) -> None:
    Presentation.objects.filter(session=world.chance.choice(world.sessions)).update(
        session=world.chance.choice(world.sessions)
    )


def by_the_admin(world: World) -> None:
    """A form of the admin, filled in as a browser does."""
    row = world.place()
    row.refresh_from_db()
    event = row.event if isinstance(row, Session) else row
    client = world.clients[event.pk if isinstance(event, Consultation) else event.consultation_id]
    page = reverse(f"admin:consultations_{row._meta.model_name}_change", args=[row.pk])
    form = world.forms.get(page) or world.forms.setdefault(page, form_of(client, page))
    answer = client.post(page, form | {"attribution_rule": world.rule() or ""})
    if answer.status_code != 302:
        raise DatabaseError("refused in words")


WAYS: dict[Callable[[World], None], int] = {
    speak: 40, speak_beside_a_presenter: 6, by_save: 16, by_update: 16, by_bulk_update: 4, by_raw_sql: 20,
    all_at_once: 4, move_a_session: 6, move_an_event: 4, move_words: 6, forget_the_session: 3, loosen_words: 6,
    name_the_speaker: 4, rewrite_words: 2, move_words_to_other_words: 2, replace_words: 4, replace_a_place: 3,
    swap_two_places: 3, shadow_a_table: 2, enter_a_presenter: 6, take_presenters_away: 3, move_a_presenter: 2,
    by_the_admin: 1,
}  # fmt: skip


def random_ratchet_steps(seed: int, steps: int) -> Breaches:
    """Takes ``steps`` random steps; the same seed takes the same ones."""
    breaches, chance = Breaches(), random.Random(seed)
    while breaches.steps < steps:
        with transaction.atomic():
            walk(World(chance), min(STEPS_A_WORLD, steps - breaches.steps), breaches)
            transaction.set_rollback(True)
    return breaches


def walk(world: World, steps: int, breaches: Breaches) -> None:
    for way in world.chance.choices(list(WAYS), list(WAYS.values()), k=steps):
        taken = attempt(way, world)
        breaches.steps += 1
        breaches.taken += taken
        breaches.refused += not taken
        breaches.by_path.setdefault(way.__name__, [0, 0])[not taken] += 1
        if taken:
            breaches.found += [f"{way.__name__}: {breach}" for breach in world.breaches()]


def attempt(way: Callable[[World], None], world: World) -> bool:
    """Whether it was let through; foreign keys are looked at, as at the end of a transaction of its own."""
    try:
        with transaction.atomic():
            way(world)
            run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError:
        return False
    return True
