"""Notes of a session: by invitation, one point at a time, never who."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import invitations, limits
from consultations.models import AttributionRule, Event, EventKind, InvitationPurpose, StaffRole
from submissions.models import Contribution, Submission
from tests.factories import make_consultation, make_event, make_session, make_topic, make_user

pytestmark = pytest.mark.django_db


def conference(rule: str = AttributionRule.CHATHAM_HOUSE) -> Event:
    return make_event(make_consultation(attribution_rule=rule), kind=EventKind.CONFERENCE)


def address(event: Event) -> str:
    return reverse("submissions:rapporteur", args=[event.consultation.slug, event.slug])


def let_in(client: Client, event: Event, purpose: str = InvitationPurpose.RAPPORTEUR) -> None:
    _invitation, token = invitations.issue(event, purpose)
    client.post(reverse("consultations:invitation", args=[token]))


def point(event: Event, text: str, **fields: Any) -> dict[str, Any]:
    topic = make_topic(event.consultation)
    return {"key": str(uuid4()), "language": "en", "topic": topic.pk, "text": text, **fields}


def test_only_the_invited_and_staff_who_take_notes_get_in(client: Client) -> None:
    event = conference()
    assert client.get(address(event)).status_code == 404
    let_in(client, event, InvitationPurpose.REGISTER)
    assert client.get(address(event)).status_code == 404
    let_in(client, event)
    assert client.get(address(event)).status_code == 200
    assert client.get(address(conference())).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(StaffRole.RAPPORTEUR, 200), (StaffRole.COORDINATOR, 200), (StaffRole.REVIEWER, 404)],
)
def test_staff_get_in_by_their_role(client: Client, role: str, status: int) -> None:
    event = conference()
    client.force_login(make_user(role, event.consultation))
    assert client.get(address(event)).status_code == status
    assert client.get(address(conference())).status_code == 404


def test_session_and_topic_stay_chosen_and_points_are_counted(client: Client) -> None:
    event = conference()
    session = make_session(event)
    let_in(client, event)
    for text in ("First point.", "Second point."):
        sent = point(event, text, session=session.pk)
        response = client.post(address(event), sent, follow=True)
    page = BeautifulSoup(response.content, "html.parser")
    assert "2 points taken in this sitting." in page.get_text(" ", strip=True)
    assert page.select_one("#id_session option[selected]")["value"] == str(session.pk)
    assert page.select_one("#id_topic option[selected]")["value"] == str(sent["topic"])
    assert page.select_one("textarea").text.strip() == ""
    assert "First point." not in response.content.decode()


def test_each_point_is_a_submission_of_its_own_that_names_nobody(client: Client) -> None:
    event = conference()
    session = make_session(event)
    user = make_user(StaffRole.RAPPORTEUR, event.consultation)
    client.force_login(user)
    for text in ("First.", "Second."):
        client.post(
            address(event), point(event, text, session=session.pk, name="Ada Walker", sector="government")
        )
    assert Contribution.objects.values("submission").distinct().count() == 2
    empty = {
        "name": "",
        "organization_name": "",
        "sector": "",
        "participant": None,
        "organization": None,
    }
    assert list(Submission.objects.values(*empty)) == [empty, empty]
    assert set(Submission.objects.values_list("session", "via", "rule")) == {
        (session.pk, "rapporteur", "chatham_house")
    }


def test_a_point_takes_the_rule_of_its_session(client: Client) -> None:
    event = conference()
    session = make_session(event, attribution_rule=AttributionRule.ATTRIBUTABLE)
    let_in(client, event)
    client.post(address(event), point(event, "On the record.", session=session.pk))
    assert Submission.objects.get().rule == AttributionRule.ATTRIBUTABLE


def test_a_session_must_be_chosen_where_there_are_any(client: Client) -> None:
    event = conference()
    make_session(event)
    let_in(client, event)
    response = client.post(address(event), point(event, "Where was it?"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"session"}
    assert "Where was it?" in response.content.decode()


def test_pressed_twice_a_point_counts_once(client: Client) -> None:
    event = conference()
    let_in(client, event)
    sent = point(event, "Once.")
    client.post(address(event), sent)
    response = client.post(address(event), sent, follow=True)
    assert "1 point taken in this sitting." in response.content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_many_sessions(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    event = conference()
    for _row in range(rows):
        make_session(event)
        make_topic(event.consultation)
    let_in(client, event)
    with django_assert_num_queries(6):
        client.get(address(event))


def test_after_the_event_the_page_says_that_it_is_closed_and_loses_nothing(client: Client) -> None:
    event = conference()
    let_in(client, event)
    event.starts_at, event.ends_at = (
        moment - timedelta(days=30) for moment in (event.starts_at, event.ends_at)
    )
    event.save()
    assert "Closed" in client.get(address(event)).content.decode()
    response = client.post(address(event), point(event, "One more thing."))
    assert response.status_code == 403
    assert "One more thing." in response.content.decode()


def by_script(client: Client, event: Event, sent: dict[str, Any]) -> Any:
    return client.post(address(event), sent, headers={"accept": "application/json"})


def test_a_script_is_told_the_count_and_nothing_of_the_point(client: Client) -> None:
    event = conference()
    let_in(client, event)
    first = by_script(client, event, point(event, "First."))
    second = by_script(client, event, point(event, "Second."))
    assert [first.json(), second.json()] == [{"count": 1}, {"count": 2}]
    assert "2 points taken in this sitting." in client.get(address(event)).content.decode()


def test_a_script_that_lost_the_first_reply_counts_the_point_at_the_second(client: Client) -> None:
    event = conference()
    let_in(client, event)
    sent = point(event, "Once.") | {"trace": str(uuid4())}
    cookies = client.cookies.copy()
    by_script(client, event, sent)
    client.cookies = cookies  # the reply never came, its cookie neither
    assert by_script(client, event, sent).json() == {"count": 1}
    assert by_script(client, event, sent).json() == {
        "count": 1
    }  # this time the cookie came and the reply did not
    assert Submission.objects.count() == 1


def test_a_link_that_leaked_floods_nothing_and_the_words_wait(client: Client, settings: LazySettings) -> None:
    settings.SENDINGS_IN_TEN_MINUTES = 2
    limits.notes.start_again()
    event = conference()
    let_in(client, event)
    first = point(event, "Twice delivered.")
    for _each in range(2):
        assert by_script(client, event, first).status_code == 200
    # What was refused and what was here before took no place.
    assert by_script(client, event, point(event, "")).status_code == 422
    assert client.post(address(event), point(event, "The second of two.")).status_code == 302
    for send in (by_script, lambda *sent: client.post(address(sent[1]), sent[2])):
        answer = send(client, event, point(event, "One too many."))
        assert (answer.status_code, 0 < int(answer["Retry-After"]) <= limits.WINDOW_SECONDS) == (429, True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Nothing is lost" in page.select_one("[data-error-summary]").text
    assert page.select_one("textarea").text.strip() == "One too many."
    assert Contribution.objects.count() == 2
    # The forms of participants are counted apart, and so is another network.
    from_elsewhere = client.post(address(event), point(event, "From a hall."), REMOTE_ADDR="192.0.2.8")
    assert from_elsewhere.status_code == 302
    assert limits.sendings.take(from_elsewhere.wsgi_request)


def test_a_script_is_told_why_a_point_is_not_taken(client: Client) -> None:
    event = conference()
    session = make_session(event)
    let_in(client, event)
    response = by_script(client, event, point(event, "Where was it?"))
    assert (response.status_code, response.json()) == (
        422,
        {
            "why": "Choose the session in which this was said.",
            "at": {"session": ["Choose the session in which this was said."]},
        },
    )
    event.ends_at = timezone.now() - timedelta(minutes=1)
    event.save()
    response = by_script(client, event, point(event, "Too late.", session=session.pk))
    assert response.status_code == 403
    assert "This is closed." in response.json()["why"]
    assert Submission.objects.count() == 0


def test_whoever_leaves_is_known_neither_as_invited_nor_by_their_sitting(client: Client) -> None:
    event = conference()
    let_in(client, event)
    client.post(address(event), point(event, "A point."))
    response = client.post(address(event), {"do": "leave"})
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    assert (client.cookies["sitting"].value, client.get(address(event)).status_code) == ("", 404)
    assert Submission.objects.count() == 1


def test_once_the_event_is_over_it_can_still_be_left(client: Client) -> None:
    event = conference()
    let_in(client, event)
    Event.objects.update(
        starts_at=event.starts_at - timedelta(days=30), ends_at=event.ends_at - timedelta(days=30)
    )
    page = BeautifulSoup(client.get(address(event)).content, "html.parser")
    assert page.select("form[data-leaves] input[name=do][value=leave]")
    client.post(address(event), {"do": "leave"})
    assert client.get(address(event)).status_code == 404


def test_the_page_is_kept_on_the_device_of_no_one_whose_name_it_bears(client: Client) -> None:
    event = conference()
    let_in(client, event)
    assert "data-worker" in client.get(address(event)).content.decode()
    client.force_login(make_user(StaffRole.RAPPORTEUR, event.consultation))
    page = client.get(address(event)).content.decode()
    assert ("data-worker" in page, "data-leaves" in page) == (False, False)


def test_the_worker_reaches_the_page_for_notes_of_one_event_alone(client: Client) -> None:
    event = conference()
    script = client.get(f"{address(event)}worker.js")
    assert (script.status_code, script["Content-Type"]) == (200, "text/javascript")
    assert (script["Cache-Control"], "Service-Worker-Allowed" in script) == ("no-cache", False)


def test_the_cookie_of_a_sitting_leads_to_no_point_and_holds_no_time(client: Client) -> None:
    event = conference()
    let_in(client, event)
    sent = point(event, "Once.") | {"trace": "made-up"}
    by_script(client, event, sent)
    said = Submission.objects.get()
    held = signing.Signer(salt="sitting").unsign_object(client.cookies["sitting"].value)
    assert held[str(event.pk)] | {"topic": "", "language": ""} == {
        "topic": "", "language": "", "count": 1, "last": "made-up",
    }  # fmt: skip
    assert "made-up" not in str(Submission.objects.filter(pk=said.pk).values())
