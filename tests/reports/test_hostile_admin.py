"""Texts that break programs, typed into every box of every form of the admin: they stand there again, and in each export.

The forms are read off the admin and their boxes off the pages; what takes no words, or is not printed, says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.forms import model_to_dict
from django.test import Client, RequestFactory
from django.urls import reverse

from consultations import invitations
from consultations.cleaning import clean_line, clean_text, clean_words
from consultations.models import (
    AttributionRule,
    ChairSide,
    CoChair,
    EventKind,
    Group,
    Language,
    OrganizationKind,
    Presentation,
    Registration,
    Resource,
    Sector,
    SessionKind,
)
from consultations.models.bilingual import SPACE_IN_FRENCH, BilingualFormField
from reports.exporters import EXPORTERS
from reports.models import Commitment, Narrative, Part, Response
from submissions.intake.submit import Arrival, Reply, submit
from submissions.models import Question, Questionnaire, Via
from tests.consultations.admin_forms import fields_of, unchanged
from tests.e2e.every_kind import survey_of_every_kind
from tests.factories import (
    both,
    make_consultation,
    make_event,
    make_organization,
    make_participant,
    make_reason,
    make_session,
    make_topic,
    make_user,
)
from tests.hostile import naughty
from tests.reports.boxes import WORDS, ends, in_box, pieces
from tests.reports.compiling import Streets, make_streets
from tests.reports.extraction import READERS, front
from tests.reports.test_hostile_forms import stands_in

pytestmark = pytest.mark.django_db

BOXES = f":is({WORDS}):not(.vDateField, .vTimeField, [name*=__prefix__])"
NOT_WORDS = ("slug", "code", "time_zone")
WITHOUT_WORDS = {
    "auth.User": "Django’s own; accounts are printed nowhere",
    "auth.Group": "Django’s own; nothing here asks for groups",
    "authtoken.TokenProxy": "Django REST framework’s own: nothing is typed",
    "submissions.Contribution": "its page is ours: tests/reports/test_hostile_staff.py",
    "consultations.Mail": "letters are only looked at",
}
# A consultation has its three sections from the beginning.
ADDED_ELSEWHERE = ("consultations.Section",)
ONE_ALONE = ("reports.Narrative", "consultations.Registration")
ENOUGH = 36
MOST_OF_THE_LIST = 400


@dataclass(frozen=True)
class Form:
    """That of one row; ``unprinted`` are those of its boxes of which a report shows nothing."""

    row: Model
    unprinted: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        meta = self.row._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.row.pk])

    @property
    def address_to_add(self) -> str:
        meta = self.row._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_add")

    def prints(self, box: str) -> bool:
        return box.removesuffix("_en").removesuffix("_fr") not in self.unprinted


# What is written in one language stands in the report of that one.
OTHER = {"en": "_fr", "fr": "_en"}
SECTION = ("title", "guiding_question", "topics-0-title", "topics-0-description")
ON_PAGES = "stands on the site’s pages alone"


def forms_of(streets: Streets) -> Iterator[Form]:
    """For each model that is edited in the admin the form of a row that is printed, with all that is listed in it."""
    consultation, topic, conference = streets.consultation, streets.topic, streets.conference
    department = make_organization(consultation, OrganizationKind.DEPARTMENT, takes_advice=True, listed=True)
    for side in ChairSide:
        CoChair.objects.create(consultation=consultation, side=side, name=both(f"Chair, {side}"))
    group = Group.objects.create(consultation=consultation, sector=Sector.CIVIL_SOCIETY, name=both("walkers"))
    streets.attended_by(ENOUGH, group=group)
    guest = make_participant(consultation, listed=True)
    place = Registration.objects.create(event=conference, participant=guest, attended=True)
    talk = make_session(conference, SessionKind.PLENARY, attribution_rule=AttributionRule.ATTRIBUTABLE)
    Presentation.objects.create(
        session=talk, participant=make_participant(consultation), subject=both("Lamps")
    )
    make_session(streets.call, SessionKind.PLENARY, attribution_rule=AttributionRule.ATTRIBUTABLE)
    elsewhere = make_topic(make_consultation())
    said = streets.said("Mend it.", addressees=(department,))
    sheet = survey_of_every_kind(consultation)
    answered(list(sheet.questions.all()))
    written = {"organization": department, "response": Response.IN_PART}

    yield Form(
        consultation, dict.fromkeys(("title", "summary", "how_to_take_part", "help_in_danger"), ON_PAGES)
    )
    yield Form(
        elsewhere.section,
        dict.fromkeys(SECTION, "of another consultation: those of this one are listed in its form"),
    )
    yield Form(topic, {"description": ON_PAGES})
    yield Form(streets.call, {"summary": ON_PAGES, "place": "of gatherings alone"})
    yield Form(talk, {"summary": ON_PAGES, "presentations-0-subject": ON_PAGES})
    yield Form(department)
    yield Form(guest, {"biography": ON_PAGES})
    yield Form(place, {"needs": "for the organisers alone, and deleted after the event"})
    yield Form(invitations.issue(conference, "rapporteur")[0], {"label": "for staff alone"})
    yield Form(
        Resource.objects.create(consultation=consultation, title=both("Book"), publisher=both("Press"))
    )
    yield Form(streets.theme(said, quoted=True))
    yield Form(
        Narrative.objects.create(
            consultation=consultation, part=Part.METHOD, language=Language.ENGLISH, text="So."
        )
    )
    yield Form(Commitment.objects.create(**written, advice=both("Light"), statement=both("Yes")))
    yield Form(make_reason(consultation), {"label": "for reviewers alone"})
    yield Form(sheet, dict.fromkeys(("introduction", "thanks", "pages-0-title", "pages-1-title"), ON_PAGES))
    scale = dict.fromkeys(("lowest_label", "highest_label"), "of a scale alone")
    for code, more in (("q0", {**scale, "choices-2-text": "printed as “Other”"}), ("q2", {}), ("q7", {})):
        yield Form(sheet.questions.get(code=code), {"help": ON_PAGES, **more})


def answered(questions: list[Question]) -> None:
    """Often enough to be printed."""
    event = questions[0].questionnaire.event
    for number in range(ENOUGH):
        replies = tuple(reply for question in questions for reply in replies_to(question, number))
        arrival = Arrival(event=event, via=Via.WEB, language="en", points=(), replies=replies)
        submit(arrival, key=uuid4())


def replies_to(question: Question, number: int) -> Iterator[Reply]:
    if question.code == "q0":
        yield Reply(question, choice=question.choices.order_by("position")[number % 3])
    if question.code == "q2":
        yield from (
            Reply(question, row=row, value=question.lowest + number % 2) for row in question.rows.all()
        )
    if question.code == "q7":
        yield Reply(question, value=question.lowest)


def limits(answer: Any) -> dict[str, int]:
    found = {}
    for box in fields_of(answer):
        if isinstance(box.field, BilingualFormField):
            limit: Any = box.field.fields[0]
            found |= {f"{box.html_name}_{language}": limit.max_length or 0 for language in OTHER}
        else:
            found[box.html_name] = getattr(box.field, "max_length", None) or 0
    return found


def fields_for_words(answer: Any) -> Iterator[tuple[str, Any]]:
    """By the names of their boxes."""
    for box in fields_of(answer):
        parts = box.field.fields if isinstance(box.field, BilingualFormField) else ()
        yield from (
            (f"{box.html_name}_{language}", part) for language, part in zip(OTHER, parts, strict=False)
        )
        yield box.html_name, box.field


def boxes_of(answer: Any) -> dict[str, Tag]:
    form = BeautifulSoup(answer.content.decode(), "html.parser").select_one("#content-main form")
    assert form is not None
    found = {str(box["name"]): box for box in form.select(BOXES)}
    return {name: box for name, box in found.items() if name.rpartition("-")[2] not in NOT_WORDS}


def shown_in(box: Tag) -> str:
    return box.text.removeprefix("\n") if box.name == "textarea" else str(box.get("value", ""))


def as_kept(box: Tag, text: str) -> str:
    name = str(box["name"])
    if not name.endswith(("_en", "_fr")):
        return clean_text(text) if box.name == "textarea" else clean_line(text)
    kept = clean_text(text) if box.name == "textarea" else clean_words(text)
    return SPACE_IN_FRENCH.sub("\N{NO-BREAK SPACE}", kept) if name.endswith("_fr") else kept


def filled_in(client: Client, form: Form) -> dict[str, str]:
    """Until each box has taken each text, in one language or in the other, and has shown it again; what it took last."""
    answer: Any = client.get(form.address)
    boxes, room = boxes_of(answer), limits(answer)
    refuse(client, form, answer)
    kept: dict[str, str] = {}
    for number in range(max(rounds_of(name, pieces(room[name])) for name in boxes)):
        typed = {
            name: in_box(box, f"{piece_for(name, room[name], number)}\x00 {ends[form.address, name]}")
            for name, box in boxes.items()
        }
        taken = client.post(form.address, unchanged(answer) | typed)
        assert taken.status_code == 302, (form.address, list(errors_of(taken)))
        answer = client.get(form.address)
        kept = {name: as_kept(box, typed[name]) for name, box in boxes.items()}
        assert {name: shown_in(box) for name, box in boxes_of(answer).items()} == kept
    return kept


def refuse(client: Client, form: Form, answer: Any) -> None:
    """What is too long is shown again, and it is said of what, in French too."""
    room = limits(answer)
    typed = {name: "w" * (room[name] + 1) for name in boxes_of(answer) if room[name]}
    refused: Any = client.post(form.address, unchanged(answer) | typed)
    boxes = boxes_of(refused) if typed else {}
    assert {name: shown_in(box) for name, box in boxes.items() if name in typed} == typed
    said = sorted(each for field in fields_of(refused) for each in field.errors) if typed else []
    assert said == sorted(told(name, room[name]) for name in typed)


CALLED = {"_en": "Le texte anglais", "_fr": "Le texte français"}


def told(name: str, limit: int) -> str:
    long = (
        f"est trop long\xa0: {limit + 1} caractères, alors que le maximum est de {limit}. Raccourcissez-le."
    )
    return f"{CALLED.get(name[-3:], 'Ce texte')} {long}"


def rounds_of(name: str, texts: tuple[str, ...]) -> int:
    return -(-len(texts) // 2) if name.endswith(("_en", "_fr")) else len(texts)


def piece_for(name: str, limit: int, number: int) -> str:
    """In French those of the second half come first."""
    texts = pieces(limit)
    return texts[(number + (len(texts) // 2 if name.endswith("_fr") else 0)) % len(texts)]


def errors_of(answer: Any) -> Iterator[str]:
    soup = BeautifulSoup(answer.content.decode(), "html.parser")
    return (each.text for each in soup.select(".errorlist"))


@pytest.fixture
def streets() -> Streets:
    return make_streets(k=3)


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    return client


def edited() -> set[str]:
    """Every model of which the admin has a form."""
    request = RequestFactory().get("/")
    request.user = make_user(is_superuser=True)
    return {
        model._meta.label
        for model, each in admin.site._registry.items()
        if each.has_add_permission(request) or each.has_change_permission(request)
    }


def test_every_box_shows_every_text_again_and_every_export_prints_it(
    streets: Streets, superuser: Client
) -> None:
    forms = list(forms_of(streets))
    assert edited() == {form.row._meta.label for form in forms} | set(WITHOUT_WORDS)
    kept = {}
    for form in forms:
        words = filled_in(superuser, form)
        kept |= {(form.address, box): words[box] for box in words if form.prints(box)}
    documents = streets.compiled().documents
    missing = {
        (format_, language): lost
        for (format_, exporter), language in product(EXPORTERS.items(), OTHER)
        for text in [all_of(format_, exporter.render(documents[language]))]
        if (
            lost := [
                box
                for box, words in kept.items()
                if is_in(language, box[1]) and not stands_in(text, words, format_)
            ]
        )
    }
    assert missing == {}


def test_every_box_with_a_limit_takes_each_text_of_the_big_list(streets: Streets, superuser: Client) -> None:
    """By its field alone: as many forms as there are texts would take minutes."""
    taken = set()
    for form in forms_of(streets):
        answer: Any = superuser.get(form.address)
        room, fields = limits(answer), dict(fields_for_words(answer))
        for name, box in boxes_of(answer).items():
            texts = {text: as_kept(box, text) for text in (in_box(box, each) for each in naughty())}
            fitting = {text: kept for text, kept in texts.items() if kept and len(text) <= room[name]}
            assert {text: fields[name].clean(text) for text in fitting} == fitting, (form.address, name)
            taken |= fitting.keys()
    assert len(taken) > MOST_OF_THE_LIST


def test_every_form_to_add_keeps_the_texts(streets: Streets, superuser: Client) -> None:
    added = set()
    for form in forms_of(streets):
        label = form.row._meta.label
        if label in (*ADDED_ELSEWHERE, *added):
            continue
        empty: Any = superuser.get(form.address_to_add)
        there: Any = superuser.get(form.address)
        boxes = {name: box for name, box in boxes_of(empty).items() if name in boxes_of(there)}
        room = limits(empty)
        typed = {
            name: in_box(box, f"{piece_for(name, room[name], 0)} {ends[form.address_to_add, name]}")
            for name, box in boxes.items()
        }
        data = unchanged(empty) | like(form.row, there, streets) | codes_beside(boxes) | typed
        row = added_through(superuser, form, data)
        shown = boxes_of(superuser.get(Form(row).address))
        assert {name: shown_in(shown[name]) for name in boxes} == {
            name: as_kept(box, typed[name]) for name, box in boxes.items()
        }
        added.add(label)
    assert added == edited() - {*WITHOUT_WORDS, *ADDED_ELSEWHERE}


def like(row: Model, answer: Any, streets: Streets) -> dict[str, Any]:
    """What is sent of another row like this: what cannot be changed any more is chosen as it was."""
    fixed = {name: value for name, value in model_to_dict(row).items() if isinstance(value, int | str | UUID)}
    lines = {name: value for name, value in unchanged(answer).items() if "-" not in name}
    new: dict[str, Any] = {name: "anew" for name in ("slug", "code") if name in fixed}
    if isinstance(row, Questionnaire):
        new["event"] = make_event(streets.consultation, EventKind.SURVEY).pk
    said = {name: value for name, value in (fixed | lines).items() if value not in ("", False)}
    return said | new


def codes_beside(boxes: dict[str, Tag]) -> dict[str, str]:
    """Each choice of a question has one."""
    choices = dict.fromkeys(name.rpartition("-")[0] for name in boxes if "-" in name)
    return {f"{choice}-code": f"c{number}" for number, choice in enumerate(choices)}


def added_through(client: Client, form: Form, data: dict[str, Any]) -> Model:
    rows = type(form.row)._default_manager
    before = set(rows.values_list("pk", flat=True))
    if form.row._meta.label in ONE_ALONE:
        form.row.delete()
    taken = client.post(form.address_to_add, data)
    assert taken.status_code == 302, (form.address_to_add, list(errors_of(taken)))
    return rows.exclude(pk__in=before).get()


def is_in(language: str, box: str) -> bool:
    return not box.endswith((OTHER[language], *([] if language == "en" else ["text"])))


def all_of(format_: str, data: bytes) -> str:
    return READERS[format_](data).text + front(format_, data)
