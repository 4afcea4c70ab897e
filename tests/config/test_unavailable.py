"""PostgreSQL away: every page says so, in the reader's language, and when to try again."""

import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from config.unavailable import DatabaseUnavailable
from consultations.models import StaffRole
from submissions.models import Note, Status
from tests.database import database_away
from tests.factories import make_consultation, make_contribution, make_event, make_user
from tests.submissions.test_signed_out import address, decision, given_back

pytestmark = pytest.mark.django_db(transaction=True)


def asked(client: Client, address: str) -> tuple[int, str, str]:
    with database_away():
        response = client.get(address)
    return response.status_code, response.headers.get("Retry-After", ""), response.content.decode()


@pytest.mark.parametrize("name", ["consultations:list", "reports:published", "admin:login"])
def test_a_page_says_that_it_cannot_be_had_just_now(client: Client, name: str) -> None:
    client.force_login(make_user())
    status, again, page = asked(client, reverse(name))
    assert (status, again) == (503, "10")
    assert "We cannot take your request just now" in page


def test_it_comes_in_the_language_of_the_page(client: Client) -> None:
    with translation.override("fr"):
        _status, _again, page = asked(client, reverse("consultations:list"))
    assert '<html lang="fr">' in page
    assert "We cannot take your request just now" not in page


def test_once_the_database_is_back_so_is_the_page(client: Client) -> None:
    address = reverse("consultations:list")
    assert asked(client, address)[0] == 503
    assert client.get(address).status_code == 200


def test_forms_and_the_api_answer_in_their_own_way(client: Client) -> None:
    event = make_event(make_consultation())
    form = reverse("submissions:take_part", args=[event.consultation.slug, event.slug])
    assert "Our database cannot do this just now." in asked(client, form)[2]
    status, again, answer = asked(client, reverse("api:consultations"))
    assert (status, again) == (503, "10")
    assert '"code":"unavailable"' in answer


def test_other_errors_are_not_called_a_database_away() -> None:
    middleware = DatabaseUnavailable(lambda request: HttpResponse())
    assert middleware.process_exception(HttpRequest(), IntegrityError()) is None
    assert middleware.process_exception(HttpRequest(), ValueError()) is None
    assert middleware.process_exception(HttpRequest(), OperationalError()) is not None


def test_what_staff_typed_is_given_back_and_taken_once_the_database_is_back(client: Client) -> None:
    contribution = make_contribution(make_event())
    client.force_login(make_user(StaffRole.REVIEWER, contribution.submission.event.consultation))
    with database_away():
        answer = client.post(address(contribution), decision(contribution))
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10")
    assert "no-store" in answer.headers.get("Cache-Control", "")
    path, fields = given_back(answer)
    assert (path, fields) == (address(contribution), decision(contribution))
    assert "not taken twice" not in answer.content.decode()
    assert client.post(path, fields).status_code == 302
    contribution.refresh_from_db()
    assert (contribution.status, Note.objects.get().text) == (Status.ACCEPTED, "Long thought about.")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("admin:auth_user_add", {"username": "ada", "password1": "correct horse"}),
        ("admin:auth_user_changelist", {"action": "press"}),
    ],
)
def test_a_password_and_a_press_without_words_are_not(
    client: Client, name: str, typed: dict[str, str]
) -> None:
    client.force_login(make_user())
    with database_away():
        answer = client.post(reverse(name), typed)
    assert (answer.status_code, given_back(answer)) == (503, ("", {}))
    assert "correct horse" not in answer.content.decode()


@pytest.mark.parametrize(("is_ours", "kept"), [(True, True), (False, False)])
def test_nor_is_what_another_site_may_have_sent(is_ours: bool, kept: bool) -> None:
    """Django looks at the origin of all but the few pages that programs send to."""
    request = RequestFactory().post("/en/", {"text": "Filled in elsewhere."})
    if is_ours:
        request.csrf_processing_done = True  # type: ignore[attr-defined]
    answer = DatabaseUnavailable(lambda request: HttpResponse()).process_exception(
        request, OperationalError()
    )
    assert answer is not None
    assert (b"Filled in elsewhere." in answer.content) == kept
