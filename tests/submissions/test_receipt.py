"""The receipt: what became of it, taking it back, and a code that is in no address."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import Attribution, AttributionRule, Event, StaffRole
from submissions.intake import receipts
from submissions.intake.submit import Arrival, Point, Receipt, Reply, hash_of, submit
from submissions.models import AuditEntry, Contribution, Status, Submission, Via
from submissions.review import workflow
from tests.factories import make_consultation, make_event, make_topic, make_user
from tests.submissions.test_survey import ask, name, post, survey

pytestmark = pytest.mark.django_db

FIND, PAGE, WITHDRAW, FORGET = (
    reverse(f"submissions:{page}") for page in ("find", "receipt", "withdraw", "forget")
)


def said(texts: int = 1, **fields: Any) -> Receipt:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    topic = make_topic(event.consultation)
    points = tuple(Point(f"Point {number}", topic) for number in range(texts))
    return submit(Arrival(event, Via.WEB, "en", points, **fields), key=uuid4())


def look_up(client: Client, receipt: Receipt) -> str:
    return client.post(FIND, {"code": receipt.code}, follow=True).content.decode()


def test_each_state_is_told_in_plain_words(client: Client) -> None:
    receipt = said()
    contribution = Contribution.objects.get()
    reviewer = make_user(StaffRole.REVIEWER, receipt.submission.event.consultation)
    assert "Nobody has read it yet." in look_up(client, receipt)
    contribution = workflow.start(contribution, by=reviewer)
    assert "A reviewer is reading it." in look_up(client, receipt)
    workflow.accept(contribution, by=reviewer)
    assert "It counts, and the report may use it" in look_up(client, receipt)


def test_it_says_where_the_code_is_typed(client: Client) -> None:
    page = BeautifulSoup(look_up(client, said()), "html.parser")
    (there,) = page.select(f"footer a[href='{FIND}']")
    assert there.text.strip() in page.select_one("main").text  # type: ignore[union-attr]


def test_the_code_is_in_no_address(client: Client) -> None:
    receipt = said()
    response = client.post(FIND, {"code": receipt.code}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    cookie = client.cookies["receipt"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_other_language_tries_out_no_code(client: Client) -> None:
    codes = said().code, "AAAA-BBBB"
    answers = [client.post(FIND, {"code": code, "do": "switch"}) for code in codes]
    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (
        answer.content.decode().replace(code, "") for answer, code in zip(answers, codes, strict=True)
    )
    assert without_tokens(first) == without_tokens(second)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_wrong_code_is_said_and_kept_in_the_field(client: Client) -> None:
    response = client.post(FIND, {"code": "AAAA-BBBB"})
    assert response.status_code == 422
    assert "No receipt has this code." in response.content.decode()
    assert "AAAA-BBBB" in response.content.decode()


def test_a_forged_cookie_opens_nothing(client: Client) -> None:
    receipt = said()
    client.cookies["receipt"] = f"{receipt.code} new:forged:signature"
    assert client.get(PAGE)["Location"] == FIND
    assert client.post(WITHDRAW)["Location"] == FIND
    assert Contribution.objects.get().status == Status.PENDING


def test_withdrawn_by_post_alone_and_twice_is_once(client: Client) -> None:
    receipt = said(texts=2)
    look_up(client, receipt)
    assert client.get(WITHDRAW).status_code == 405
    for _time in range(2):
        client.post(WITHDRAW)
    assert set(Contribution.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert AuditEntry.objects.filter(action="withdraw").count() == 2
    page = look_up(client, receipt)
    assert "You took it back. It is not used." in page
    assert "Withdraw all of it" not in page


def test_words_that_are_sent_again_after_they_were_taken_back_stay_taken_back() -> None:
    event = make_event(make_consultation(attribution_rule=AttributionRule.BY_CONSENT))
    arrival, key = Arrival(event, Via.WEB, "en", (Point("Light.", make_topic(event.consultation)),)), uuid4()
    receipts.withdraw(submit(arrival, key=key).submission)
    again = submit(arrival, key=key)
    assert (again.is_new, Contribution.objects.get().status) == (False, Status.WITHDRAWN)


def test_withdrawing_takes_closed_answers_out_of_the_count(client: Client) -> None:
    event = survey()
    scale = ask(event, "scale")
    post(client, event, {name(scale): "5"})
    assert scale.answers.count() == 1
    before = client.get(PAGE).content.decode()
    assert "They are counted" in before
    assert "Withdraw all of it" in before
    after = client.post(WITHDRAW, follow=True).content.decode()
    assert "You took it back. Your answers are deleted" in after
    assert "They are counted" not in after
    assert "Withdraw all of it" not in after
    assert scale.answers.count() == 0
    assert AuditEntry.objects.filter(action="answers_withdrawn", actor=None, at=None).count() == 1


def test_answers_that_were_taken_back_cannot_be_tried_out_on_what_is_left(client: Client) -> None:
    """Whoever has the database knows how what was sent is hashed, and there are few answers to try."""
    event = survey()
    scale = ask(event, "scale")
    post(client, event, {name(scale): "4"})
    sent = Submission.objects.get()

    def hashes() -> set[str]:
        arrival = Arrival(event, Via.WEB, sent.language, (), sector=sent.sector)
        return {hash_of(replace(arrival, replies=(Reply(scale, value=each),))) for each in range(1, 6)}

    assert sent.content_hash in hashes(), "or this would try in vain"
    client.post(WITHDRAW)
    sent.refresh_from_db()
    assert sent.content_hash not in hashes()


def test_the_page_says_what_is_kept_of_the_sender(client: Client) -> None:
    assert "Nothing is kept of who you are." in look_up(client, said(name="Ada Walker"))
    named = said(attribution=Attribution.NAMED, name="Ada Walker", sector="academia")
    assert "Kept of you: Ada Walker, Academia." in look_up(client, named)


def test_forgotten_on_a_shared_device_the_page_is_gone(client: Client) -> None:
    look_up(client, said())
    client.post(FORGET)
    assert client.get(PAGE)["Location"] == FIND


@pytest.mark.parametrize("texts", [1, 3])
def test_the_receipt_takes_the_same_queries_however_much_was_sent(
    client: Client, django_assert_num_queries: Any, texts: int
) -> None:
    receipt = said(texts=texts)
    look_up(client, receipt)
    # Closed: as long as it is open, the form in which it could be changed is read as well.
    Event.objects.update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    with django_assert_num_queries(4):  # the submission, its contributions, its answers, the published report
        client.get(PAGE)
