"""Texts that break programs, typed into the forms that staff have outside of Django’s: kept, shown again, and printed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import UUIDConverter

from consultations.cleaning import clean_line, clean_text, clean_words
from consultations.models import AttributionRule, ChairSide, Event, EventKind, Participant, StaffRole
from reports.exporters import EXPORTERS
from reports.forms import LONGEST_COMMENT
from reports.models import Decision, Report, SignOff
from submissions.admin.steps import STEPS
from submissions.board import LONGEST_LABEL
from submissions.models import Contribution, Flag, FlagKind
from submissions.review.overlay import shown_text
from tests.e2e.test_every_route import DJANGOS
from tests.factories import make_event, make_participant, make_user
from tests.hostile import LONGEST, TYPED
from tests.reports.boxes import pieces
from tests.reports.compiling import Streets, make_streets
from tests.reports.extraction import READERS, squeezed
from tests.reports.reporting import make_ready
from tests.reports.test_hostile_forms import stands_in

pytestmark = pytest.mark.django_db

HERE = {
    "admin:consultations_invitation_invite",
    "submissions:board",
    "reports:sign",
    "reports:take_down",
}
# In tests/reports/test_hostile_forms.py.
OF_PARTICIPANTS = {
    "consultations:register",
    "submissions:ask",
    "submissions:rapporteur",
    "submissions:take_part",
}
METHOD_NOT_ALLOWED = 405
SEARCHED = ("submissions_contribution", "consultations_participant", "consultations_event")
BUTTONS = "buttons alone"
A_CODE = "takes a code"
WITHOUT_WORDS = {
    "health": "answers machines, however they ask",
    "submissions:preview": "a form to try; nothing of it is kept",
    "set_language": "a language is chosen",
    "admin:submissions_contribution_next": "leads on",
    "admin:submissions_questionnaire_build": BUTTONS,
    "consultations:attendance": BUTTONS,
    "consultations:invitation": BUTTONS,
    "consultations:no_more_mail": BUTTONS,
    "consultations:own_registration": BUTTONS,
    "consultations:registered": BUTTONS,
    "consultations:room_code": BUTTONS,
    "reports:announce": BUTTONS,
    "reports:compile": BUTTONS,
    "reports:progress": "a language is chosen",
    "reports:publish": BUTTONS,
    "submissions:find": A_CODE,
    "submissions:forget": BUTTONS,
    "submissions:receipt": A_CODE,
    "submissions:resume": A_CODE,
    "submissions:saved": A_CODE,
    "submissions:withdraw": BUTTONS,
}
STEPS_WITH_WORDS = {"decide", "redact", "paraphrase", "note", "clear", "spoken_about", "verbatim"}
NOBODYS = {UUIDConverter: UUID(int=0)}


def own_routes(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each page that is not of the API or of Django, and what stands in the address of one for nobody."""
    for one in patterns:
        if isinstance(one, URLPattern):
            if not DJANGOS.fullmatch(f"{namespace}{one.name}"):
                kinds = one.pattern.converters.items()
                yield f"{namespace}{one.name}", {name: NOBODYS.get(type(kind), "1") for name, kind in kinds}
        elif one.namespace != "api":
            yield from own_routes(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)


def test_no_page_that_takes_a_form_is_forgotten(client: Client) -> None:
    """Those of the admin itself are read off its registry: tests/reports/test_hostile_admin.py."""
    client.force_login(make_user(is_superuser=True))
    taking = {
        name
        for name, kwargs in own_routes(get_resolver().url_patterns)
        if name != "None" and client.post(reverse(name, kwargs=kwargs)).status_code != METHOD_NOT_ALLOWED
    }
    assert taking == HERE | OF_PARTICIPANTS | set(WITHOUT_WORDS)


def test_no_step_of_review_that_takes_words_is_forgotten() -> None:
    typed = {
        name
        for name, form in STEPS.items()
        if any(type(each) is forms.CharField for each in form.base_fields.values())
    }
    assert typed == STEPS_WITH_WORDS


@pytest.fixture
def streets() -> Streets:
    return make_streets(k=3)


