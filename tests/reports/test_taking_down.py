"""A published version can be taken away from readers at once; what waits says how long, never for what."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import ChairSide, Consultation, StaffRole
from reports import publication
from reports.compiler.published_figures import smallest_move
from reports.models import Decision, Report
from reports.publication import Refused
from submissions.models import AuditEntry
from submissions.review import workflow
from tests.factories import make_consultation, make_user
from tests.reports.reporting import accepted, make_ready

pytestmark = pytest.mark.django_db

SIDES = (
    (ChairSide.GOVERNMENT, StaffRole.SIGNATORY_GOVERNMENT),
    (ChairSide.CIVIL_SOCIETY, StaffRole.SIGNATORY_CIVIL_SOCIETY),
)


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(k=3)


def approve(report: Report) -> Report:
    for side, role in SIDES:
        publication.sign(report, make_user(role, report.consultation), side, Decision.APPROVED)
    return report


def published(consultation: Consultation) -> Report:
    report = approve(make_ready(consultation, accepted(consultation, "One.", "Two.", "Three.")))
    return publication.publish(report, make_user(StaffRole.COORDINATOR, consultation))


def addresses(report: Report) -> list[str]:
    slug = report.consultation.slug
    return [
        reverse("reports:report", args=[slug]),
        reverse("reports:preview", args=[report.pk, "en"]),
        reverse("reports:file", args=[report.pk, f"{slug}.en.pdf"]),
        reverse("reports:file", args=[report.pk, f"{slug}.fr.json"]),
    ]


def status(client: Client, address: str) -> int:
    return read_whole(client.get(address)).status_code


def read_whole(answer: Any) -> Any:
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def test_readers_of_what_was_taken_down_are_told_so_in_both_languages(consultation: Consultation) -> None:
    report, client = published(consultation), Client()
    assert {status(client, address) for address in addresses(report)} == {200}
    publication.take_down(report, make_user(StaffRole.COORDINATOR, consultation), "A word to be taken out.")
    for address in addresses(report):
        for answer in (client.get(address), client.head(address)):
            assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        page = client.get(address).content.decode()
        assert "It was taken down" in page
        assert "Il a été retiré" in page
        assert "A word to be taken out" not in page
    assert client.get(reverse("api:report", args=[report.pk])).status_code == 404
    assert client.get(reverse("api:file", args=[report.pk, f"{consultation.slug}.en.pdf"])).status_code == 404
    assert publication.current(consultation) is None


def test_the_version_before_is_shown_again_and_what_never_was_there_is_not_found(
    consultation: Consultation,
) -> None:
    first, coordinator = published(consultation), make_user(StaffRole.COORDINATOR, consultation)
    second = publication.publish(
        approve(make_ready(consultation, accepted(consultation, "Four.", "Five.", "Six."))), coordinator
    )
    publication.take_down(second, coordinator, "A word.")
    assert publication.current(consultation) == first
    assert Client().get(reverse("reports:preview", args=[uuid4(), "en"])).status_code == 404


def test_its_staff_still_see_it_and_nobody_else_may_keep_it(consultation: Consultation) -> None:
    report, coordinator = published(consultation), make_user(StaffRole.COORDINATOR, consultation)
    publication.take_down(report, coordinator, "A word.")
    client = Client()
    client.force_login(coordinator)
    answer = read_whole(client.get(addresses(report)[1]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer["X-Robots-Tag"] == "noindex, noarchive"


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.SIGNATORY_GOVERNMENT, None])
def test_only_a_coordinator_takes_a_version_down(consultation: Consultation, role: StaffRole | None) -> None:
    report = published(consultation)
    elsewhere = make_user(StaffRole.COORDINATOR, make_consultation())
    with pytest.raises(Refused, match="Only a coordinator"):
        publication.take_down(report, make_user(role, consultation) if role else elsewhere, "A word.")
    assert publication.current(consultation) == report


def test_it_needs_a_reason_is_recorded_once_and_leaves_the_reason_out_of_the_log(
    consultation: Consultation,
) -> None:
    report, coordinator = published(consultation), make_user(StaffRole.COORDINATOR, consultation)
    with pytest.raises(Refused, match="Say why"):
        publication.take_down(report, coordinator, "  ")
    for _ in range(2):
        publication.take_down(report, coordinator, "A word.")
    [entry] = AuditEntry.objects.filter(action="report_taken_down")
    assert "A word." not in str(entry.detail)
    with pytest.raises(Refused, match="not published"):
        publication.take_down(make_ready(consultation), coordinator, "A word.")


@pytest.mark.parametrize(
    "values", [{"taken_down_on": "2030-01-02"}, {"taken_down_reason": "Why"}], ids=["no reason", "no day"]
)
def test_the_database_refuses_half_of_it(consultation: Consultation, values: dict[str, str]) -> None:
    report = published(consultation)
    with pytest.raises(IntegrityError, match="report_taken_down"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**values)


def test_one_withdrawal_after_publication_waits_for_more_even_when_the_version_is_taken_down(
    consultation: Consultation,
) -> None:
    words = accepted(consultation, *[f"Idea {number}." for number in range(6)])
    coordinator = make_user(StaffRole.COORDINATOR, consultation)
    first = publication.publish(approve(make_ready(consultation, words)), coordinator)
    publication.take_down(first, coordinator, "Somebody withdrew.")
    workflow.withdraw(words[0])
    second = approve(make_ready(consultation, words[1:]))
    assert publication.waits_for(second) == 2
    with pytest.raises(Refused, match="At least 2 more have to change"):
        publication.publish(second, coordinator)
    third = approve(make_ready(consultation, words[3:]))
    assert publication.waits_for(third) == 0
    assert publication.publish(third, coordinator).published_on


def test_who_is_to_sign_reads_beforehand_that_a_version_waits(consultation: Consultation) -> None:
    words = accepted(consultation, *[f"Idea {number}." for number in range(6)])
    coordinator = make_user(StaffRole.COORDINATOR, consultation)
    publication.publish(approve(make_ready(consultation, words)), coordinator)
    second = make_ready(consultation, words[1:])
    client = Client()
    client.force_login(coordinator)
    page = client.get(reverse("reports:progress", args=[second.pk])).content.decode()
    assert "At least 2 more have to change" in page
    assert str(words[0].pk) not in page


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ((26, 29), (26, 29), 0),
        ((25, 25), (30, 30), 5),
        ((26, 29), (31, 34), 8),
        ((26, 29), (36, 39), 0),
        ((40, 40), (36, 39), 4),
    ],
)
def test_a_printed_figure_moves_by_enough_or_not_at_all(
    before: tuple[int, int], after: tuple[int, int], move: int
) -> None:
    assert smallest_move({"Red": before, "White": (10, 10)}, {"Red": after}, 10) == move


def test_a_figure_that_moved_a_little_lets_a_version_wait(consultation: Consultation) -> None:
    coordinator = make_user(StaffRole.COORDINATOR, consultation)
    first, second = (make_ready(consultation) for _ in range(2))
    for report, figure in ((first, [25, 25]), (second, [26, 29])):
        report.manifest["figures"] = {"Red": figure}
        report.save()
        approve(report)
    publication.publish(first, coordinator)
    Consultation.objects.filter(pk=consultation.pk).update(k=5)
    second.consultation.refresh_from_db()
    assert publication.waits_for(second) == 1
    with pytest.raises(Refused, match="or a figure has to move further"):
        publication.publish(second, coordinator)


def test_a_coordinator_takes_it_down_on_its_page_and_says_why(consultation: Consultation) -> None:
    report, client = published(consultation), Client()
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    address = reverse("reports:take_down", args=[report.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert publication.current(consultation) == report
    client.post(address, {"reason": "A word to be taken out."})
    assert publication.current(consultation) is None
    page = client.get(reverse("reports:progress", args=[report.pk])).content.decode()
    assert "A word to be taken out." in page
    client.force_login(make_user(StaffRole.REVIEWER, consultation))
    assert client.post(address, {"reason": "Me too."}).status_code == 404


@pytest.mark.parametrize("name", ["progress", "take_down"])
def test_the_other_language_keeps_the_reason_and_takes_nothing_down(
    consultation: Consultation, name: str
) -> None:
    report, client = published(consultation), Client()
    client.force_login(make_user(StaffRole.COORDINATOR, consultation))
    page = client.get(reverse("reports:progress", args=[report.pk])).content
    (switch,) = BeautifulSoup(page, "html.parser").select("nav button[value=switch]")
    address = switch["formaction"] + ("" if name == "progress" else "take-down/")
    answer = client.post(address, {"reason": "A word to be taken out.", "do": "switch"})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, soup.html["lang"]) == (200, "fr")
    assert soup.select_one("form#words textarea[name=reason]").text.strip() == "A word to be taken out."
    assert publication.current(consultation) == report
