"""Every door but the front one: each page of the admin and of the site, for each role, asked in each way there is.

The names of protected participants are planted. Whoever must not see them finds none; whoever may, finds them, and
never beside the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from consultations.admin.base import ConsultationScopedAdmin
from consultations.models import (
    Consultation,
    Event,
    EventKind,
    Invitation,
    Mail,
    Organization,
    Participant,
    Registration,
    Sector,
    Session,
    StaffRole,
    Topic,
)
from reports.models import Commitment, Narrative, Report
from submissions.models import AuditEntry, Contribution, Question, Submission, Support
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_session,
    make_topic,
    make_user,
)
from tests.privacy.scene import EVERYBODY, MAY_SEE_PEOPLE, NAMES, WORDS, Scene, make_scene

pytestmark = pytest.mark.django_db

# Admins that are Django's own and open to superusers alone: they hold staff accounts, nothing of participants.
OF_DJANGO = {"auth.Group", "auth.User", "authtoken.TokenProxy"}
# Part of an address that is not a page: bytes of a file, a switch that sends elsewhere.
NOT_PAGES = {"set_language", "admin:jsi18n", "api:schema"}
# Where coordinators see who is registered, and nothing of what was said.
TELL_NAMES = {"consultations:attendance"}
READS_WORDS = ("reviewer", *MAY_SEE_PEOPLE)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def text_of(response: Any) -> str:
    """Body and headers, as whoever asked receives them."""
    body = (
        b"".join(response.streaming_content)
        if isinstance(response, StreamingHttpResponse)
        else response.content
    )
    return "\n".join(f"{name}: {value}" for name, value in response.items()) + body.decode(errors="replace")


def told(response: HttpResponse, asked: str = "") -> set[str]:
    """Planted names in an answer that were not in the question."""
    text = text_of(response).lower()
    return {name for name in NAMES if name.lower() in text and name.lower() not in asked.lower()}


def page(model: type[models.Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def ways_into_list(model_admin: Any) -> Iterator[dict[str, str]]:
    """Questions that can be put to a list: sorted by all of its columns, searched, as a popup, counted, as a whole."""
    yield {"o": ".".join(str(column) for column in range(1, len(model_admin.list_display) + 1))}
    if model_admin.search_fields:
        yield from ({"q": words} for words in ("quillfeather", WORDS))
    yield {"_popup": "1", "_to_field": "id"}
    yield {"_facets": "True", "all": ""}


def filtered(page_of_list: str) -> Iterator[str]:
    """Of every filter that a list offers one choice, as its own link asks for it."""
    found = BeautifulSoup(page_of_list, "html.parser").select(
        "#changelist-filter details, #changelist-filter-extra"
    )
    for one in found:
        links = one.select("a[href^='?']")
        yield from (str(link["href"]) for link in links[-1:])


def in_admin(scene: Scene, client: Client) -> Iterator[tuple[str, Any]]:
    for address in (reverse("admin:index"), *(reverse("admin:app_list", args=[app]) for app in apps_shown())):
        yield address, client.get(address)
    for model, model_admin in admin.site._registry.items():
        yield from of_model(client, model, model_admin, scene)
    yield from autocompleted(client)


def apps_shown() -> set[str]:
    return {model._meta.app_label for model in admin.site._registry}


def of_model(
    client: Client, model: type[models.Model], model_admin: Any, scene: Scene
) -> Iterator[tuple[str, Any]]:
    where = {"consultation": scene.consultation.pk, "state": "all"} if model is Contribution else {}
    first = client.get(page(model, "changelist"), where)
    if first.status_code == 200:
        for query in ways_into_list(model_admin):
            yield f"{model} {query}", client.get(page(model, "changelist"), {**where, **query})
        for query in filtered(text_of(first)):
            yield query, client.get(page(model, "changelist") + query)
        ticked = {"action": "delete_selected", "_selected_action": str(scene.rows[model].pk)}
        yield f"{model} deleting", client.post(page(model, "changelist"), ticked)
    else:
        yield page(model, "changelist"), first
    yield page(model, "add"), client.get(page(model, "add"))
    for name in ("change", "history", "delete"):
        address = page(model, name, scene.rows[model].pk)
        yield address, client.get(address)


def autocompleted(client: Client) -> Iterator[tuple[str, Any]]:
    """Whatever can be completed at all: fields that lead to a list which can be searched."""
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            remote = admin.site._registry.get(getattr(field, "related_model", None))
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and getattr(
                remote, "search_fields", ()
            ):
                where = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                query = {**where, "field_name": field.name, "term": "quill"}
                yield "quill", client.get(reverse("admin:autocomplete"), query)


def test_every_admin_has_a_row_and_belongs_to_a_consultation(scene: Scene) -> None:
    """A new one has to be entered in ``tests/privacy/scene.py``, or nobody looks behind its doors."""
    known = {model._meta.label for model in scene.rows} - {model._meta.label for model in (Submission,)}
    shown = {model._meta.label for model in admin.site._registry} - {Submission._meta.label}
    assert shown == known
    ours = {
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, ConsultationScopedAdmin)
    }
    assert {model._meta.label for model in admin.site._registry} - ours == OF_DJANGO


def test_no_door_of_the_admin_tells_a_name_to_whom_it_must_not(scene: Scene) -> None:
    for role in EVERYBODY:
        look_behind_every_door(scene, role)


def look_behind_every_door(scene: Scene, role: str) -> None:
    seen: set[str] = set()
    words = False
    for asked, response in in_admin(scene, scene.clients[role]):
        names = told(response, asked)
        assert not names or role in MAY_SEE_PEOPLE, (role, asked, names)
        says = WORDS in text_of(response) and WORDS not in asked and "Unlit" not in asked
        assert not (names and says), asked
        seen |= names
        words |= says
    assert bool(seen) == (role in MAY_SEE_PEOPLE)
    assert words == (role in READS_WORDS)


def patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.namespace != "admin":
                yield from patterns(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        elif each.name:
            yield f"{prefix}{each.name}", each


def test_no_page_and_no_answer_of_the_api_tells_a_name(scene: Scene) -> None:
    for role in EVERYBODY:
        assert pages_read(scene, role) > 40


def pages_read(scene: Scene, role: str) -> int:
    visited = 0
    for name, pattern in patterns(get_resolver()):
        if name in NOT_PAGES:
            continue
        wanted = pattern.pattern.converters
        assert set(wanted) <= set(scene.kwargs), f"Say in tests/privacy/scene.py what {name} is asked with."
        address = reverse(name, kwargs={key: scene.kwargs[key] for key in wanted})
        for query in (
            {},
            {"ordering": "participant__name", "search": "quill", "q": "quill", "page_size": "1"},
        ):
            response = scene.clients[role].get(address, query)
            assert not told(response) or (role in MAY_SEE_PEOPLE and name in TELL_NAMES), address
            assert WORDS not in text_of(response) or role in (*READS_WORDS,), address
            assert not (told(response) and WORDS in text_of(response)), address
            visited += 1
    return visited


def columns(model: type[models.Model], depth: int = 2) -> Iterator[str]:
    """Every lookup to a column of a row or of one that it leads to, in either direction."""
    for field in model._meta.get_fields():
        name = field.name if not field.auto_created or field.concrete else field.get_accessor_name()
        related = getattr(field, "related_model", None)
        if field.is_relation and related and depth:
            yield from (f"{field.name}__{each}" for each in columns(related, depth - 1))
        elif not field.is_relation and name:
            yield field.name


# What lists may be narrowed by. None of it says who spoke.
FILTERED_BY: dict[type[models.Model], set[str]] = {
    Consultation: {"is_public"},
    Event: {"kind"},
    Session: {"kind"},
    Topic: {"section__number"},
    Organization: {"kind", "takes_advice", "listed"},
    Participant: {"sector", "listed"},
    Registration: {"attended"},
    Invitation: {"purpose", "revoked"},
    Mail: {"letter", "state"},
    Submission: {"via", "rule"},
    Contribution: {"language"},
    AuditEntry: {"action"},
    Question: {"kind", "is_retired"},
    Report: {"status"},
    Narrative: {"part", "language"},
    Commitment: {"response"},
}
LOOKUPS = ("", "__startswith", "__gt", "__isnull", "__regex")


def test_a_list_answers_no_question_that_its_filters_do_not_offer(scene: Scene) -> None:
    """Which list narrows to nothing would spell out, letter by letter, what is not shown."""
    request = RequestFactory().get("/")
    request.user = make_user(StaffRole.COORDINATOR, scene.consultation)
    tried = 0
    for model, model_admin in admin.site._registry.items():
        if model._meta.label in OF_DJANGO:
            continue
        allowed = set()
        for column in columns(model):
            for lookup in LOOKUPS:
                tried += 1
                if model_admin.lookup_allowed(f"{column}{lookup}", "x", request):
                    allowed.add(f"{column}{lookup}")
        assert {each.removesuffix("__isnull") for each in allowed} <= FILTERED_BY.get(model, set()), model
    assert tried > 5000


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Submission, {"sector": "civil_society"}),
        (Submission, {"name__startswith": "Z"}),
        (Submission, {"receipt_hash__startswith": "a"}),
        (Contribution, {"submission__sector": "civil_society"}),
        (Contribution, {"submission__participant__name__startswith": "Z"}),
        (Contribution, {"submission__event__registrations__participant__name__startswith": "Z"}),
        (Event, {"registrations__participant__name__startswith": "Z"}),
        (Event, {"registrations": "1"}),
        (Session, {"presentations__participant__name__startswith": "O"}),
    ],
)
def test_a_reviewer_asking_a_list_for_a_speaker_is_refused(
    scene: Scene, model: type[models.Model], query: dict[str, str]
) -> None:
    where = {"consultation": str(scene.consultation.pk)} if model is Contribution else {}
    assert scene.clients["reviewer"].get(page(model, "changelist"), {**where, **query}).status_code == 400


def test_a_coordinator_cannot_spell_out_the_key_that_entries_are_ordered_by(scene: Scene) -> None:
    address = page(Consultation, "changelist")
    key = Consultation.objects.values_list("ordering_key", flat=True).get(pk=scene.consultation.pk)
    for query in ({"ordering_key": str(key)}, {"ordering_key__startswith": "a"}):
        assert scene.clients["coordinator"].get(address, query).status_code == 400


def test_no_line_of_the_history_holds_words_or_a_name(scene: Scene) -> None:
    lines = [f"{line.object_repr} {line.change_message}" for line in LogEntry.objects.all()]
    assert not any('"name": "support"' in line for line in lines), "of a theme only the audit trail tells"
    assert any('"name": "presentation"' in line for line in lines)
    assert not [line for line in lines for secret in (*NAMES, WORDS) if secret.lower() in line.lower()]


def test_what_an_error_report_would_call_a_row_says_neither_words_nor_name_nor_which(scene: Scene) -> None:
    support = Support.objects.get()
    rows: list[Any] = [*scene.rows.values(), support, scene.contribution.submission]
    called = " ".join(map(repr, rows))
    assert not [secret for secret in (*NAMES, WORDS) if secret in called]
    assert str(scene.contribution.pk) not in called
    assert str(scene.contribution.submission_id) not in called
    assert WORDS not in f"{support} {scene.contribution}"


@pytest.mark.parametrize(
    ("rule", "attribution", "shown"),
    [
        ("chatham_house", "not_attributed", False),
        ("by_consent", "not_attributed", False),
        ("by_consent", "organization", True),
        ("attributable", "not_attributed", True),
    ],
)
def test_nobody_is_shown_a_small_group_beside_words_that_name_nobody(
    rule: str, attribution: str, shown: bool
) -> None:
    """Sector, session and language together can be one person: at a table nobody counts who sits there."""
    consultation = make_consultation(attribution_rule=rule)
    session = make_session(make_event(consultation, EventKind.CONFERENCE), title=both("By the window"))
    contribution = make_contribution(
        session.event,
        session=session,
        sector=Sector.PARLIAMENT,
        attribution=attribution,
        organization_name="Walkers",
    )
    client = Client()
    for user in (make_user(StaffRole.REVIEWER, consultation), make_user(is_superuser=True)):
        client.force_login(user)
        text = text_of(client.get(page(Contribution, "change", contribution.pk)))
        assert [words in text for words in ("By the window", "Parliament")] == [shown, shown]
        text = text_of(client.get(page(Submission, "change", contribution.submission_id)))
        assert ("By the window" in text, "Parliament" in text) == (shown, False)


def test_counts_stand_beside_no_choice_of_a_filter(scene: Scene) -> None:
    where = {"consultation": scene.consultation.pk, "state": "all", "_facets": "True"}
    for model in (Contribution, Submission, Participant, Event):
        query = where if model is Contribution else {"_facets": "True"}
        shown = BeautifulSoup(
            text_of(scene.clients["coordinator"].get(page(model, "changelist"), query)), "html.parser"
        )
        assert not [link for link in shown.select("#changelist-filter a") if "(" in link.text]


def test_filters_offer_no_consultation_of_others(scene: Scene) -> None:
    make_consultation(is_public=False, title=scene.consultation.title.__class__("Hidden plan", "Plan caché"))
    for model in admin.site._registry:
        assert "Hidden plan" not in text_of(
            scene.clients["reviewer"].get(page(model, "changelist"), follow=True)
        )


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_number_of_a_row_leads_nobody_to_its_address(scene: Scene, role: str) -> None:
    """Django sends any member of staff on to the page of any row: so the names of consultations could be listed."""

    kind = ContentType.objects.get_for_model(Consultation)
    response = scene.clients[role].get(f"/admin/r/{kind.pk}/{scene.consultation.pk}/")
    assert (response.status_code, response.get("Location")) == (404, None)


@pytest.mark.parametrize("role", ["anonymous", "participant", "other reviewer", "other coordinator"])
def test_a_consultation_that_is_not_public_answers_like_none(scene: Scene, role: str) -> None:
    client = scene.clients[role]
    for name in ("consultations:consultation", "reports:workspace", "reports:report", "api:consultation"):
        answers = [
            client.get(reverse(name, args=[slug])) for slug in (scene.consultation.slug, "there-is-none")
        ]
        real, none = [
            (
                each.status_code,
                each.content.replace(slug.encode(), b""),
                each.get("Location", "").replace(slug, ""),
            )
            for each, slug in zip(answers, (scene.consultation.slug, "there-is-none"), strict=True)
        ]
        assert real[0] == none[0]
        assert real[2] == none[2]


def test_contributions_are_listed_in_no_order_of_arrival_however_one_sorts(client: Client) -> None:
    event = make_event()
    topic = make_topic(event.consultation)
    rows = [make_contribution(event, f"Sentence {number}.", topic) for number in range(9)]
    at_random = [row.text for row in sorted(rows, key=lambda row: row.pk)]
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    where = {"consultation": event.consultation_id, "state": "all"}
    for column in ("", "1", "-1", "2", "3.-4", "nonsense"):
        text = text_of(client.get(page(Contribution, "changelist"), {**where, "o": column}))
        order = sorted(at_random, key=text.index)
        assert order in (at_random, at_random[::-1])
