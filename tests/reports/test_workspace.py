"""Pages of the staff of a consultation: who gets which, what each press of a button does, and at what cost."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultations import invitations, mail_queue, places
from consultations.models import ChairSide, Consultation, EventKind, Language, Participant, StaffRole
from reports import publication
from reports.forms import TakeDownForm
from reports.models import Decision, FailureReason, Report, ReportStatus, SignOff, Stage
from reports.services import request_compile
from submissions.models import Flag, FlagKind
from tests.factories import make_consultation, make_event, make_participant, make_user
from tests.reports.reporting import accepted, make_ready

pytestmark = pytest.mark.django_db
KEY = UUID(int=7)
EVERYBODY = ["anonymous", "outsider", "rapporteur", "reviewer", "signatory_government", "coordinator"]


@pytest.fixture
def consultation() -> Consultation:
    return make_consultation(k=3)


def signed_in(who: str, consultation: Consultation) -> Client:
    client = Client()
    if who == "outsider":
        client.force_login(make_user(StaffRole.COORDINATOR, make_consultation()))
    elif who != "anonymous":
        client.force_login(make_user(who, consultation))
    return client


def answers(consultation: Consultation, ask: Any) -> dict[str, int]:
    return {who: ask(signed_in(who, consultation)).status_code for who in EVERYBODY}


def test_the_workspace_exists_for_those_who_work_on_the_report(consultation: Consultation) -> None:
    page = reverse("reports:workspace", args=[consultation.slug])
    assert answers(consultation, lambda client: client.get(page)) == {
        "anonymous": 302, "outsider": 404, "rapporteur": 404,
        "reviewer": 200, "signatory_government": 200, "coordinator": 200,
    }  # fmt: skip


def test_a_versions_page_exists_for_the_same_people_even_when_it_is_published(
    consultation: Consultation,
) -> None:
    report = make_ready(consultation, published_on=consultation.today())
    page = reverse("reports:progress", args=[report.pk])
    assert answers(consultation, lambda client: client.get(page)) == {
        "anonymous": 302, "outsider": 404, "rapporteur": 404,
        "reviewer": 200, "signatory_government": 200, "coordinator": 200,
    }  # fmt: skip


def test_coordinators_alone_compile(consultation: Consultation) -> None:
    page = reverse("reports:compile", args=[consultation.slug])
    for who in EVERYBODY:
        status = signed_in(who, consultation).post(page, {"key": str(uuid4())}).status_code
        assert status == (302 if who in ("anonymous", "coordinator") else 404), who
        assert Report.objects.exists() == (who == "coordinator"), who


def test_coordinators_alone_publish(consultation: Consultation) -> None:
    page = reverse("reports:publish", args=[make_ready(consultation).pk])
    assert answers(consultation, lambda client: client.post(page)) == {
        "anonymous": 302, "outsider": 404, "rapporteur": 404,
        "reviewer": 404, "signatory_government": 404, "coordinator": 302,
    }  # fmt: skip


def test_signatories_alone_sign(consultation: Consultation) -> None:
    page = reverse("reports:sign", args=[make_ready(consultation).pk])
    decision = {"side": ChairSide.GOVERNMENT, "decision": Decision.APPROVED}
    assert answers(consultation, lambda client: client.post(page, decision)) == {
        "anonymous": 302, "outsider": 404, "rapporteur": 404,
        "reviewer": 404, "signatory_government": 302, "coordinator": 404,
    }  # fmt: skip
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("name", ["compile", "sign", "publish", "announce"])
def test_nothing_is_changed_by_opening_an_address(consultation: Consultation, name: str) -> None:
    target = consultation.slug if name == "compile" else make_ready(consultation).pk
    client = signed_in("coordinator", consultation)
    assert client.get(reverse(f"reports:{name}", args=[target])).status_code == 405


def test_compile_answers_at_once_with_the_page_of_the_new_version(consultation: Consultation) -> None:
    client = signed_in("coordinator", consultation)
    page = client.get(reverse("reports:workspace", args=[consultation.slug]))
    key = BeautifulSoup(page.content, "html.parser").select_one("input[name=key]")
    assert key is not None
    answer = client.post(reverse("reports:compile", args=[consultation.slug]), {"key": key["value"]})
    report = Report.objects.get()
    assert answer["Location"] == reverse("reports:progress", args=[report.pk])
    assert (report.status, str(report.idempotency_key)) == (ReportStatus.QUEUED, key["value"])


def test_pressed_twice_it_is_the_same_version(consultation: Consultation) -> None:
    client = signed_in("coordinator", consultation)
    page = reverse("reports:compile", args=[consultation.slug])
    first, second = (client.post(page, {"key": str(KEY)}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_while_one_is_active_the_other_is_led_to_it(consultation: Consultation) -> None:
    active = request_compile(consultation, by=None)
    client = signed_in("coordinator", consultation)
    answer = client.post(reverse("reports:compile", args=[consultation.slug]), {"key": str(KEY)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("reports:progress", args=[active.pk])
    assert "being compiled already" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "not a key"])
def test_a_broken_form_starts_nothing_and_says_so(consultation: Consultation, key: str) -> None:
    client = signed_in("coordinator", consultation)
    answer = client.post(reverse("reports:compile", args=[consultation.slug]), {"key": key}, follow=True)
    assert "Nothing was started" in answer.content.decode()
    assert not Report.objects.exists()


def test_progress_is_shown_without_javascript(consultation: Consultation) -> None:
    report = request_compile(consultation, by=None)
    Report.objects.update(status=ReportStatus.RUNNING, stage=Stage.RENDERING, progress=40)
    page = signed_in("coordinator", consultation).get(reverse("reports:progress", args=[report.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    bar = soup.find("progress")
    assert bar is not None
    assert (bar["value"], soup.select_one("label[for=bar]").get_text()) == ("40", "Writing the files")
    assert soup.find("a", href=reverse("reports:progress", args=[report.pk])) is not None


def test_the_script_that_watches_gets_what_is_new_and_nothing_else(consultation: Consultation) -> None:
    report = request_compile(consultation, by=None)
    client = signed_in("coordinator", consultation)
    page = reverse("reports:progress", args=[report.pk])
    watch = {"HX-Request": "true"}
    fresh = client.get(page, headers=watch)
    assert fresh.status_code == 200
    assert "<html" not in fresh.content.decode()
    assert client.get(f"{page}?seen=waiting-0", headers=watch).status_code == 204
    Report.objects.update(status=ReportStatus.READY)
    assert client.get(page, headers=watch)["HX-Refresh"] == "true"


@pytest.mark.parametrize("reason", [reason for reason in FailureReason if reason])
def test_a_failure_says_what_to_do(consultation: Consultation, reason: FailureReason) -> None:
    report = request_compile(consultation, by=None)
    Report.objects.update(status=ReportStatus.FAILED, failure_reason=reason)
    page = signed_in("reviewer", consultation).get(reverse("reports:progress", args=[report.pk]))
    assert str(reason.label) in BeautifulSoup(page.content, "html.parser").get_text()


def test_words_of_a_leak_are_shown_to_reviewers_alone(consultation: Consultation) -> None:
    report = request_compile(consultation, by=None)
    Report.objects.update(
        status=ReportStatus.FAILED, failure_reason=FailureReason.LEAK, failure_detail="Ada Walker"
    )
    [contribution] = accepted(consultation, "Ask Ada.")
    Flag.objects.create(contribution=contribution, kind=FlagKind.LEAK, detail="Ada")
    page = reverse("reports:progress", args=[report.pk])
    seen = {
        who: signed_in(who, consultation).get(page).content.decode()
        for who in ("reviewer", "signatory_government")
    }
    assert "Ada Walker" in seen["reviewer"]
    assert "1 flag waits" in seen["reviewer"]
    assert "Ada Walker" not in seen["signatory_government"]
    assert "flag waits" not in seen["signatory_government"]


def test_an_objection_without_words_keeps_what_was_chosen(consultation: Consultation) -> None:
    report = make_ready(consultation)
    client = signed_in("signatory_government", consultation)
    answer = client.post(
        reverse("reports:sign", args=[report.pk]),
        {"side": ChairSide.GOVERNMENT, "decision": Decision.OBJECTED, "comment": ""},
    )
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "Say what would have to change." in soup.select_one("[role=alert]").get_text()
    assert soup.select_one("input[value=objected]").has_attr("checked")
    assert not SignOff.objects.exists()


def test_line_ends_of_an_objection_count_as_the_page_counts_them(consultation: Consultation) -> None:
    report = make_ready(consultation)
    client = signed_in("signatory_government", consultation)
    page = BeautifulSoup(client.get(reverse("reports:progress", args=[report.pk])).content, "html.parser")
    assert page.select_one("textarea[name=comment]")["data-limit"] == "2000"
    assert not page.select("[maxlength]")
    lines = "\r\n".join(["x" * 180] * 11)  # 1,990 characters, as a browser shows them
    sent = {"side": ChairSide.GOVERNMENT, "decision": Decision.OBJECTED, "comment": f"{lines} and a half"}
    refused = client.post(reverse("reports:sign", args=[report.pk]), sent)
    assert "2001 characters of at most 2000" in refused.content.decode()
    assert "and a half" in refused.content.decode()
    sent["comment"] = f"{lines} and half"
    assert client.post(reverse("reports:sign", args=[report.pk]), sent).status_code == 302
    assert len(SignOff.objects.get().comment) == 1999


def test_why_a_version_is_taken_down_is_counted_in_the_same_way() -> None:
    lines = "\r\n".join(["x" * 180] * 11)
    assert TakeDownForm({"reason": f"{lines} and half"}).is_valid()
    assert not TakeDownForm({"reason": f"{lines} and a half"}).is_valid()
    assert "maxlength" not in str(TakeDownForm()["reason"])


@pytest.mark.parametrize("name", ["progress", "sign"])
def test_the_other_language_keeps_an_objection_and_signs_nothing(
    consultation: Consultation, name: str
) -> None:
    report = make_ready(consultation)
    client = signed_in("signatory_government", consultation)
    page = reverse("reports:progress", args=[report.pk])
    (switch,) = BeautifulSoup(client.get(page).content, "html.parser").select("nav button[value=switch]")
    address = switch["formaction"] + ("" if name == "progress" else "sign/")
    begun = {"side": ChairSide.GOVERNMENT, "decision": Decision.OBJECTED, "comment": "Topic 2\r\nis missing."}
    answer = client.post(address, {**begun, "do": "switch"})
    soup = BeautifulSoup(answer.content, "html.parser")
    form = soup.select_one("form#words")
    assert (answer.status_code, soup.html["lang"]) == (200, "fr")
    assert form.select_one("input[name=side]")["value"] == ChairSide.GOVERNMENT
    assert form.select_one("input[value=objected]").has_attr("checked")
    assert form.select_one("textarea").text.split() == begun["comment"].split()
    assert not soup.select("[role=alert]")
    assert not SignOff.objects.exists()
    assert signed_in("outsider", consultation).post(address, {**begun, "do": "switch"}).status_code == 404
    assert client.post(page, begun).status_code == 405


def test_who_signs_for_both_sides_says_for_which_and_the_other_language_keeps_all_of_it(
    consultation: Consultation,
) -> None:
    report = make_ready(consultation)
    client = signed_in("signatory_government", consultation)
    both_sides = client.get(reverse("admin:index")).wsgi_request.user
    consultation.memberships.create(user=both_sides, role=publication.SIGNATORY[ChairSide.CIVIL_SOCIETY])
    page = reverse("reports:progress", args=[report.pk])
    soup = BeautifulSoup(client.get(page).content, "html.parser")
    assert len(soup.select("textarea[name=comment]")) == 1
    (switch,) = soup.select("nav button[value=switch]")
    assert not soup.select("input[name=side][checked]")
    begun = {"decision": Decision.OBJECTED, "comment": "Topic 2 is missing."}
    for side in ({}, {"side": ChairSide.CIVIL_SOCIETY}):
        answer = client.post(switch["formaction"], {**begun, **side, "do": "switch"})
        form = BeautifulSoup(answer.content, "html.parser").select_one("form#words")
        assert [box["value"] for box in form.select("input[name=side][checked]")] == list(side.values())
        assert form.select_one("textarea").text.strip() == begun["comment"]
    sign = reverse("reports:sign", args=[report.pk])
    assert client.post(sign, begun).status_code == 422
    for side in ChairSide:
        assert client.post(sign, {"side": side, "decision": Decision.APPROVED}).status_code == 302
    assert set(SignOff.objects.values_list("side", flat=True)) == set(ChairSide.values)


def test_a_page_without_a_form_has_a_plain_link_to_the_other_language(consultation: Consultation) -> None:
    page = reverse("reports:progress", args=[make_ready(consultation).pk])
    for who, count in (("reviewer", 1), ("signatory_government", 0)):
        soup = BeautifulSoup(signed_in(who, consultation).get(page).content, "html.parser")
        assert len(soup.select(".site-nav a[hreflang=fr]")) == count


def test_a_side_that_is_not_ones_own_is_refused_in_words(consultation: Consultation) -> None:
    report = make_ready(consultation)
    client = signed_in("signatory_government", consultation)
    answer = client.post(
        reverse("reports:sign", args=[report.pk]),
        {"side": ChairSide.CIVIL_SOCIETY, "decision": Decision.APPROVED},
    )
    assert answer.status_code == 422
    assert not SignOff.objects.exists()


def test_publishing_too_early_is_refused_in_words(consultation: Consultation) -> None:
    report = make_ready(consultation)
    client = signed_in("coordinator", consultation)
    answer = client.post(reverse("reports:publish", args=[report.pk]), follow=True)
    assert "Both co-chairs must have approved this version." in answer.content.decode()


def test_signed_by_both_it_is_published_by_one_press(consultation: Consultation) -> None:
    report = make_ready(consultation)
    for side, role in publication.SIGNATORY.items():
        publication.sign(report, make_user(role, consultation), side, Decision.APPROVED)
    client = signed_in("coordinator", consultation)
    answer = client.post(reverse("reports:publish", args=[report.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("reports:report", args=[consultation.slug])
    assert "The report is published." in answer.content.decode()


def test_coordinators_alone_tell_people_that_a_version_is_out(consultation: Consultation) -> None:
    page = reverse("reports:announce", args=[make_ready(consultation, published_on=consultation.today()).pk])
    assert answers(consultation, lambda client: client.post(page)) == {
        "anonymous": 302, "outsider": 404, "rapporteur": 404,
        "reviewer": 404, "signatory_government": 404, "coordinator": 302,
    }  # fmt: skip


def test_who_was_invited_or_registered_is_told_once_and_others_are_left_alone(
    consultation: Consultation,
) -> None:
    event = make_event(consultation, EventKind.CONFERENCE)
    there, both_ways, alone, _unknown = (make_participant(consultation) for _person in range(4))
    Participant.objects.filter(pk=alone.pk).update(left_alone=True)
    invitations.invite(event, "register", [both_ways, alone])
    for person in (there, both_ways):
        places.enter(event, person)
    report = make_ready(consultation, published_on=consultation.today())
    client = signed_in("coordinator", consultation)
    told = [
        client.post(reverse("reports:announce", args=[report.pk]), follow=True).content.decode()
        for _press in range(2)
    ]
    assert ["2 letters will be sent." in told[0], "0 letters will be sent." in told[1]] == [True, True]
    mail_queue.send_due()
    letters = [letter for letter in mail.outbox if letter.subject.startswith("What we heard")]
    assert sorted(letter.to[0] for letter in letters) == sorted([there.email, both_ways.email])
    assert f"/fr/reports/{consultation.slug}/" in str(letters[0].body)


def test_nobody_is_told_of_a_version_that_is_not_out(consultation: Consultation) -> None:
    client = signed_in("coordinator", consultation)
    page = reverse("reports:announce", args=[make_ready(consultation).pk])
    assert client.post(page).status_code == 404


@pytest.mark.parametrize("language", Language.values)
def test_the_workspace_costs_the_same_for_one_version_and_for_three(
    consultation: Consultation, django_assert_num_queries: DjangoAssertNumQueries, language: str
) -> None:
    accepted(consultation, "One.", "Two.")
    client = signed_in("coordinator", consultation)
    page = f"/{language}/workspace/{consultation.slug}/"
    for total in (1, 3):
        while Report.objects.count() < total:
            report = make_ready(consultation)
            signatory = make_user(StaffRole.SIGNATORY_GOVERNMENT, consultation)
            publication.sign(report, signatory, ChairSide.GOVERNMENT, Decision.APPROVED)
        with django_assert_num_queries(8):
            assert client.get(page).status_code == 200


def test_a_versions_page_costs_the_same_for_one_decision_and_for_three(
    consultation: Consultation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = make_ready(consultation)
    signatory = make_user(StaffRole.SIGNATORY_GOVERNMENT, consultation)
    client = signed_in("coordinator", consultation)
    for total in (1, 3):
        while SignOff.objects.count() < total:
            publication.sign(report, signatory, ChairSide.GOVERNMENT, Decision.APPROVED)
        with django_assert_num_queries(10):
            assert client.get(reverse("reports:progress", args=[report.pk])).status_code == 200