def signed_in(streets: Streets, role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, streets.consultation))
    return client


def in_one_line(limit: int) -> list[str]:
    """As a browser sends what is typed into a box of one line."""
    return [re.sub("[\r\n]+", " ", text) for text in pieces(limit)]


def page_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def stands_on(answer: Any, words: list[str]) -> bool:
    text = squeezed(page_of(answer).get_text())
    return all(squeezed(each) in text for each in words)


def page_about(said: Contribution) -> str:
    return reverse("admin:submissions_contribution_change", args=[said.pk])


def take(client: Client, said: Contribution, step: str, **words: Any) -> None:
    said.refresh_from_db()
    answer = client.post(page_about(said), {"step": step, "version": said.version, **words})
    assert answer.status_code == 302, (step, [each.text for each in page_of(answer).select(".errornote")])


def test_what_reviewers_write_is_kept_shown_again_and_printed(streets: Streets) -> None:
    client = signed_in(streets, StaffRole.REVIEWER)
    quoted = streets.said("One two three four five six seven eight nine ten.", accept=False)
    social = make_event(streets.consultation, EventKind.SOCIAL, attribution_rule=AttributionRule.BY_CONSENT)
    guarded = streets.said("Mend the lamps.", social, accept=False)
    repeated = streets.said("Nobody mends the lamps beside the old school.", streets.conference, accept=False)
    covers = [clean_words(text) for text in in_one_line(200)]
    for word, text in zip(quoted.text.rstrip(".").split(), in_one_line(200), strict=False):
        take(client, quoted, "redact", phrase=word, replacement=text, why=text)
    english, french = pieces(0)
    take(client, guarded, "paraphrase", paraphrase_en=english, paraphrase_fr=french)
    for text in in_one_line(300):
        take(client, repeated, "verbatim", because=text)
    for said in (quoted, guarded, repeated):
        take(client, said, "note", note=english)
        take(client, said, "decide", action="accept", note=french, seen="on")
        assert stands_on(client.get(page_about(said)), [clean_text(english), clean_text(french)])
    assert [each.replacement for each in quoted.redactions.all()] == covers
    assert [each.reason for each in quoted.redactions.all()] == covers
    guarded.refresh_from_db()
    paraphrases = {"en": guarded.paraphrase_en, "fr": guarded.paraphrase_fr}
    assert paraphrases == {"en": clean_text(english), "fr": clean_text(french)}
    assert repeated.verbatim_decision.reason == clean_words(in_one_line(300)[-1])
    for said in (quoted, guarded):
        streets.theme(said, quoted=True)
    documents = streets.compiled().documents
    for (format_, exporter), language in product(EXPORTERS.items(), paraphrases):
        text = READERS[format_](exporter.render(documents[language])).text
        expected = [*covers, paraphrases[language]]
        assert [each for each in expected if not stands_in(text, each, format_)] == [], (format_, language)


def test_reasons_to_print_a_name_are_kept_and_shown_again(streets: Streets) -> None:
    client = signed_in(streets, StaffRole.REVIEWER)
    make_participant(streets.consultation, name="Ines Duarte")
    for text in in_one_line(300):
        said = streets.said("Ask Ines Duarte at 555 0101.", accept=False)
        take(client, said, "spoken_about", words="Ines Duarte", because=text)
        flag = Flag.objects.create(contribution=said, kind=FlagKind.PERSONAL_INFORMATION, detail="555 0101")
        take(client, said, "clear", flag=flag.pk, because=text)
        assert {each.reason for each in said.clearances.all()} == {clean_words(text)}
        assert stands_on(client.get(page_about(said)), [clean_words(text)])


def test_every_text_can_be_covered(streets: Streets) -> None:
    client = signed_in(streets, StaffRole.REVIEWER)
    Event.objects.update(max_characters=LONGEST + 100)
    streets.call.refresh_from_db()
    for typed, kept in TYPED.items():
        said = streets.said(f"Before {typed} after.", accept=False)
        take(client, said, "redact", phrase=typed, replacement="[…]", why="A name.")
        shown = shown_text(said.text, said.redactions.all())
        assert (kept in said.text, shown) == (True, "Before […] after."), typed


