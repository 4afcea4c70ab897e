"""Changing what was sent: the old words are withdrawn, the new ones come under the same receipt."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import AttributionRule, Event, Presentation, StaffRole
from submissions.intake import receipts
from submissions.intake.submit import Arrival, Point, submit
from submissions.models import AuditEntry, Choice, Condition, Contribution, MatrixRow, Status, Submission, Via
from submissions.review import workflow
from submissions.review.ledger import ledger
from tests.factories import (
    both,
    make_contribution,
    make_organization,
    make_participant,
    make_session,
    make_topic,
    make_user,
    unique,
)
from tests.forms import fields_of
from tests.submissions.test_intake_pages import address, call, filled, page_of
from tests.submissions.test_steps import Walk
from tests.submissions.test_survey import ask, name, survey

pytestmark = pytest.mark.django_db

PAGE = reverse("submissions:receipt")
WHY_NOT = {
    "en": "What you sent can no longer be changed in full: the form has changed since",
    "fr": "Votre envoi ne peut plus être modifié en entier\u00a0: le formulaire a changé depuis",
}


def send(client: Client, event: Event, **fields: Any) -> str:
    """Sends, and returns the code."""
    response = client.post(address(event), filled(event, **fields), follow=True)
    return page_of(response).select_one(".receipt").text.strip()


def amending(client: Client, event: Event) -> Walk:
    """Presses the button on the receipt, which this browser has in hand."""
    form = page_of(client.get(PAGE)).select_one("form:has(button[value=page-1])")
    walk = Walk(client, event)
    data: dict[str, list[str]] = {"do": ["page-1"]}
    for box in form.select("input"):
        data.setdefault(box["name"], []).append(box.get("value", ""))
    walk.page = page_of(client.post(form["action"], data))
    return walk


def texts(status: str) -> set[str]:
    return set(Contribution.objects.filter(status=status).values_list("text", flat=True))


def test_the_new_words_take_the_place_of_the_old_ones_under_the_same_receipt(client: Client) -> None:
    event = call()
    code = send(client, event, text="Old words.", sector="academia", attribution="named", name="Ada Walker")
    old = Contribution.objects.get()
    reviewer = make_user(StaffRole.REVIEWER, event.consultation)
    workflow.accept(workflow.start(old, by=reviewer), by=reviewer)
    walk = amending(client, event)
    assert walk.page.select_one("textarea").text.strip() == "Old words."
    assert walk.page.select_one("input[name=name]")["value"] == "Ada Walker"
    walk.press("next", text="New words.")
    assert Contribution.objects.count() == 1
    walk.press("send")
    assert walk.page.select_one(".receipt").text.strip() == code
    assert (texts(Status.WITHDRAWN), texts(Status.PENDING)) == ({"Old words."}, {"New words."})
    assert [each.text.strip() for each in walk.page.select("blockquote")] == ["New words."]
    row = ledger(event.consultation).total
    assert row.balances
    assert (row.received, row.withdrawn, row.pending, row.accepted) == (2, 1, 1, 0)
    assert AuditEntry.objects.filter(actor=None).exclude(at=None).count() == 0


@pytest.mark.parametrize("press", ["change", "withdraw"])
def test_the_name_goes_with_the_words_that_are_taken_back(client: Client, press: str) -> None:
    """Reviewers can read withdrawn words: beside them the name would tell who wrote what took their place."""
    event = call()
    send(client, event, text="Old words.", sector="academia", attribution="named", name="Ada Walker")
    hash_ = Submission.objects.get().content_hash
    if press == "change":
        walk = amending(client, event)
        walk.press("next", text="New words.", attribution="not_attributed")
        walk.press("send")
        assert texts(Status.PENDING) == {"New words."}
    else:
        receipts.withdraw(Submission.objects.get())
    old = Submission.objects.get(contributions__status=Status.WITHDRAWN)
    assert (old.name, old.sector, old.attribution) == ("", "", "not_attributed")
    assert not Submission.objects.exclude(name="").exists()
    assert old.content_hash != hash_
    client.force_login(make_user(StaffRole.REVIEWER, event.consultation))
    page = client.get(reverse("admin:submissions_contribution_change", args=[old.contributions.get().pk]))
    assert "Old words." in page.text
    assert "Ada Walker" not in page.text


def test_the_sector_cannot_be_tried_out_on_what_is_left(client: Client) -> None:
    """There are few sectors, and all else that the hash was made of is still stored."""
    event = call()
    send(client, event, text="Old words.", sector="academia", attribution="not_attributed")
    before = Submission.objects.get()
    receipts.withdraw(before)
    after = Submission.objects.get()
    assert (after.sector, after.content_hash == before.content_hash) == ("", False)


def test_a_session_that_names_its_speaker_goes_with_the_name() -> None:
    event = call(attribution_rule=AttributionRule.BY_CONSENT)
    person = make_participant(event.consultation)
    talk, table = (make_session(event), make_session(event))
    Presentation.objects.create(session=talk, participant=person)
    named = {"participant": person, "attribution": "named"}
    for session in (talk, table):
        receipts.withdraw(make_contribution(event, session=session, **named).submission)
    assert set(Submission.objects.values_list("session", flat=True)) == {None, table.pk}


def test_what_was_said_on_the_record_and_taken_back_names_nobody_either() -> None:
    event = call(attribution_rule=AttributionRule.ATTRIBUTABLE)
    organization = make_organization(event.consultation)
    person = make_participant(event.consultation)
    said = make_contribution(event, participant=person, organization=organization, name="Ada Walker")
    receipts.withdraw(said.submission)
    row = Submission.objects.get()
    assert (row.participant, row.organization, row.name, row.organization_name) == (None, None, "", "")


def test_nothing_stored_says_that_the_two_belong_together(client: Client) -> None:
    event = call()
    code = send(client, event, text="Old words.")
    old = Submission.objects.get()
    walk = amending(client, event)
    walk.press("next", text="New words.")
    walk.press("send")
    old.refresh_from_db()
    new = receipts.find(code)
    assert new.pk != old.pk
    shared = {
        field
        for field, value in Submission.objects.filter(pk=old.pk).values()[0].items()
        if Submission.objects.filter(pk=new.pk).values()[0][field] == value
    }
    assert shared.isdisjoint({"id", "idempotency_key", "content_hash", "receipt_hash"})
    entries = AuditEntry.objects.filter(submission=old) | AuditEntry.objects.filter(submission=new)
    assert all(
        str(new.pk) not in str(each.detail) and str(old.pk) not in str(each.detail) for each in entries
    )


def test_sent_again_or_unchanged_nothing_is_done_twice(client: Client) -> None:
    event = call()
    code = send(client, event, text="Old words.")
    walk = amending(client, event)
    walk.press("next")
    walk.press("send")
    assert (Submission.objects.count(), texts(Status.PENDING)) == (1, {"Old words."})
    walk = amending(client, event)
    page = walk.press("next", text="New words.")
    for _n in range(2):
        walk.page = page
        walk.press("send")
        assert walk.page.select_one(".receipt").text.strip() == code
    assert Submission.objects.count() == 2


def test_the_slower_of_two_who_change_it_is_told_and_loses_nothing(client: Client) -> None:
    event = call()
    send(client, event, text="Old words.")
    one, other = amending(client, event), amending(client, event)
    one.press("send", text="First.")
    other.press("send", text="Second.")
    assert other.status == 409
    assert "was changed or withdrawn since" in other.page.select_one(".summary").text
    assert other.page.select_one("textarea").text.strip() == "Second."
    assert texts(Status.PENDING) == {"First."}


def test_a_change_that_is_refused_leaves_what_stood(client: Client) -> None:
    event = call()
    send(client, event, text="Old words.")
    walk = amending(client, event)
    walk.press("send", text="")
    assert walk.status == 422
    Event.objects.update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)
    walk.press("send", text="Too late.")
    assert walk.status == 403
    assert texts(Status.PENDING) == {"Old words."}


def test_nothing_is_offered_once_it_is_withdrawn_or_closed(client: Client) -> None:
    event = call()
    send(client, event)
    Event.objects.update(ends_at=event.starts_at + (event.ends_at - event.starts_at) / 4)
    assert not page_of(client.get(PAGE)).select("button[value=page-1]")
    Event.objects.update(ends_at=event.ends_at)
    assert page_of(client.get(PAGE)).select("button[value=page-1]")
    client.post(reverse("submissions:withdraw"))
    assert not page_of(client.get(PAGE)).select("button[value=page-1]")


def test_a_stranger_with_another_code_changes_nothing(client: Client) -> None:
    event = call()
    send(client, event, text="Old words.")
    forged = filled(event, text="Mine.", amends="AAAA-BBBB", basis=Submission.objects.get().content_hash)
    assert client.post(address(event), forged).status_code == 409
    assert texts(Status.PENDING) == {"Old words."}


def test_every_kind_of_answer_comes_back_as_it_was_given(client: Client) -> None:
    event = survey(AttributionRule.BY_CONSENT)
    long, single = ask(event, "long_text"), ask(event, "single_choice", choices=2)
    multiple, ranking = ask(event, "multiple_choice", choices=3), ask(event, "ranking", choices=2)
    scale, day, matrix = ask(event, "scale"), ask(event, "date"), ask(event, "scale_matrix")
    rows = [
        MatrixRow.objects.create(question=matrix, code=unique("r"), position=n, text=both(f"Row {n}"))
        for n in range(2)
    ]
    first, _second, third = multiple.choices.all()
    typed = {
        "key": str(uuid4()), "language": "fr", "attribution": "not_attributed", "sector": "academia",
        name(long): "Long.", name(single): single.choices.all()[1].pk, name(multiple): [first.pk, third.pk],
        **{f"{name(ranking)}_{each.pk}": n for n, each in enumerate(ranking.choices.all(), 1)}, name(scale): "4",
        f"{name(day)}_day": "3", f"{name(day)}_month": "4", f"{name(day)}_year": "2017",
        **{f"{name(matrix)}_{row.pk}": str(value) for row, value in zip(rows, (2, 5), strict=True)},
    }  # fmt: skip
    assert client.post(address(event), typed).status_code == 302
    before = Submission.objects.get().content_hash
    walk = amending(client, event)
    walk.press("next")
    assert walk.status == 200
    # Sent unchanged it is the same to the last answer.
    walk.press("send")
    assert Submission.objects.get().content_hash == before


@pytest.mark.parametrize("is_asked", [True, False])
def test_words_that_hang_on_a_choice_and_those_beside_other_come_back_and_are_sent_while_they_are_asked(
    client: Client, is_asked: bool
) -> None:
    event = survey()
    way, corner = ask(event, "single_choice", choices=2), ask(event, "short_text")
    by_foot, otherwise = way.choices.all()
    Choice.objects.filter(pk=otherwise.pk).update(is_other=True)
    help_ = ask(event, "multiple_choice", choices=2)
    lamps, more = help_.choices.all()
    Choice.objects.filter(pk=more.pk).update(is_other=True)
    Condition.objects.create(question=corner, choice=by_foot)
    said = {
        "key": str(uuid4()), "language": "en", name(way): by_foot.pk, name(corner): "The corner of the school.",
        name(help_): [lamps.pk, more.pk], f"{name(help_)}_other": "A bench.",
    }  # fmt: skip
    assert client.post(address(event), said).status_code == 302
    walk = amending(client, event)
    fields = fields_of(walk.page)
    assert [fields[each] for each in (name(corner), f"{name(help_)}_other")] == [
        "The corner of the school.",
        "A bench.",
    ]
    changed = {} if is_asked else {name(way): otherwise.pk, f"{name(way)}_other": "By canoe."}
    walk.press("next", **changed, **{f"{name(help_)}_other": "Two benches."})
    corners = {"The corner of the school."} if is_asked else set()
    canoes = {"By canoe."} if not is_asked else set()
    assert {text for text in walk.answers if text.endswith(".")} == {"Two benches."} | corners | canoes
    walk.press("send")
    assert texts(Status.PENDING) == {"Two benches."} | corners | canoes
    assert texts(Status.WITHDRAWN) == {"The corner of the school.", "A bench."}
    new = Contribution.objects.get(text="Two benches.").submission
    assert set(new.answers.values_list("choice", flat=True)) == {
        by_foot.pk if is_asked else otherwise.pk, lamps.pk, more.pk,
    }  # fmt: skip


def chosen(submission: Submission) -> set[tuple[Any, ...]]:
    return set(submission.answers.values_list("question", "row", "choice", "value"))


@pytest.mark.parametrize(
    "kind", ["single_choice", "multiple_choice", "ranking", "choice_matrix", "long_text"]
)
def test_what_was_retired_since_can_still_be_changed_and_keeps_its_answer(client: Client, kind: str) -> None:
    """The admin tells coordinators to retire what is answered: nobody may lose their way back by it."""
    event = survey()
    words, question = ask(event, "long_text"), ask(event, kind, choices=0 if kind == "long_text" else 3)
    row = (
        MatrixRow.objects.create(question=question, code="r", text=both("Row")) if "matrix" in kind else None
    )
    first = question.choices.first()
    field = f"{name(question)}_{row.pk}" if row else name(question)
    given = {name(words): "First.", field: first.pk if first else "As before."}
    if kind == "ranking":
        given = {f"{field}_{each.pk}": n for n, each in enumerate(question.choices.all(), 1)} | {
            name(words): "First."
        }
    assert client.post(address(event), {"key": str(uuid4()), "language": "en", **given}).status_code == 302
    before = chosen(Submission.objects.get())
    for retired in filter(None, (first, row, None if first else question)):
        type(retired).objects.filter(pk=retired.pk).update(is_retired=True)
    walk = amending(client, event)
    walk.press("next", **{name(words): "Changed."})
    walk.press("send")
    changed = Contribution.objects.get(text="Changed.").submission
    assert chosen(changed) == before
    assert changed.contributions.filter(text="As before.").exists() == (first is None)


def test_a_choice_that_was_added_stands_last_in_what_was_ranked_and_that_is_said(client: Client) -> None:
    event = survey()
    words, ranking = ask(event, "long_text"), ask(event, "ranking", choices=2)
    first, second = ranking.choices.all()
    ranks = {f"{name(ranking)}_{first.pk}": 2, f"{name(ranking)}_{second.pk}": 1}
    given = {"key": str(uuid4()), "language": "en", name(words): "First.", **ranks}
    assert client.post(address(event), given).status_code == 302
    assert "was added to" not in amending(client, event).page.text
    later = Choice.objects.create(question=ranking, code="later", position=0, text=both("Later"))
    walk = amending(client, event)
    assert "“Later” was added to “About ranking?” since you ranked. It was put last" in " ".join(
        walk.page.text.split()
    )
    walk.press("next", **{name(words): "Changed."})
    walk.press("send")
    changed = Contribution.objects.get(text="Changed.").submission
    assert dict(changed.answers.values_list("choice", "value")) == {second.pk: 1, first.pk: 2, later.pk: 3}
    assert "was added to" not in amending(client, event).page.text


def test_what_was_added_is_told_to_nobody_who_has_no_receipt(client: Client) -> None:
    event = survey()
    ranking = ask(event, "ranking", choices=2)
    given = {f"{name(ranking)}_{each.pk}": n for n, each in enumerate(ranking.choices.all(), 1)}
    client.post(address(event), {"key": str(uuid4()), "language": "en", **given})
    Choice.objects.create(question=ranking, code="later", position=9, text=both("Later"))
    forged = {"do": "page-1", "amends": "AAAA-BBBB", "basis": Submission.objects.get().content_hash}
    assert "was added to" not in client.post(address(event), forged).content.decode()


def test_what_could_not_be_kept_in_full_cannot_be_changed(client: Client) -> None:
    """Its form asks for one text."""
    event = call()
    points = tuple(Point(text, make_topic(event.consultation)) for text in ("One.", "Two."))
    sent = submit(Arrival(event, Via.WEB, "en", points), key=uuid4())
    answer = client.post(reverse("submissions:find"), {"code": sent.code}, follow=True)
    page = page_of(answer)
    assert not page.select("button[value=page-1]")
    assert WHY_NOT["en"] in page.text
    french = client.get(PAGE.replace("/en/", "/fr/"))
    assert WHY_NOT["fr"] in page_of(french).text
    receipts.withdraw(sent.submission)
    assert WHY_NOT["en"] not in client.get(PAGE).content.decode()


def test_why_not_is_said_of_nothing_that_can_be_changed(client: Client) -> None:
    send(client, call())
    assert WHY_NOT["en"] not in client.get(PAGE).content.decode()


def test_addressees_come_back(client: Client) -> None:
    event = call()
    bodies = [make_organization(event.consultation, takes_advice=True) for _n in range(2)]
    send(client, event, addressees=[body.pk for body in bodies])
    walk = amending(client, event)
    ticked = {box["value"] for box in walk.page.select("input[name=addressees][checked]")}
    assert ticked == {str(body.pk) for body in bodies}
