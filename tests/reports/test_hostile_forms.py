"""Texts that break programs, typed into every field of these forms: kept as they were, and printed by every export.

The fields are read off the pages, so a new one is tried without being named here; a new form has to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, product
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations
from consultations.cleaning import clean_text
from consultations.models import AttributionRule, Bilingual, Event, EventKind, Registration, StaffRole
from reports.exporters import EXPORTERS
from submissions.models import Contribution, Via
from submissions.review import themes, workflow
from tests.e2e.every_kind import survey_of_every_kind
from tests.factories import make_event, make_organization, make_user
from tests.hostile import LONGEST, TYPED, bundles, naughty
from tests.reports.compiling import Streets
from tests.reports.extraction import READERS, squeezed
from tests.reports.pdf_reading import is_readable
from tests.reports.test_hostile_way import shown

pytestmark = pytest.mark.django_db

# Boxes in which something else than words is written.
WORDS = "textarea, input[type=text]:not([inputmode]), input[type=search], input:not([type])"
NOT_WORDS = {
    "homepage": "a trap for programs: it stays empty",
    "code": "a short name of letters and digits",
    "room_code": "the code of the room",
}
LONGEST_NAME = 140
LONGEST_OF_EACH_CHOICE = 1000
BUNDLES = tuple(bundles(naughty()))


@dataclass
class Page:
    """A form: its address, who opens it, what else is sent along, and which of its boxes no reader sees as they are."""

    address: str
    client: Callable[[], Client] = Client
    form: str = "main form.question"
    also: Callable[[int], dict[str, Any]] = lambda number: {}
    unprinted: dict[str, str] = field(default_factory=dict)
    choices: tuple[int, ...] = (1,)


def form_on(body: bytes, page: Page) -> Tag:
    form = BeautifulSoup(body, "html.parser").select_one(page.form)
    assert form is not None, page.address
    return form


def words_of(form: Tag) -> list[Tag]:
    """Its boxes for words."""
    return [box for box in form.select(WORDS) if str(box["name"]) not in NOT_WORDS]


def is_asked(box: Tag, which: int) -> bool:
    """Some boxes are asked after the first real choice (1; before it one may rather not say), others beside the last."""
    if str(box["name"]).endswith("_other"):
        return which == -1
    return which == 1 or box.find_parent(attrs={"data-only-if": True}) is None


def chosen(form: Tag, which: int) -> dict[str, Any]:
    """What a browser sends of the rest, when this one of all choices is made."""
    sent: dict[str, Any] = {
        str(box["name"]): box.get("value", "") for box in form.select("input[type=hidden]")
    }
    sent |= {str(box["name"]): box.get("value") or "0" for box in form.select("input[type=number]")}
    radios: dict[str, list[str]] = {}
    for box in form.select("input[type=radio]"):
        radios.setdefault(str(box["name"]), []).append(str(box["value"]))
    sent |= {name: values[min(which, len(values) - 1)] for name, values in radios.items()}
    for one in form.select("select[name]"):
        values = [str(option["value"]) for option in one.select("option") if option.get("value")]
        if values and not one.find_parent(class_=["date-parts", "rank"]):
            sent[str(one["name"])] = values[0]
    return sent


def fitting(box: Tag, text: str, end: str) -> str:
    """As much of ``text`` as the box takes, with an end that no other box has."""
    limit = int(
        str(
            box.get("data-limit")
            or box.get("maxlength")
            or (LONGEST_NAME if box.name == "input" else LONGEST)
        )
    )
    if len(text) + len(end) > limit:
        text = text[: limit - len(end)].strip()
    return f"{text}{end}"


def as_kept(box: Tag, text: str, end: str, *, of_staff: bool) -> str:
    sent = fitting(box, text, end)
    kept = f"{TYPED[text]}{end}" if text in TYPED and sent == f"{text}{end}" else clean_text(sent)
    return " ".join(kept.split()) if box.name == "input" and not of_staff else kept


def walk(page: Page, text: str, number: int, which: int) -> Iterator[tuple[str, str]]:
    """From page to page of a form until it is taken: each box with what is to be kept of it, "" if it was not asked."""
    client = page.client()
    body = client.get(page.address).content
    for _step in range(5):
        form = form_on(body, page)
        data = {**chosen(form, which), **page.also(number)}
        for box in words_of(form):
            name, end = str(box["name"]), f" {ends[page.address, box['name']]}"
            if is_asked(box, which):
                data[name] = fitting(box, text, end)
                yield name, as_kept(box, text, end, of_staff="/admin/" in page.address)
            else:
                yield name, ""
        buttons = [str(button["value"]) for button in form.select("button[name=do]")]
        data |= {"do": next(each for each in ("next", "send") if each in buttons)} if buttons else {}
        answer = client.post(page.address, data)
        if answer.status_code == 302:
            return
        body = answer.content
        wrong = BeautifulSoup(body, "html.parser").select(".error, .errorlist, .errornote")
        assert answer.status_code == 200, (page.address, text, [each.text for each in wrong])
        assert not wrong, (page.address, text, [each.text for each in wrong])
    raise AssertionError(f"{page.address} takes no end")


# What staff write in one language stands in the report of that one.
OTHER = {"en": "_fr", "fr": "_en"}

# A number for each box, in the order in which they are met.
ends: defaultdict[Any, int] = defaultdict(count(100).__next__)


def participants(streets: Streets) -> dict[str, Page]:
    """What participants, audiences, rapporteurs and guests write into."""
    consultation = streets.consultation
    Event.objects.filter(pk=streets.call.pk).update(max_characters=LONGEST)
    sheet = survey_of_every_kind(consultation)
    sheet.questions.update(max_characters=LONGEST)
    webinar = make_event(consultation, EventKind.WEBINAR, takes_questions=True, max_characters=LONGEST)
    table = make_event(
        consultation,
        EventKind.CONFERENCE,
        max_characters=LONGEST,
        attribution_rule=AttributionRule.ATTRIBUTABLE,
    )
    ahead = {"starts_at": timezone.now() + timedelta(days=1), "ends_at": timezone.now() + timedelta(days=2)}
    later = make_event(consultation, EventKind.WEBINAR, registration_is_open=True, **ahead)
    rapporteur = Client()
    rapporteur.post(reverse("consultations:invitation", args=[invitations.issue(table, "rapporteur")[1]]))

    def at(name: str, event: Event) -> str:
        return reverse(name, args=[consultation.slug, event.slug])

    named = {"attribution": "named"}
    return {
        "submissions:take_part": Page(at("submissions:take_part", streets.call), also=lambda number: named),
        "survey": Page(
            at("submissions:take_part", sheet.event), also=lambda number: named, choices=(1, -1)
        ),
        "submissions:ask": Page(at("submissions:ask", webinar), unprinted={"text": "reported in a reviewer’s words"}),
        "submissions:rapporteur": Page(at("submissions:rapporteur", table), lambda: rapporteur),
        "consultations:register": Page(
            at("consultations:register", later),
            also=lambda number: {"email": f"guest{number}@example.org", "listed": "on"},
            unprinted={"needs": "for the organisers alone, and deleted after the event"},
        ),
    }  # fmt: skip


def of_staff(streets: Streets) -> dict[str, Page]:
    make_organization(streets.consultation, "department", takes_advice=True, listed=True)
    coordinator = make_user(StaffRole.COORDINATOR, streets.consultation)
    client = Client()
    client.force_login(coordinator)
    return {
        "theme": Page(
            "/admin/submissions/theme/add/",
            lambda: client,
            "form#theme_form",
            also=lambda number: {"code": f"t{number}"},
        ),
        "answer of a department": Page(
            "/admin/reports/commitment/add/", lambda: client, "form#commitment_form"
        ),
    }


def strings_in_the_database() -> set[str]:
    rows = (row for model in apps.get_models() for row in model._default_manager.values_list())
    values = [value for row in rows for value in row]
    both_languages = [text for each in values if isinstance(each, Bilingual) for text in (each.en, each.fr)]
    return {each for each in (*values, *both_languages) if isinstance(each, str)}


def typed_into(pages: dict[str, Page]) -> dict[tuple[str, str], list[str]]:
    """What is to be kept of what is typed into each box of each page."""
    kept: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, page in pages.items():
        for number, (text, which) in enumerate(product([*TYPED, *BUNDLES], page.choices)):
            if which == page.choices[0] or len(text) < LONGEST_OF_EACH_CHOICE:
                for box, words in walk(page, text, number, which):
                    kept[name, box] += [words] if words else []
    assert [box for box, words in kept.items() if not words] == []
    return kept


def printed(streets: Streets) -> dict[tuple[str, str], str]:
    """What each format says in each language, once all of it was accepted and is to be quoted."""
    for said in Contribution.objects.exclude(submission__via=Via.QUESTION):
        accepted = workflow.accept(said, by=streets.reviewer)
        streets.theme(accepted, quoted=True, topic=accepted.topic)
        for theme in said.topic.themes.filter(supports=None):
            themes.support(theme, accepted, by=streets.reviewer)
    Registration.objects.update(attended=True)
    documents = streets.compiled().documents
    return {
        (format_, language): READERS[format_](exporter.render(documents[language])).text
        for (format_, exporter), language in product(EXPORTERS.items(), ("en", "fr"))
        if (format_, language) != ("pdf", "fr")  # the same as in English, and slow with so much text
    }


def test_every_text_is_kept_of_every_box_and_stands_in_every_export(streets: Streets) -> None:
    pages = {**participants(streets), **of_staff(streets)}
    kept = typed_into(pages)
    stored = strings_in_the_database()
    assert {
        box: missing
        for box, words in kept.items()
        if (missing := [each for each in words if each not in stored])
    } == {}
    files = printed(streets)
    missing = {
        (format_, language, *box): lost
        for (format_, language), text in files.items()
        for box, words in kept.items()
        if box[1] not in pages[box[0]].unprinted
        and not box[1].endswith(OTHER[language])
        and (lost := [each for each in words if not stands_in(text, each, format_)])
    }
    assert missing == {}


def stands_in(text: str, words: str, format_: str) -> bool:
    if format_ == "json":
        # It is the document itself: with what nobody sees, too.
        return squeezed(words) in text
    return (format_ == "pdf" and not is_readable(words)) or shown(words) in text


def test_a_nul_goes_no_further_than_the_form(streets: Streets) -> None:
    """Taken without it, or not taken: a database keeps none."""
    for page in {**participants(streets), **of_staff(streets)}.values():
        client = page.client()
        form = form_on(client.get(page.address).content, page)
        words = {str(box["name"]): "nul\x00byte" for box in words_of(form)}
        answer = client.post(page.address, {**chosen(form, 1), **words, **page.also(0), "do": "send"})
        assert answer.status_code in (200, 302, 422)
    assert {each for each in strings_in_the_database() if "nul" in each} <= {"nulbyte"}