def test_a_note_on_many_is_kept(streets: Streets) -> None:
    client = signed_in(streets, StaffRole.REVIEWER)
    queue = reverse(
        "admin:submissions_contribution_changelist", query={"consultation": streets.consultation.pk}
    )
    for text in pieces(0):
        said = streets.said("Mend it.", accept=False)
        sent = {"action": "decide_on_selected", "confirmed": "1", "step": "start", "note": text}
        chosen = {"_selected_action": str(said.pk), "rows": f"{said.pk}:{said.version}"}
        assert client.post(queue, sent | chosen).status_code == 302
        assert [note.text for note in said.notes.all()] == [clean_text(text)]


def test_what_co_chairs_and_coordinators_write_of_a_version_is_kept_and_shown_again(streets: Streets) -> None:
    signatory, coordinator = (
        signed_in(streets, role) for role in (StaffRole.SIGNATORY_GOVERNMENT, StaffRole.COORDINATOR)
    )
    for text in pieces(LONGEST_COMMENT):
        report = make_ready(streets.consultation)
        decision = {"side": ChairSide.GOVERNMENT, "decision": Decision.OBJECTED, "comment": text}
        assert signatory.post(reverse("reports:sign", args=[report.pk]), decision).status_code == 302
        assert SignOff.objects.get(report=report).comment == clean_text(text)
        Report.objects.filter(pk=report.pk).update(published_on=streets.consultation.today())
        taken = coordinator.post(reverse("reports:take_down", args=[report.pk]), {"reason": text})
        assert taken.status_code == 302
        report.refresh_from_db()
        assert report.taken_down_reason == clean_text(text)
        assert stands_on(coordinator.get(reverse("reports:progress", args=[report.pk])), [clean_text(text)])


def test_groups_of_questions_are_called_as_they_were(streets: Streets) -> None:
    event = make_event(streets.consultation, EventKind.WEBINAR, takes_questions=True)
    board = reverse("submissions:board", args=[streets.consultation.slug, event.slug])
    client = signed_in(streets, StaffRole.COORDINATOR)
    for text in pieces(LONGEST_LABEL):
        assert client.post(board, {"do": "make", "label": text}).status_code == 302
    labels = [clean_line(text) for text in pieces(LONGEST_LABEL)]
    assert {group.label for group in event.question_groups.all()} == set(labels)
    assert stands_on(client.get(board), labels)


def test_people_of_a_list_are_called_as_they_were(streets: Streets) -> None:
    """Through the file, and through the page on which it is looked at before anybody is invited."""
    table = StringIO()
    rows = [[text, f"guest{number}@example.org", "public"] for number, text in enumerate(pieces(150))]
    csv.writer(table).writerows([["name", "e-mail", "sector"], *rows])
    client, page = signed_in(streets, StaffRole.COORDINATOR), reverse("admin:consultations_invitation_invite")
    sent = {"event": streets.conference.pk, "purpose": "register"}
    looked_at = client.post(page, sent | {"file": SimpleUploadedFile("list.csv", table.getvalue().encode())})
    names = [clean_line(name) for name, *_rest in rows]
    assert stands_on(looked_at, names)
    box = page_of(looked_at).select_one("textarea[name=table]")
    assert box is not None
    answer = client.post(page, sent | {"table": box.text.removeprefix("\n"), "send": "yes"})
    assert answer.status_code == 302
    assert {each.name for each in Participant.objects.all()} == set(names)


def test_whatever_is_searched_for_the_page_answers(streets: Streets) -> None:
    client = signed_in(streets, StaffRole.COORDINATOR)
    pages = [reverse("consultations:attendance", args=[streets.consultation.slug, streets.conference.slug])]
    pages += [reverse(f"admin:{name}_changelist") for name in SEARCHED]
    for page in pages:
        for text in ("nul\x00byte", *pieces(300)):
            answer = client.get(page, {"q": text, "consultation": streets.consultation.pk}, follow=True)
            assert answer.status_code == 200, (page, text)
