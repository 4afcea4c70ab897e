"""What a receipt tells once a report is published: where the words stand, and nothing else."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, StaffRole
from reports import store
from reports.generation import generate
from reports.models import Edition, FileFormat, Report
from reports.services import request_compile
from submissions.intake.submit import Arrival, Point, Receipt, submit
from submissions.models import Contribution, Theme, Via
from submissions.review import themes, workflow
from tests.factories import both, make_consultation, make_event, make_reason, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)


class World:
    """Three who said something: one stands behind a theme, one made the same point, one was set aside."""

    def __init__(self) -> None:
        self.consultation: Consultation = make_consultation()
        self.event = make_event(self.consultation)
        self.topic = make_topic(self.consultation)
        self.reviewer = make_user(StaffRole.REVIEWER, self.consultation)
        self.behind, self.same, self.aside, self.alone = (
            self.send(text) for text in ("Paint them.", "Paint them all.", "Buy my paint.", "More benches.")
        )
        self.theme: Theme = themes.create_theme(
            self.topic, by=self.reviewer, code="paint", title=both("Paint fades"), statement=both("Paint it.")
        )
        target = workflow.accept(self.words(self.behind), by=self.reviewer)
        themes.support(self.theme, target, by=self.reviewer)
        workflow.merge(self.words(self.same), by=self.reviewer, into=self.words(self.behind))
        reason = make_reason(self.consultation, label=both("Advertising"))
        workflow.set_aside(self.words(self.aside), by=self.reviewer, reason=reason)
        workflow.accept(self.words(self.alone), by=self.reviewer)

    def send(self, text: str) -> Receipt:
        return submit(Arrival(self.event, Via.WEB, "en", (Point(text, self.topic),)), key=uuid4())

    def words(self, receipt: Receipt) -> Contribution:
        return Contribution.objects.get(submission=receipt.submission)

    def publish(self) -> Report:
        report = request_compile(self.consultation, by=self.reviewer)
        generate(str(report.pk))
        Report.objects.filter(pk=report.pk).update(published_on=date(2030, 1, 2))
        return Report.objects.get(pk=report.pk)


@pytest.fixture
def world() -> World:
    return World()


def shown(receipt: Receipt, language: str = "en") -> BeautifulSoup:
    find = reverse("submissions:find").replace("/en/", f"/{language}/")
    return BeautifulSoup(Client().post(find, {"code": receipt.code}, follow=True).content, "html.parser")


def links(receipt: Receipt, language: str = "en") -> dict[str, str]:
    return {link.text.strip(): link["href"] for link in shown(receipt, language).select(".entries a")}


def test_before_publication_nothing_is_said_of_the_report(world: World) -> None:
    report = request_compile(world.consultation, by=world.reviewer)
    generate(str(report.pk))
    for receipt in (world.behind, world.same, world.aside, world.alone):
        assert links(receipt) == {}
        assert "The report that is published now" not in shown(receipt).text


@pytest.mark.parametrize(("language", "title"), [("en", "Paint fades"), ("fr", "Paint fades (fr)")])
def test_the_link_leads_to_the_heading_of_the_theme(world: World, language: str, title: str) -> None:
    report = world.publish()
    for receipt in (world.behind, world.same):
        found = links(receipt, language)
        assert list(found) == [title]
        address, _hash, anchor = found[title].partition("#")
        assert address == reverse("reports:preview", args=[report.pk, language]).replace(
            "/en/", f"/{language}/", 1
        )
        one = report.files.get(edition=Edition.PUBLIC, language=language, format=FileFormat.HTML)
        page = BeautifulSoup(store.path_of(one.path).read_text(), "html.parser")
        assert page.find(id=anchor).text.strip() == title


def test_words_behind_no_theme_are_in_the_report_and_those_set_aside_are_not(world: World) -> None:
    report = world.publish()
    assert links(world.alone) == {"Read the report": reverse("reports:preview", args=[report.pk, "en"])}
    assert links(world.aside) == {}
    assert "Reason: Advertising." in shown(world.aside).text
    assert "Advertising (fr)" in shown(world.aside, "fr").text


def test_what_was_reviewed_or_reworded_after_that_version_does_not_show(world: World) -> None:
    world.publish()
    late = world.send("Late words.")
    contribution = workflow.accept(world.words(late), by=world.reviewer)
    themes.support(world.theme, contribution, by=world.reviewer)
    Theme.objects.update(title=both("Unpublished wording"))
    assert links(late) == {}
    assert list(links(world.behind)) == ["Paint fades"]
    left_out = "The report that is published now does not rest on it."
    assert left_out in shown(late).text
    assert all(left_out not in shown(receipt).text for receipt in (world.behind, world.same, world.aside))


def test_nobody_reads_of_others_how_many_or_when(world: World) -> None:
    world.publish()
    entry = shown(world.same).select_one(".entries").text
    assert "Paint them." not in entry.replace("Paint them all.", "")
    assert not any(letter.isdigit() for letter in entry)


def test_without_the_file_the_report_can_still_be_read(world: World, settings: Any, tmp_path: Any) -> None:
    report = world.publish()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert links(world.behind) == {"Read the report": reverse("reports:preview", args=[report.pk, "en"])}
