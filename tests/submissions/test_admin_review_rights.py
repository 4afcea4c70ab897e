"""Each role x each step: members of the consultation beside outsiders, who find nothing there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Bilingual, EventKind, StaffRole
from submissions.models import AuditEntry, Contribution, Flag, FlagKind, Submission, Theme
from submissions.review import redaction, themes
from tests.factories import (
    both,
    make_consultation,
    make_contribution,
    make_event,
    make_organization,
    make_reason,
    make_session,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

REVIEWING = (StaffRole.COORDINATOR, StaffRole.REVIEWER)
OTHERS = tuple(role for role in StaffRole if role not in REVIEWING)


def address(model: str, view: str, *args: Any) -> str:
    return reverse(f"admin:submissions_{model}_{view}", args=args)


@pytest.fixture
def contribution() -> Contribution:
    return make_contribution(make_event(make_consultation()), "Ask Ann about it.")


@pytest.fixture
def steps(contribution: Contribution) -> dict[str, dict[str, Any]]:
    """A valid sending for each step that the page offers."""
    consultation, by = contribution.submission.event.consultation, make_user()
    topic = make_topic(consultation)
    theme = themes.create_theme(topic, by=by, code="a", title=both("T"), statement=both("S"))
    support = themes.support(theme, contribution, by=by)
    flag = Flag.objects.create(contribution=contribution, kind=FlagKind.PERSONAL_INFORMATION, detail="Ann")
    made = redaction.redact(contribution, by=by, start=0, end=3, replacement="[x]", reason="r")
    contribution.refresh_from_db()
    return {
        "decide": {"action": "set_aside", "reason": make_reason(consultation).pk},
        "redact": {"phrase": "Ann", "replacement": "[a name]", "why": "a person"},
        "lift": {"redaction": made.pk},
        "paraphrase": {"paraphrase_en": "A", "paraphrase_fr": "B"},
        "topic": {"topic": topic.pk},
        "addressees": {"organizations": [make_organization(consultation, takes_advice=True).pk]},
        "support": {"theme": theme.pk, "quoted": "on"},
        "drop": {"support": support.pk},
        "assign": {"to": make_user(StaffRole.REVIEWER, consultation).pk},
        "note": {"note": "Look."},
        "close_flag": {"flag": flag.pk},
        "clear": {"flag": flag.pk, "because": "A character in a play."},
    }


def steps_taken(client: Client, contribution: Contribution, steps: dict[str, dict[str, Any]]) -> set[str]:
    """Those of ``steps`` that leave something in the audit trail, each tried on its own."""
    taken = set()
    for name, fields in steps.items():
        version = Contribution.objects.get(pk=contribution.pk).version
        before = AuditEntry.objects.count()
        client.post(
            address("contribution", "change", contribution.pk), {"step": name, "version": version, **fields}
        )
        if AuditEntry.objects.count() > before:
            taken.add(name)
    return taken


@pytest.mark.parametrize("role", REVIEWING)
def test_reviewers_and_coordinators_take_every_step(
    client: Client, contribution: Contribution, steps: dict[str, dict[str, Any]], role: str
) -> None:
    client.force_login(make_user(role, contribution.submission.event.consultation))
    # The flag that "close_flag" closes is gone when "clear" comes; the other way round both would count.
    ordered = {name: steps[name] for name in ("clear", *(set(steps) - {"clear", "close_flag"}))}
    assert steps_taken(client, contribution, ordered) == set(steps) - {"close_flag"}


@pytest.mark.parametrize("role", OTHERS)
def test_other_members_take_none_and_find_no_page(
    client: Client, contribution: Contribution, steps: dict[str, dict[str, Any]], role: str
) -> None:
    client.force_login(make_user(role, contribution.submission.event.consultation))
    assert steps_taken(client, contribution, steps) == set()
    assert client.get(address("contribution", "change", contribution.pk)).status_code == 404


def pages(contribution: Contribution) -> list[str]:
    submission = contribution.submission
    consultation = submission.event.consultation
    theme = themes.create_theme(
        make_topic(consultation), by=make_user(), code="b", title=both("T"), statement=both("S")
    )
    entry = AuditEntry.objects.filter(submission=submission)[0]
    return [
        address("contribution", "changelist") + f"?consultation={consultation.pk}",
        address("contribution", "change", contribution.pk),
        address("contribution", "next", contribution.pk),
        address("theme", "change", theme.pk),
        address("submission", "change", submission.pk),
        address("auditentry", "change", entry.pk),
        address("setasidereason", "change", make_reason(consultation).pk),
    ]


def test_a_reviewer_of_another_consultation_finds_nothing_here(
    client: Client, contribution: Contribution, steps: dict[str, dict[str, Any]]
) -> None:
    client.force_login(make_user(StaffRole.REVIEWER))
    assert [client.get(each).status_code for each in pages(contribution)] == [404] * 7
    assert steps_taken(client, contribution, steps) == set()


def test_a_reviewer_opens_every_page(client: Client, contribution: Contribution) -> None:
    client.force_login(make_user(StaffRole.REVIEWER, contribution.submission.event.consultation))
    assert [client.get(each).status_code for each in pages(contribution)] == [
        200,
        200,
        302,
        200,
        200,
        200,
        200,
    ]


def test_without_an_account_every_page_leads_to_the_login(client: Client, contribution: Contribution) -> None:
    for each in pages(contribution):
        assert client.get(each)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("role", [*StaffRole])
def test_nobody_adds_deletes_or_rewrites_what_was_said(
    client: Client, contribution: Contribution, role: str
) -> None:
    submission = contribution.submission
    client.force_login(make_user(role, submission.event.consultation))
    entry = AuditEntry.objects.filter(submission=submission)[0]
    rows = {"contribution": contribution.pk, "submission": submission.pk, "auditentry": entry.pk}
    for model, pk in rows.items():
        assert client.post(address(model, "add"), {}).status_code == 403
        assert client.post(address(model, "delete", pk), {"post": "yes"}).status_code in (403, 404)
    for model in ("submission", "auditentry"):
        assert client.post(address(model, "change", rows[model]), {"rule": "attributable"}).status_code in (
            403,
            404,
        )
    assert Submission.objects.get(pk=submission.pk).rule == "chatham_house"


def test_reasons_are_worded_by_coordinators_alone(client: Client, contribution: Contribution) -> None:
    consultation = contribution.submission.event.consultation
    data = {"consultation": consultation.pk, "code": "spam", "position": 0}
    data |= {"label_en": "Advertising", "label_fr": "Publicité"}
    for role, status in ((StaffRole.REVIEWER, 403), (StaffRole.COORDINATOR, 302)):
        client.force_login(make_user(role, consultation))
        assert client.post(address("setasidereason", "add"), data).status_code == status
    assert [reason.label for reason in consultation.set_aside_reasons.all()] == [
        Bilingual("Advertising", "Publicité")
    ]


def test_a_theme_is_written_reworded_quoted_and_traced(client: Client, contribution: Contribution) -> None:
    consultation = contribution.submission.event.consultation
    user = make_user(StaffRole.REVIEWER, consultation)
    client.force_login(user)
    wording = {"title_en": "Paint fades", "title_fr": "La peinture pâlit"}
    wording |= {"statement_en": "It fades.", "statement_fr": "Elle pâlit."}
    data = {"topic": make_topic(consultation).pk, "code": "paint", **wording}
    none = {"supports-TOTAL_FORMS": 0, "supports-INITIAL_FORMS": 0}
    assert client.post(address("theme", "add"), {**data, **none}).status_code == 302
    theme = Theme.objects.get()
    support = themes.support(theme, contribution, by=user)
    one = {
        "supports-TOTAL_FORMS": 1,
        "supports-INITIAL_FORMS": 1,
        "supports-0-id": support.pk,
        "supports-0-theme": theme.pk,
        "supports-0-is_quoted": "on",
    }
    reworded = {**data, "title_en": "Paint fades fast", **one, "seen": themes.fingerprint(theme)}
    assert client.post(address("theme", "change", theme.pk), reworded).status_code == 302
    theme.refresh_from_db()
    assert (str(theme.title), theme.supports.get().is_quoted) == ("Paint fades fast", True)
    removed = {**reworded, "seen": themes.fingerprint(theme), "supports-0-DELETE": "on"}
    client.post(address("theme", "change", theme.pk), removed)
    assert not theme.supports.exists()
    trail = AuditEntry.objects.filter(actor=user, detail__theme="paint").values_list("action", flat=True)
    assert sorted(set(trail)) == ["create_theme", "drop", "edit_theme", "support"]


@pytest.mark.parametrize("model", ["theme", "submission", "auditentry", "setasidereason"])
def test_the_lists_take_the_same_queries_for_any_number_of_rows(
    client: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    consultation = make_consultation()
    client.force_login(make_user(StaffRole.REVIEWER, consultation))
    counts = []
    for _round in range(2):
        for _row in range(1 + 2 * _round):
            pages(make_contribution(make_event(consultation)))
        with django_assert_max_num_queries(12) as context:
            assert client.get(address(model, "changelist")).status_code == 200
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]


def test_what_is_seen_of_a_submission_is_not_who_sent_it(client: Client, contribution: Contribution) -> None:
    event = make_event(contribution.submission.event.consultation, attribution_rule="by_consent")
    named = make_contribution(event, attribution="named", name="Ada Walker").submission
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    text = client.get(address("submission", "change", named.pk)).content.decode()
    assert "Ada Walker" not in text
    assert named.receipt_hash not in text


def test_what_cannot_be_deleted_does_not_tell_what_was_said_there(client: Client) -> None:
    """A list of what was sent in a session would lead to protected words, one of answers to what people chose."""
    event = make_event(kind=EventKind.CONFERENCE)
    session = make_session(event)
    said = [make_contribution(event, f"Words {n}.", session=session, via="rapporteur") for n in range(3)]
    client.force_login(make_user(StaffRole.COORDINATOR, event.consultation))
    for model, pk, why in (
        ("session", session.pk, "<li>Something was sent to this event"),
        ("event", event.pk, "<li>Submission"),
    ):
        page = client.get(reverse(f"admin:consultations_{model}_delete", args=[pk])).text
        assert not [each.submission for each in said if str(each.submission_id) in page]
        assert page.count(why) == 1
        assert page.count("<li>Submission") == (model == "event")
